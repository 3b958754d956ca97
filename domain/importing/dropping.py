"""Files in the direct messages with Ribbon, which says what importing them would do, and waits for a word."""

from datetime import datetime, timedelta

from domain.records import Records
from domain.values.ids import DropId
from domain.values.import_looks import ImportLook, Note, Noteworthy
from domain.values.messages import Drop
from domain.values.people import Person, require_manager
from domain.values.refusal import Refusal

LONGEST_WAIT_FOR_A_WORD = timedelta(days=30)
FORGOTTEN = "Nothing was imported: these files waited for 30 days. Drop them again if you still need them."
LEFT = "Left as it was: nothing was imported."
IMPORT_FILES = "import files"


class NoLongerWaits(Refusal):
    def __init__(self) -> None:
        super().__init__("These files no longer wait to be imported. Drop them again if you still need them.")


def drop_files(records: Records, by: Person, at: datetime, drop: Drop) -> None:
    """Keep the files to be looked at, once, however often they are announced."""
    require_manager(by, IMPORT_FILES)
    records.keep_drop(drop, at)


def import_as_looked_at(records: Records, by: Person, at: datetime, drop_id: DropId) -> None:
    """Have it done once, and only if it would still do what the look says."""
    require_manager(by, IMPORT_FILES)
    if not records.want_import(drop_id, by.id, at):
        raise NoLongerWaits


def leave_files(records: Records, by: Person, at: datetime, drop_id: DropId) -> None:
    """Have nothing imported, and the files forgotten."""
    require_manager(by, IMPORT_FILES)
    if not records.leave_drop(drop_id, LEFT, at):
        raise NoLongerWaits


def see_noteworthy(records: Records, by: Person, drop_id: DropId, note: Note) -> Noteworthy:
    """What is noteworthy of files that wait."""
    require_manager(by, IMPORT_FILES)
    look: ImportLook | None = records.look_of(drop_id)
    for noteworthy in look.noteworthy if look else ():
        if noteworthy.note is note:
            return noteworthy
    raise NoLongerWaits
