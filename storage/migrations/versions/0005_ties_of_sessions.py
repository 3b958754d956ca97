"""How often each session has been linked and unlinked"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("session", sa.Column("ties", sa.Integer(), nullable=False, server_default="0"))
