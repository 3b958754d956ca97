"""How linked sessions stand in their packages: a page's in one statement, by the counts of everywhere (rule 6)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, select, tuple_

from domain.values.bookings import Standing
from domain.values.ids import ServiceId, SessionId
from domain.values.packages import Included
from domain.values.sessions import Confirmation, Service
from storage.database import HERE, Tx, of_few_lengths
from storage.packages import COUNTING, USED
from storage.sessions import HOLDING, held
from storage.tables import INCLUDED, SERVICE, SESSION

_SHOWN, _BESIDE = SESSION.alias("shown"), INCLUDED.alias("beside")

_services = (
    select(func.count())
    .select_from(_BESIDE)
    .where(_BESIDE.c.workspace == HERE, _BESIDE.c.package_id == INCLUDED.c.package_id)
    .scalar_subquery()
)


def _order(sessions: Any) -> Any:
    """In which they were linked; an import links many at one moment, as if in the order of their days."""
    return tuple_(*(sessions.c[name] for name in ("linked_at", "starts_at", "id")))


_linked_until_then = COUNTING.where(
    SESSION.c.package_id == _SHOWN.c.package_id,
    func.coalesce(SESSION.c.service_id, "") == _SHOWN.c.service_id,  # else SQLite reads all sessions of the service
    _order(SESSION) <= _order(_SHOWN),
).scalar_subquery()
_is_overrun = (INCLUDED.c.total < USED) & _SHOWN.c.confirmation.in_(HOLDING)

_STANDINGS: Select[Any] = (
    select(
        _SHOWN.c.id,
        INCLUDED.c.service_id,
        SERVICE.c.name.label("service_name"),
        INCLUDED.c.total,
        USED.label("used"),
        INCLUDED.c.used_before,
        _services.label("services"),
        case((_is_overrun, INCLUDED.c.used_before + _linked_until_then), else_=0).label("used_until_then"),
    )
    .select_from(_SHOWN)
    .join(
        INCLUDED,
        (INCLUDED.c.workspace == HERE)
        & (INCLUDED.c.package_id == _SHOWN.c.package_id)
        & (INCLUDED.c.service_id == _SHOWN.c.service_id),
    )
    .join(SERVICE, (SERVICE.c.workspace == HERE) & (SERVICE.c.id == INCLUDED.c.service_id))
    .where(_SHOWN.c.workspace == HERE, _SHOWN.c.id.in_(bindparam("sessions", expanding=True)))
)


def standings_of(
    tx: Tx, sessions: Collection[SessionId], holding: Collection[Confirmation], /
) -> dict[SessionId, Standing]:
    """How those among them stand that are linked to a package which includes their service."""
    if not sessions:
        return {}
    rows = tx.run(_STANDINGS, held(holding), sessions=of_few_lengths(sessions))
    return {SessionId(row.id): _standing(row) for row in rows}


def _standing(row: Row[Any]) -> Standing:
    line = Included(Service(ServiceId(row.service_id), row.service_name), row.total, row.used, row.used_before)
    return Standing(line, row.services, row.used_until_then > row.total)
