"""A workspace that has no data yet: everything can be begun in Slack alone (rule 26)."""

from datetime import datetime

import pytest
from going import bookings, buttons
from posting import Posting
from practice import Practice

from bot.app import Ribbon
from playground.person.people import People, Person
from playground.person.screen import Modal
from playground.server import Playground
from storage.database import Database

AT = str(int(datetime.fromisoformat("2026-03-10T14:00:00+01:00").timestamp()))


@pytest.fixture
def everybody(playground: Playground, ribbon: Ribbon, posting: Posting) -> People:
    """The people of a workspace in which there is nothing yet."""
    assert ribbon
    assert posting.behind() == 0
    return People(playground.client)


@pytest.fixture
def newcomer(everybody: People) -> Person:
    """A practitioner there."""
    return everybody.person("UPRAC")


@pytest.fixture
def owner(everybody: People) -> Person:
    """A manager there."""
    return everybody.person("UMAN")


def adds_service(person: Person, name: str, minutes: str = "") -> None:
    form = person.modal_titled("Add a service")
    form.fill("Name", name)
    if minutes:
        form.fill("Usual length in minutes", minutes)
    form.submit()


def adds_client(person: Person, name: str) -> Modal:
    form = person.modal_titled("Add a client")
    form.fill("Name", name)
    form.submit()
    return form


def services_of(person: Person) -> Modal:
    person.home().press("Settings")
    person.modal_titled("Settings").press("Services")
    return person.modal_titled("Services")


def only_managers_add(person: Person) -> None:
    person.home().press("Settings")
    person.modal_titled("Settings").pick("New clients", "Only managers add them")
    person.modal.submit()
    person.modal_titled("Settings saved").close_all()


def test_a_manager_goes_from_nothing_to_a_booked_session_on_home_alone(owner: Person) -> None:
    home = owner.home()
    home.sees("Welcome to Ribbon", "1 · Managers and their channel", "2 · Services", "Needs a service and a client")
    assert "Needs attention" not in home.text
    assert "bookings\n" not in home.text
    home.press("Add a service")
    adds_service(owner, "Follow-up 50 min", "45")
    owner.sees_no_modal()
    owner.screen.sees("2 · Services\nDone")
    owner.press("Add a client")
    adds_client(owner, "Ana Ruiz")
    page = owner.modal_titled("Bookings & Packages")
    page.sees("Ana Ruiz", "Nothing is booked from today on.")
    page.press("Book a session")
    form = owner.modal_titled("Book a session")
    assert form.value("Client") == "Ana Ruiz"
    form.pick("Service", "Follow-up 50 min", query="follow")
    assert form.value("Length in minutes") == "45"
    form.fill("Date and time", AT)
    form.submit()
    owner.modal_titled("Booked").close_all()

    bookings(owner).row("14:00").sees("Ana Ruiz\nFollow-up 50 min")
    owner.modal.close_all()
    assert "Welcome" not in owner.home().text


def test_a_practitioner_is_told_who_can_add_services_and_adds_a_client(newcomer: Person, database: Database) -> None:
    home = newcomer.home()
    home.sees("There are no services yet.", "@Mia Manager or @Max Manager can add them", "You have no clients yet.")
    assert "Add a service" not in buttons(home)
    home.press("Add a client")
    newcomer.modal_titled("Add a client").sees("The client is yours from then on")
    adds_client(newcomer, "Ana Ruiz")
    newcomer.modal_titled("Bookings & Packages").close_all()
    Practice(database).service("follow", "Follow-up 50 min")
    newcomer.home().press("Book your first session")
    form = newcomer.modal_titled("Book a session")
    form.pick("Client", "Ana Ruiz", query="ana")
    form.pick("Service", "Follow-up 50 min", query="follow")
    form.fill("Date and time", AT)
    form.submit()

    newcomer.modal_titled("Booked").sees("Booked: Ana Ruiz")


def test_book_says_what_is_missing_and_becomes_the_form_once_it_is_there(owner: Person) -> None:
    owner.command("/book")
    lacking = owner.modal_titled("Book a session")
    lacking.sees("There are no services yet. Add what you offer.", "There are no clients yet. Add the first one.")
    lacking.press("Add a service")
    adds_service(owner, "Follow-up 50 min")
    lacking.loses("There are no services yet.")
    lacking.press("Add a client")
    adds_client(owner, "Ana Ruiz")
    form = owner.modal_titled("Book a session")
    form.sees("Booked from")

    assert form.value("Client") == "Ana Ruiz"


def test_book_with_a_name_says_first_what_is_missing(owner: Person) -> None:
    owner.command("/book ana")

    owner.modal_titled("Book a session").sees("There are no services yet.")


def test_commands_in_an_empty_workspace_offer_what_is_missing(newcomer: Person, owner: Person) -> None:
    newcomer.command("/bookings")
    listed = newcomer.modal_titled("Bookings")
    listed.sees("There are no services yet.", "You have no clients yet.")
    assert "Add a client" in buttons(listed)
    listed.close_all()
    owner.command("/client")
    picker = owner.modal_titled("Choose a client")
    picker.sees("There are no clients yet.")
    picker.press("Add a client")
    adds_client(owner, "Ana Ruiz")

    owner.modal_titled("Bookings & Packages").sees("Ana Ruiz")


def test_where_only_managers_add_clients_nobody_else_is_offered_it(newcomer: Person, owner: Person) -> None:
    newcomer.home().press("Add a client")
    form = newcomer.modal_titled("Add a client")
    only_managers_add(owner)
    form.fill("Name", "Ana Ruiz")
    form.submit()
    newcomer.modal_titled("That didn't work").sees("Only a manager can add clients here.")
    newcomer.modal.close_all()
    home = newcomer.home()

    home.sees("A manager can add one and book your first session.")
    assert "Add a client" not in buttons(home)


def test_a_likely_double_is_named_to_managers_only(petra: Person, mia: Person) -> None:
    petra.command("/client")
    petra.modal_titled("Choose a client").press("Add a client")
    adds_client(petra, "emre yildiz")
    petra.modal_titled("Bookings & Packages").sees("emre yildiz")
    mia.command("/client")
    mia.modal_titled("Choose a client").press("Add a client")
    adds_client(mia, "Ana  RUIZ")
    form = mia.modal_titled("Add a client")
    form.sees("Ana Ruiz (c1) is there already.")
    assert form.value("Name") == "Ana  RUIZ"
    form.submit()

    mia.modal_titled("Bookings & Packages").sees("Ana RUIZ")


def test_a_client_whom_a_practitioner_adds_is_theirs_and_nobody_elses(petra: Person, paul: Person) -> None:
    petra.command("/client")
    petra.modal_titled("Choose a client").press("Add a client")
    adds_client(petra, "Nora Newcomer")
    petra.modal_titled("Bookings & Packages").close_all()
    petra.command("/client nora")
    petra.modal_titled("Bookings & Packages").sees("Nora Newcomer")
    paul.command("/client nora")

    paul.sees("None of your clients has “nora” in their name.")


def test_two_presses_of_add_client_add_one(owner: Person) -> None:
    owner.home().press("Add a client")
    form = owner.modal_titled("Add a client")
    form.fill("Name", "Ana Ruiz")
    form.submit(times=2)
    owner.modal.close_all()
    owner.command("/client")

    assert owner.modal_titled("Choose a client").typeahead("Client", "ana") == ["Ana Ruiz"]


def test_a_client_is_renamed_in_what_is_posted_too(mia: Person, petra: Person, posting: Posting) -> None:
    petra.command("/client ana")
    petra.modal_titled("Bookings & Packages").press("Packages")
    petra.modal_titled("Bookings & Packages").row("Gold 10").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "12")
    form.fill("Reason", "Agreed")
    form.submit()
    posting.catches_up()
    mia.channel("CMAN").sees("Ana R.")
    mia.command("/client ana")
    mia.modal_titled("Bookings & Packages").press("Rename client")
    rename = mia.modal_titled("Rename client")
    assert rename.value("Name") == "Ana Ruiz"
    rename.fill("Name", "Anna Ruiz Soler")
    rename.submit()
    mia.modal_titled("Bookings & Packages").sees("Anna Ruiz Soler")
    posting.catches_up()

    mia.channel("CMAN").sees("Anna S.")
    assert "Ana R." not in mia.channel("CMAN").text


def test_only_managers_rename_clients_and_see_services(petra: Person) -> None:
    petra.command("/client ana")

    assert "Rename client" not in buttons(petra.modal_titled("Bookings & Packages"))


def test_a_service_is_renamed_given_a_length_and_retired(mia: Person, petra: Person) -> None:
    services = services_of(mia)
    services.row("Nutrition review").sees("No usual length")
    services.row("Nutrition review").press("Change")
    form = mia.modal_titled("Change service")
    form.fill("Name", "Nutrition talk")
    form.fill("Usual length in minutes", "25")
    form.submit()
    services.row("Nutrition talk").sees("Usually 25 minutes")
    services.row("Nutrition talk").press("Change")
    mia.modal_titled("Change service").pick("In the menus", "Retired")
    mia.modal.submit()
    services.row("Nutrition talk").sees("Retired · Usually 25 minutes")
    bookings(petra).row("6 Mar").sees("Nutrition talk")
    petra.modal.press("Filter")
    assert petra.modal_titled("Filter").typeahead("Service", "talk") == ["Nutrition talk"]
    petra.modal.close_all()
    petra.command("/book bo")

    assert petra.modal_titled("Book a session").typeahead("Service", "talk") == []


def test_a_service_retired_meanwhile_is_refused_at_its_field(mia: Person, petra: Person) -> None:
    petra.command("/book bo")
    form = petra.modal_titled("Book a session")
    form.pick("Service", "Nutrition review", query="nutri")
    form.fill("Date and time", AT)
    services_of(mia).row("Nutrition review").press("Change")
    mia.modal_titled("Change service").pick("In the menus", "Retired")
    mia.modal.submit()
    form.submit()

    assert form.errors == {"Service": "This service is no longer offered. Choose another."}


@pytest.mark.parametrize(
    ("name", "minutes", "errors"),
    [
        ("  ", "50", {"Name": "Enter a name of up to 200 characters."}),
        ("follow-up  50 MIN", "50", {"Name": "There is a service of this name already."}),
        ("Sauna", "1441", {"Usual length in minutes": "Enter a number that is at most 1440."}),
    ],
)
def test_mistakes_in_a_service_are_told_at_their_fields(
    mia: Person, name: str, minutes: str, errors: dict[str, str]
) -> None:
    services_of(mia).press("Add a service")
    adds_service(mia, name, minutes)

    assert set(mia.modal_titled("Add a service").errors) == set(errors)
