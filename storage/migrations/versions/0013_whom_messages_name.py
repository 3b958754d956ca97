"""Which clients each kept message names"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_OF_ADJUSTMENTS = """
    INSERT INTO message_client (workspace, kind, subject, client_id, known_id)
    SELECT m.workspace, m.kind, m.subject, a.client_id, a.client_id
    FROM message AS m JOIN adjustment AS a ON a.workspace = m.workspace AND a.id = m.subject
    WHERE m.kind IN ('request', 'card', 'outcome')
    """


def upgrade() -> None:
    op.create_table(
        "message_client",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("known_id", sa.String(), nullable=True),
        sa.CheckConstraint("known_id = client_id", name=op.f("message_client_known_is_named")),
        sa.ForeignKeyConstraint(
            ["workspace", "kind", "subject"],
            ["message.workspace", "message.kind", "message.subject"],
            name="message_client_workspace_kind_subject_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "known_id"],
            ["client.workspace", "client.id"],
            name="message_client_workspace_known_id_fkey",
        ),
        sa.PrimaryKeyConstraint("workspace", "kind", "subject", "client_id", name="message_client_pkey"),
    )
    op.create_index("message_client_workspace_client_id", "message_client", ["workspace", "client_id"])
    op.execute(_OF_ADJUSTMENTS)
