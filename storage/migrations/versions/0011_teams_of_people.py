"""Whether it was looked at which workspaces of an organisation a person is in"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("person", sa.Column("teams_known", sa.Boolean(), nullable=False, server_default=sa.false()))
