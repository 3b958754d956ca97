"""How often each session's confirmation and payment, and each workspace's settings, have been changed"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for table, name in (
        ("session", "confirmation_changes"),
        ("session", "payment_changes"),
        ("workspace", "times_chosen"),
    ):
        op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
