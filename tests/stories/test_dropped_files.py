"""A manager drops CSV files into the direct messages with Ribbon, and reads there what came of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from going import packages
from posting import HERE, Posting
from practice import Practice
from sqlalchemy import func, select
from workbooks import workbook

from bot.app import Ribbon
from bot.background import fetching, importer
from bot.background.dropped_files import import_drop
from playground.person.people import Person
from playground.server import Playground
from playground.state.slack import Slack
from playground.web_api import directory
from playground.web_api.calls import METHODS, Method
from storage.database import Database, DatabaseBusy
from storage.drops import claim_drop
from storage.exchange.importing import import_files
from storage.records import RecordsTx
from storage.tables import CLIENT, DROP, MESSAGE, SESSION

CLIENTS = b"client_id,name\nc1,Ana Ruiz\nn1,Nora Newcomer\n"
SESSIONS = (
    b"session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
    b"n-s1,n1,follow,UPRAC,2026-03-04T10:00:00+01:00,50,confirmed,unpaid,\n"
)
NOT_YET = "Nothing has been imported yet."
NEW, AGAIN = "clients: 1 new, 0 changed, 1 unchanged", "clients: 0 new, 0 changed, 2 unchanged"


@pytest.fixture
def looks(ribbon: Ribbon, playground: Playground, posting: Posting) -> Callable[[], None]:
    """Ribbon has heard all, does what it can, and says what came of it, or would come."""

    def go() -> None:
        playground.deliveries.settle()
        while ribbon.importer.import_next(HERE):
            pass
        posting.catches_up()

    return go


@pytest.fixture
def goes_on(looks: Callable[[], None], mia: Person) -> Callable[[], None]:
    """The same, and Mia has imported whatever she is shown."""

    def go() -> None:
        looks()
        while any(NOT_YET in message.text for message in mia.client.messages(mia.dm().channel_id)):
            mia.dm().message(NOT_YET).press("Import")
            looks()

    return go


def names(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.execute(select(CLIENT.c.name)).scalars())


def answers(person: Person) -> list[str]:
    """What the bot has said in the direct messages, each as it stands in a notification."""
    told = person.client.messages(person.dm().channel_id)
    return [message.text for message in told if message.bot_id]


def test_a_manager_drops_a_file_and_reads_what_changed(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    mia.dm().sees("Imported.", NEW)
    assert "Nora Newcomer" in names(database)


def test_a_file_as_a_spreadsheet_writes_it_is_read_and_what_is_left_alone_is_named(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    mia.dm().drops(
        "Clients March.csv", "\ufeffClient ID;Name;E-Mail\r\nn1;Nora Newcomer;n@example.org\r\n;;\r\n".encode()
    )
    goes_on()

    mia.dm().sees("Imported.", "clients: 1 new, 0 changed, 0 unchanged", "Clients March.csv: left alone “E-Mail”")
    assert "Nora Newcomer" in names(database)


def test_a_workbook_is_read_by_its_first_sheet_and_the_others_are_named(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    book = workbook(("Clients", [["Client ID", "Name", "Age"], ["n1", "Nora Newcomer", 37]]), ("Prices", [["x"]]))
    mia.dm().drops("clients.xlsx", book)
    goes_on()

    mia.dm().sees("Imported.", "clients: 1 new, 0 changed, 0 unchanged", "clients.xlsx: left alone “Age”")
    mia.dm().sees("left alone “Prices”: only the first sheet, “Clients”, is read")
    assert "Nora Newcomer" in names(database)


def test_a_workbook_with_more_in_it_than_a_message_may_hold_is_refused(
    mia: Person, goes_on: Callable[[], None], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST", 2500)
    mia.dm().drops("clients.xlsx", workbook(("S", [["client_id", "name"], *([f"n{n}", "A" * 50] for n in range(100))])))
    goes_on()

    mia.dm().sees("Nothing was imported.", "is the most for one message")
    assert "A" * 50 not in names(database)


def test_files_of_one_message_are_imported_together_in_whatever_order(
    mia: Person, petra: Person, goes_on: Callable[[], None]
) -> None:
    mia.dm().drops_together(("bookings of march.csv", SESSIONS), ("people.csv", CLIENTS))
    goes_on()

    mia.dm().sees("Imported.", NEW, "sessions: 1 new, 0 changed, 0 unchanged")
    petra.command("/bookings nora")
    petra.modal.sees("Nora Newcomer")


def test_files_of_several_messages_are_imported_in_the_order_of_the_messages(
    mia: Person, ribbon: Ribbon, looks: Callable[[], None]
) -> None:
    usual = ribbon.importer.default_workspace
    ribbon.importer.default_workspace = lambda workspace: replace(usual(workspace), imports_at_once=True)
    mia.dm().drops("clients.csv", CLIENTS)
    mia.dm().drops("sessions.csv", SESSIONS)
    looks()

    assert answers(mia) == ["Imported.", "Imported."]


def test_the_same_file_dropped_again_changes_nothing(mia: Person, goes_on: Callable[[], None]) -> None:
    for _ in range(2):
        mia.dm().drops("clients.csv", CLIENTS)
        goes_on()

    mia.dm().message(AGAIN)


def test_a_file_with_wrong_rows_changes_nothing_and_each_is_told(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    before = names(database)
    mia.dm().drops("clients.csv", CLIENTS + b",Nobody\nn2,\n")
    goes_on()

    mia.dm().sees("Nothing was imported: 2 problems found.", "clients.csv, line 4, client_id:", "line 5, name:")
    assert names(database) == before


def test_of_many_wrong_rows_the_first_are_told_and_how_many_more_there_are(
    mia: Person, goes_on: Callable[[], None]
) -> None:
    mia.dm().drops("clients.csv", b"client_id,name\n" + b",Nobody\n" * 1000)
    goes_on()

    mia.dm().sees("1000 problems found", "line 2,", "line 21,", "and 980 more")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.csv", b"day,who\n", "The first line must name the columns of one kind of file."),
        ("clients.csv", b"client_id;name\n", "the files have no rows"),
        ("clients.csv", "client_id,name\nc9,Zoë\n".encode("latin-1"), "Save the file as CSV in UTF-8."),
        ("clients.xlsx", b"PK\x03\x04\x14\x00\x06\x00", "The workbook isn't whole."),
        ("clients.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old workbook (.xls), or one with a password."),
        ("plan.xlsx", workbook(("Plan", [["day", "who"]])), "The first line must name the columns"),
        ("clients.csv", b"", "The file is empty."),
        ("clients.csv", b"client_id,name\n", "the files have no rows"),
    ],
)
def test_a_file_that_is_no_csv_file_of_ours_is_told_so(
    mia: Person, goes_on: Callable[[], None], database: Database, name: str, content: bytes, said: str
) -> None:
    before = names(database)
    mia.dm().drops(name, content)
    goes_on()

    mia.dm().sees("Nothing was imported", said)
    assert names(database) == before


def test_files_that_are_too_large_together_are_told_so(
    mia: Person, goes_on: Callable[[], None], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST", len(CLIENTS) + len(SESSIONS) - 1)
    before = names(database)
    mia.dm().drops_together(("clients.csv", CLIENTS), ("sessions.csv", SESSIONS))
    goes_on()

    mia.dm().sees("Nothing was imported.", "sessions.csv: 10 MB of files is the most for one message.")
    assert names(database) == before


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("UPRAC", "Only a manager can import files. Ask one of your managers."),
        ("UGUEST", "Ribbon is for members of this workspace."),
    ],
)
def test_whoever_is_no_manager_is_refused(
    people: Any, goes_on: Callable[[], None], database: Database, user: str, said: str
) -> None:
    before = names(database)
    person = people.person(user)
    person.dm().drops("clients.csv", CLIENTS)
    goes_on()

    person.dm().sees(said)
    assert names(database) == before


def test_what_is_no_file_in_the_direct_messages_is_not_imported(
    mia: Person, goes_on: Callable[[], None], database: Database, slack: Slack
) -> None:
    before = names(database)
    mia.dm().says("clients.csv")
    mia.channel("CMAN").drops("clients.csv", CLIENTS)
    goes_on()

    assert [answer.partition(":")[0] for answer in answers(mia)] == ["What Ribbon can do"]
    assert [message.text for message in slack.messages["CMAN"]] == [""]
    assert names(database) == before


def test_what_slack_tells_again_is_imported_and_answered_once(
    mia: Person, goes_on: Callable[[], None], playground: Playground
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    playground.deliveries.settle()
    told = next(delivery for delivery in playground.deliveries.made if delivery.name == "message")
    for _ in range(3):
        playground.deliveries.again(told)
        goes_on()

    assert answers(mia) == ["Imported."]
    mia.dm().message(NEW)


def test_nothing_is_kept_of_an_answer_once_it_is_said(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    mia.dm().drops("clients.csv", b"client_id,name\nsecret-id,\n")
    goes_on()
    goes_on()

    with database.reading() as connection:
        assert connection.execute(select(DROP)).all() == []
        assert "secret-id" not in str(connection.execute(select(MESSAGE)).all())


def test_while_slack_gives_no_file_it_is_tried_again(
    mia: Person, goes_on: Callable[[], None], slack: Slack, clock: Any
) -> None:
    slack.spoil("files.info", status=503, times=2)
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()
    assert answers(mia) == []
    for _ in range(2):
        clock.goes_on(seconds=30)
        goes_on()

    assert answers(mia) == ["Imported."]


def test_what_is_tried_for_too_long_is_given_up_and_told(
    mia: Person, goes_on: Callable[[], None], slack: Slack, clock: Any, database: Database
) -> None:
    before = names(database)
    slack.spoil("files.info", status=503, times=100)
    mia.dm().drops("clients.csv", CLIENTS)
    for _ in range(importer.MOST_ATTEMPTS + 1):
        goes_on()
        clock.goes_on(seconds=60)

    mia.dm().sees("Nothing was imported: Ribbon tried for too long")
    assert names(database) == before


def test_what_waited_while_ribbon_did_not_run_is_not_imported_over_what_may_be_newer(
    mia: Person, goes_on: Callable[[], None], clock: Any, database: Database, playground: Playground
) -> None:
    before = names(database)
    mia.dm().drops("clients.csv", CLIENTS)
    playground.deliveries.settle()
    clock.goes_on(hours=2)
    goes_on()

    mia.dm().sees("Nothing was imported: Ribbon tried for too long", "Drop it again.")
    assert names(database) == before


def test_what_a_process_left_as_it_died_is_imported_by_another_a_little_later(
    mia: Person, goes_on: Callable[[], None], database: Database, clock: Any, playground: Playground
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    playground.deliveries.settle()
    with database.writing() as connection:
        assert claim_drop(RecordsTx(connection, HERE), clock.at, clock.at + importer.LEASE)
    goes_on()
    assert answers(mia) == []

    clock.goes_on(seconds=importer.LEASE.total_seconds())
    goes_on()
    assert answers(mia) == ["Imported."]


def test_what_two_processes_are_at_is_imported_and_answered_once(
    mia: Person, ribbon: Ribbon, posting: Posting, database: Database, clock: Any, playground: Playground
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    playground.deliveries.settle()
    with database.writing() as connection:
        claimed = claim_drop(RecordsTx(connection, HERE), clock.at, clock.at)
    assert claimed
    default = replace(ribbon.importer.default_workspace(HERE), imports_at_once=True)
    for _ in range(2):
        import_drop(database, ribbon.installations.slack_of(HERE), default, claimed.drop, clock)
    posting.catches_up()

    assert answers(mia) == ["Imported."]
    mia.dm().message(NEW)


def test_a_file_that_gives_an_ended_package_more_time_leaves_its_end_in_the_history(
    mia: Person, goes_on: Callable[[], None]
) -> None:
    header = b"package_id,client_id,name,status,expires_on,service_id,sessions\n"
    mia.dm().drops("packages.csv", header + b"p6,c4,Expired 5,active,2026-12-31,,\n")
    goes_on()
    packages(mia, "dalia").row("Expired 5").choose("History")

    told = mia.modal_titled("History")
    told.row("Package expired").sees("Sat 28 Feb 2026, 00:00 · automatically")
    told.row("Expiry changed").sees("27 Feb 2026 → 31 Dec 2026")


def test_while_the_database_is_busy_it_waits(
    mia: Person, goes_on: Callable[[], None], clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr("bot.background.dropped_files.import_files", raising(DatabaseBusy))
        mia.dm().drops("clients.csv", CLIENTS)
        goes_on()
    assert answers(mia) == []

    clock.goes_on(seconds=30)
    goes_on()
    assert answers(mia) == ["Imported."]


def raising(error: type[Exception]) -> Callable[..., None]:
    def fail(*_: Any) -> None:
        raise error

    return fail


def test_a_fault_of_ours_is_told_with_its_reference_and_nothing_is_imported(
    mia: Person,
    goes_on: Callable[[], None],
    database: Database,
    log: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = names(database)

    def break_down(*given: Any) -> None:
        import_files(*given)
        raise ZeroDivisionError("Nora Newcomer")

    monkeypatch.setattr("bot.background.dropped_files.import_files", break_down)
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    failed = next(entry for entry in log if entry["log_level"] == "error")
    mia.dm().sees(f"Nothing was imported. If it happens again, report this: {failed['reference']}.")
    assert "Nora" not in str(log)
    assert names(database) == before


def test_an_installation_without_the_scope_says_what_is_missing(
    mia: Person, goes_on: Callable[[], None], slack: Slack
) -> None:
    slack.workspaces["T1"].scopes = frozenset({"chat:write", "users:read", "commands", "im:history"})
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    mia.dm().sees("Nothing was imported.", "the scope files:read")
    slack.problems.remove("files.info: missing_scope")


def test_a_file_that_slack_never_gives_is_told_at_once(mia: Person, goes_on: Callable[[], None], slack: Slack) -> None:
    slack.spoil("files.info", error="file_not_shared_here")
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    mia.dm().sees("Nothing was imported.", "Slack doesn't give it to Ribbon (file_not_shared_here).")


def test_the_page_to_sign_in_that_slack_may_give_for_a_file_is_not_taken_for_it(
    mia: Person, goes_on: Callable[[], None], slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(METHODS, "files.info", Method(directory.files_info))
    slack.workspaces["T1"].scopes = frozenset({"chat:write", "users:read", "commands", "im:history"})
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    mia.dm().sees("Nothing was imported.", "clients.csv: This is a web page", "the scope files:read")


def test_a_file_that_was_deleted_meanwhile_is_told(mia: Person, goes_on: Callable[[], None], slack: Slack) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    slack.files.clear()
    goes_on()

    mia.dm().sees("Nothing was imported.", "The file is no longer there. Drop it again.")
    slack.problems.remove("files.info: file_not_found")


def test_a_file_that_slack_only_links_to_is_not_fetched(
    mia: Person, goes_on: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = {"name": "clients", "url_private": "https://docs.example.com/clients", "size": 0}
    monkeypatch.setattr("bot.slack.calls.Slack.file", lambda *_: elsewhere)
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    mia.dm().sees("Nothing was imported.", "clients: Slack has only a link to this file. Drop the file itself.")


def test_the_thread_of_a_running_ribbon_imports_what_is_dropped(
    mia: Person, ribbon: Ribbon, database: Database, practice: Practice
) -> None:
    assert practice
    ribbon.start()
    mia.dm().drops("sessions.csv", SESSIONS.replace(b"n1", b"c1"))

    mia.dm().message(NOT_YET).press("Import")
    mia.dm().sees("Imported.", "sessions: 1 new")
    with database.reading() as connection:
        found = connection.execute(select(func.count()).where(SESSION.c.id == "n-s1")).scalar_one()
    assert found == 1
