"""Where a post in doubt is looked for, what is only named anew, and an index for lists of a service"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("message", sa.Column("tried_at", sa.BigInteger(), nullable=True))
    op.add_column("message", sa.Column("looked_to", sa.String(), nullable=True))
    op.add_column("message", sa.Column("renamed", sa.Integer(), nullable=True))
    op.add_column("take_back", sa.Column("since", sa.BigInteger(), nullable=True))
    op.add_column("take_back", sa.Column("looked_to", sa.String(), nullable=True))
    op.create_index(
        "session_service_filters",
        "session",
        ["workspace", "service_id", "linked", "confirmation", "payment", "starts_at", "id"],
    )
    op.execute("UPDATE message SET tried_at = marked_at WHERE in_doubt")
