"""What each person did last, to be taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

DEEDS = (
    *("link", "unlink", "move", "book", "confirm", "mark_paid", "mark_unpaid"),
    *("cancel", "cancel_late", "no_show", "restore"),
)


def upgrade() -> None:
    known = ", ".join(f"'{deed}'" for deed in DEEDS)
    op.create_table(
        "act",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.CheckConstraint(f"deed IN ({known})", name=op.f("act_deed_known")),
        sa.PrimaryKeyConstraint("workspace", "person", name="act_pkey"),
    )
