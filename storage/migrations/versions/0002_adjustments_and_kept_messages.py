"""Adjustments and kept messages"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("painted", sa.String(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('request', 'card', 'outcome', 'trouble')", name=op.f("message_kind_known")),
        sa.PrimaryKeyConstraint("workspace", "kind", "subject", name="message_pkey"),
    )
    op.create_index(
        "message_out_of_date",
        "message",
        ["workspace", "due"],
        sqlite_where=sa.text("shown < version"),
        postgresql_where=sa.text("shown < version"),
    )
    op.create_index("message_workspace_channel_ts", "message", ["workspace", "channel", "ts"])

    op.create_table(
        "pace",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name="pace_pkey"),
    )
    op.create_table(
        "adjustment",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("self_approved", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(status = 'pending') = (decided_by IS NULL) AND (status = 'pending') = (decided_at IS NULL)",
            name=op.f("adjustment_decision_whole"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'declined', 'withdrawn')", name=op.f("adjustment_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "client_id", "package_id"],
            ["package.workspace", "package.client_id", "package.id"],
            name="adjustment_workspace_client_id_package_id_fkey",
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name="adjustment_pkey"),
    )
    op.create_index("adjustment_workspace_package_id_status", "adjustment", ["workspace", "package_id", "status"])
    op.create_index(
        "adjustment_workspace_status_requested_at_id", "adjustment", ["workspace", "status", "requested_at", "id"]
    )

    op.create_table(
        "adjustment_change",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("adjustment_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("total_before", sa.Integer(), nullable=True),
        sa.Column("used_before", sa.Integer(), nullable=False),
        sa.Column("total_after", sa.Integer(), nullable=False),
        sa.CheckConstraint("total_after BETWEEN 0 AND 999", name=op.f("adjustment_change_total_in_range")),
        sa.ForeignKeyConstraint(
            ["workspace", "adjustment_id"],
            ["adjustment.workspace", "adjustment.id"],
            name="adjustment_change_workspace_adjustment_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "service_id"],
            ["service.workspace", "service.id"],
            name="adjustment_change_workspace_service_id_fkey",
        ),
        sa.PrimaryKeyConstraint("workspace", "adjustment_id", "service_id", name="adjustment_change_pkey"),
    )
