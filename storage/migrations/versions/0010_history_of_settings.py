"""What a workspace has chosen, change by change"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "setting_change",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("times_chosen", sa.Integer(), nullable=False),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("becomes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "times_chosen", "setting", name="setting_change_pkey"),
    )
