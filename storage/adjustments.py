"""Requests to change a package's sessions & services, and what became of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select, update

from domain.values.adjustments import Adjustment, AdjustmentStatus, Change, Figures, Sums, effect_of, sums_of
from domain.values.clients import Client
from domain.values.ids import AdjustmentId, ClientId, PackageId, PersonId, ServiceId
from domain.values.sessions import Service
from storage.database import HERE, Tx, of_few_lengths
from storage.tables import ADJUSTMENT, CHANGE, CLIENT, INCLUDED, PACKAGE, PERSON, SERVICE

_ASKER = PERSON.alias("asker")
_DECIDER = PERSON.alias("decider")

_ADJUSTMENTS: Select[Any] = (
    select(
        ADJUSTMENT,
        PACKAGE.c.name.label("package_name"),
        CLIENT.c.name.label("client_name"),
        _ASKER.c.name.label("requested_by_name"),
        _DECIDER.c.name.label("decided_by_name"),
    )
    .join(PACKAGE, (PACKAGE.c.workspace == HERE) & (PACKAGE.c.id == ADJUSTMENT.c.package_id))
    .join(CLIENT, (CLIENT.c.workspace == HERE) & (CLIENT.c.id == ADJUSTMENT.c.client_id))
    .outerjoin(_ASKER, (_ASKER.c.workspace == HERE) & (_ASKER.c.id == ADJUSTMENT.c.requested_by))
    .outerjoin(_DECIDER, (_DECIDER.c.workspace == HERE) & (_DECIDER.c.id == ADJUSTMENT.c.decided_by))
    .where(ADJUSTMENT.c.workspace == HERE)
    .order_by(ADJUSTMENT.c.requested_at, ADJUSTMENT.c.id)
)
_ONE = _ADJUSTMENTS.where(ADJUSTMENT.c.id == bindparam("adjustment_id"))
_PENDING = _ADJUSTMENTS.where(ADJUSTMENT.c.status == AdjustmentStatus.PENDING.value).limit(bindparam("most"))
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CHANGES: Select[Any] = (
    select(CHANGE, SERVICE.c.name.label("service_name"), INCLUDED.c.total.label("now"))
    .join(SERVICE, (SERVICE.c.workspace == HERE) & (SERVICE.c.id == CHANGE.c.service_id))
    .join(ADJUSTMENT, (ADJUSTMENT.c.workspace == HERE) & (ADJUSTMENT.c.id == CHANGE.c.adjustment_id))
    .outerjoin(
        INCLUDED,
        (INCLUDED.c.workspace == HERE)
        & (INCLUDED.c.package_id == ADJUSTMENT.c.package_id)
        & (INCLUDED.c.service_id == CHANGE.c.service_id),
    )
    .where(CHANGE.c.workspace == HERE, CHANGE.c.adjustment_id.in_(_IDS))
    .order_by(CHANGE.c.ordinal)
)
_DECIDE = (
    update(ADJUSTMENT)
    .where(
        ADJUSTMENT.c.workspace == HERE,
        ADJUSTMENT.c.id == bindparam("adjustment_id"),
        ADJUSTMENT.c.status == AdjustmentStatus.PENDING.value,
    )
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("status", "decided_by", "decided_at", "decision_reason", "self_approved")
        }
    )
)

_NOTE_APPLIED = (
    update(CHANGE)
    .where(
        CHANGE.c.workspace == HERE,
        CHANGE.c.adjustment_id == bindparam("of_adjustment"),
        CHANGE.c.service_id == bindparam("of_service"),
    )
    .values(applied_before=bindparam("new_before"), applied_used=bindparam("new_used"))
)


_NOTE_SUMS = (
    update(ADJUSTMENT)
    .where(ADJUSTMENT.c.workspace == HERE, ADJUSTMENT.c.id == bindparam("of_adjustment"))
    .values(sum_total=bindparam("new_total"), sum_remaining=bindparam("new_remaining"))
)


def add_adjustment(tx: Tx, adjustment: Adjustment, /) -> bool:
    is_new = tx.insert_new(
        ADJUSTMENT,
        id=adjustment.id,
        client_id=adjustment.client.id,
        package_id=adjustment.package_id,
        requested_by=adjustment.requested_by,
        requested_at=adjustment.requested_at,
        reason=adjustment.reason,
        status=adjustment.status,
        decision_reason="",
        self_approved=False,
    )
    for ordinal, change in enumerate(adjustment.changes if is_new else ()):
        tx.insert(
            CHANGE,
            adjustment_id=adjustment.id,
            service_id=change.service.id,
            ordinal=ordinal,
            total_before=change.before,
            used_before=change.used,
            total_after=change.after,
        )
    return is_new


def find_adjustment(tx: Tx, adjustment_id: AdjustmentId, /) -> Adjustment | None:
    found = _whole(tx, tx.run(_ONE, adjustment_id=adjustment_id).all())
    return found[0] if found else None


def pending_adjustments(
    tx: Tx, asked_by: PersonId | None, package_ids: Collection[PackageId] | None, most: int, /
) -> list[Adjustment]:
    """List the oldest pending requests, of this person and for these packages where given."""
    statement = _PENDING
    if asked_by is not None:
        statement = statement.where(ADJUSTMENT.c.requested_by == bindparam("asked_by"))
    if package_ids is not None:
        statement = statement.where(ADJUSTMENT.c.package_id.in_(_IDS))
    rows = tx.run(statement, asked_by=asked_by, ids=of_few_lengths(package_ids or ()), most=most).all()
    return _whole(tx, rows)


def decide(
    tx: Tx,
    adjustment_id: AdjustmentId,
    becomes: AdjustmentStatus,
    by: PersonId,
    at: datetime,
    reason: str,
    /,
    *,
    self_approved: bool,
) -> bool:
    """Store the decision, unless there is one already."""
    return tx.changed(
        _DECIDE,
        adjustment_id=adjustment_id,
        new_status=becomes,
        new_decided_by=by,
        new_decided_at=at,
        new_decision_reason=reason,
        new_self_approved=self_approved,
    )


def note_applied(tx: Tx, adjustment_id: AdjustmentId, figures: Figures, /) -> None:
    before, used = None if figures.is_new else figures.total[0], figures.total[1] - figures.remaining[1]
    values = {"new_before": before, "new_used": used}
    tx.run(_NOTE_APPLIED, values, of_adjustment=adjustment_id, of_service=figures.service.id)


def note_sums(tx: Tx, adjustment_id: AdjustmentId, sums: Sums, /) -> None:
    tx.run(_NOTE_SUMS, of_adjustment=adjustment_id, new_total=sums.total[0], new_remaining=sums.remaining[0])


def _whole(tx: Tx, rows: Iterable[Row[Any]]) -> list[Adjustment]:
    rows = list(rows)
    changes: dict[str, list[Change]] = defaultdict(list)
    if rows:
        for row in tx.run(_CHANGES, ids=of_few_lengths([row.id for row in rows])):
            changes[row.adjustment_id].append(_change(row))
    return [_adjustment(row, tuple(changes[row.id])) for row in rows]


def _change(row: Row[Any]) -> Change:
    service, applied = Service(ServiceId(row.service_id), row.service_name), None
    if row.applied_used is not None:
        applied = effect_of(service, row.applied_before, row.applied_used, row.total_after)
    return Change(service, row.total_before, row.used_before, row.total_after, row.now, applied)


def _sums(row: Row[Any], changes: Iterable[Change]) -> Sums | None:
    if row.sum_total is None:
        return None
    return sums_of([change.applied for change in changes if change.applied], row.sum_total, row.sum_remaining)


def _adjustment(row: Row[Any], changes: tuple[Change, ...]) -> Adjustment:
    return Adjustment(
        AdjustmentId(row.id),
        PackageId(row.package_id),
        row.package_name,
        Client(ClientId(row.client_id), row.client_name),
        changes,
        row.reason,
        PersonId(row.requested_by),
        row.requested_by_name or row.requested_by,
        row.requested_at,
        AdjustmentStatus(row.status),
        PersonId(row.decided_by) if row.decided_by else None,
        row.decided_by_name or row.decided_by,
        row.decided_at,
        row.decision_reason,
        row.self_approved,
        sums=_sums(row, changes),
    )
