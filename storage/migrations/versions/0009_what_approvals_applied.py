"""What approvals applied, which the history of those so far tells"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

# An entry of an approval is written at the moment of the decision, or just after the package's last entry.
_APPLIED = """
    SELECT {value} FROM history AS h
    JOIN adjustment AS a ON a.workspace = h.workspace AND a.package_id = h.package_id
    WHERE a.workspace = adjustment_change.workspace AND a.id = adjustment_change.adjustment_id
      AND a.status = 'approved' AND h.event = 'approved' AND h.service_id = adjustment_change.service_id
      AND h.by = a.decided_by AND h.asked_by = a.requested_by AND h.reason = a.reason AND h.at >= a.decided_at
      AND h.total_after = adjustment_change.total_after
    ORDER BY h.at LIMIT 1
"""
_BEFORE = "CASE WHEN adjustment_change.total_before IS NULL AND h.total_before = 0 THEN NULL ELSE h.total_before END"


def upgrade() -> None:
    with op.batch_alter_table("adjustment_change") as change:  # SQLite makes the table anew
        change.add_column(sa.Column("applied_before", sa.Integer(), nullable=True))
        change.add_column(sa.Column("applied_used", sa.Integer(), nullable=True))
        change.create_check_constraint(
            op.f("adjustment_change_applied_whole"), "applied_before IS NULL OR applied_used IS NOT NULL"
        )
    used = _APPLIED.format(value="h.total_after - h.remaining_after")
    before = _APPLIED.format(value=_BEFORE)
    op.execute(f"UPDATE adjustment_change SET applied_used = ({used}), applied_before = ({before})")  # noqa: S608
