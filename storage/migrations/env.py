"""Run by Alembic on the connection that storage.migrating hands it."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - declares them

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite can't alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
