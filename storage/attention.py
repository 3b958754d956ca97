"""What needs attention in some time of the schedule, asked for directly: whatever is well stays in the database."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, delete, func, literal_column, or_, select

from domain.values.attention import Aside, AttentionKind
from domain.values.bookings import Look, Span
from domain.values.ids import PersonId
from domain.values.packages import Package, PackageStatus
from domain.values.sessions import Session
from storage.bookings import first, shown
from storage.clients import VISIBLE
from storage.database import HERE, Tx
from storage.packages import PACKAGES, USED, with_included
from storage.sessions import HOLDING, held, session_of
from storage.tables import INCLUDED, PACKAGE, PERSON, SESSION, SET_ASIDE

_FROM, _TO, _AT = (bindparam(name, type_=SESSION.c.starts_at.type) for name in ("from_at", "to_at", "at"))
_TODAY: BindParameter[date] = bindparam("today")
# By what isn't active: by what is, SQLite would go through all active packages for each session.
_CLOSED = [status.value for status in PackageStatus if status is not PackageStatus.ACTIVE]


def _some(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row, looked up for each: EXISTS would let PostgreSQL join a whole table."""
    return select(func.count()).where(*where).scalar_subquery() > 0


_LOOKS: BindParameter[str] = bindparam("looks")
_ASIDE = (SET_ASIDE.c.workspace == HERE, SET_ASIDE.c.person == _LOOKS)
_TAKE_UP_AGAIN = delete(SET_ASIDE).where(*_ASIDE)
_ANY_ASIDE = select(SET_ASIDE.c.subject).where(*_ASIDE).limit(1)
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


def not_counted_sessions(tx: Tx, look: Look, most: int, /) -> list[Session]:
    """The first that are linked and hold their place, but whose service isn't included."""
    return [session_of(row) for row in tx.run(_not_counted(own=_is_own(look), most=most), _look(look))]


def unlinked_sessions(tx: Tx, look: Look, most: int, /) -> list[Session]:
    """The first that would hold a place, of clients who have an active package."""
    return [session_of(row) for row in tx.run(_unlinked(own=_is_own(look), most=most), _look(look))]


def count_not_counted(tx: Tx, look: Look, /) -> int:
    """How many sessions are linked and hold their place, but whose service isn't included."""
    return int(tx.run(_how_many_not_counted(own=_is_own(look)), _look(look)).scalar_one())


def count_unlinked(tx: Tx, look: Look, /) -> int:
    """How many sessions would hold a place, of clients who have an active package."""
    return int(tx.run(_how_many_unlinked(own=_is_own(look)), _look(look)).scalar_one())


def nobodys_sessions(tx: Tx, look: Look, most: int, /) -> list[Session]:
    """The first that hold their place and are of a practitioner whom Slack doesn't know."""
    return [session_of(row) for row in tx.run(_nobodys(own=_is_own(look), most=most), _look(look))]


def count_nobodys(tx: Tx, look: Look, /) -> int:
    """How many sessions hold their place and are of a practitioner whom Slack doesn't know."""
    return int(tx.run(_how_many_nobodys(own=_is_own(look)), _look(look)).scalar_one())


def count_overrun(tx: Tx, look: Look, /) -> int:
    """How many packages such sessions are linked to and have a service that is used beyond its total."""
    return int(tx.run(_how_many_overrun(own=_is_own(look)), _look(look)).scalar_one())


def overrun_packages(tx: Tx, look: Look, most: int, /) -> list[Package]:
    """Packages that such sessions are linked to and of which a service is used beyond its total."""
    values = _look(look)
    return with_included(tx, tx.run(_overrun(own=_is_own(look), most=most), values).all(), values)


def ending_packages(tx: Tx, look: Look, last: date, most: int, /) -> list[Package]:
    """List active packages with sessions left whose last day is today or later, up to `last`; soonest first."""
    statement = _VISIBLE_ENDING if _is_own(look) else _ENDING
    values = _look(look)
    return with_included(tx, tx.run(statement.limit(bindparam("most")), values, last_day=last, most=most).all(), values)


def count_ending(tx: Tx, look: Look, last: date, /) -> int:
    """How many active packages with sessions left have their last day then, of clients visible to who looks."""
    statement = _HOW_MANY_VISIBLE_END if _is_own(look) else _HOW_MANY_END
    return int(tx.run(statement, _look(look), last_day=last).scalar_one())


def set_aside(tx: Tx, by: PersonId, aside: Aside, /) -> None:
    """Keep off that person's list what stands as it did."""
    key = {"person": by, "kind": aside.kind.value, "subject": aside.subject}
    stands = {"stood": aside.stood, "last_day": aside.last_day}
    statement = tx.inserting(SET_ASIDE).values(workspace=tx.workspace, **key, **stands)
    tx.run(statement.on_conflict_do_update(index_elements=["workspace", *key], set_=stands))


def take_up_again(tx: Tx, by: PersonId, /) -> None:
    """List everything again that the person had set aside."""
    tx.run(_TAKE_UP_AGAIN, looks=by)


def has_set_aside(tx: Tx, by: PersonId, /) -> bool:
    return tx.run(_ANY_ASIDE, looks=by).first() is not None


def _is_own(look: Look) -> bool:
    return look.visible_to is not None


def _look(look: Look) -> dict[str, Any]:
    return _values(look.span, look.visible_to) | {"looks": look.by, "today": look.today, **held(look.holding)}


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


def _is_aside(kind: AttentionKind, subject: ColumnElement[Any], *stands: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether who looks has left it as it is, and it stands so."""
    return _some(*_ASIDE, SET_ASIDE.c.kind == kind.value, SET_ASIDE.c.subject == subject, *stands)


_STANDS = SET_ASIDE.c.stood == SESSION.c.link_changes
_NOT_COUNTED = (
    SESSION.c.package_id.is_not(None),
    ~_INCLUDED,
    ~_is_aside(AttentionKind.NOT_COUNTED, SESSION.c.id, _STANDS),
)
_UNLINKED = (
    SESSION.c.package_id.is_(None),
    _HAS_PACKAGE,
    ~_is_aside(AttentionKind.UNLINKED, SESSION.c.id, _STANDS),
)
_NOBODYS = (
    ~_some(PERSON.c.workspace == HERE, PERSON.c.id == SESSION.c.practitioner),
    ~_is_aside(AttentionKind.NOBODYS, SESSION.c.id, _STANDS),
)
_ENDING = PACKAGES.where(
    PACKAGE.c.status == PackageStatus.ACTIVE.value,
    PACKAGE.c.expires_on >= _TODAY,
    PACKAGE.c.expires_on <= bindparam("last_day"),
    _some(INCLUDED.c.workspace == HERE, INCLUDED.c.package_id == PACKAGE.c.id, INCLUDED.c.total > USED),
    ~_is_aside(AttentionKind.EXPIRING, PACKAGE.c.id, SET_ASIDE.c.last_day == PACKAGE.c.expires_on),
).order_by(PACKAGE.c.expires_on, PACKAGE.c.id)
_VISIBLE_ENDING = _ENDING.where(VISIBLE)
_HOW_MANY_END, _HOW_MANY_VISIBLE_END = (
    select(func.count()).select_from(each.order_by(None).subquery()) for each in (_ENDING, _VISIBLE_ENDING)
)


@lru_cache
def _not_counted(*, own: bool, most: int) -> Select[Any]:
    return _sessions(*_NOT_COUNTED, own=own, most=most)


@lru_cache
def _how_many_not_counted(*, own: bool) -> Select[Any]:
    return select(func.count()).where(*_holding_in_span(own=own), *_NOT_COUNTED)


@lru_cache
def _nobodys(*, own: bool, most: int) -> Select[Any]:
    return _sessions(*_NOBODYS, own=own, most=most)


@lru_cache
def _how_many_nobodys(*, own: bool) -> Select[Any]:
    return select(func.count()).where(*_holding_in_span(own=own), *_NOBODYS)


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
    lines = (INCLUDED.c.workspace == HERE, INCLUDED.c.package_id == linked.c.package_id, INCLUDED.c.total < USED)
    over = select(func.sum(USED - INCLUDED.c.total)).where(*lines).correlate(linked).scalar_subquery()
    is_aside = _is_aside(AttentionKind.OVERRUN, linked.c.package_id, SET_ASIDE.c.stood == over)
    return select(linked).where(_some(*lines), ~is_aside)


def _holding_in_span(*, own: bool) -> list[ColumnElement[bool]]:
    return [*_of(own=own), SESSION.c.starts_at.between(_FROM, _TO), SESSION.c.confirmation.in_(HOLDING)]


def _of(*, own: bool) -> list[ColumnElement[bool]]:
    return [SESSION.c.workspace == HERE, *([SESSION.c.practitioner == bindparam("visible_to")] if own else [])]
