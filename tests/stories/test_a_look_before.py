"""A manager drops a file, looks at what importing it would do, and says whether it is done."""

from collections.abc import Callable
from typing import Any

import pytest
from going import packages
from posting import HERE, Posting
from practice import Practice
from sqlalchemy import select

from bot.app import Ribbon
from domain.erasing import forget_client
from domain.values.ids import ClientId
from playground.person.people import Person
from playground.server import Playground
from storage.database import Database
from storage.records import RecordsTx
from storage.tables import CLIENT, DROP, INCLUDED, SESSION

NOT_YET = "Nothing has been imported yet."
CLIENTS = b"client_id,name\nc1,Ana Ruiz\nn1,Nora Newcomer\n"
COLUMNS = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
OF_NOBODY = (COLUMNS + "n-s1,c1,follow,stone@example.org,2026-03-04T10:00:00+01:00,50,confirmed,unpaid,\n").encode()
PACKAGES = "package_id,client_id,name,status,expires_on,service_id,sessions\n"


@pytest.fixture
def goes_on(ribbon: Ribbon, playground: Playground, posting: Posting) -> Callable[[], None]:
    """Ribbon has heard all, looks or imports, and says what it found or did."""

    def go() -> None:
        playground.deliveries.settle()
        while ribbon.importer.import_next(HERE):
            pass
        posting.catches_up()

    return go


def imports(person: Person, goes_on: Callable[[], None], name: str, content: bytes) -> None:
    person.dm().drops(name, content)
    goes_on()
    person.dm().message(NOT_YET).press("Import")
    goes_on()


def clients(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.execute(select(CLIENT.c.id)).scalars())


def drops_kept(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(DROP)))


def answers(person: Person) -> list[str]:
    told = person.client.messages(person.dm().channel_id)
    return [message.text for message in told if message.bot_id]


def test_nothing_is_imported_before_a_manager_says_so(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()

    assert answers(mia) == [
        "clients.csv: what importing would do. Nothing has been imported yet. 1 new, 0 changed, 1 unchanged."
    ]
    assert "n1" not in clients(database)

    mia.dm().message(NOT_YET).press("Import")
    goes_on()

    assert answers(mia) == ["Imported."]
    assert "n1" in clients(database)
    goes_on()
    assert drops_kept(database) == []


def test_what_is_left_is_not_imported_and_forgotten_at_once(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()
    mia.dm().message(NOT_YET).press("Leave it")
    goes_on()

    mia.dm().sees("Left as it was: nothing was imported.")
    assert "n1" not in clients(database)
    goes_on()
    assert drops_kept(database) == []


def test_of_two_presses_one_wins_and_the_other_is_told(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()
    look = mia.dm().message(NOT_YET)
    look.press("Leave it")
    look.press("Import")
    goes_on()

    mia.dm().sees("These files no longer wait to be imported.")
    assert "n1" not in clients(database)


def test_while_it_is_being_imported_there_is_nothing_to_press(
    mia: Person, goes_on: Callable[[], None], posting: Posting
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()
    mia.dm().message(NOT_YET).press("Import")
    posting.catches_up()

    mia.dm().sees("It is being imported.")
    assert "Leave it" not in mia.dm().message("It is being imported.").text
    goes_on()
    assert answers(mia) == ["Imported."]


def test_if_it_would_do_something_else_meanwhile_the_look_is_drawn_anew(
    mia: Person, goes_on: Callable[[], None], practice: Practice, database: Database
) -> None:
    mia.dm().drops("clients.csv", b"client_id,name\nn1,Nora Newcomer\nn2,Olek Nowak\n")
    goes_on()
    practice.client("n1", "Nora Otherwise")
    mia.dm().message(NOT_YET).press("Import")
    goes_on()

    mia.dm().sees("What importing would do has changed meanwhile, so nothing was imported. Look again.")
    assert "n2" not in clients(database)

    mia.dm().message("has changed meanwhile").press("Import")
    goes_on()
    assert answers(mia) == ["Imported."]
    assert "n2" in clients(database)


def test_practitioners_whom_slack_does_not_know_are_named(mia: Person, goes_on: Callable[[], None]) -> None:
    mia.dm().drops("sessions.csv", OF_NOBODY)
    goes_on()

    mia.dm().sees("Worth a look (1)", "Ribbon doesn't know 1 practitioner")
    mia.dm().message(NOT_YET).press("Show")
    mia.modal_titled("Worth a look").sees("“stone@example.org”: 1 session")


def test_a_session_that_would_leave_its_package_is_named(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    row = "n-s1,c1,follow,UPRAC,2026-03-04T10:00:00+01:00,50,confirmed,unpaid,"
    imports(mia, goes_on, "packages.csv", f"{PACKAGES}n1,c1,Gold,active,,follow,10\n".encode())
    imports(mia, goes_on, "sessions.csv", f"{COLUMNS}{row}n1\n".encode())
    mia.dm().drops("sessions.csv", f"{COLUMNS}{row}\n".encode())
    goes_on()

    mia.dm().sees("1 session leaves its package")
    mia.dm().message(NOT_YET).press("Show")
    mia.modal_titled("Worth a look").sees("Session “n-s1” leaves package “n1”.")
    with database.reading() as connection:
        linked = connection.execute(select(SESSION.c.package_id).where(SESSION.c.id == "n-s1")).scalar_one()
    assert linked == "n1"


def test_a_total_that_was_decided_in_ribbon_is_named(
    mia: Person, goes_on: Callable[[], None], database: Database
) -> None:
    imports(mia, goes_on, "packages.csv", f"{PACKAGES}n1,c4,Silver,active,,follow,10\n".encode())
    with database.writing() as connection:
        connection.execute(INCLUDED.update().where(INCLUDED.c.package_id == "n1").values(total=12))
    mia.dm().drops("packages.csv", f"{PACKAGES}n1,c4,Silver,active,,follow,8\n".encode())
    goes_on()

    mia.dm().sees("1 total that was decided in Ribbon changes")
    mia.dm().message(NOT_YET).press("Show")
    mia.modal_titled("Worth a look").sees("“Silver” (“n1”): total of “follow” 12 → 8")


def test_services_that_left_a_package_are_named_before_they_do(mia: Person, goes_on: Callable[[], None]) -> None:
    many = "".join(f"m{n},c4,Silver {n},completed,,follow,5\n" for n in range(20))
    imports(mia, goes_on, "packages.csv", f"{PACKAGES}{many}n1,c4,Mixed,active,,follow,10\n".encode())
    mia.dm().drops("packages.csv", f"{PACKAGES}n1,c4,Mixed,active,,initial,3\n".encode())
    goes_on()

    mia.dm().sees("1 service leaves its package")
    packages(mia, "dalia").row("Mixed").sees("10 of 10")
    mia.modal.close_all()
    mia.dm().message(NOT_YET).press("Import")
    goes_on()
    packages(mia, "dalia").row("Mixed").sees("3 of 3")


def test_by_a_setting_what_has_nothing_noteworthy_is_imported_at_once_and_nothing_else(
    mia: Person, goes_on: Callable[[], None]
) -> None:
    mia.home().press("Settings")
    form = mia.modal_titled("Settings")
    form.pick("Files with nothing to look at", "Import at once")
    form.submit()
    mia.modal_titled("Settings saved").sees("Files with nothing to look at", "Import at once")
    mia.modal.close_all()

    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()
    assert answers(mia)[-1] == "Imported."

    mia.dm().drops("sessions.csv", OF_NOBODY)
    goes_on()
    assert NOT_YET in answers(mia)[-1]


def test_after_thirty_days_it_is_forgotten_with_a_word(
    mia: Person, goes_on: Callable[[], None], ribbon: Ribbon, clock: Any, database: Database
) -> None:
    mia.dm().drops("clients.csv", CLIENTS)
    goes_on()
    clock.goes_on(days=29)
    ribbon.rounds.leave_files_from_before(HERE)
    goes_on()
    assert NOT_YET in answers(mia)[0]

    clock.goes_on(days=2)
    ribbon.rounds.leave_files_from_before(HERE)
    goes_on()
    assert answers(mia) == [
        "Nothing was imported: these files waited for 30 days. Drop them again if you still need them."
    ]
    goes_on()
    assert drops_kept(database) == []


def test_a_client_who_was_erased_meanwhile_does_not_come_back_unasked(
    mia: Person, goes_on: Callable[[], None], practice: Practice, database: Database, clock: Any
) -> None:
    practice.client("gone", "Zoe Gone")
    mia.dm().drops("clients.csv", b"client_id,name\nn1,Nora Newcomer\ngone,Zoe Gone\n")
    goes_on()
    with database.writing() as connection:
        forget_client(RecordsTx(connection, HERE), ClientId("gone"), "console", clock.at, "e1")
    mia.dm().message(NOT_YET).press("Import")
    goes_on()

    mia.dm().sees("has changed meanwhile")
    assert "gone" not in clients(database)


def test_a_look_that_names_an_erased_client_is_taken_back_and_the_files_forgotten(
    mia: Person, goes_on: Callable[[], None], practice: Practice, database: Database, clock: Any, posting: Posting
) -> None:
    practice.client("gone", "Zoe Gone")
    imports(mia, goes_on, "packages.csv", f"{PACKAGES}n1,gone,Silver,active,,follow,10\n".encode())
    with database.writing() as connection:
        connection.execute(INCLUDED.update().where(INCLUDED.c.package_id == "n1").values(total=12))
    mia.dm().drops("packages.csv", f"{PACKAGES}n1,gone,Silver,active,,follow,8\n".encode())
    goes_on()
    assert len(drops_kept(database)) == 1

    with database.writing() as connection:
        forget_client(RecordsTx(connection, HERE), ClientId("gone"), "console", clock.at, "e1")
    posting.runs(30)

    assert drops_kept(database) == []
    assert not any("a look" in answer or NOT_YET in answer for answer in answers(mia))
