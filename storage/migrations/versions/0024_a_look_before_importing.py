"""What importing dropped files would do, until somebody says to do it; and whether to do it at once"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("file_drop", sa.Column("look", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("file_drop", sa.Column("wanted_by", sa.String(), nullable=True))
    op.add_column("workspace", sa.Column("imports_at_once", sa.Boolean(), nullable=True))
