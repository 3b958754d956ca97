"""The answer to words in the direct messages, which is kept until it is posted"""

from alembic import op

revision = "0017"
down_revision = "0016"

_KINDS = "kind IN ('request', 'card', 'outcome', 'trouble', 'import', 'help')"


def upgrade() -> None:
    with op.batch_alter_table("message") as message:  # SQLite makes the table anew
        message.drop_constraint(op.f("message_kind_known"), type_="check")
        message.create_check_constraint(op.f("message_kind_known"), _KINDS)
