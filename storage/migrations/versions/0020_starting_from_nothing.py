"""Starting from nothing: who added a client, and of services their usual lengths and whether they are offered"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("client", sa.Column("added_by", sa.String(), nullable=True))
    op.add_column("service", sa.Column("minutes", sa.Integer(), nullable=True))
    op.add_column("service", sa.Column("is_retired", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("workspace", sa.Column("practitioners_add_clients", sa.Boolean(), nullable=True))
