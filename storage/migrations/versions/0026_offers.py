"""The word that sessions match a package's services now, which is kept until it is posted"""

from alembic import op

revision = "0026"
down_revision = "0025"

_KINDS = "kind IN ('request', 'card', 'outcome', 'trouble', 'import', 'offer', 'help')"


def upgrade() -> None:
    with op.batch_alter_table("message") as message:  # SQLite makes the table anew
        message.drop_constraint(op.f("message_kind_known"), type_="check")
        message.create_check_constraint(op.f("message_kind_known"), _KINDS)
