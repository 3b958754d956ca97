"""Files that are dropped to be imported, and the message that says what came of it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_KINDS = "kind IN ('request', 'card', 'outcome', 'trouble', 'import')"


def upgrade() -> None:
    op.create_table(
        "file_drop",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name="file_drop_pkey"),
    )
    with op.batch_alter_table("message") as message:  # SQLite makes the table anew
        message.drop_constraint(op.f("message_kind_known"), type_="check")
        message.create_check_constraint(op.f("message_kind_known"), _KINDS)
