"""Clients and services: found by id or by words of their names, added and changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, exists, or_, select, update

from domain.values.clients import Client, folded
from domain.values.ids import ClientId, PersonId, ServiceId
from domain.values.sessions import Service
from storage.database import HERE, Tx
from storage.outbox.messages import mark_what_names
from storage.tables import CLIENT, SERVICE, SESSION

_WITH_A_SESSION = exists().where(
    SESSION.c.workspace == HERE,
    SESSION.c.client_id == CLIENT.c.id,
    SESSION.c.practitioner == bindparam("visible_to"),
)
VISIBLE = or_(CLIENT.c.added_by == bindparam("visible_to"), _WITH_A_SESSION)

_CLIENTS = select(CLIENT.c.id, CLIENT.c.name).where(CLIENT.c.workspace == HERE)
_CLIENT = _CLIENTS.where(CLIENT.c.id == bindparam("id"))
_VISIBLE_CLIENT = _CLIENT.where(VISIBLE)
_RENAME = (
    update(CLIENT)
    .where(CLIENT.c.workspace == HERE, CLIENT.c.id == bindparam("of_client"))
    .values(name=bindparam("new_name"), folded=bindparam("new_folded"))
)
_SERVICES = select(SERVICE.c.id, SERVICE.c.name, SERVICE.c.minutes, SERVICE.c.is_retired).where(
    SERVICE.c.workspace == HERE
)
_SERVICE = _SERVICES.where(SERVICE.c.id == bindparam("id"))
_CHANGED = ("name", "folded", "minutes", "is_retired")
_CHANGE_SERVICE = (
    update(SERVICE)
    .where(SERVICE.c.workspace == HERE, SERVICE.c.id == bindparam("of_service"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)


def with_words(rows: Select[Any], table: Table, words: int) -> Select[Any]:
    """Those among the rows of the table whose folded names contain every word, by name."""
    having = [table.c.folded.like(bindparam(f"word_{n}"), escape="\\") for n in range(words)]
    return rows.where(*having).order_by(table.c.folded, table.c.id).limit(bindparam("most"))


@lru_cache
def _clients_with(words: int, *, visible: bool) -> Select[Any]:
    return with_words(_CLIENTS.where(VISIBLE) if visible else _CLIENTS, CLIENT, words)


@lru_cache
def _services_with(words: int, *, with_retired: bool) -> Select[Any]:
    rows = _SERVICES if with_retired else _SERVICES.where(~SERVICE.c.is_retired)
    return with_words(rows, SERVICE, words).offset(bindparam("skip"))


def patterns(words: Sequence[str]) -> Mapping[str, str]:
    literal = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
    return {f"word_{n}": f"%{word.translate(literal)}%" for n, word in enumerate(words)}


def find_client(tx: Tx, client_id: ClientId, visible_to: PersonId | None, /) -> Client | None:
    statement = _CLIENT if visible_to is None else _VISIBLE_CLIENT
    row = tx.run(statement, id=client_id, visible_to=visible_to).first()
    return Client(ClientId(row.id), row.name) if row else None


def find_clients(tx: Tx, words: Sequence[str], visible_to: PersonId | None, most: int, /) -> list[Client]:
    statement = _clients_with(len(words), visible=visible_to is not None)
    rows = tx.run(statement, {**patterns(words)}, visible_to=visible_to, most=most)
    return [Client(ClientId(row.id), row.name) for row in rows]


def add_client(tx: Tx, client: Client, added_by: PersonId, /) -> bool:
    return tx.insert_new(CLIENT, id=client.id, name=client.name, folded=folded(client.name), added_by=added_by)


def rename_client(tx: Tx, client_id: ClientId, name: str, at: datetime, /) -> None:
    """Store the name, and have what is posted with the name before drawn anew."""
    tx.run(_RENAME, of_client=client_id, new_name=name, new_folded=folded(name))
    mark_what_names(tx, client_id, at)


def find_service(tx: Tx, service_id: ServiceId, /) -> Service | None:
    row = tx.run(_SERVICE, id=service_id).first()
    return Service(ServiceId(row.id), row.name, row.minutes, row.is_retired) if row else None


def find_services(tx: Tx, words: Sequence[str], skip: int, most: int, /, *, with_retired: bool) -> list[Service]:
    statement = _services_with(len(words), with_retired=with_retired)
    rows = tx.run(statement, {**patterns(words)}, skip=skip, most=most)
    return [Service(ServiceId(row.id), row.name, row.minutes, row.is_retired) for row in rows]


def add_service(tx: Tx, service: Service, /) -> bool:
    return tx.insert_new(SERVICE, id=service.id, **_values(service))


def change_service(tx: Tx, becomes: Service, /) -> None:
    values = {f"new_{name}": value for name, value in _values(becomes).items()}
    tx.run(_CHANGE_SERVICE, values, of_service=becomes.id)


def _values(service: Service) -> dict[str, Any]:
    return {
        "name": service.name,
        "folded": folded(service.name),
        "minutes": service.minutes,
        "is_retired": service.is_retired,
    }
