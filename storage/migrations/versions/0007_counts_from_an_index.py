"""A package's counts are read from an index alone"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_LINKED = sa.text("package_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("session_workspace_package_id_starts_at_id", "session")
    op.create_index(
        "session_of_package",
        "session",
        ["workspace", "package_id", "starts_at", "id", "service_id", "confirmation"],
        sqlite_where=_LINKED,
        postgresql_where=_LINKED,
    )
