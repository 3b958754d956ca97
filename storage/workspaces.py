"""What a workspace has chosen."""

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, func, select

from domain.values.ids import PersonId, WorkspaceId
from domain.values.people import Naming, Workspace
from storage.database import HERE, Tx, changed
from storage.people import people_who_left
from storage.tables import CLIENT, PERSON, SERVICE, WORKSPACE

_CHOICES = tuple(choice.name for choice in fields(Workspace) if choice.name != "id")
_SOME = tuple(
    select(func.min(column), func.max(column))
    for column in (WORKSPACE.c.id, PERSON.c.workspace, CLIENT.c.workspace, SERVICE.c.workspace)
)
_CHOSEN = select(WORKSPACE).where(WORKSPACE.c.id == HERE)
_SETTINGS = 0x52494253  # the first half of the key of the advisory lock on a workspace's settings
_HELD = select(func.pg_advisory_xact_lock_shared(_SETTINGS, func.hashtext(HERE)))
_ALONE = select(func.pg_advisory_xact_lock(_SETTINGS, func.hashtext(HERE)))


def choose(tx: Tx, workspace: Workspace, /) -> bool:
    """Store everything that the workspace has chosen; False where it was chosen more than `times_chosen` times."""
    insert = tx.inserting(WORKSPACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["id"],
        set_={name: insert.excluded[name] for name in _CHOICES},
        where=WORKSPACE.c.times_chosen == insert.excluded.times_chosen - 1,
    )
    chosen = {name: getattr(workspace, name) for name in _CHOICES} | {"managers": list(workspace.managers) or None}
    chosen["times_chosen"] = workspace.times_chosen + 1
    return changed(tx.connection, upsert, {"id": tx.workspace, **chosen})


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


def hold_workspace(tx: Tx, default: Workspace, /, *, alone: bool = False) -> Workspace:
    """The same, and keep it as it is until the transaction ends: all may hold it, or one `alone`, to choose it anew.

    Whoever derives from it what is written holds it first, before any row. SQLite has one writer anyhow.
    """
    if tx.is_postgresql:
        tx.run(_ALONE if alone else _HELD)
    return find_workspace(tx, default)


def with_managers_who_stayed(tx: Tx, workspace: Workspace, default: Workspace, /) -> Workspace:
    """Without managers who have left the workspace; if all have, it is as if none had been chosen."""
    return replace(workspace, managers=_who_stayed(tx, workspace.managers) or _who_stayed(tx, default.managers))


def _who_stayed(tx: Tx, people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
    left = people_who_left(tx, people) if people else set()
    return tuple(person for person in people if person not in left)


def some_workspaces(connection: Connection) -> set[WorkspaceId]:
    """Workspaces that the database knows: none, the only one, or at least two of several."""
    found = {name for statement in _SOME for name in connection.execute(statement).one()}
    return {WorkspaceId(name) for name in found if name is not None}
