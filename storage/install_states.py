"""What ties the two halves of an installation together: each state is good once, and for ten minutes."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete

from storage.database import changed
from storage.tables import INSTALL_STATE

LIFE = timedelta(minutes=10)
_OVER = delete(INSTALL_STATE).where(INSTALL_STATE.c.expires_at <= bindparam("now"))
_USE = delete(INSTALL_STATE).where(
    INSTALL_STATE.c.id == bindparam("used"), INSTALL_STATE.c.expires_at > bindparam("now")
)


def keep_state(connection: Connection, state: str, now: datetime) -> None:
    connection.execute(_OVER, {"now": now})
    connection.execute(INSTALL_STATE.insert(), {"id": _digest(state), "expires_at": now + LIFE})


def use_state(connection: Connection, state: str, now: datetime) -> bool:
    """Use it up; False where it is unknown, used or too old."""
    return changed(connection, _USE, {"used": _digest(state), "now": now})


def _digest(state: str) -> str:
    """Whoever reads the database can't finish somebody's installation."""
    return sha256(state.encode()).hexdigest()
