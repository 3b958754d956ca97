"""What becomes of files that were dropped; loaded only where some were, since a start needs none of it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from bot.background.fetching import NotFetched, fetched
from bot.slack.calls import Slack
from bot.views.import_answer import MOST_TOLD, rows_in_words, with_the_first
from domain.expiring import note_every_expiry
from domain.importing.files import FileKind, Problem, RowsRefused
from domain.importing.leaving import Leaving, LeftService, TooManyGone
from domain.values.ids import ClientId
from domain.values.messages import Drop
from domain.values.people import Workspace
from storage.database import Database
from storage.drops import lock_drop, settle
from storage.exchange.importing import import_files
from storage.exchange.job import Tally
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
    database: Database, slack: Slack, default: Workspace, drop: Drop, clock: Callable[[], datetime]
) -> None:
    """Import all of the files or none, and keep in the same transaction what is to be said of it."""
    first, left = First(), First()
    try:
        with ExitStack() as opened:
            _import(database, default, drop, fetched(slack, drop.files, opened), clock(), first, left)
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


def _import(
    database: Database, default: Workspace, drop: Drop, files: list[GivenFile], at: datetime, first: First, left: First
) -> None:
    with database.writing() as connection:
        records = RecordsTx(connection, default.id)
        if lock_drop(records, drop):
            note_every_expiry(records, records.hold_workspace(default), at)
            size = sum(file.size or 0 for file in files)

            def tell(_file: GivenFile, _rows: int) -> None:
                database.tell_how_far(sum(file.read_so_far for file in files) / size)

            leaving = Leaving(drop.gone, left.note_left)
            tallies = import_files(records, files, at, first.note, tell, default, leaving)
            left_alone = [line for file in files for line in file.told_left_alone()]
            rows = rows_in_words(_rows(tallies), left_alone)
            answer = with_the_first(rows, left.lines, tallies[FileKind.PACKAGES].gone)
            settle(records, drop, answer, left.names, at)


def _rows(tallies: dict[FileKind, Tally]) -> dict[FileKind, tuple[int, int, int]]:
    return {kind: (tally.new, tally.changed, tally.unchanged) for kind, tally in tallies.items()}
