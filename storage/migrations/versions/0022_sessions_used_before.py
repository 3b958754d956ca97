"""Of included services, how many of their sessions were used elsewhere before Ribbon"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("included", sa.Column("used_before", sa.Integer(), nullable=False, server_default="0"))
