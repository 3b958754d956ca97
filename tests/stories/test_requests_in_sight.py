"""A request is in sight wherever one looks: before it is sent, when it is, and where it is decided (rules 11 to 14)."""

from dataclasses import replace

import pytest
from going import packages
from posting import HERE, Posting

from bot.app import Ribbon
from playground.person.people import Person
from playground.person.screen import Modal
from storage.database import Database
from storage.records import RecordsTx

ASKED = "Count adjustment · Bo L. · Silver 5"


def form_for(person: Person, sessions: str, reason: str = "Agreed") -> Modal:
    packages(person, "bo").row("Silver 5").choose("Edit package")
    form = person.modal_titled("Edit package")
    form.fill("Follow-up 50 min", sessions)
    form.fill("Reason", reason)
    return form


def asks(person: Person, posting: Posting, sessions: str = "6") -> None:
    form_for(person, sessions).submit()
    person.modal_titled("Bookings & Packages").close_all()
    posting.catches_up()


@pytest.fixture
def may_decide_their_own(database: Database, ribbon: Ribbon) -> None:
    choose(database, ribbon, managers_decide_their_own=True)


def choose(database: Database, ribbon: Ribbon, **chosen: object) -> None:
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        workspace = records.find_workspace(ribbon.router.default_workspace(HERE))
        records.choose(replace(workspace, **chosen))  # type: ignore[arg-type]  # whatever the test names


def test_the_form_names_client_and_package_and_what_is_pending_on_it(
    petra: Person, mia: Person, posting: Posting
) -> None:
    form = form_for(petra, "6")
    form.sees("Bo Lindqvist · Silver 5\nActive · no last day · 5 of 5 left")
    assert "Pending" not in form.text
    form.submit()
    posting.catches_up()

    form_for(mia, "7").sees("Pending: Follow-up 50 min: 5 → 6 total. Requested by Petra Practitioner, today.")
    assert mia.modal.buttons == ["Cancel", "Request changes"]


def test_the_same_request_twice_is_refused_and_leads_to_the_first(petra: Person, mia: Person, posting: Posting) -> None:
    asks(petra, posting)
    form_for(mia, "6", "Another reason").submit()
    first = mia.modal_titled("Count adjustment")
    first.sees("The same was asked for already, and is pending.", "requested by Petra Practitioner", "Reason: Agreed")
    first.close()

    assert posting.behind() == 0
    assert mia.modal_titled("Bookings & Packages").row("Silver 5").text.count("Waiting for a manager") == 1


def test_another_request_may_stand_beside_the_first(petra: Person, posting: Posting) -> None:
    asks(petra, posting)
    asks(petra, posting, "7")

    assert packages(petra, "bo").row("Silver 5").text.count("Waiting for a manager") == 2


def test_on_the_packages_tab_who_asked_takes_it_back(petra: Person, mia: Person, posting: Posting) -> None:
    form_for(petra, "6").submit()
    tab = petra.modal_titled("Bookings & Packages")
    tab.row("Silver 5").sees("Follow-up 50 min: 5 → 6", "requested by you")
    posting.catches_up()
    tab.press("Withdraw")
    petra.dialog.press("Withdraw it")
    tab.loses("Waiting for a manager")
    posting.catches_up()

    mia.channel("CMAN").message(ASKED).sees("Withdrawn · by @Petra Practitioner")


def test_a_manager_who_may_saves_at_once_and_the_decided_card_is_posted(
    mia: Person, posting: Posting, may_decide_their_own: None
) -> None:
    del may_decide_their_own
    form = form_for(mia, "8")
    form.sees("This saves at once, is recorded as approved by you, and is posted in the managers' channel.")
    assert form.buttons == ["Cancel", "Save changes"]
    form.submit()
    tab = mia.modal_titled("Bookings & Packages")
    tab.row("Silver 5").sees("8 of 8 left")
    posting.catches_up()
    mia.channel("CMAN").message(ASKED).sees("Approved · by @Mia Manager (self-approved)")
    mia.channel("CMAN").thread(ASKED).sees("Follow-up 50 min | 5 → 8 | 5 → 8", "These figures were applied.")
    tab.row("Silver 5").choose("History")

    told = mia.modal_titled("History")
    told.row("Adjustment approved").sees("asked for and approved by Mia Manager (self-approved)", "total 5 → 8")
    assert "Adjustment requested" not in told.text
    assert "your request" not in mia.dm().text


def test_who_saves_at_once_needs_no_channel(mia: Person, posting: Posting, ribbon: Ribbon) -> None:
    before = ribbon.router.default_workspace
    ribbon.router.default_workspace = lambda team: replace(
        before(team), managers_decide_their_own=True, managers_channel=None
    )
    form_for(mia, "8").submit()

    mia.modal_titled("Bookings & Packages").row("Silver 5").sees("8 of 8 left")
    assert posting.behind() == 0


def test_who_may_save_no_more_is_told_and_nothing_is_saved(
    mia: Person, database: Database, ribbon: Ribbon, may_decide_their_own: None
) -> None:
    del may_decide_their_own
    form = form_for(mia, "8")
    choose(database, ribbon, managers_decide_their_own=False)
    form.submit()
    mia.modal_titled("That didn't work").sees("You can't decide your own requests any more, so nothing was saved.")

    packages(mia, "bo").row("Silver 5").sees("5 of 5 left")


def test_save_changes_pressed_twice_saves_once(mia: Person, may_decide_their_own: None) -> None:
    del may_decide_their_own
    form_for(mia, "8").submit(times=2)
    packages(mia, "bo").row("Silver 5").choose("History")

    assert mia.modal_titled("History").text.count("Adjustment approved") == 1


@pytest.mark.parametrize("where", ["Home", "/adjustments", "Packages"])
def test_a_manager_decides_wherever_the_request_is_listed(
    petra: Person, mia: Person, posting: Posting, where: str
) -> None:
    asks(petra, posting)
    looks_at(mia, where).press("Decide")
    window = mia.modal_titled("Count adjustment")
    window.sees("Bo Lindqvist · Silver 5", "Follow-up 50 min: total 5 → 6, left 5 → 6", "Sum: total 5 → 6, left 5 → 6")
    window.press("Approve")
    window.sees("Approved by Mia Manager", "Follow-up 50 min: total 5 → 6, left 5 → 6")
    assert "Decline" not in window.text
    posting.catches_up()

    petra.dm().sees("Approved: your request for Bo L. · Silver 5")
    packages(petra, "bo").row("Silver 5").sees("6 of 6 left")


def looks_at(person: Person, where: str) -> Modal:
    if where == "Packages":
        return packages(person, "bo")
    if where == "/adjustments":
        person.command(where)
        return person.modal_titled("Pending adjustments")
    return person.home()  # type: ignore[return-value]  # pressed alike


def test_declined_in_the_window_it_says_so_there(petra: Person, mia: Person, posting: Posting) -> None:
    asks(petra, posting)
    looks_at(mia, "/adjustments").press("Decide")
    mia.modal_titled("Count adjustment").press("Decline")
    form = mia.modal_titled("Decline adjustment")
    form.fill("Reason", "Sell a new one")
    form.submit()
    mia.modal_titled("Count adjustment").sees("Declined by Mia Manager · Sell a new one")
    mia.modal.close()

    mia.modal_titled("Pending adjustments").sees("No adjustments are pending")


def test_on_figures_that_have_changed_nothing_is_approved_and_the_new_ones_are_shown(
    petra: Person, mia: Person, posting: Posting
) -> None:
    asks(petra, posting)
    looks_at(mia, "/adjustments").press("Decide")
    window = mia.modal_titled("Count adjustment")
    petra.command("/bookings bo")
    petra.modal.row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    window.press("Approve")
    window.sees("Nothing was approved. Check the new figures.", "left 4 → 5")
    window.press("Approve")
    window.sees("Approved by Mia Manager")

    packages(petra, "bo").row("Silver 5").sees("5 of 6 left")


def test_nobody_is_offered_to_decide_what_they_asked_for(mia: Person, posting: Posting) -> None:
    asks(mia, posting)
    tab = packages(mia, "bo").row("Silver 5")
    tab.sees("Withdraw")

    assert "Decide" not in tab.text


def test_a_practitioner_decides_nothing(petra: Person, posting: Posting) -> None:
    asks(petra, posting)
    assert "Decide" not in petra.home().text
