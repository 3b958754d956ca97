"""`ribbon serve` as operators have it: metrics, logs, an orderly end, older and newer releases on one database."""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from going import bookings
from holding import another_writer
from practice import linked
from serving import RIBBON, Served, figure, get, serving
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.pool import NullPool

from playground.person.people import People, Person
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import open_database
from storage.migrating import LOCK


@pytest.fixture
def slack() -> Slack:
    slack = Slack()
    slack.add_workspace("T1")
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin", is_admin=True)
    return slack


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


def link_first(person: Person) -> None:
    bookings(person, "past").row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link to package").submit()


def test_metrics_tell_gestures_calls_and_what_waits_and_nobodys_name(served: Served, petra: Person) -> None:
    bookings(petra)
    petra.slack.spoil("views.open", error="expired_trigger_id")
    petra.command("/bookings")
    petra.slack.wait(lambda: len(petra.slack.calls_of("views.open")) == 2, lambda: "no second call")

    told = get(f"{served.url}/metrics")

    assert figure(told, 'ribbon_gestures_total{kind="command",outcome="done"}') == 2
    assert figure(told, 'ribbon_gesture_seconds_count{kind="command"}') == 2
    assert figure(told, 'ribbon_slack_calls_total{method="views.open",outcome="ok"}') == 1
    assert figure(told, 'ribbon_slack_calls_total{method="views.open",outcome="expired_trigger_id"}') == 1
    assert figure(told, 'ribbon_slack_call_seconds_count{method="views.open"}') == 2
    assert figure(told, "ribbon_messages_behind") == figure(told, "ribbon_messages_to_take_back") == 0
    assert figure(told, "ribbon_messages_behind_seconds") == 0
    assert figure(told, "ribbon_errors_total") == 0
    assert not re.search(r"T1|UPRAC|Ana|Petra", told)


def test_asked_to_end_it_answers_what_it_took_and_ends_well(served: Served, petra: Person, filled_url: str) -> None:
    bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
    form = petra.modal_titled("Link to package")
    petra.slack.spoil("views.update", delay=0.8)
    pressing = threading.Thread(target=form.submit)
    pressing.start()
    petra.slack.wait(lambda: petra.slack.calls_of("views.update"), lambda: "the list behind isn't drawn")

    status = served.stops()
    pressing.join()

    assert status == 0
    assert petra.notices == petra.slack.problems == []
    assert linked(filled_url) == 4


def test_each_line_of_the_log_about_a_request_has_its_reference(served: Served, petra: Person) -> None:
    bookings(petra)
    petra.slack.spoil("views.open", error="expired_trigger_id")
    petra.command("/bookings")
    petra.slack.wait(lambda: len(petra.slack.calls_of("views.open")) == 2, lambda: "no second call")

    assert served.stops() == 0
    lines = [line for line in served.log() if "reference" in line]
    assert [line["event"] for line in lines] == [
        "answered",
        "slack did not show what was asked for",
        "answered",
    ]
    assert lines[0]["reference"] != lines[1]["reference"] == lines[2]["reference"]
    assert {"kind": "command", "gesture": "/bookings", "outcome": "done"}.items() <= lines[0].items()
    assert not re.search(r"UPRAC|Ana|Petra", str(lines))


@pytest.fixture
def newer_url(filled_url: str) -> str:
    """A database that the next release has migrated: each table has a column more, and there is a new table."""
    database = open_database(filled_url)
    with database.writing() as connection:
        metadata = MetaData()
        metadata.reflect(connection)
        for name in metadata.tables:
            connection.execute(text(f'ALTER TABLE "{name}" ADD COLUMN of_the_next_release TEXT'))
        connection.execute(text("CREATE TABLE next_release (workspace TEXT PRIMARY KEY)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    return filled_url


FILE, PICTURE = "sqlite:////proc/practice/ribbon.db", "sqlite:///picture.db"
SERVER = "postgresql+psycopg://ribbon@127.0.0.1:1/ribbon"
NO_FILE = "No such file or directory: /proc/practice"


@pytest.mark.parametrize(
    ("command", "url", "why"),
    [
        ("serve", FILE, NO_FILE),
        ("migrate", FILE, NO_FILE),
        ("serve", PICTURE, "file is not a database"),
        ("serve", SERVER, 'connection failed: connection to server at "127.0.0.1", port 1'),
    ],
)
def test_a_database_that_is_out_of_reach_is_told_in_one_line(
    command: str, url: str, why: str, playground: Playground, tmp_path: Path
) -> None:
    (tmp_path / "picture.db").write_bytes(b"\x89PNG" * 1000)
    environment = os.environ | playground.environment() | {"DATABASE_URL": url}

    ended = subprocess.run(
        [RIBBON, command],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"ribbon: The database can't be used: {why}")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-another"}, "Slack refuses the bot token: invalid_auth"),
        ({"SLACK_APP_TOKEN": "xapp-another"}, "Slack refuses the app token: invalid_auth"),
        ({"PORT": "none"}, "PORT: 'none' isn't a port, which is a number from 1 to 65535, like 3000"),
        ({"PORT": "70000"}, "PORT: '70000' isn't a port, which is a number from 1 to 65535, like 3000"),
    ],
)
def test_with_what_can_not_go_well_it_ends_at_once_and_says_so_as_doctor_does(
    playground: Playground, filled_url: str, tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    given = os.environ | playground.environment() | {"DATABASE_URL": filled_url} | environment

    ended = subprocess.run(
        [RIBBON, "serve"], env=given, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )

    assert (ended.returncode, ended.stderr.splitlines()[0]) == (2, f"ribbon: {said}")


@pytest.mark.on_sqlite("of PostgreSQL several processes may serve one database")
def test_a_second_process_on_an_sqlite_file_is_told_that_there_is_another(
    served: Served, filled_url: str, playground: Playground, tmp_path: Path
) -> None:
    assert served.process.poll() is None
    environment = os.environ | playground.environment() | {"DATABASE_URL": filled_url}

    ended = subprocess.run(
        [RIBBON, "serve"], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )

    file = filled_url.removeprefix("sqlite:///")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"ribbon: {file} is in use by another Ribbon process. Stop that one, or use Post")


def test_a_database_that_somebody_else_writes_to_is_told_in_one_line(
    filled_url: str, playground: Playground, tmp_path: Path
) -> None:
    environment = os.environ | playground.environment() | {"DATABASE_URL": filled_url}
    with another_writer(filled_url, f"SELECT pg_advisory_xact_lock({LOCK})"):
        ended = subprocess.run(
            [RIBBON, "migrate"], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
        )

    said = "ribbon: The database can't be used: somebody else is writing to it. Try again.\n"
    assert (ended.returncode, ended.stderr) == (2, said)


@pytest.mark.parametrize("command", [["serve"], ["migrate"], ["export", "out"]])
def test_a_database_that_is_newer_is_refused_in_words(
    command: list[str], newer_url: str, playground: Playground, tmp_path: Path
) -> None:
    environment = os.environ | playground.environment() | {"DATABASE_URL": newer_url}

    ended = subprocess.run(
        [RIBBON, *command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(
        "ribbon: The database was migrated by a newer Ribbon (to 9999). Start that release, or restore a backup."
    )


def test_going_back_by_one_release_works_on_the_newer_database(
    playground: Playground, newer_url: str, petra: Person
) -> None:
    with serving(playground, newer_url, "--newer-database") as served:
        link_first(petra)
        bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
        assert get(f"{served.url}/readyz") == "ready"
        assert served.stops() == 0
    assert linked(newer_url) == 4


def test_a_running_release_stays_ready_when_a_newer_one_migrates_its_database(
    playground: Playground, filled_url: str, petra: Person
) -> None:
    with serving(playground, filled_url) as served:
        engine = create_engine(filled_url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE session ADD COLUMN of_the_next_release TEXT"))
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        link_first(petra)
        assert get(f"{served.url}/readyz") == "ready"
        assert served.stops() == 0
