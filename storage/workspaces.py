"""What a workspace has chosen."""

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from domain.ids import PersonId
from domain.people import Naming, Workspace
from storage.database import HERE, Tx
from storage.tables import WORKSPACE

_CHOICES = tuple(choice.name for choice in fields(Workspace) if choice.name != "id")
_CHOSEN = select(WORKSPACE).where(WORKSPACE.c.id == HERE)


def choose(tx: Tx, workspace: Workspace, /) -> None:
    """Store everything that the workspace has chosen."""
    insert = (postgresql if tx.connection.dialect.name == "postgresql" else sqlite).insert(WORKSPACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["id"], set_={name: insert.excluded[name] for name in _CHOICES}
    )
    chosen = {name: getattr(workspace, name) for name in _CHOICES} | {"managers": list(workspace.managers) or None}
    tx.connection.execute(upsert, {"id": tx.workspace, **chosen})


def find_workspace(tx: Tx, default: Workspace, /) -> Workspace:
    """The workspace of this transaction: what it has chosen, and the default for the rest."""
    row = tx.run(_CHOSEN).first()
    chosen: dict[str, Any] = {"id": tx.workspace}
    if row is not None:
        chosen |= {name: value for name, value in row._asdict().items() if value is not None and name in _CHOICES}
        if row.naming is not None:
            chosen["naming"] = Naming(row.naming)
        if row.managers is not None:
            chosen["managers"] = tuple(PersonId(person) for person in row.managers)
    return replace(default, **chosen)
