"""What a workspace has chosen."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from domain.ids import PersonId
from domain.people import Naming, Workspace
from storage.database import HERE, Tx
from storage.tables import WORKSPACE

_CHOSEN = select(WORKSPACE).where(WORKSPACE.c.id == HERE)


def find_workspace(tx: Tx, default: Workspace, /) -> Workspace:
    """The workspace of this transaction: what it has chosen, and the default for the rest."""
    row = tx.run(_CHOSEN).first()
    chosen: dict[str, Any] = {"id": tx.workspace}
    if row is not None:
        chosen |= {name: value for name, value in row._asdict().items() if value is not None}
        if row.naming is not None:
            chosen["naming"] = Naming(row.naming)
        if row.managers is not None:
            chosen["managers"] = tuple(PersonId(person) for person in row.managers)
    return replace(default, **chosen)
