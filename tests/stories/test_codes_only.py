"""A workspace that shows no client's name anywhere (rule 18)."""

import pytest
from going import packages
from posting import Posting
from practice import TEAM

from domain.values.ids import WorkspaceId
from domain.values.people import Naming, Workspace
from playground.person.people import Person
from playground.state.slack import Slack
from storage.database import Database
from storage.records import RecordsTx


@pytest.fixture
def _codes_only(database: Database) -> None:
    with database.writing() as connection:
        RecordsTx(connection, WorkspaceId(TEAM)).choose(
            Workspace(WorkspaceId(TEAM), timezone="Europe/Berlin", naming=Naming.CODE)
        )


@pytest.mark.usefixtures("_codes_only")
def test_lists_pages_pickers_and_home_show_the_code_instead_of_the_name(petra: Person) -> None:
    petra.command("/bookings")
    row = petra.modal_titled("Bookings").row("10:30 c2\nFollow-up")
    assert "Lindqvist" not in petra.modal.text
    row.choose("Link to package")
    petra.modal_titled("Link to package").sees("c2\nFollow-up")
    petra.modal.close_all()
    petra.command("/client lindqvist")
    petra.modal_titled("Bookings & Packages").sees("c2")
    assert "Lindqvist" not in petra.modal.text
    petra.modal.close_all()
    petra.command("/book")
    assert petra.modal_titled("Book a session").typeahead("Client", "lind") == ["c2"]
    petra.modal.close_all()
    home = petra.home()
    assert "c2" in home.text
    assert "Lindqvist" not in home.text


def asks(person: Person, client: str, package: str) -> None:
    packages(person, client).row(package).choose("Edit package")
    form = person.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "12")
    form.fill("Reason", "Agreed")
    form.submit()
    person.modal_titled("Bookings & Packages").close_all()


def names_clients(mia: Person, how: str) -> None:
    mia.home()
    mia.press("Settings")
    form = mia.modal_titled("Settings")
    form.pick("Clients' names", how)
    form.submit()
    mia.modal_titled("Settings saved").close()


def posted(slack: Slack) -> str:
    """All that stands in channels and direct messages, with what notifications read out."""
    return str([(message.text, message.blocks) for channel in slack.messages.values() for message in channel])


def test_choosing_it_renames_what_is_posted_whatever_became_of_it(
    petra: Person, mia: Person, posting: Posting, slack: Slack
) -> None:
    asks(petra, "bo", "Silver 5")
    asks(petra, "ana", "Gold 10")
    posting.catches_up()
    thread = mia.channel("CMAN").thread("Bo L.")
    thread.press("Approve")
    posting.catches_up()
    petra.dm().sees("your request for Bo L. · Silver 5")

    names_clients(mia, "Code only")
    posting.catches_up()

    petra.dm().sees("Approved: your request for c2 · Silver 5")
    mia.channel("CMAN").sees("Count adjustment · c2 · Silver 5", "Count adjustment · c1 · Gold 10")
    assert "Bo L" not in posted(slack)
    assert "Ana R" not in posted(slack)
    names_clients(mia, "Full name")
    posting.catches_up()
    mia.channel("CMAN").sees("Count adjustment · Bo Lindqvist · Silver 5", "Count adjustment · Ana Ruiz · Gold 10")


def test_what_isnt_in_slack_any_more_is_not_posted_again_for_its_name(
    petra: Person, mia: Person, posting: Posting, slack: Slack
) -> None:
    asks(petra, "bo", "Silver 5")
    posting.catches_up()
    mia.channel("CMAN").thread("Bo L.").press("Approve")
    posting.catches_up()
    slack.messages["CMAN"].clear()  # as Slack does by itself where messages are kept for so long only
    slack.messages[slack.dm("UPRAC").id].clear()

    names_clients(mia, "Code only")
    posting.catches_up()

    assert posted(slack) == "[]"
    del slack.problems[:]
