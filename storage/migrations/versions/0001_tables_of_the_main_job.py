"""Tables of the main job"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name="client_pkey"),
    )
    op.create_index("client_workspace_folded_id", "client", ["workspace", "folded", "id"])

    op.create_table(
        "history",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=True),
        sa.Column("session_id", sa.String(), nullable=True),
        sa.Column("service_id", sa.String(), nullable=True),
        sa.Column("total_before", sa.Integer(), nullable=True),
        sa.Column("total_after", sa.Integer(), nullable=True),
        sa.Column("remaining_before", sa.Integer(), nullable=True),
        sa.Column("remaining_after", sa.Integer(), nullable=True),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("becomes", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name="history_pkey"),
    )
    op.create_index(
        "history_workspace_package_id_at_ordinal_id", "history", ["workspace", "package_id", "at", "ordinal", "id"]
    )
    op.create_index("history_workspace_session_id", "history", ["workspace", "session_id"])

    op.create_table(
        "person",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="person_pkey"),
    )
    op.create_index("person_workspace_email", "person", ["workspace", "email"])

    op.create_table(
        "service",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name="service_pkey"),
    )
    op.create_index("service_workspace_folded_id", "service", ["workspace", "folded", "id"])

    op.create_table(
        "workspace",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("managers", sa.JSON(), nullable=True),
        sa.Column("managers_channel", sa.String(), nullable=True),
        sa.Column("all_see_all", sa.Boolean(), nullable=True),
        sa.Column("no_shows_hold", sa.Boolean(), nullable=True),
        sa.Column("managers_decide_their_own", sa.Boolean(), nullable=True),
        sa.Column("naming", sa.String(), nullable=True),
        sa.Column("people_learned_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="workspace_pkey"),
    )
    op.create_table(
        "package",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("expiry_noted", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('active', 'completed', 'cancelled', 'expired')", name=op.f("package_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "client_id"], ["client.workspace", "client.id"], name="package_workspace_client_id_fkey"
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name="package_pkey"),
        sa.UniqueConstraint("workspace", "client_id", "id", name="package_workspace_client_id_id_key"),
    )
    op.create_index("package_workspace_status_expires_on", "package", ["workspace", "status", "expires_on"])

    op.create_table(
        "included",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint("total BETWEEN 0 AND 999", name=op.f("included_total_in_range")),
        sa.ForeignKeyConstraint(
            ["workspace", "package_id"], ["package.workspace", "package.id"], name="included_workspace_package_id_fkey"
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "service_id"], ["service.workspace", "service.id"], name="included_workspace_service_id_fkey"
        ),
        sa.PrimaryKeyConstraint("workspace", "package_id", "service_id", name="included_pkey"),
    )
    op.create_table(
        "session",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("practitioner", sa.String(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("confirmation", sa.String(), nullable=False),
        sa.Column("restores_to", sa.String(), nullable=True),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("linked_by", sa.String(), nullable=True),
        sa.Column("linked_at", sa.BigInteger(), nullable=True),
        sa.Column("linked", sa.Boolean(), sa.Computed("package_id IS NOT NULL", persisted=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "confirmation IN ('unconfirmed', 'confirmed', 'cancelled', 'late_cancelled', 'no_show')",
            name=op.f("session_confirmation_known"),
        ),
        sa.CheckConstraint("origin IN ('automatic', 'manual')", name=op.f("session_origin_known")),
        sa.CheckConstraint("payment IN ('unpaid', 'paid')", name=op.f("session_payment_known")),
        sa.CheckConstraint(
            "(package_id IS NULL) = (origin IS NULL) AND (package_id IS NULL) = (linked_at IS NULL)",
            name=op.f("session_link_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "client_id", "package_id"],
            ["package.workspace", "package.client_id", "package.id"],
            name="session_workspace_client_id_package_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "client_id"], ["client.workspace", "client.id"], name="session_workspace_client_id_fkey"
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "service_id"], ["service.workspace", "service.id"], name="session_workspace_service_id_fkey"
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name="session_pkey"),
    )
    op.create_index(
        "session_practitioner_filters",
        "session",
        ["workspace", "practitioner", "linked", "confirmation", "payment", "starts_at", "id"],
    )
    op.create_index(
        "session_workspace_client_id_practitioner_starts_at_id",
        "session",
        ["workspace", "client_id", "practitioner", "starts_at", "id"],
    )
    op.create_index(
        "session_workspace_client_id_starts_at_id", "session", ["workspace", "client_id", "starts_at", "id"]
    )
    op.create_index(
        "session_workspace_linked_confirmation_payment_starts_at_id",
        "session",
        ["workspace", "linked", "confirmation", "payment", "starts_at", "id"],
    )
    op.create_index(
        "session_workspace_package_id_starts_at_id",
        "session",
        ["workspace", "package_id", "starts_at", "id"],
        sqlite_where=sa.text("package_id IS NOT NULL"),
        postgresql_where=sa.text("package_id IS NOT NULL"),
    )
    op.create_index(
        "session_workspace_practitioner_starts_at_id", "session", ["workspace", "practitioner", "starts_at", "id"]
    )
    op.create_index("session_workspace_starts_at_id", "session", ["workspace", "starts_at", "id"])
