"""A practice that imports files given as text, and whose manager works in Ribbon meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from domain.importing.files import Problem, RowsRefused
from domain.importing.leaving import Leaving
from domain.values.history import Entry
from domain.values.ids import ClientId, PackageId, PersonId, SessionId, WorkspaceId
from domain.values.people import Person, Workspace
from domain.values.sessions import Session, holding
from storage.database import Database
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile
from storage.records import RecordsTx

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEAM = Workspace(WorkspaceId("T1"))
MANAGER = Person(PersonId("UMANAGER"), "Mo", "UTC", is_admin=True, workspace=TEAM)

CLIENTS = "client_id,name\nc1,Ana Ruiz\nc2,Bo Lindqvist\n"
SERVICES = "service_id,name\nfollow,Follow-up 50 min\ninitial,Initial consultation\n"
PACKAGES = (
    "package_id,client_id,name,status,expires_on,service_id,sessions\n"
    "p1,c1,Gold 10,active,2027-02-20,follow,10\n"
    "p1,c1,Gold 10,active,2027-02-20,initial,1\n"
    "p2,c1,Old 5,completed,,follow,5\n"
    "p3,c2,Silver 5,active,,follow,5\n"
)
SESSION_HEADER = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"


def session(
    session_id: str = "s1",
    client: str = "c1",
    service: str = "follow",
    who: str = "U1",
    at: str = "2026-11-20T10:00:00+01:00",
    minutes: str = "50",
    confirmation: str = "confirmed",
    payment: str = "unpaid",
    package: str = "",
) -> str:
    return f"{session_id},{client},{service},{who},{at},{minutes},{confirmation},{payment},{package}" + "\n"


def sessions(*rows: str) -> str:
    return SESSION_HEADER + "".join(rows)


Counts = dict[str, tuple[int, int, int]]  # kind → new, changed, unchanged


@dataclass
class Practice:
    database: Database
    workspace: Workspace = TEAM
    minutes: int = -1  # since NOW: whatever is done takes a minute

    def _now(self) -> datetime:
        self.minutes += 1
        return NOW + timedelta(minutes=self.minutes)

    @contextmanager
    def records(self) -> Iterator[RecordsTx]:
        with self.database.writing() as connection:
            yield RecordsTx(connection, self.workspace.id)

    def take(self, **files: str | bytes) -> Counts:
        """Import the files, by the names without their ending; every problem fails the test."""
        return self.take_with(Leaving(), **files)

    def take_with(self, leaving: Leaving, /, **files: str | bytes) -> Counts:
        """The same, with what is confirmed of the services that leave their packages."""
        problems: list[Problem] = []
        try:
            with self.records() as records, _given(files) as given:
                tallies = import_files(records, given, self._now(), problems.append, leaving=leaving)
        except RowsRefused as refusal:
            raise AssertionError([str(problem) for problem in problems]) from refusal
        done = {kind: (tally.new, tally.changed, tally.unchanged) for kind, tally in tallies.items()}
        return {str(kind): counts for kind, counts in done.items() if any(counts)}

    def refused(self, **files: str | bytes) -> list[str]:
        """What is wrong with the files, of which nothing is imported."""
        problems: list[Problem] = []
        before = self.everything()
        with pytest.raises(RowsRefused) as refusal, self.records() as records, _given(files) as given:
            import_files(records, given, self._now(), problems.append)
        assert refusal.value.problems == len(problems)
        assert self.everything() == before
        return [str(problem) for problem in problems]

    def do(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """The manager does something in Ribbon."""
        with self.records() as records:
            return use_case(records, MANAGER, self._now(), *args)

    def session(self, session_id: str = "s1") -> Session:
        with self.records() as records:
            found = records.find_session(SessionId(session_id))
        assert found is not None
        return found

    def link(self, session_id: str = "s1") -> tuple[str, str] | None:
        link = self.session(session_id).link
        return (link.package_id, link.origin) if link else None

    def counts(self, package_id: str = "p1") -> dict[str, tuple[int, int]]:
        """Total and remaining of each included service."""
        with self.records() as records:
            package = records.find_package(PackageId(package_id), holding(self.workspace))
        assert package is not None
        return {line.service.id: (line.total, line.remaining) for line in package.included}

    def counts_of_clients(self, *clients: str) -> list[Any]:
        with self.records() as records:
            return [records.packages_of([ClientId(client)], holding(self.workspace)) for client in clients]

    def history(self, package_id: str = "p1") -> list[Entry]:
        """Oldest first."""
        with self.records() as records:
            return records.history_of(PackageId(package_id), 0, 10_000)[::-1]

    def everything(self) -> dict[str, list[Any]]:
        """Every row that is stored."""
        tables = ("client", "service", "package", "included", "session", "history", "person", "workspace")
        with self.database.reading() as connection:
            return {
                table: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))), key=str)  # noqa: S608
                for table in tables
            }


@contextmanager
def _given(files: dict[str, str | bytes]) -> Iterator[list[GivenFile]]:
    as_bytes = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    given = [GivenFile.of(f"{name}.csv", content) for name, content in as_bytes.items()]
    with ExitStack() as opened:
        for file in given:
            opened.enter_context(file.text)
        yield given


@pytest.fixture
def practice(database: Database) -> Practice:
    return Practice(database)


@pytest.fixture
def open_practice(practice: Practice) -> Practice:
    """A practice with two clients, two services and three packages."""
    practice.take(clients=CLIENTS, services=SERVICES, packages=PACKAGES)
    return practice
