"""Clients and services, found by id or by words of their names."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, exists, select

from domain.values.clients import Client
from domain.values.ids import ClientId, PersonId, ServiceId
from domain.values.sessions import Service
from storage.database import HERE, Tx
from storage.tables import CLIENT, SERVICE, SESSION

_VISIBLE = exists().where(
    SESSION.c.workspace == HERE,
    SESSION.c.client_id == CLIENT.c.id,
    SESSION.c.practitioner == bindparam("visible_to"),
)


def _named(table: Table) -> Select[Any]:
    return select(table.c.id, table.c.name).where(table.c.workspace == HERE)


_CLIENT = _named(CLIENT).where(CLIENT.c.id == bindparam("id"))
_VISIBLE_CLIENT = _CLIENT.where(_VISIBLE)
_SERVICE = _named(SERVICE).where(SERVICE.c.id == bindparam("id"))


@lru_cache
def _with_words(table: Table, words: int, *, visible: bool = False) -> Select[Any]:
    having = [table.c.folded.like(bindparam(f"word_{n}"), escape="\\") for n in range(words)]
    statement = _named(table).where(*having, *([_VISIBLE] if visible else []))
    return statement.order_by(table.c.folded, table.c.id).limit(bindparam("most"))


def _patterns(words: Sequence[str]) -> dict[str, str]:
    literal = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
    return {f"word_{n}": f"%{word.translate(literal)}%" for n, word in enumerate(words)}


def find_client(tx: Tx, client_id: ClientId, visible_to: PersonId | None, /) -> Client | None:
    statement = _CLIENT if visible_to is None else _VISIBLE_CLIENT
    row = tx.run(statement, id=client_id, visible_to=visible_to).first()
    return Client(ClientId(row.id), row.name) if row else None


def find_clients(tx: Tx, words: Sequence[str], visible_to: PersonId | None, most: int, /) -> list[Client]:
    statement = _with_words(CLIENT, len(words), visible=visible_to is not None)
    rows = tx.run(statement, _patterns(words), visible_to=visible_to, most=most)
    return [Client(ClientId(row.id), row.name) for row in rows]


def find_service(tx: Tx, service_id: ServiceId, /) -> Service | None:
    row = tx.run(_SERVICE, id=service_id).first()
    return Service(ServiceId(row.id), row.name) if row else None


def find_services(tx: Tx, words: Sequence[str], most: int, /) -> list[Service]:
    rows = tx.run(_with_words(SERVICE, len(words)), _patterns(words), most=most)
    return [Service(ServiceId(row.id), row.name) for row in rows]
