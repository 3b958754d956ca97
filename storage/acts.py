"""What each person did last, to be taken back (rule 22)."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select, update

from domain.values.acts import Act, Deed, Part
from domain.values.ids import ActId, PersonId, SessionId
from storage.database import HERE, Tx
from storage.tables import ACT

_PARTS = TypeAdapter(tuple[Part, ...])
_THEIRS = (ACT.c.workspace == HERE, ACT.c.person == bindparam("by"))
_LAST = select(ACT.c.id, ACT.c.at, ACT.c.deed, ACT.c.parts, ACT.c.undone_at, ACT.c.left).where(*_THEIRS)
_UNDONE = (
    update(ACT)
    .where(*_THEIRS, ACT.c.id == bindparam("act_id"), ACT.c.undone_at.is_(None))
    .values(undone_at=bindparam("undone"), left=bindparam("stays"))
)


def keep_act(tx: Tx, by: PersonId, at: datetime, deed: Deed, parts: Sequence[Part], /) -> None:
    """Keep it, in the place of what that person did before."""
    written = _PARTS.dump_python(tuple(parts), mode="json")
    act = {"id": token_hex(8), "at": at, "deed": deed.value, "parts": written, "undone_at": None, "left": []}
    statement = tx.inserting(ACT).values(workspace=tx.workspace, person=by, **act)
    tx.run(statement.on_conflict_do_update(index_elements=["workspace", "person"], set_=act))


def last_act(tx: Tx, by: PersonId, /) -> Act | None:
    row = tx.run(_LAST, by=by).first()
    if row is None:
        return None
    return Act(row.id, row.at, Deed(row.deed), _PARTS.validate_python(row.parts), row.undone_at, tuple(row.left))


def note_undone(tx: Tx, by: PersonId, act_id: ActId, at: datetime, left: Sequence[SessionId], /) -> bool:
    """Keep that it was taken back, but for these sessions; False where that, or another act, is kept already."""
    return tx.changed(_UNDONE, by=by, act_id=act_id, undone=at, stays=list(left))
