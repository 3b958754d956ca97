"""What becomes of files that were dropped; loaded only where some were, since a start needs none of it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from bot.background.fetching import NotFetched, fetched
from bot.slack.calls import Slack
from bot.views.import_answer import MOST_TOLD, rows_in_words, with_the_first
from domain.expiring import note_every_expiry
from domain.importing.files import Problem, RowsRefused
from domain.importing.leaving import Leaving, LeftService, TooManyGone
from domain.importing.looking import Noted
from domain.values.ids import ClientId
from domain.values.import_looks import ImportLook
from domain.values.messages import Drop
from domain.values.people import Workspace
from storage.database import Database
from storage.drops import keep_look, lock_drop, settle
from storage.exchange.importing import import_files
from storage.exchange.job import rows_of
from storage.exchange.reading import GivenFile
from storage.records import RecordsTx

CONFIRM = "If that is right, drop the files again and write “{} gone” in the same message."


@dataclass(slots=True)
class First:
    """The problems that are told, or the services that left; and whom they name. There may be as many as rows."""

    lines: list[str] = field(default_factory=list)
    names: set[ClientId] = field(default_factory=set)

    def note(self, problem: Problem) -> None:
        self._note(str(problem), *problem.names)

    def note_left(self, left: LeftService) -> None:
        self._note(str(left), left.client_id)

    def _note(self, line: str, *names: ClientId) -> None:
        if len(self.lines) < MOST_TOLD:
            self.lines.append(line)
            self.names.update(names)


def import_drop(
    database: Database,
    slack: Slack,
    default: Workspace,
    drop: Drop,
    clock: Callable[[], datetime],
    wanted: ImportLook | None = None,
) -> None:
    """Keep what importing the files would do; import all of them, if that is what was `wanted`.

    What is to be said of it is kept in the same transaction.
    """
    first, left = First(), First()
    try:
        with ExitStack() as opened:
            given = fetched(slack, drop.files, opened)
            _Attempt(database, default, drop, given, clock(), wanted, first, left).make()
    except NotFetched as refusal:
        answer = str(refusal)
    except RowsRefused as refusal:
        answer = with_the_first(str(refusal), first.lines, refusal.problems)
    except TooManyGone as refusal:
        answer = with_the_first(f"{refusal} {CONFIRM.format(refusal.gone)}", left.lines, refusal.gone)
    else:
        return
    with database.writing() as connection:
        settle(RecordsTx(connection, default.id), drop, answer, first.names | left.names, clock())


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Files that could be fetched, and what somebody has seen that importing them would do."""

    database: Database
    default: Workspace
    drop: Drop
    files: list[GivenFile]
    at: datetime
    wanted: ImportLook | None
    first: First
    left: First

    def make(self) -> None:
        noted = Noted()
        with self.database.writing() as connection:
            records = RecordsTx(connection, self.default.id)
            if not lock_drop(records, self.drop, is_wanted=self.wanted is not None):
                return
            workspace = records.hold_workspace(self.default)
            note_every_expiry(records, workspace, self.at)
            look = self._imported(records, noted)
            if self._is_done(look, workspace):
                self._settle(records, look)
                return
            connection.rollback()
        with self.database.writing() as connection:
            records, was_wanted = RecordsTx(connection, self.default.id), self.wanted is not None
            keep_look(records, self.drop, look, noted.names, self.at, was_wanted=was_wanted)

    def _imported(self, records: RecordsTx, noted: Noted) -> ImportLook:
        leaving = Leaving(self.drop.gone, self.left.note_left)
        tallies = import_files(records, self.files, self.at, self.first.note, self._tell, self.default, leaving, noted)
        left_alone = [line for file in self.files for line in file.told_left_alone()]
        names = [file.name for file in self.files]
        return noted.look(rows_of(tallies), names, left_alone, is_another=self.wanted is not None)

    def _tell(self, _file: GivenFile, _rows: int) -> None:
        size = sum(file.size or 0 for file in self.files)
        self.database.tell_how_far(sum(file.read_so_far for file in self.files) / size)

    def _is_done(self, look: ImportLook, workspace: Workspace) -> bool:
        """Whether it is what somebody wanted, or nobody need be asked."""
        if self.wanted is not None:
            return look == self.wanted
        return not look.noteworthy and (look.changes_nothing or workspace.imports_at_once)

    def _settle(self, records: RecordsTx, look: ImportLook) -> None:
        gone = sum(rows.gone for rows in look.rows)
        settle(records, self.drop, with_the_first(rows_in_words(look), self.left.lines, gone), self.left.names, self.at)
