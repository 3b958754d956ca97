"""What needs attention in some time of the schedule, asked for directly: whatever is well stays in the database."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, literal_column, or_, select

from domain.values.bookings import Span
from domain.values.ids import PersonId
from domain.values.packages import Package, PackageStatus
from domain.values.sessions import Confirmation, Session
from storage.bookings import first, shown
from storage.database import HERE, Tx
from storage.packages import PACKAGES, USED, with_included
from storage.sessions import HOLDING, held, session_of
from storage.tables import INCLUDED, PACKAGE, SESSION

_FROM, _TO, _AT = (bindparam(name, type_=SESSION.c.starts_at.type) for name in ("from_at", "to_at", "at"))
_TODAY: BindParameter[date] = bindparam("today")
# By what isn't active: by what is, SQLite would go through all active packages for each session.
_CLOSED = [status.value for status in PackageStatus if status is not PackageStatus.ACTIVE]


def _some(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row, looked up for each: EXISTS would let PostgreSQL join a whole table."""
    return select(func.count()).where(*where).scalar_subquery() > 0


_INCLUDED = _some(
    INCLUDED.c.workspace == HERE,
    INCLUDED.c.package_id == SESSION.c.package_id,
    INCLUDED.c.service_id == SESSION.c.service_id,
)
_HAS_PACKAGE = _some(
    PACKAGE.c.workspace == HERE,
    PACKAGE.c.client_id == SESSION.c.client_id,
    PACKAGE.c.status.not_in(_CLOSED),
    or_(PACKAGE.c.expires_on.is_(None), PACKAGE.c.expires_on >= _TODAY),
)


def span_looked_at(tx: Tx, span: Span, at: datetime, visible_to: PersonId | None, most: int, /) -> Span:
    """As much of it around that moment as has some `most` sessions before and as many after."""
    statement = _nearest(own=visible_to is not None, most=most)
    row = tx.run(statement, _values(span, visible_to), at=at).one()
    return Span(row.first, row.last)


def not_counted_sessions(
    tx: Tx, span: Span, visible_to: PersonId | None, holding: Collection[Confirmation], most: int, /
) -> list[Session]:
    """The first that are linked and hold their place, but whose service isn't included."""
    statement = _not_counted(own=visible_to is not None, most=most)
    return [session_of(row) for row in tx.run(statement, _values(span, visible_to), **held(holding))]


def unlinked_sessions(
    tx: Tx, span: Span, visible_to: PersonId | None, holding: Collection[Confirmation], today: date, most: int, /
) -> list[Session]:
    """The first that would hold a place, of clients who have an active package."""
    statement = _unlinked(own=visible_to is not None, most=most)
    return [session_of(row) for row in tx.run(statement, _values(span, visible_to), today=today, **held(holding))]


def count_not_counted(tx: Tx, span: Span, visible_to: PersonId | None, holding: Collection[Confirmation], /) -> int:
    """How many sessions are linked and hold their place, but whose service isn't included."""
    statement = _how_many_not_counted(own=visible_to is not None)
    return int(tx.run(statement, _values(span, visible_to), **held(holding)).scalar_one())


def count_unlinked(
    tx: Tx, span: Span, visible_to: PersonId | None, holding: Collection[Confirmation], today: date, /
) -> int:
    """How many sessions would hold a place, of clients who have an active package."""
    statement = _how_many_unlinked(own=visible_to is not None)
    return int(tx.run(statement, _values(span, visible_to), today=today, **held(holding)).scalar_one())


def count_overrun(tx: Tx, span: Span, visible_to: PersonId | None, holding: Collection[Confirmation], /) -> int:
    """How many packages such sessions are linked to and have a service that is used beyond its total."""
    statement = _how_many_overrun(own=visible_to is not None)
    return int(tx.run(statement, _values(span, visible_to), **held(holding)).scalar_one())


def overrun_packages(
    tx: Tx, span: Span, visible_to: PersonId | None, holding: Collection[Confirmation], most: int, /
) -> list[Package]:
    """Packages that such sessions are linked to and of which a service is used beyond its total."""
    values = _values(span, visible_to) | held(holding)
    return with_included(tx, tx.run(_overrun(own=visible_to is not None, most=most), values).all(), values)


def _values(span: Span, visible_to: PersonId | None) -> dict[str, Any]:
    return {"from_at": span.from_at, "to_at": span.to_at, "visible_to": visible_to}


@lru_cache
def _nearest(*, own: bool, most: int) -> Select[Any]:
    """The start of the first session too many on either side, or the end of the span: read off an index alone."""
    starts = select(SESSION.c.starts_at).where(*_of(own=own)).limit(1).offset(literal_column(str(most)))
    before = starts.where(SESSION.c.starts_at >= _FROM, SESSION.c.starts_at < _AT).order_by(SESSION.c.starts_at.desc())
    after = starts.where(SESSION.c.starts_at >= _AT, SESSION.c.starts_at <= _TO).order_by(SESSION.c.starts_at)
    return select(
        func.coalesce(before.scalar_subquery(), _FROM).label("first"),
        func.coalesce(after.scalar_subquery(), _TO).label("last"),
    )


_NOT_COUNTED = (SESSION.c.package_id.is_not(None), ~_INCLUDED)
_UNLINKED = (SESSION.c.package_id.is_(None), _HAS_PACKAGE)


@lru_cache
def _not_counted(*, own: bool, most: int) -> Select[Any]:
    return _sessions(*_NOT_COUNTED, own=own, most=most)


@lru_cache
def _how_many_not_counted(*, own: bool) -> Select[Any]:
    return select(func.count()).where(*_holding_in_span(own=own), *_NOT_COUNTED)


@lru_cache
def _unlinked(*, own: bool, most: int) -> Select[Any]:
    return _sessions(*_UNLINKED, own=own, most=most)


@lru_cache
def _how_many_unlinked(*, own: bool) -> Select[Any]:
    return select(func.count()).where(*_holding_in_span(own=own), *_UNLINKED)


def _sessions(*wanted: ColumnElement[bool], own: bool, most: int) -> Select[Any]:
    hits = select(SESSION.c.id, SESSION.c.starts_at).where(*_holding_in_span(own=own), *wanted)
    return shown(first(hits, SESSION, most, newest_first=False), newest_first=False)


@lru_cache
def _overrun(*, own: bool, most: int) -> Select[Any]:
    """Only those found are read whole."""
    overrun = _overrun_ids(own=own)
    keys = overrun.order_by(*overrun.selected_columns).limit(literal_column(str(most))).subquery("found")
    return PACKAGES.join(keys, keys.c.package_id == PACKAGE.c.id).order_by(keys.c.package_id)


@lru_cache
def _how_many_overrun(*, own: bool) -> Select[Any]:
    return select(func.count()).select_from(_overrun_ids(own=own).subquery("found"))


def _overrun_ids(*, own: bool) -> Select[Any]:
    """Each package that the sessions are linked to is looked at once."""
    packages = select(SESSION.c.package_id).where(*_holding_in_span(own=own)).group_by(SESSION.c.package_id)
    linked = packages.subquery("linked")
    is_overrun = _some(
        INCLUDED.c.workspace == HERE, INCLUDED.c.package_id == linked.c.package_id, INCLUDED.c.total < USED
    )
    return select(linked).where(is_overrun)


def _holding_in_span(*, own: bool) -> list[ColumnElement[bool]]:
    return [*_of(own=own), SESSION.c.starts_at.between(_FROM, _TO), SESSION.c.confirmation.in_(HOLDING)]


def _of(*, own: bool) -> list[ColumnElement[bool]]:
    return [SESSION.c.workspace == HERE, *([SESSION.c.practitioner == bindparam("visible_to")] if own else [])]
