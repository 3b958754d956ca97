"""Who practitioners are whom files name by what Slack doesn't know, and those left as they are on Home"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_KINDS = "kind IN ('unlinked', 'not_counted', 'overrun', 'expiring', 'nobodys')"


def upgrade() -> None:
    op.create_table(
        "source_name",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "name", name="source_name_pkey"),
    )
    with op.batch_alter_table("set_aside") as set_aside:  # SQLite makes the table anew
        set_aside.drop_constraint(op.f("set_aside_kind_known"), type_="check")
        set_aside.create_check_constraint(op.f("set_aside_kind_known"), _KINDS)
