"""What a workspace has chosen, change by change, and what of it changes the counts of packages."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Insert, String, bindparam, cast, func, literal, select

from domain.values.history import Happening
from domain.values.ids import PersonId
from domain.values.sessions import MISSED, TO_HAPPEN, Confirmation
from domain.values.setting_changes import Setting, SettingChange
from storage.database import HERE, Tx
from storage.history import as_last
from storage.tables import HISTORY, INCLUDED, PACKAGE, PERSON, SESSION, SETTING_CHANGE

COUNTED, NOT_COUNTED = "counted", "not_counted"

_CHANGES = (
    select(SETTING_CHANGE, PERSON.c.name.label("by_name"))
    .outerjoin(PERSON, (PERSON.c.workspace == HERE) & (PERSON.c.id == SETTING_CHANGE.c.by))
    .where(SETTING_CHANGE.c.workspace == HERE)
    .order_by(SETTING_CHANGE.c.times_chosen.desc(), SETTING_CHANGE.c.ordinal)
    .offset(bindparam("skip"))
    .limit(bindparam("most"))
)


def _those(statuses: frozenset[Confirmation]) -> ColumnElement[bool]:
    return SESSION.c.confirmation.in_(sorted(statuses))


_MISSED = (
    select(SESSION.c.package_id, SESSION.c.service_id, func.count().label("sessions"))
    .where(SESSION.c.workspace == HERE, SESSION.c.linked, _those(MISSED))
    .group_by(SESSION.c.package_id, SESSION.c.service_id)
    .cte("missed")
)
_TAKEN = (
    select(func.count())
    .select_from(SESSION)
    .where(
        SESSION.c.workspace == HERE,
        SESSION.c.package_id == _MISSED.c.package_id,
        SESSION.c.service_id == _MISSED.c.service_id,
        _those(TO_HAPPEN),
    )
    .scalar_subquery()
)


def _note_no_shows_set(*, hold: bool) -> Insert:
    """An entry for each included service of a package of which sessions were missed, all by one statement."""
    free = INCLUDED.c.total - INCLUDED.c.used_before - _TAKEN
    held = free - _MISSED.c.sessions
    was, becomes = (NOT_COUNTED, COUNTED) if hold else (COUNTED, NOT_COUNTED)
    number = func.row_number().over(order_by=(_MISSED.c.package_id, _MISSED.c.service_id))
    prefix: BindParameter[str] = bindparam("prefix", type_=String)
    set_by: BindParameter[str] = bindparam("set_by", type_=String)
    entry: dict[str, ColumnElement[Any]] = {
        "workspace": HERE,
        "id": prefix + cast(number, String),
        "at": as_last(_MISSED.c.package_id),
        "ordinal": number,
        "event": literal(Happening.NO_SHOWS_SET.value),
        "by": set_by,
        "client_id": PACKAGE.c.client_id,
        "package_id": _MISSED.c.package_id,
        "service_id": _MISSED.c.service_id,
        "remaining_before": free if hold else held,
        "remaining_after": held if hold else free,
        "was": literal(was),
        "becomes": literal(becomes),
        "reason": literal(""),
    }
    touched = (
        select(*entry.values())
        .join(PACKAGE, (PACKAGE.c.workspace == HERE) & (PACKAGE.c.id == _MISSED.c.package_id))
        .join(
            INCLUDED,
            (INCLUDED.c.workspace == HERE)
            & (INCLUDED.c.package_id == _MISSED.c.package_id)
            & (INCLUDED.c.service_id == _MISSED.c.service_id),
        )
    )
    return HISTORY.insert().from_select(list(entry), touched)


_NOTE_NO_SHOWS_SET = {hold: _note_no_shows_set(hold=hold) for hold in (False, True)}


def note_setting_changes(tx: Tx, times_chosen: int, changes: Sequence[SettingChange], /) -> None:
    """Keep what was changed when the workspace was chosen for this time."""
    for ordinal, change in enumerate(changes):
        tx.insert(
            SETTING_CHANGE,
            times_chosen=times_chosen,
            setting=change.setting,
            ordinal=ordinal,
            at=change.at,
            by=change.by,
            was=change.was,
            becomes=change.becomes,
        )


def setting_changes(tx: Tx, skip: int, most: int, /) -> list[SettingChange]:
    rows = tx.run(_CHANGES, skip=skip, most=most)
    return [
        SettingChange(Setting(row.setting), row.at, PersonId(row.by), row.was, row.becomes, row.by_name) for row in rows
    ]


def note_no_shows_set(tx: Tx, by: PersonId, at: datetime, /, *, hold: bool) -> None:
    """Write into the histories of the packages that this touches what remains of them before and after."""
    tx.run(_NOTE_NO_SHOWS_SET[hold], prefix=f"{token_hex(10)}-", set_by=by, now=at)
