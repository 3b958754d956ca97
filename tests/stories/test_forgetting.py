"""A client is erased: in every table, in Slack, and in the file; a trace without names stays."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from going import packages
from posting import Posting
from practice import NOW, Practice
from sqlalchemy import MetaData, cast, func, select
from sqlalchemy.types import Text
from typer.testing import CliRunner

from bot.__main__ import program
from bot.app import Ribbon
from bot.slack.calls import Slack as Calls
from domain.erasing import NoSuchClient, forget_client
from domain.values.clients import folded
from domain.values.history import Belongings, Erasure
from domain.values.ids import ClientId, WorkspaceId
from playground.person.people import Person
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database
from storage.records import RecordsTx
from storage.tables import CLIENT, ERASURE, SESSION, TAKE_BACK

ZOE, NAME = ClientId("zq-7741"), "Zoé Quastenberg"
TRACES = (ZOE, NAME, folded(NAME), "Quastenberg", "Zoé Q.")


@pytest.fixture
def zoe(practice: Practice) -> Practice:
    practice.client(ZOE, NAME)
    practice.package("z-gold", ZOE, "Gold 10", {"follow": 10})
    practice.session("z-s1", ZOE, "follow", -2, "z-gold")
    practice.session("z-s2", ZOE, "nutri", 1)
    with practice.database.writing() as connection:  # as an import leaves it
        connection.execute(CLIENT.update().where(CLIENT.c.id == ZOE).values(as_imported=f'{{"name": "{NAME}"}}'))
        connection.execute(
            SESSION.update().where(SESSION.c.id == "z-s1").values(as_imported=f'{{"client_id": "{ZOE}"}}')
        )
    return practice


@pytest.fixture
def asks(petra: Person, zoe: Practice) -> Callable[..., None]:
    """Petra asks for a session to be added to Zoé's package."""
    assert zoe

    def ask(total: int = 12) -> None:
        packages(petra, NAME).row("Gold 10").choose("Edit package")
        petra.modal_titled("Edit package").fill("Follow-up 50 min", str(total))
        petra.modal.fill("Reason", f"Agreed with {NAME}.")
        petra.modal.submit()
        petra.modal.close_all()

    return ask


def forget(database: Database, client_id: ClientId = ZOE) -> Erasure:
    with database.writing() as connection:
        return forget_client(RecordsTx(connection, WorkspaceId("T1")), client_id, "a test", NOW, "reference-1")


def tables_with_traces(database: Database) -> set[str]:
    """Every table of the database, every column as text."""
    found = set()
    with database.reading() as connection:
        metadata = MetaData()
        metadata.reflect(connection)
        for table in metadata.tables.values():
            for column in table.columns:
                text = func.lower(cast(column, Text))
                if any(connection.execute(select(table).where(text.contains(t.lower()))).first() for t in TRACES):
                    found.add(table.name)
    return found


def messages_with_traces(slack: Slack) -> list[str]:
    everything = [message for channel in slack.messages.values() for message in channel]
    return [message.channel for message in everything if any(trace in str(message.as_slack()) for trace in TRACES)]


def test_nothing_of_the_client_is_left_in_any_table_or_in_slack(
    mia: Person, posting: Posting, asks: Callable[..., None], database: Database, slack: Slack
) -> None:
    asks()
    posting.catches_up()
    mia.channel("CMAN").thread("Count adjustment").press("Approve")
    asks(15)
    posting.catches_up()
    assert tables_with_traces(database) >= {"client", "session", "package", "history", "adjustment"}
    assert {"CMAN", slack.dm("UPRAC").id} <= set(messages_with_traces(slack))

    erasure = forget(database)
    posting.runs(30)

    assert tables_with_traces(database) == set()
    assert slack.messages["CMAN"] == []
    assert messages_with_traces(slack) == []
    assert erasure.erased == Belongings(sessions=2, packages=1, adjustments=2)


def test_a_trace_without_names_stays_and_everybody_else_too(asks: Callable[..., None], database: Database) -> None:
    asks()
    with database.reading() as connection:
        before = connection.execute(select(func.count()).select_from(SESSION)).scalar_one()

    forget(database)

    with database.reading() as connection:
        after = connection.execute(select(func.count()).select_from(SESSION)).scalar_one()
        (trace,) = connection.execute(select(ERASURE)).all()
    assert before - after == 2
    assert tuple(trace) == ("T1", "reference-1", NOW, "a test", 2, 1, 1)


def test_messages_not_posted_yet_are_never_posted(
    posting: Posting, asks: Callable[..., None], database: Database, slack: Slack
) -> None:
    asks()

    forget(database)
    posting.runs(30)

    assert slack.calls_of("chat.postMessage") == []


def test_a_message_whose_fate_was_not_known_is_looked_for_and_taken_back(
    posting: Posting, asks: Callable[..., None], database: Database, slack: Slack
) -> None:
    asks()
    slack.spoil("chat.postMessage", cut=True, when="after")
    posting.shows_one()
    assert messages_with_traces(slack) == ["CMAN"]

    forget(database)
    posting.runs(60)

    assert messages_with_traces(slack) == []


def test_what_slack_does_not_delete_now_is_deleted_later(
    posting: Posting, asks: Callable[..., None], database: Database, slack: Slack
) -> None:
    asks()
    posting.catches_up()
    slack.spoil("chat.delete", status=429, retry_after=1)
    slack.spoil("chat.delete", status=500)

    forget(database)
    posting.runs(60)

    assert messages_with_traces(slack) == []
    with database.reading() as connection:
        assert connection.execute(select(TAKE_BACK)).all() == []


def test_what_slack_never_deletes_is_for_a_manager_to_delete(
    posting: Posting, asks: Callable[..., None], database: Database, slack: Slack
) -> None:
    asks()
    posting.catches_up()
    [request] = [message for message in slack.messages["CMAN"] if not message.is_reply]
    slack.spoil("chat.delete", error="cant_delete_message", times=2)

    forget(database)
    posting.runs(60)

    words = [message.text for message in slack.messages[slack.dm("UMAN").id]]
    assert len(words) == 2
    assert "Slack doesn't let Ribbon delete a message that names an erased client." in words[0]
    assert any(f"/archives/CMAN/p{request.ts.replace('.', '')}" in word for word in words)
    with database.reading() as connection:
        assert connection.execute(select(TAKE_BACK)).all() == []


def test_what_is_posted_while_the_client_is_erased_is_taken_back_whenever_slack_agrees(
    posting: Posting,
    asks: Callable[..., None],
    database: Database,
    slack: Slack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def posts_and_then_the_client_is_erased(*said: Any) -> tuple[str, str]:
        posted = post(*said)
        forget(database)
        return posted

    slack.workspaces["T1"].scopes = frozenset({"chat:write", "users:read", "commands"})  # no history may be read
    slack.spoil("chat.delete", status=429, retry_after=30, times=4)
    asks()
    post = Calls.post
    monkeypatch.setattr(Calls, "post", posts_and_then_the_client_is_erased)
    posting.shows_one()
    assert messages_with_traces(slack) == ["CMAN"]

    posting.runs(600)

    assert messages_with_traces(slack) == []
    with database.reading() as connection:
        assert connection.execute(select(TAKE_BACK)).all() == []
    assert slack.problems.pop() == "conversations.history: missing_scope"


SESSION_COLUMNS = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
OF_SOMEBODY_ELSE = f"n-1,{ZOE},follow,UPRAC,2026-03-04T10:00:00+01:00,50,confirmed,unpaid,p1\n"


@pytest.fixture
def drops(mia: Person, playground: Playground, ribbon: Ribbon) -> Callable[[str, str], None]:
    """Mia drops a file, and Ribbon imports it at once or finds out why it can't."""
    usual = ribbon.importer.default_workspace
    ribbon.importer.default_workspace = lambda workspace: replace(usual(workspace), imports_at_once=True)

    def drop(name: str, content: str) -> None:
        mia.dm().drops(name, content.encode())
        playground.deliveries.settle()
        while ribbon.importer.import_next(WorkspaceId("T1")):
            pass

    return drop


def test_an_answer_to_dropped_files_that_names_the_client_is_taken_back_and_others_stay(
    drops: Callable[[str, str], None], zoe: Practice, posting: Posting, database: Database, slack: Slack
) -> None:
    assert zoe
    drops("sessions.csv", SESSION_COLUMNS + OF_SOMEBODY_ELSE)
    drops("again.csv", SESSION_COLUMNS + OF_SOMEBODY_ELSE.replace(ZOE, "c2"))
    posting.catches_up()
    assert messages_with_traces(slack) == [slack.dm("UMAN").id]

    forget(database)
    posting.runs(30)

    assert messages_with_traces(slack) == []
    assert [message.text for message in slack.messages[slack.dm("UMAN").id] if message.bot_id] == [
        "Nothing was imported: 1 problem found. Fix these rows and import the file again."
    ]
    assert tables_with_traces(database) == set()


def test_an_answer_that_named_somebody_before_they_were_imported_is_found_once_they_are(
    drops: Callable[[str, str], None], people: Any, posting: Posting, database: Database, slack: Slack
) -> None:
    assert people
    row = f"{ZOE},{NAME}\n"
    drops("clients.csv", f"client_id,name\n{row}{ZOE},Somebody else\n")
    posting.catches_up()
    assert messages_with_traces(slack) == [slack.dm("UMAN").id]
    drops("clients.csv", f"client_id,name\n{row}")

    forget(database)
    posting.runs(30)

    assert messages_with_traces(slack) == []
    assert tables_with_traces(database) == set()


def test_an_answer_not_given_yet_is_never_given(
    drops: Callable[[str, str], None], zoe: Practice, posting: Posting, database: Database, slack: Slack
) -> None:
    assert zoe
    drops("sessions.csv", SESSION_COLUMNS + OF_SOMEBODY_ELSE)

    forget(database)
    assert tables_with_traces(database) == set()
    posting.runs(30)

    assert slack.calls_of("chat.postMessage") == []


def test_an_unknown_client_is_refused_and_nothing_changes(asks: Callable[..., None], database: Database) -> None:
    asks()

    with pytest.raises(NoSuchClient):
        forget(database, ClientId("nobody"))

    with database.reading() as connection:
        assert connection.execute(select(ERASURE)).all() == []


def test_the_same_id_imported_later_starts_anew(
    petra: Person, zoe: Practice, asks: Callable[..., None], database: Database
) -> None:
    asks()
    forget(database)

    zoe.client(ZOE, NAME)
    zoe.package("z-gold", ZOE, "Gold 10", {"follow": 10})
    zoe.session("z-s1", ZOE, "follow", 2)

    page = packages(petra, NAME).row("Gold 10")
    assert "10 of 10 left" in page.text
    page.choose("History")
    petra.modal_titled("History").sees("Nothing")


@pytest.fixture
def ribbon_command(database: Database, database_url: str, zoe: Practice) -> Callable[..., tuple[int, str]]:
    assert zoe
    database.close()

    def run(*words: str, answer: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(program, ["forget", *words], input=answer, env={"DATABASE_URL": database_url})
        return result.exit_code, result.output

    return run


def test_the_command_asks_first_and_says_what_was_erased(
    ribbon_command: Callable[..., tuple[int, str]], database: Database
) -> None:
    no, asked = ribbon_command(ZOE, answer="n\n")
    assert (no, tables_with_traces(database) > set()) == (1, True)
    assert asked.startswith(
        f"Erase {NAME}, client {ZOE}, with 2 sessions, 1 package, 0 adjustments? This can't be undone."
    )
    database.close()

    yes, said = ribbon_command(ZOE, "--yes", "--workspace", "T1")
    assert (yes, said.startswith("Erased: 2 sessions, 1 package, 0 adjustments.")) == (0, True)
    assert tables_with_traces(database) == set()
    database.close()

    assert ribbon_command(ZOE, "--yes") == (
        1,
        f"ribbon: There is no client {ZOE} in this workspace. Nothing was erased.\n",
    )


@pytest.mark.on_sqlite("it reads the bytes of the file")
def test_nothing_is_left_in_the_files_free_space(
    ribbon_command: Callable[..., tuple[int, str]], database_url: str
) -> None:
    path = database_url.removeprefix("sqlite:///")
    ribbon_command(ZOE, "--yes")

    with open(path, "rb") as file:  # noqa: PTH123
        content = file.read().lower()
    assert [trace for trace in TRACES if trace.lower().encode() in content] == []
