"""What was last imported, by the names of columns; `source` has it by position, and stays for the release before"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_COLUMNS = {  # in the order in which `source` lists them
    "client": ("name",),
    "service": ("name",),
    "package": ("client_id", "name", "status", "expires_on"),
    "included": ("sessions",),
    "session": (
        *("client_id", "service_id", "practitioner", "starts_at", "minutes", "confirmation", "payment", "package_id"),
    ),
}


def upgrade() -> None:
    for table, columns in _COLUMNS.items():
        op.add_column(table, sa.Column("as_imported", sa.Text(), nullable=True))
        op.execute(f"UPDATE {table} SET as_imported = {_by_name(columns)} WHERE source IS NOT NULL")  # noqa: S608


def _by_name(columns: tuple[str, ...]) -> str:
    """An expression for the object that has a list's values by name, without those that are null."""
    given = " || ".join(_given(name, n) for n, name in enumerate(columns))
    return f"'{{' || substr({given}, 2) || '}}'"


def _given(name: str, n: int) -> str:
    value = f"json_quote(json_extract(source, '$[{n}]'))"
    if op.get_context().dialect.name == "postgresql":
        value = f"CAST(CAST(source AS json) -> {n} AS text)"
    return f"CASE {value} WHEN 'null' THEN '' ELSE ',\"{name}\":' || {value} END"
