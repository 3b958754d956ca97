"""How many services may leave their packages, as somebody wrote with the files that they dropped"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("file_drop", sa.Column("gone", sa.Integer(), nullable=True))
