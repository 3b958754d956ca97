"""What somebody left as it is on their Home"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("stood", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('unlinked', 'not_counted', 'overrun', 'expiring')", name=op.f("set_aside_kind_known")
        ),
        sa.PrimaryKeyConstraint("workspace", "person", "kind", "subject", name="set_aside_pkey"),
    )
    op.create_index("set_aside_workspace_subject", "set_aside", ["workspace", "subject"])
