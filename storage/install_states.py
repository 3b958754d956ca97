"""What ties the two halves of an installation together is good once: here is what was used, while it could be again."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import changed
from storage.tables import INSTALL_STATE

_OVER = delete(INSTALL_STATE).where(INSTALL_STATE.c.expires_at <= bindparam("now"))


def use_state(connection: Connection, state: str, expires_at: datetime, now: datetime) -> bool:
    """Use it up; False where it was used before."""
    connection.execute(_OVER, {"now": now})
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    use = dialect.insert(INSTALL_STATE).on_conflict_do_nothing(index_elements=["id"])
    used = {"id": sha256(state.encode()).hexdigest(), "expires_at": expires_at}
    return changed(connection, use, used)
