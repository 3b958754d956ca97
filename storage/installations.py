"""Where Ribbon is installed, with which token; tokens are sealed, each with the name of its workspace."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from domain.values.ids import PersonId, WorkspaceId
from storage.database import HERE, Tx
from storage.sealing import Keys, NoKeyFits
from storage.tables import DUE, INSTALLATION, PACE, PERSON, WORKSPACE
from storage.waking import WorkKind

_VALUES = ("sealed_token", "bot_id", "bot_user_id", "url", "scopes", "installed_by", "installed_at")
_FIND = select(INSTALLATION).where(INSTALLATION.c.workspace == HERE)
_REMOVE = delete(INSTALLATION).where(
    INSTALLATION.c.workspace == HERE, INSTALLATION.c.installed_at < bindparam("installed_before")
)
_ALL = select(INSTALLATION.c.workspace).order_by(INSTALLATION.c.workspace)
_SEALED = select(INSTALLATION.c.workspace, INSTALLATION.c.sealed_token).with_for_update()
_SEAL = (
    update(INSTALLATION)
    .where(INSTALLATION.c.workspace == bindparam("here"))
    .values(sealed_token=bindparam("new_sealed_token"))
)
_FORGET_DUE = delete(DUE).where(DUE.c.workspace == HERE)
_CONNECTION = (
    delete(PERSON).where(PERSON.c.workspace == HERE),
    delete(PACE).where(PACE.c.workspace == HERE),
    _FORGET_DUE,
)
_LEARN_AGAIN = update(WORKSPACE).where(WORKSPACE.c.id == HERE).values(people_learned_at=None)


@dataclass(frozen=True, slots=True)
class Installation:
    workspace_id: WorkspaceId
    token: str = field(repr=False)
    bot_id: str | None
    bot_user_id: str
    url: str  # the workspace's own address
    scopes: str
    installed_by: PersonId | None
    installed_at: datetime


def keep_installation(tx: Tx, keys: Keys, installation: Installation, /) -> None:
    """Store it in place of an earlier one; whatever waits is due, however much trouble there was with that one."""
    insert = tx.inserting(INSTALLATION)
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace"], set_={name: insert.excluded[name] for name in _VALUES}
    )
    values = {name: getattr(installation, name, None) for name in _VALUES}
    values["sealed_token"] = keys.seal(f"{tx.workspace} {installation.token}")
    tx.connection.execute(upsert, {"workspace": tx.workspace, **values})
    tx.run(_FORGET_DUE)
    for kind in (WorkKind.MESSAGES, WorkKind.IMPORTS, WorkKind.ROUNDS):
        tx.wake(kind, installation.installed_at)


def find_installation(tx: Tx, keys: Keys, /) -> Installation | None:
    """Raises NoKeyFits where its token can't be read."""
    row = tx.run(_FIND).first()
    if row is None:
        return None
    owner, _, token = keys.open(row.sealed_token).partition(" ")
    if owner != tx.workspace:  # a sealed token that was moved here from another workspace's row
        raise NoKeyFits
    by = PersonId(row.installed_by) if row.installed_by else None
    return Installation(tx.workspace, token, row.bot_id, row.bot_user_id, row.url, row.scopes, by, row.installed_at)


def remove_installation(tx: Tx, installed_before: datetime, /) -> bool:
    """Delete the token and what Slack told of the workspace's people, unless it was installed again since."""
    if not tx.changed(_REMOVE, installed_before=installed_before):
        return False
    for statement in (_LEARN_AGAIN, *_CONNECTION):
        tx.run(statement)
    return True


def installed_workspaces(connection: Connection) -> list[WorkspaceId]:
    return [WorkspaceId(row.workspace) for row in connection.execute(_ALL)]


def seal_tokens_anew(connection: Connection, keys: Keys) -> int:
    """Seal every token with the first key; how many there are. Raises NoKeyFits, and nothing is to be kept then."""
    rows = connection.execute(_SEALED).all()
    for row in rows:
        connection.execute(_SEAL, {"here": row.workspace, "new_sealed_token": keys.seal_anew(row.sealed_token)})
    return len(rows)
