"""What approvals did with the sums; those of earlier releases are shown anew, as 0009 found what they applied"""

from time import time

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_SHOW_ANEW = """
    UPDATE message SET version = version + 1, due = :now
    WHERE kind IN ('card', 'outcome') AND ts IS NOT NULL AND EXISTS (
        SELECT 1 FROM adjustment AS a
        WHERE a.workspace = message.workspace AND a.id = message.subject AND a.status = 'approved'
    )
"""


def upgrade() -> None:
    """What waits in a workspace is found as the first process of this release starts."""
    op.add_column("adjustment", sa.Column("sum_total", sa.Integer(), nullable=True))
    op.add_column("adjustment", sa.Column("sum_remaining", sa.Integer(), nullable=True))
    op.execute(sa.text(_SHOW_ANEW).bindparams(sa.bindparam("now", int(time() * 1_000_000), sa.BigInteger())))
