"""A file names a practitioner whom Slack doesn't know, and a manager says once who it is."""

from collections.abc import Callable

import pytest
from going import bookings
from posting import HERE, Posting
from practice import Practice
from sqlalchemy import select

from bot.app import Ribbon
from playground.person.people import Person
from playground.server import Playground
from storage.database import Database
from storage.tables import SESSION

NOT_YET = "Nothing has been imported yet."
COLUMNS = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"


def of_stone(session_id: str, hour: int = 10, name: str = "Dr. Stone") -> str:
    return f"{session_id},c1,follow,{name},2026-03-04T{hour}:00:00+01:00,50,confirmed,unpaid,\n"


@pytest.fixture
def goes_on(ribbon: Ribbon, playground: Playground, posting: Posting) -> Callable[[], None]:
    """Ribbon has heard all, looks or imports, and says what it found or did."""

    def go() -> None:
        playground.deliveries.settle()
        while ribbon.importer.import_next(HERE):
            pass
        posting.catches_up()

    return go


@pytest.fixture
def imports(mia: Person, ribbon: Ribbon, goes_on: Callable[[], None]) -> Callable[[str], None]:
    """Mia drops sessions and has them imported; Slack has named everybody."""
    ribbon.rounds.make(HERE)

    def go(rows: str) -> None:
        mia.dm().drops("sessions.csv", (COLUMNS + rows).encode())
        goes_on()
        if any(NOT_YET in message.text for message in mia.client.messages(mia.dm().channel_id)):
            mia.dm().message(NOT_YET).press("Import")
            goes_on()

    return go


def practitioner_of(database: Database, session_id: str) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(SESSION.c.practitioner).where(SESSION.c.id == session_id)).scalar_one())


def test_the_look_and_the_answer_name_whom_slack_does_not_know(
    mia: Person, goes_on: Callable[[], None], ribbon: Ribbon
) -> None:
    ribbon.rounds.make(HERE)
    mia.dm().drops("sessions.csv", (COLUMNS + of_stone("n1") + of_stone("n2", 12)).encode())
    goes_on()
    mia.dm().message("Ribbon doesn't know 1 practitioner").press("Show")
    mia.modal_titled("Worth a look").sees("“Dr. Stone”: 2 sessions")
    mia.modal.close_all()

    mia.dm().message(NOT_YET).press("Import")
    goes_on()
    mia.dm().sees("Imported.", "Say under Settings, Names in files, who they are:", "“Dr. Stone”: 2 sessions")


def test_on_home_managers_see_nobodys_sessions_and_say_who_it_is(
    mia: Person, petra: Person, imports: Callable[[str], None], database: Database
) -> None:
    imports(of_stone("n1"))

    assert "Nobody's sessions" not in petra.home().text
    home = mia.home()
    home.sees("Nobody's sessions (1)", "Slack doesn't know their practitioner.", "Follow-up 50 min with “Dr. Stone”")
    home.press("Say who it is")
    form = mia.modal_titled("Say who it is")
    form.sees("1 session will be theirs")
    form.pick("Who is it?", "Petra Practitioner")
    form.submit()

    assert "Nobody's sessions" not in mia.home().text
    assert practitioner_of(database, "n1") == "UPRAC"
    bookings(petra, "ana").sees("Ana Ruiz")


def test_from_then_on_the_sessions_of_that_name_are_theirs_without_a_word(
    mia: Person, imports: Callable[[str], None], goes_on: Callable[[], None], database: Database
) -> None:
    imports(of_stone("n1"))
    mia.home().press("Say who it is")
    mia.modal_titled("Say who it is").pick("Who is it?", "Petra Practitioner")
    mia.modal.submit()

    mia.dm().drops("sessions.csv", (COLUMNS + of_stone("n1") + of_stone("n2", 12)).encode())
    goes_on()
    assert "Worth a look" not in mia.dm().message(NOT_YET).text
    mia.dm().message(NOT_YET).press("Import")
    goes_on()

    assert practitioner_of(database, "n2") == "UPRAC"


def test_under_settings_names_are_listed_and_given_to_somebody_else(
    mia: Person, imports: Callable[[str], None], database: Database
) -> None:
    imports(of_stone("n1") + of_stone("n2", 12, "stone@example.org"))
    mia.home().press("Settings")
    mia.modal_titled("Settings").press("Names in files")
    names = mia.modal_titled("Names in files")
    names.row("“Dr. Stone”", "Nobody yet · 1 session").press("Say who it is")
    mia.modal_titled("Say who it is").pick("Who is it?", "Petra Practitioner")
    mia.modal.submit()

    names = mia.modal_titled("Names in files")
    names.row("“stone@example.org”", "Nobody yet · 1 session")
    names.row("“Dr. Stone”", "Petra Practitioner").press("Change")
    form = mia.modal_titled("Say who it is")
    form.sees("What was imported before stays whose it is.")
    form.pick("Who is it?", "Paul Practitioner")
    form.submit()
    mia.modal_titled("Names in files").row("“Dr. Stone”", "Paul Practitioner")
    mia.modal.close_all()

    imports(of_stone("n3", 14))
    assert [practitioner_of(database, each) for each in ("n1", "n3")] == ["UPRAC", "UPRAC2"]


def test_only_a_member_can_be_chosen(mia: Person, imports: Callable[[str], None], database: Database) -> None:
    imports(of_stone("n1"))
    mia.home().press("Say who it is")
    form = mia.modal_titled("Say who it is")
    form.pick("Who is it?", "Gus Guest")
    form.submit()

    assert "Choose a member of this workspace" in str(mia.modal.errors)
    assert practitioner_of(database, "n1") == "Dr. Stone"


def test_a_name_that_slack_has_learned_meanwhile_is_asked_about_no_more(
    mia: Person, imports: Callable[[str], None], database: Database
) -> None:
    imports(of_stone("n1"))
    home = mia.home()
    with database.writing() as connection:
        connection.execute(SESSION.update().where(SESSION.c.id == "n1").values(practitioner="UPRAC"))
    home.press("Say who it is")

    mia.modal_titled("That didn't work").sees("Nobody of that name is in your files any more")


def test_until_slack_has_named_everybody_nobody_is_asked_about(mia: Person, practice: Practice) -> None:
    practice.session("n1", "c1", "follow", 1, practitioner="UNEW")

    assert "Nobody's sessions" not in mia.home().text


def test_what_is_left_as_it_is_is_listed_no_more(mia: Person, imports: Callable[[str], None]) -> None:
    imports(of_stone("n1"))
    mia.home().row("with “Dr. Stone”").press("Leave as it is")

    assert "Nobody's sessions" not in mia.home().text
