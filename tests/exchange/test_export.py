import csv
from io import StringIO
from pathlib import Path

import pytest
from importing_practice import CLIENTS, PACKAGES, SERVICES, Practice, session, sessions

from domain.changing import SessionChange, change_session
from domain.importing.formulas import harmless
from domain.lifecycle import close_package
from domain.linking import link_session, unlink_session
from domain.values.history import Happening
from domain.values.ids import PackageId, SessionId, WorkspaceId
from domain.values.packages import PackageStatus
from domain.values.people import Workspace
from storage.exchange.exporting import export_files

FOUR = ("clients", "services", "packages", "sessions")
P1 = PackageId("p1")


@pytest.fixture
def lived_in(practice: Practice) -> Practice:
    """A practice in which people have worked since the import."""
    practice.take(
        clients=CLIENTS + 'c3,"O\'Neil, ""Bo""\r\nJr"\n',
        services=SERVICES,
        packages=PACKAGES + "p4,c3,=Nothing included,active,,,\n",
        sessions=sessions(
            *(session(f"s{n}", package="p1") for n in range(5)),
            session("s5", client="c2", service="initial", package="p3"),
            session("s6", confirmation="cancelled", package="p1"),
            session("s7", who="bo@example.org"),
            session("s8"),
        ),
    )
    practice.do(unlink_session, SessionId("s0"), P1)
    practice.do(link_session, SessionId("s8"), P1)
    practice.do(change_session, SessionId("s1"), SessionChange.NO_SHOW)
    practice.do(change_session, SessionId("s2"), SessionChange.CANCEL)
    practice.do(close_package, PackageId("p3"), PackageStatus.COMPLETED)
    return practice


def export(practice: Practice, folder: Path) -> dict[str, int]:
    with practice.records() as records:
        return export_files(records, folder)


def exported(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in FOUR}


def test_an_export_imported_into_an_empty_workspace_reproduces_every_count(lived_in: Practice, tmp_path: Path) -> None:
    export(lived_in, tmp_path)
    other = Practice(lived_in.database, Workspace(WorkspaceId("T2")))

    other.take(**exported(tmp_path))

    clients = ("c1", "c2", "c3")
    assert other.counts_of_clients(*clients) == lived_in.counts_of_clients(*clients)
    assert other.counts() == {"follow": (10, 6), "initial": (1, 1)}
    export(other, tmp_path / "again")
    assert exported(tmp_path / "again") == exported(tmp_path)


def test_an_export_imported_into_its_own_workspace_changes_nothing_that_people_see(
    lived_in: Practice, tmp_path: Path
) -> None:
    export(lived_in, tmp_path)
    links = [lived_in.link(f"s{n}") for n in range(9)]
    history = lived_in.everything()["history"]

    done = lived_in.take(**exported(tmp_path))

    assert done == {"clients": (0, 0, 3), "services": (0, 0, 2), "packages": (0, 0, 5), "sessions": (0, 0, 9)}
    assert [lived_in.link(f"s{n}") for n in range(9)] == links
    assert lived_in.everything()["history"] == history


def test_the_history_is_exported_with_figures_in_order(lived_in: Practice, tmp_path: Path) -> None:
    export(lived_in, tmp_path)

    with (tmp_path / "history.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["package_id"] == "p1"]
    assert [row["event"] for row in rows] == [entry.event for entry in lived_in.history()]
    unlinked = next(row for row in rows if row["event"] == Happening.UNLINKED)
    assert (unlinked["by"], unlinked["session_id"]) == ("UMANAGER", "s0")
    assert (unlinked["remaining_before"], unlinked["remaining_after"], unlinked["total_after"]) == ("5", "6", "")


def test_values_are_exported_in_quotes_and_none_is_a_formula(lived_in: Practice, tmp_path: Path) -> None:
    export(lived_in, tmp_path)

    files = exported(tmp_path)
    assert b'"c3","O\'Neil, ""Bo""\r\nJr"\r\n' in files["clients"]
    assert b'"p4","c3","\'=Nothing included","active","",' in files["packages"]
    assert (
        b'"s8","c1","follow","U1","2026-11-20T09:00:00+00:00","50","confirmed","unpaid","p1"\r\n' in files["sessions"]
    )


def test_an_export_replaces_an_earlier_one_and_leaves_nothing_else_behind(lived_in: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    export(lived_in, folder)
    first = exported(folder)
    lived_in.take(clients="client_id,name\nc4,Dalia\n")

    export(lived_in, folder)

    assert b'"c4","Dalia"' in exported(folder)["clients"] not in (first["clients"],)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("clients.csv", "history.csv", "packages.csv", "services.csv", "sessions.csv"),
    ]


def test_an_export_that_fails_leaves_the_earlier_one_whole(lived_in: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(lived_in, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    lived_in.take(clients="client_id,name\nc4,Dalia\n")

    def full(name: str, _rows: int) -> None:
        if name == "sessions":
            raise OSError

    with pytest.raises(OSError), lived_in.records() as records:  # noqa: PT011 - the one raised above
        export_files(records, folder, full)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_export_holds_one_workspace_only(lived_in: Practice, tmp_path: Path) -> None:
    other = Practice(lived_in.database, Workspace(WorkspaceId("T2")))
    other.take(clients="client_id,name\nx1,Somebody\n")

    assert export(other, tmp_path) == {"clients": 1, "services": 0, "packages": 0, "sessions": 0, "history": 0}


RISKY = ("=1+1", "'=1+1", "''=x", "+1555", "-x", "@SUM(A1)", "\uff1dx", "O'Neil", "'quoted'", "Ana;=1+1")


def test_what_a_spreadsheet_would_run_is_made_harmless_and_comes_back(practice: Practice, tmp_path: Path) -> None:
    rows = StringIO(newline="")
    csv.writer(rows).writerows([("client_id", "name"), *((f"r{n}", harmless(name)) for n, name in enumerate(RISKY))])
    practice.take(clients=rows.getvalue())
    export(practice, tmp_path)
    text = (tmp_path / "clients.csv").read_bytes()
    other = Practice(practice.database, Workspace(WorkspaceId("T2")))

    other.take(clients=text)

    assert text.startswith(b"\xef\xbb\xbf")
    cells = [row["name"] for row in csv.DictReader(text.decode("utf-8-sig").splitlines())]
    assert not [cell for cell in cells if cell[0] in "=+-@\uff1d"]
    export(other, tmp_path / "again")
    assert (tmp_path / "again" / "clients.csv").read_bytes() == text


def test_an_export_saved_by_a_spreadsheet_with_semicolons_changes_nothing(lived_in: Practice, tmp_path: Path) -> None:
    export(lived_in, tmp_path)
    saved = {name: with_semicolons(content) for name, content in exported(tmp_path).items()}

    done = lived_in.take(**saved)

    assert done == {"clients": (0, 0, 3), "services": (0, 0, 2), "packages": (0, 0, 5), "sessions": (0, 0, 9)}


def with_semicolons(content: bytes) -> bytes:
    saved = StringIO(newline="")
    csv.writer(saved, delimiter=";").writerows(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    return saved.getvalue().encode("utf-8-sig")
