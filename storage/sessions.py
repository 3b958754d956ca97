"""Sessions: one by id, pages of them by keyset, and guarded changes."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select, update

from domain.values.clients import Client
from domain.values.ids import PackageId, PersonId, SessionId
from domain.values.sessions import Confirmation, Link, Origin, Payment, Service, Session
from storage.database import HERE, Tx
from storage.tables import CLIENT, INCLUDED, PACKAGE, PERSON, SERVICE, SESSION

_PRACTITIONER = PERSON.alias("practitioner")
_LINKER = PERSON.alias("linker")

_OWN = tuple(field.name for field in fields(Session) if field.name in SESSION.c)  # of a session's facts, its table's

WHOLE_SESSION: Select[Any] = (
    select(
        *(SESSION.c[name] for name in (*_OWN, "package_id", "origin", "linked_at")),
        CLIENT.c.id.label("client_id"),
        CLIENT.c.name.label("client_name"),
        SERVICE.c.id.label("service_id"),
        SERVICE.c.name.label("service_name"),
        PACKAGE.c.name.label("package_name"),
        INCLUDED.c.package_id.label("included"),
        _PRACTITIONER.c.name.label("practitioner_name"),
        _LINKER.c.name.label("linked_by_name"),
    )
    .select_from(SESSION)
    .join(CLIENT, (CLIENT.c.workspace == HERE) & (CLIENT.c.id == SESSION.c.client_id))
    .join(SERVICE, (SERVICE.c.workspace == HERE) & (SERVICE.c.id == SESSION.c.service_id))
    .outerjoin(PACKAGE, (PACKAGE.c.workspace == HERE) & (PACKAGE.c.id == SESSION.c.package_id))
    .outerjoin(
        INCLUDED,
        (INCLUDED.c.workspace == HERE)
        & (INCLUDED.c.package_id == SESSION.c.package_id)
        & (INCLUDED.c.service_id == SESSION.c.service_id),
    )
    .outerjoin(_PRACTITIONER, (_PRACTITIONER.c.workspace == HERE) & (_PRACTITIONER.c.id == SESSION.c.practitioner))
    .outerjoin(_LINKER, (_LINKER.c.workspace == HERE) & (_LINKER.c.id == SESSION.c.linked_by))
    .where(SESSION.c.workspace == HERE)
)
HOLDING: list[BindParameter[Any]] = [bindparam(f"holding_{n}") for n, _ in enumerate(Confirmation)]

_NAMES = tuple(WHOLE_SESSION.selected_columns.keys())
_OF_LINK = ("package_id", "package_name", "origin", "included", "linked_by_name", "linked_at")
_ONE = WHOLE_SESSION.where(SESSION.c.id == bindparam("session_id"))

_ANY = select(SESSION.c.id).where(SESSION.c.workspace == HERE).limit(1)
_MINE = (SESSION.c.workspace == HERE, SESSION.c.id == bindparam("session_id"))
_AS_IT_WAS = (
    SESSION.c.link_changes == bindparam("was_link_changes"),
    SESSION.c.confirmation == bindparam("was_confirmation"),
)
_LINK = (
    update(SESSION)
    .where(*_MINE, SESSION.c.package_id.is_(None), *_AS_IT_WAS)
    .values({name: bindparam(f"new_{name}") for name in ("package_id", "origin", "linked_by", "linked_at")})
    .values(link_changes=SESSION.c.link_changes + 1)
)
_UNLINK = (
    update(SESSION)
    .where(*_MINE, SESSION.c.package_id == bindparam("from_package"), *_AS_IT_WAS)
    .values(package_id=None, origin=None, linked_by=None, linked_at=None, link_changes=SESSION.c.link_changes + 1)
)
_HELD = select(SESSION.c.id).where(*_MINE).with_for_update()
_CHANGED = ("confirmation", "payment", "confirmation_changes", "payment_changes")
_CHANGE = (
    update(SESSION)
    .where(
        *_MINE,
        *(SESSION.c[name] == bindparam(f"was_{name}") for name in _CHANGED),
        SESSION.c.package_id.is_not_distinct_from(bindparam("was_package_id")),
    )
    .values({name: bindparam(f"new_{name}") for name in (*_CHANGED, "restores_to")})
)


def held(holding: Collection[Confirmation]) -> dict[str, Any]:
    """As many values as there could be, the rest NULL: a list of any length would be compiled at each execution."""
    return dict(zip_longest((value.key for value in HOLDING), holding))


def session_of(row: Row[Any]) -> Session:
    """The session in a row of WHOLE_SESSION; as lists are long, its names are put to its values at once."""
    own: dict[str, Any] = dict(zip(_NAMES, tuple(row), strict=True))
    client = Client(own.pop("client_id"), own.pop("client_name"))
    service = Service(own.pop("service_id"), own.pop("service_name"))
    name, link = own.pop("practitioner_name") or own["practitioner"], _link_of(own)
    own["confirmation"], own["payment"] = Confirmation(own["confirmation"]), Payment(own["payment"])
    own["restores_to"] = Confirmation(own["restores_to"]) if own["restores_to"] else None
    return Session(client=client, service=service, practitioner_name=name, link=link, **own)


def _link_of(values: dict[str, Any]) -> Link | None:
    """Take what tells of the link out of the values."""
    package_id, package_name, origin, included, by_name, at = [values.pop(name) for name in _OF_LINK]
    return Link(package_id, package_name, Origin(origin), included is not None, by_name, at) if package_id else None


def find_session(tx: Tx, session_id: SessionId, /) -> Session | None:
    row = tx.run(_ONE, session_id=session_id).first()
    return session_of(row) if row else None


def has_sessions(tx: Tx, /) -> bool:
    return tx.run(_ANY).first() is not None


def add_session(tx: Tx, session: Session, /) -> bool:
    own = {name: getattr(session, name) for name in _OWN}
    return tx.insert_new(SESSION, client_id=session.client.id, service_id=session.service.id, **own)


def link(tx: Tx, was: Session, package_id: PackageId, origin: Origin, by: PersonId | None, at: datetime, /) -> bool:
    """Link the session to the package, unless it has been linked, unlinked, cancelled or restored since."""
    new = {"new_package_id": package_id, "new_origin": origin, "new_linked_by": by, "new_linked_at": at}
    return tx.changed(_LINK, new | _as_it(was))


def unlink(tx: Tx, was: Session, package_id: PackageId, /) -> bool:
    return tx.changed(_UNLINK, _as_it(was), from_package=package_id)


def _as_it(was: Session) -> dict[str, Any]:
    return {"session_id": was.id, "was_link_changes": was.link_changes, "was_confirmation": was.confirmation}


def hold_sessions(tx: Tx, session_ids: Sequence[SessionId], /) -> None:
    """Keep them, in this order, from being changed by anybody else until the transaction ends."""
    for session_id in session_ids:
        tx.run(_HELD, session_id=session_id)


def change_session(tx: Tx, was: Session, becomes: Session, /) -> bool:
    """Store confirmation and payment, unless they or the link have changed since."""
    return tx.changed(
        _CHANGE,
        session_id=was.id,
        **{f"was_{name}": getattr(was, name) for name in _CHANGED},
        **{f"new_{name}": getattr(becomes, name) for name in _CHANGED},
        was_package_id=was.link.package_id if was.link else None,
        new_restores_to=becomes.restores_to,
    )
