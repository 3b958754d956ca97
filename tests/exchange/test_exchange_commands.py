from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from importing_practice import CLIENTS, PACKAGES, SERVICES, session, sessions
from typer.testing import CliRunner, Result
from workbooks import workbook

from bot.cli.exchange import export, import_

Ribbon = Callable[..., Result]


@pytest.fixture
def ribbon(unmigrated_url: str, monkeypatch: pytest.MonkeyPatch) -> Ribbon:
    """The program, with a database that nobody has migrated yet."""
    monkeypatch.setenv("DATABASE_URL", unmigrated_url)
    program = typer.Typer()
    program.command("import")(import_)
    program.command("export")(export)
    return lambda *words, typed="": CliRunner().invoke(program, [str(word) for word in words], input=typed)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    texts = {
        "clients": CLIENTS,
        "services": SERVICES,
        "packages": PACKAGES,
        "sessions": sessions(session("s1", package="p1"), session("s2")),
    }
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir(), reverse=True)


def table(output: str) -> dict[str, list[int]]:
    rows = [line.replace("│", " ").split() for line in output.splitlines() if "│" in line]
    return {row[0]: [int(count) for count in row[1:]] for row in rows}


def test_import_says_what_was_new_changed_and_unchanged(ribbon: Ribbon, files: list[Path]) -> None:
    first, second = ribbon("import", *files, "--workspace", "T1"), ribbon("import", *files)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert table(first.stdout) == {
        "clients": [2, 0, 0],
        "services": [2, 0, 0],
        "packages": [4, 0, 0],
        "sessions": [2, 0, 0],
    }
    assert table(second.stdout) == {
        "clients": [0, 0, 2],
        "services": [0, 0, 2],
        "packages": [0, 0, 4],
        "sessions": [0, 0, 2],
    }
    assert first.stderr == second.stderr == ""


def test_a_dry_run_says_the_same_and_writes_nothing(ribbon: Ribbon, files: list[Path]) -> None:
    dry = ribbon("import", "--dry-run", *files, "--workspace", "T1")
    again = ribbon("import", *files, "--workspace", "T1")

    assert dry.exit_code == 0
    assert "Nothing was written: this was a dry run." in dry.stdout
    assert table(dry.stdout) == table(again.stdout)
    assert table(again.stdout)["sessions"] == [2, 0, 0]


def test_it_is_said_what_is_worth_a_look_before_it_is_done(ribbon: Ribbon, files: list[Path]) -> None:
    ribbon("import", *files, "--workspace", "T1")
    more = files[0].with_name("more.csv")
    more.write_text(sessions(session("s1", who="stone@example.org")), encoding="utf-8")

    dry, done = ribbon("import", "--dry-run", more), ribbon("import", more)

    for said in ("“stone@example.org”: 1 session", "1 session leaves its package", "Session “s1” leaves package “p1”."):
        assert said in dry.stdout
        assert said in done.stdout
    assert done.stdout.endswith("Imported.\n")


def test_with_ask_it_is_done_only_once_somebody_has_said_so(ribbon: Ribbon, files: list[Path]) -> None:
    asked = ("import", "--ask", *files, "--workspace", "T1")

    no, yes, again = ribbon(*asked, typed="n\n"), ribbon(*asked, typed="y\n"), ribbon(*asked, typed="n\n")

    assert "Import this?" in no.stderr
    assert no.stdout.endswith("Nothing was imported.\n")
    assert table(yes.stdout)["sessions"] == [2, 0, 0]
    assert yes.stdout.endswith("Imported.\n")
    assert table(again.stdout)["sessions"] == [0, 0, 2]


def test_bad_rows_are_listed_without_names_and_end_in_status_1(ribbon: Ribbon, files: list[Path]) -> None:
    bad = files[0].with_name("more.csv")
    bad.write_text("client_id,name\nc9,Chidi Okafor\nc9,Chidi O.\nc\t8,Dalia\n", encoding="utf-8")

    result = ribbon("import", *files, bad, "--workspace", "T1")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{bad}, line 4, client_id: “c�8” contains a character that can't be seen. Remove it.",
        f"{bad}, line 3, client_id: “c9” is already in {bad}, line 2. Remove one of the two.",
        "Nothing was imported: 2 problems found. Fix these rows and import the file again.",
    ]
    assert table(ribbon("import", *files, "--workspace", "T1").stdout)["clients"] == [2, 0, 0]


def test_columns_that_ribbon_does_not_know_are_named(ribbon: Ribbon, tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text("Client ID,Name,Phone,E-mail\nc1,Ana Ruiz,1,2\n", encoding="utf-8")

    result = ribbon("import", tmp_path / "clients.csv", "--workspace", "T1")

    assert result.exit_code == 0
    assert "clients.csv: left alone “Phone”, “E-mail”" in result.stdout


def test_a_workbook_is_imported_by_its_first_visible_sheet(ribbon: Ribbon, tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(workbook(("People", [["client_id", "name"], ["c1", "Ana Ruiz"]]), ("Notes", [["x"]])))

    result = ribbon("import", path, "--workspace", "T1")

    assert result.exit_code == 0
    assert table(result.stdout)["clients"] == [1, 0, 0]
    assert "clients.xlsx: left alone “Notes”: only the first sheet, “People”, is read" in result.stdout


def test_a_workbook_that_is_not_whole_ends_in_status_1(ribbon: Ribbon, tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(b"PK\x03\x04half")

    result = ribbon("import", path, "--workspace", "T1")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        f"{path}: The workbook isn't whole. Save it again, and upload it until it is complete."
    )


def test_a_file_that_cannot_be_read_ends_in_status_2(ribbon: Ribbon, files: list[Path], tmp_path: Path) -> None:
    result = ribbon("import", *files, tmp_path / "none.csv", tmp_path, "--workspace", "T1")

    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"{tmp_path / 'none.csv'}: can't be read (No such file or directory).",
        f"{tmp_path}: can't be read (Is a directory).",
    ]


def test_a_file_given_twice_is_refused(ribbon: Ribbon, files: list[Path]) -> None:
    result = ribbon("import", files[-1], files[-1], "--workspace", "T1")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"{files[-1]}: This file is given twice. Give it once.\n")


def test_without_a_workspace_the_only_one_is_meant(ribbon: Ribbon, files: list[Path], tmp_path: Path) -> None:
    nobody = ribbon("import", *files)
    ribbon("import", *files, "--workspace", "T1")
    only = ribbon("export", tmp_path / "out")
    ribbon("import", *files, "--workspace", "T2")
    several = ribbon("export", tmp_path / "other")

    assert (nobody.exit_code, only.exit_code, several.exit_code) == (2, 0, 2)
    assert nobody.stderr.startswith("Ribbon doesn't know any workspace yet.")
    assert several.stderr.startswith("Ribbon knows more than one workspace.")


def test_a_workspace_that_is_none_is_refused(ribbon: Ribbon, files: list[Path]) -> None:
    result = ribbon("import", *files, "--workspace", "practice")

    assert result.exit_code == 2
    assert "isn't a Slack team id" in result.stderr


def test_export_says_what_it_wrote_and_can_be_imported(ribbon: Ribbon, files: list[Path], tmp_path: Path) -> None:
    ribbon("import", *files, "--workspace", "T1")
    out = tmp_path / "out"

    result = ribbon("export", "--workspace", "T1", out)
    back = ribbon("import", *(out / file.name for file in files), "--workspace", "T2")

    assert result.exit_code == back.exit_code == 0
    assert result.stdout.splitlines() == [
        *(f"{out / 'clients.csv'}: 2 rows", f"{out / 'services.csv'}: 2 rows", f"{out / 'packages.csv'}: 4 rows"),
        *(f"{out / 'sessions.csv'}: 2 rows", f"{out / 'history.csv'}: 8 rows"),
    ]
    assert table(back.stdout)["sessions"] == [2, 0, 0]


def test_export_writes_over_no_file_unless_told_to(ribbon: Ribbon, files: list[Path]) -> None:
    ribbon("import", *files, "--workspace", "T1")
    before = files[0].read_text()

    refused = ribbon("export", files[0].parent)
    assert (refused.exit_code, files[0].read_text()) == (2, before)
    assert "clients.csv" in refused.stderr
    assert "already there. Nothing was written. Overwrite with --replace." in refused.stderr

    assert ribbon("export", "--replace", files[0].parent).exit_code == 0
    assert files[0].read_text() != before  # its times are in UTC now


def test_export_to_where_nothing_can_be_written_ends_in_status_2(ribbon: Ribbon, files: list[Path]) -> None:
    ribbon("import", *files, "--workspace", "T1")

    result = ribbon("export", files[0])

    assert result.exit_code == 2
    assert "can't be written to" in result.stderr


def test_services_that_leave_are_named_and_more_than_a_tenth_must_be_confirmed_by_number(
    ribbon: Ribbon, files: list[Path]
) -> None:
    ribbon("import", *files, "--workspace", "T1")
    packages = next(path for path in files if path.stem == "packages")
    text = PACKAGES.replace("p1,c1,Gold 10,active,2027-02-20,initial,1\n", "").replace("follow,10", "initial,3")
    packages.write_text(text, encoding="utf-8")
    named = "“Gold 10” (“p1”) no longer includes “Follow-up 50 min”: total 10 → 0."
    refusal = "Nothing was imported: 1 of 4 included services from your files would leave their packages"

    refused, again = ribbon("import", packages), ribbon("import", packages, "--gone", "2")
    assert refused.exit_code == again.exit_code == 1
    cure = "If that is right, import again with --gone 1."
    assert refused.stderr.splitlines() == [named, f"{refusal}, more than a tenth. {cure}"]

    dry, done = ribbon("import", packages, "--gone", "1", "--dry-run"), ribbon("import", packages, "--gone", "1")
    assert named in dry.stdout
    assert named in done.stdout
    assert named not in ribbon("import", packages).stdout
