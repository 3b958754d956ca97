"""Imports of many rows, and beside other people at work."""

import tracemalloc
from collections.abc import Iterator
from io import BufferedReader, RawIOBase

import pytest
from importing_practice import CLIENTS, MANAGER, NOW, SESSION_HEADER, Practice, session, sessions

from domain.linking import link_session
from domain.values.ids import PackageId, SessionId
from storage.database import DatabaseBusy
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile


class Rows(RawIOBase):
    """A file whose rows are made as they are read."""

    def __init__(self, prefix: str, rows: int) -> None:
        self._lines = self._made(prefix, rows)

    def _made(self, prefix: str, rows: int) -> Iterator[str]:
        yield SESSION_HEADER
        yield from (session(f"{prefix}{n}", package="p1" if n % 4 == 0 else "") for n in range(rows))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        line = next(self._lines, "").encode()
        buffer[: len(line)] = line
        return len(line)


def peak(practice: Practice, prefix: str, rows: int) -> int:
    """The most memory that Python had in use during an import, in bytes."""
    file = GivenFile(f"{prefix}.csv", BufferedReader(Rows(prefix, rows)))
    tracemalloc.start()
    try:
        with practice.records() as records:
            import_files(records, [file], NOW, lambda problem: pytest.fail(str(problem)))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_memory_of_an_import_does_not_grow_with_its_rows(open_practice: Practice) -> None:
    peak(open_practice, "warm", 2000)

    short, long = peak(open_practice, "short", 2000), peak(open_practice, "long", 8000)

    assert long < 1.5 * short < 10_000_000


@pytest.mark.on_postgresql("nobody else writes to a file while an import does")
def test_a_link_made_by_hand_while_an_import_runs_is_not_undone(open_practice: Practice) -> None:
    rows = [session(f"s{n}") for n in range(1500)]
    open_practice.take(sessions=sessions(*rows))
    last, p1 = SessionId("s1499"), PackageId("p1")

    def link_meanwhile(_file: GivenFile, count: int) -> None:
        if count == 1000:
            with Practice(open_practice.database).records() as records:
                link_session(records, MANAGER, NOW, last, p1)

    changed = sessions(*(row.replace("unpaid,\n", "paid,p2\n") for row in rows))
    with open_practice.records() as records:
        import_files(records, [GivenFile.of("s.csv", changed.encode())], NOW, print, link_meanwhile)

    assert open_practice.link("s1499") == ("p1", "manual")
    assert open_practice.link("s1498") == ("p2", "automatic")
    assert open_practice.counts("p1")["follow"] == (10, 9)
    assert open_practice.history("p2")[-1].remaining == (5 - 1498, 5 - 1499)


@pytest.mark.on_postgresql("nobody else writes to a file while an import does")
def test_two_imports_into_one_workspace_do_not_run_at_once(open_practice: Practice) -> None:
    def import_meanwhile(_file: GivenFile, _rows: int) -> None:
        with pytest.raises(DatabaseBusy):
            Practice(open_practice.database).take(clients=CLIENTS)

    with open_practice.records() as records:
        import_files(records, [GivenFile.of("clients.csv", CLIENTS.encode())], NOW, print, import_meanwhile)


def test_the_figures_stay_right_when_more_packages_are_met_than_memory_is_kept_for(
    open_practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.exchange.counting.MOST_COUNTED", 1)

    open_practice.take(sessions=sessions(*(session(f"s{n}", package=f"p{1 + n % 2}") for n in range(3000))))

    booked = [entry.remaining for entry in open_practice.history("p1")[3:]]
    assert booked == [(10 - n, 9 - n) for n in range(1500)]


def test_progress_is_told_in_rows_and_bytes(open_practice: Practice) -> None:
    content = sessions(*(session(f"s{n}") for n in range(1200))).encode()
    told: list[tuple[str, int, int]] = []

    with open_practice.records() as records:
        file = GivenFile.of("sessions.csv", content)
        import_files(records, [file], NOW, print, lambda file, rows: told.append((file.name, rows, file.read_so_far)))

    assert [(name, rows) for name, rows, _ in told] == [("sessions.csv", 1000), ("sessions.csv", 200)]
    assert 0 < told[0][2] < told[1][2] == len(content)
