"""From when on, and from which page, a post in doubt is looked for; and what is only named anew"""

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
    op.execute("UPDATE message SET tried_at = marked_at WHERE in_doubt")
