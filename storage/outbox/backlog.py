"""What waits to be shown in Slack, of all workspaces together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from storage.outbox.claiming import KINDS
from storage.tables import MESSAGE, TAKE_BACK

# A message that was never shown waits since it was marked; of another it is known when it was last to be shown.
_SINCE = case((MESSAGE.c.ts.is_(None), MESSAGE.c.marked_at), else_=MESSAGE.c.due)
_BEHIND = select(func.count().label("messages"), func.min(_SINCE).label("since")).where(
    MESSAGE.c.shown < MESSAGE.c.version
)
_UNKNOWN = (
    select(MESSAGE.c.kind)
    .distinct()
    .where(MESSAGE.c.shown < MESSAGE.c.version, MESSAGE.c.kind.not_in(KINDS))
    .order_by(MESSAGE.c.kind)
)
_TO_TAKE_BACK = select(func.count()).select_from(TAKE_BACK)


@dataclass(frozen=True, slots=True)
class Backlog:
    behind: int
    oldest_seconds: float
    to_take_back: int


def backlog(connection: Connection, now: datetime) -> Backlog:
    row = connection.execute(_BEHIND).one()
    waited = max(0.0, (now - row.since).total_seconds()) if row.since else 0.0
    return Backlog(row.messages, waited, connection.execute(_TO_TAKE_BACK).scalar_one())


def unknown_kinds(connection: Connection) -> list[str]:
    """The kinds of waiting messages that only a newer release can show."""
    return list(connection.execute(_UNKNOWN).scalars())
