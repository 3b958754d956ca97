"""Erasing a client: every row of theirs, in an order that the foreign keys allow."""

from typing import Any

from sqlalchemy import BindParameter, Select, Table, bindparam, delete, func, or_, select

from domain.values.history import Belongings, Erasure
from domain.values.ids import ClientId
from storage.database import HERE, Tx
from storage.tables import ACT, ADJUSTMENT, CHANGE, CLIENT, ERASURE, HISTORY, INCLUDED, PACKAGE, SESSION, SET_ASIDE
from storage.verifying import forget_verification

_OF_CLIENT: BindParameter[str] = bindparam("client_id")
_LOCK = select(CLIENT.c.id).where(CLIENT.c.workspace == HERE, CLIENT.c.id == _OF_CLIENT).with_for_update()


def _ids(table: Table) -> Select[tuple[str]]:
    return select(table.c.id).where(table.c.workspace == HERE, table.c.client_id == _OF_CLIENT)


_COUNTS: Select[Any] = select(
    *(
        select(func.count())
        .where(table.c.workspace == HERE, table.c.client_id == _OF_CLIENT)
        .scalar_subquery()
        .label(f"{table.name}s")
        for table in (SESSION, PACKAGE, ADJUSTMENT)
    )
)
_ERASE = (
    delete(ACT).where(ACT.c.workspace == HERE),  # any may name a session of theirs
    delete(SET_ASIDE).where(
        SET_ASIDE.c.workspace == HERE,
        or_(SET_ASIDE.c.subject.in_(_ids(SESSION)), SET_ASIDE.c.subject.in_(_ids(PACKAGE))),
    ),
    delete(CHANGE).where(CHANGE.c.workspace == HERE, CHANGE.c.adjustment_id.in_(_ids(ADJUSTMENT))),
    delete(HISTORY).where(
        HISTORY.c.workspace == HERE,
        or_(HISTORY.c.client_id == _OF_CLIENT, HISTORY.c.package_id.in_(_ids(PACKAGE))),
    ),
    *(
        delete(table).where(table.c.workspace == HERE, table.c.client_id == _OF_CLIENT)
        for table in (ADJUSTMENT, SESSION)
    ),
    delete(INCLUDED).where(INCLUDED.c.workspace == HERE, INCLUDED.c.package_id.in_(_ids(PACKAGE))),
    delete(PACKAGE).where(PACKAGE.c.workspace == HERE, PACKAGE.c.client_id == _OF_CLIENT),
    delete(CLIENT).where(CLIENT.c.workspace == HERE, CLIENT.c.id == _OF_CLIENT),
)


def lock_client(tx: Tx, client_id: ClientId, /) -> bool:
    """Keep everybody else from adding to the client; False where there is none."""
    return tx.run(_LOCK, client_id=client_id).first() is not None


def belongings_of(tx: Tx, client_id: ClientId, /) -> Belongings:
    row = tx.run(_COUNTS, client_id=client_id).one()
    return Belongings(row.sessions, row.packages, row.adjustments)


def erase_client(tx: Tx, client_id: ClientId, /) -> None:
    for statement in _ERASE:
        tx.run(statement, client_id=client_id)
    forget_verification(tx)


def note_erasure(tx: Tx, erasure: Erasure, /) -> None:
    erased = erasure.erased
    tx.insert(
        ERASURE,
        id=erasure.reference,
        at=erasure.at,
        by=erasure.by,
        sessions=erased.sessions,
        packages=erased.packages,
        adjustments=erased.adjustments,
    )
