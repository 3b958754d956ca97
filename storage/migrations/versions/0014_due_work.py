"""When work is due in a workspace, and who is at it"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """What waits already is found as the first process of this release starts."""
    op.create_table(
        "due",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("marks", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "kind", name="due_pkey"),
    )
    op.create_index("due_next", "due", ["kind", "due_at"], sqlite_where=_DUE, postgresql_where=_DUE)
