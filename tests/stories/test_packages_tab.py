"""What can be asked of a package, and new packages."""

import pytest
from going import bookings, buttons, closes, packages, rows
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal


def asked(person: Person, client: str, package: str, what: str) -> Modal:
    packages(person, client).row(package).choose(what)
    return person.modal_titled(what)


def test_scheduled_bookings_are_all_sessions_linked_to_the_package(petra: Person, practice: Practice) -> None:
    practice.session("pauls", "c1", "nutri", 1, "p1", practitioner="UPRAC2")
    shown = asked(petra, "ana", "Gold 10", "Scheduled bookings")

    shown.sees(
        "Gold 10\nActive",
        "1 linked session not counted",
        "Nutrition review",
        "Gold 10 · not counted ⚠️ · Confirmed · Unpaid",
    )
    assert "16 Feb" in shown.text
    assert "9 Feb" in shown.text
    assert len(rows(shown)) == 2, "a colleague's session is shown, without a menu"


def test_a_session_unlinked_among_scheduled_bookings_leaves_them(petra: Person) -> None:
    asked(petra, "ana", "Gold 10", "Scheduled bookings").row("16 Feb").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    shown = petra.modal_titled("Scheduled bookings")
    shown.loses("Mon 16 Feb\n")

    shown.sees("9 of 10 left")


def test_scheduled_bookings_go_on_older_and_newer(petra: Person, practice: Practice) -> None:
    for n in range(12):
        practice.session(f"x{n:02}", "c1", "follow", n, "p1")
    shown = asked(petra, "ana", "Gold 10", "Scheduled bookings")
    first = rows(shown)
    shown.press("Older")
    shown.sees("Newer")

    assert len(first) == 10
    assert len(rows(shown)) == 4
    shown.press("Newer")
    shown.sees("Older")


def test_why_this_count_explains_the_total_and_each_session(petra: Person, practice: Practice) -> None:
    practice.session("odd", "c1", "nutri", 1, "p1")
    practice.session("gone", "c1", "follow", -1, "p1", confirmation="cancelled")
    shown = asked(petra, "ana", "Gold 10", "Why this count")

    shown.sees("Follow-up 50 min: total 10 − 2 sessions that count = 8 left")
    shown.row("Nutrition review").sees("not counted: Nutrition review is not included")
    shown.row("1 Mar").sees("not counted: cancelled")
    assert "\ncounts" in shown.row("16 Feb").text


@pytest.mark.parametrize(
    ("client", "package", "says"),
    [
        ("chidi", "One left", "Follow-up 50 min: total 1 − 1 session that counts = 0 left"),
        ("bo", "Silver 5", "Follow-up 50 min: total 5 − 0 sessions that count = 5 left"),
        ("bo", "One", "Follow-up 50 min: total 1 − 2 sessions that count = 1 over"),
    ],
)
def test_a_count_is_explained_as_people_would_say_it(
    petra: Person, practice: Practice, client: str, package: str, says: str
) -> None:
    practice.package("over", "c2", "One", {"follow": 1})
    practice.session("o1", "c2", "follow", 1, "over")
    practice.session("o2", "c2", "follow", 2, "over")

    asked(petra, client, package, "Why this count").sees(says)


def test_history_tells_who_did_what_with_before_and_after(petra: Person, mia: Person) -> None:
    bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Bookings").row("Silver 5").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("Bookings").loses("🎁")
    closes(mia, "bo", "Silver 5").sees("Silver 5\nCompleted")
    shown = asked(mia, "bo", "Silver 5", "History")

    linked = shown.row("Session of Wed 4 Mar 2026 linked")
    linked.sees("Mon 2 Mar 2026, 10:30 · by Petra Practitioner", "left 5 → 4")
    unlinked = shown.row("Session of Wed 4 Mar 2026 unlinked")
    unlinked.sees("by Petra Practitioner", "Follow-up 50 min: left 4 → 5")
    shown.row("Package changed").sees("by Mia Manager", "active → completed")


def test_history_names_a_session_by_its_day_where_the_practice_is_whoever_reads(
    petra: Person, paul: Person, practice: Practice
) -> None:
    practice.session("late", "c2", "follow", 0.6, "p4")  # 23:54 UTC
    practice.session("paul", "c2", "follow", 9, practitioner="UPRAC2")
    bookings(petra, "bo").row("Tue 3 Mar").choose("Session details")
    petra.modal_titled("Session details").press("Mark as paid")
    petra.modal.sees("Paid")
    petra.modal.close_all()

    assert "Session of Tue 3 Mar 2026 changed" in asked(petra, "bo", "Silver 5", "History").text
    assert "Session of Tue 3 Mar 2026 changed" in asked(paul, "bo", "Silver 5", "History").text


def test_history_goes_on_to_older_entries(petra: Person) -> None:
    for _ in range(6):
        bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
        petra.modal_titled("Link to package").submit()
        petra.modal_titled("Bookings").row("Silver 5").choose("Unlink from package")
        petra.modal_titled("Unlink from package").submit()
        petra.modal_titled("Bookings").loses("🎁")
    shown = asked(petra, "bo", "Silver 5", "History")

    assert buttons(shown) == ["Older"]
    shown.press("Older")
    shown.sees("Newer")
    assert shown.text.count("Session") == 2


def test_a_package_without_history_says_so(petra: Person) -> None:
    asked(petra, "ana", "Gold 10", "History").sees("Nothing has happened to this package yet.")


def test_a_practitioner_can_neither_add_nor_close_packages(petra: Person) -> None:
    tab = packages(petra, "bo")

    assert buttons(tab) == ["Bookings", "Packages"]


def test_a_session_is_unlinked_from_a_closed_package_too(petra: Person, practice: Practice) -> None:
    practice.session("closed", "c1", "follow", 1, "p3")
    bookings(petra, "linked").row("Old 5").choose("Unlink from package")
    petra.modal_titled("Unlink from package").sees("4 of 5 left, becomes 5")
    petra.modal.submit()

    petra.modal_titled("Bookings").loses("Old 5")


def new_package(person: Person, client: str) -> Modal:
    packages(person, client).press("New package")
    return person.modal_titled("New package")


def test_a_new_package_with_several_services_can_be_linked_to_at_once(mia: Person) -> None:
    form = new_package(mia, "dalia")
    form.fill("Name", "Fresh 6")
    form.fill("Expires on", "2026-09-01")
    form.pick("Service 1", "Follow-up 50 min", query="follow")
    form.fill("Sessions of service 1", "5")
    form.press("Add another")
    form.sees("Service 2")
    assert (form.value("Name"), form.value("Service 1"), form.value("Sessions of service 1")) == (
        "Fresh 6",
        "Follow-up 50 min",
        "5",
    )
    form.pick("Service 2", "Initial consultation", query="init")
    form.fill("Sessions of service 2", "1")
    form.submit()
    tab = mia.modal_titled("Bookings & Packages")
    tab.row("Fresh 6").sees("Active · ends Tue 1 Sep, in 183 days", "5 of 5 left", "1 of 1 left", "Sum: 6 of 6 left")
    tab.row("Fresh 6").choose("History")
    mia.modal_titled("History").row("Follow-up 50 min").sees("total 0 → 5, left 0 → 5")
    mia.modal.close_all()
    bookings(mia, "dalia").row("Dalia Haddad").choose("Link to package")

    assert mia.modal_titled("Link to package").options("Package") == ["Fresh 6"]


def test_mistakes_in_a_new_package_are_told_at_their_fields(mia: Person) -> None:
    form = new_package(mia, "dalia")
    form.fill("Name", "   ")
    form.fill("Expires on", "2026-03-01")
    form.pick("Service 1", "Follow-up 50 min", query="")
    form.fill("Sessions of service 1", "5")
    form.submit()

    assert form.errors == {
        "Name": "A package needs a name of up to 200 characters.",
        "Expires on": "This day has passed. Choose today or a later day, or leave it empty.",
    }


def test_a_mistake_stands_at_its_own_row_even_after_an_empty_one(mia: Person) -> None:
    form = new_package(mia, "dalia")
    form.fill("Name", "Fresh 6")
    form.pick("Service 1", "Follow-up 50 min", query="")
    form.fill("Sessions of service 1", "5")
    form.press("Add another")
    form.sees("Service 2")
    form.press("Add another")
    form.sees("Service 3")
    form.pick("Service 3", "Follow-up 50 min", query="")
    form.fill("Sessions of service 3", "2")
    form.submit()

    assert form.errors == {"Service 3": "This service is already listed above."}


def test_half_a_row_is_told_together_with_the_other_mistakes(mia: Person) -> None:
    form = new_package(mia, "dalia")
    form.fill("Name", " ")
    form.pick("Service 1", "Follow-up 50 min", query="")
    form.fill("Sessions of service 1", "5")
    form.press("Add another")
    form.sees("Service 2")
    form.fill("Sessions of service 2", "2")
    form.submit()

    assert form.errors == {
        "Name": "A package needs a name of up to 200 characters.",
        "Service 2": "Which service are these sessions for?",
    }


def test_two_presses_of_add_package_add_one(mia: Person) -> None:
    form = new_package(mia, "dalia")
    form.fill("Name", "Fresh 6")
    form.pick("Service 1", "Follow-up 50 min", query="")
    form.fill("Sessions of service 1", "5")
    form.submit(times=2)
    mia.modal.close_all()

    assert packages(mia, "dalia").text.count("Fresh 6") == 1
