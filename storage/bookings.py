"""Pages of sessions whose cost doesn't grow with the number of sessions, whatever is filtered."""

from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    false,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)

from domain.values.bookings import Cursor, Filters
from domain.values.ids import PackageId
from domain.values.sessions import CANCELLED, Confirmation, Payment, Session
from storage.database import HERE, Tx, of_few_lengths
from storage.sessions import WHOLE_SESSION, session_of
from storage.tables import SESSION


class _Shape(NamedTuple):
    """Which filters are set, and how many are wanted: each shape is one statement, built and compiled once."""

    practitioner: bool
    clients: bool
    from_at: bool
    before_at: bool
    confirmation: bool
    payment: bool
    linked: bool | None
    service: bool
    without_cancelled: bool
    beyond: bool
    newest_first: bool
    most: int


def list_sessions(tx: Tx, filters: Filters, after: Cursor | None, most: int, /, *, newest_first: bool) -> list[Session]:
    """The first sessions in that order beyond `after`."""
    shape = _Shape(
        practitioner=filters.practitioner is not None,
        clients=filters.clients is not None,
        from_at=filters.from_at is not None,
        before_at=filters.before_at is not None,
        confirmation=filters.confirmation is not None,
        payment=filters.payment is not None,
        linked=filters.linked,
        service=filters.service is not None,
        without_cancelled=filters.without_cancelled,
        beyond=after is not None,
        newest_first=newest_first,
        most=most,
    )
    values = {
        "practitioner": filters.practitioner,
        "clients": of_few_lengths(filters.clients or ()),
        "from_at": filters.from_at,
        "before_at": filters.before_at,
        "confirmation": filters.confirmation,
        "payment": filters.payment,
        "service": filters.service,
    }
    return [session_of(row) for row in tx.run(_statement(shape), values | _beyond(after))]


def linked_sessions(
    tx: Tx, package_id: PackageId, after: Cursor | None, most: int, /, *, newest_first: bool
) -> list[Session]:
    """Sessions linked to the package, in that order beyond `after`."""
    statement = _linked(beyond=after is not None, newest_first=newest_first, most=most)
    return [session_of(row) for row in tx.run(statement, _beyond(after), package_id=package_id)]


def _beyond(after: Cursor | None) -> dict[str, Any]:
    return {"after_at": after.starts_at, "after_id": after.session_id} if after else {}


@lru_cache
def _linked(*, beyond: bool, newest_first: bool, most: int) -> Select[Any]:
    where = [SESSION.c.package_id == bindparam("package_id"), *_in_time(beyond=beyond, newest_first=newest_first)]
    hits = select(SESSION.c.id, SESSION.c.starts_at).where(SESSION.c.workspace == HERE, *where)
    return shown(first(hits, SESSION, most, newest_first=newest_first), newest_first=newest_first)


@lru_cache(maxsize=512)
def _statement(shape: _Shape) -> Select[Any]:
    return shown(_indexed_hits(shape), newest_first=shape.newest_first)


def shown(hits: Select[Any], *, newest_first: bool) -> Select[Any]:
    """Read the hits off an index in the order asked for, then join what a row shows to those few."""
    keys = hits.subquery("hit")
    return _in_order(WHOLE_SESSION.join(keys, keys.c.id == SESSION.c.id), SESSION, newest_first=newest_first)


def _indexed_hits(shape: _Shape) -> Select[Any]:
    branches = [_branch(shape, filtered) for filtered in _branches(shape)]
    if len(branches) == 1:
        return branches[0]
    each = (select(branch.subquery()) for branch in branches)
    together = union_all(*each).subquery("together")
    return first(select(together), together, shape.most, newest_first=shape.newest_first)


def _branch(shape: _Shape, filtered: list[ColumnElement[bool]]) -> Select[Any]:
    time = _in_time(beyond=shape.beyond, newest_first=shape.newest_first)
    hits = select(SESSION.c.id, SESSION.c.starts_at).where(SESSION.c.workspace == HERE, *_owner(shape), *filtered)
    return first(hits.where(*time, *_days(shape)), SESSION, shape.most, newest_first=shape.newest_first)


def _branches(shape: _Shape) -> list[list[ColumnElement[bool]]]:
    """Each combination of linked, confirmation and payment that fits the filters.

    The index over the three serves equality only, so that what is left open is spelled out, a branch a combination:
    each reads its first few rows. Without such a filter the plain index serves; a client's sessions are few anyway.
    """
    confirmation, payment = SESSION.c.confirmation, SESSION.c.payment
    one = {"confirmation": confirmation == bindparam("confirmation"), "payment": payment == bindparam("payment")}
    linked = [] if shape.linked is None else [SESSION.c.linked == (true() if shape.linked else false())]
    chosen = [*linked, *(one[name] for name in one if getattr(shape, name))]
    service = _service(shape)
    wanted = [value for value in Confirmation if not (shape.without_cancelled and value in CANCELLED)]
    if shape.clients or not (chosen or _leads_by_service(shape)):
        still_on = [confirmation.not_in(sorted(CANCELLED))] if shape.without_cancelled else []
        return [[*service, *chosen, *still_on]]
    return [
        [*service, *combination]
        for combination in product(
            linked or [SESSION.c.linked == true(), SESSION.c.linked == false()],
            [one["confirmation"]] if shape.confirmation else [confirmation == str(value) for value in wanted],
            [one["payment"]] if shape.payment else [payment == str(value) for value in Payment],
        )
    ]


def _leads_by_service(shape: _Shape) -> bool:
    """Whether the service's index serves; of a practitioner or a few clients there are fewer sessions."""
    return shape.service and not (shape.practitioner or shape.clients)


def _service(shape: _Shape) -> list[ColumnElement[bool]]:
    if not shape.service:
        return []
    # As an expression, no index is tempting: SQLite would take the service's for a practitioner's list.
    column = SESSION.c.service_id if _leads_by_service(shape) else SESSION.c.service_id.concat("")
    return [column == bindparam("service")]


def _owner(shape: _Shape) -> list[ColumnElement[bool]]:
    owner: list[ColumnElement[bool]] = []
    if shape.practitioner:
        owner.append(SESSION.c.practitioner == bindparam("practitioner"))
    if shape.clients:
        owner.append(SESSION.c.client_id.in_(bindparam("clients", expanding=True)))
    return owner


def _days(shape: _Shape) -> list[ColumnElement[bool]]:
    days: list[ColumnElement[bool]] = []
    if shape.from_at:
        days.append(SESSION.c.starts_at >= bindparam("from_at"))
    if shape.before_at:
        days.append(SESSION.c.starts_at < bindparam("before_at"))
    return days


def _in_time(*, beyond: bool, newest_first: bool) -> list[ColumnElement[bool]]:
    if not beyond:
        return []
    here = tuple_(SESSION.c.starts_at, SESSION.c.id)
    there = tuple_(bindparam("after_at", type_=SESSION.c.starts_at.type), bindparam("after_id"))
    return [here < there if newest_first else here > there]


def first(statement: Select[Any], rows: FromClause, most: int, *, newest_first: bool) -> Select[Any]:
    """The limit is written out: SQLite plans by it, and for a list of unknown length it reads whole tables first."""
    return _in_order(statement, rows, newest_first=newest_first).limit(literal_column(str(most)))


def _in_order(statement: Select[Any], rows: FromClause, *, newest_first: bool) -> Select[Any]:
    columns = [rows.c.starts_at, rows.c.id]
    return statement.order_by(*([column.desc() for column in columns] if newest_first else columns))
