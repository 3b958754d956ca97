"""Moving a linked session to another package of its client, in one step (rule 20)."""

from going import bookings, left, packages
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal

TITLE = "Move to another package"


def opened(person: Person, day: str = "16 Feb") -> Modal:
    bookings(person, "past linked ana").row(day).choose(TITLE)
    return person.modal_titled(TITLE)


def test_three_clicks_move_it_to_the_best_fit_with_both_effects_said_before(petra: Person) -> None:
    form = opened(petra)
    form.sees("Leaves Gold 10. Follow-up 50 min: 8 of 10 left, becomes 9.", "3 of 3 left, becomes 2")
    assert form.options("Package") == ["Starter 3"]
    assert form.value("Package") == "Starter 3"
    form.submit()

    petra.modal_titled("Bookings").row("16 Feb").sees("🎁", "Starter 3 · 2 of 3 left")
    petra.modal.close_all()
    assert "9 of 10 left" in left(petra, "ana", "Gold 10")
    assert "2 of 3 left" in left(petra, "ana", "Starter 3")


def test_it_stands_in_the_history_of_both(petra: Person) -> None:
    opened(petra).submit()
    petra.modal_titled("Bookings").close_all()

    packages(petra, "ana").row("Gold 10").choose("History")
    petra.modal_titled("History").sees("unlinked", "by Petra Practitioner", "left 8 → 9")
    petra.modal.close_all()
    packages(petra, "ana").row("Starter 3").choose("History")
    petra.modal_titled("History").sees("linked", "by Petra Practitioner", "left 3 → 2")


def test_one_that_is_not_included_or_has_none_left_says_so_before_and_offers_ways_after(
    petra: Person, practice: Practice
) -> None:
    practice.package("nutri", "c1", "Nutrition 4", {"nutri": 4})
    practice.package("none", "c1", "Nothing left", {"follow": 0})
    form = opened(petra)
    form.sees("Follow-up 50 min is not included: the count won't change", "none left, this makes it 1 over")
    form.pick("Nutrition 4")
    form.submit()

    petra.modal_titled("Moved, not counted").sees("Not counted", "Add a session", "Swap one")
    petra.modal.close()
    petra.modal_titled("Bookings").row("16 Feb").sees("🎁", "Nutrition 4 · not counted")


def test_where_there_is_no_other_active_package_it_says_so(petra: Person, practice: Practice) -> None:
    practice.session("s11", "c2", "follow", 1, "p4")
    bookings(petra, "linked bo").row("Bo Lindqvist").choose(TITLE)
    petra.modal_titled(TITLE).sees("Bo Lindqvist has no other active package, so there is nothing to move it to.")
    assert petra.modal.buttons == ["Close"]


def test_of_two_who_move_the_same_session_the_second_is_told(petra: Person, mia: Person, practice: Practice) -> None:
    practice.package("p9", "c1", "Silver 9", {"follow": 9})
    for person in (petra, mia):
        opened(person)
    mia.modal.submit()
    mia.modal_titled("Bookings")
    petra.modal.pick("Silver 9")
    petra.modal.submit()
    petra.modal.sees("It is now linked to “Starter 3”.")


def test_a_move_that_arrives_late_changes_nothing(petra: Person, mia: Person) -> None:
    opened(petra)
    bookings(mia, "past linked ana").row("16 Feb").choose("Unlink from package")
    mia.modal_titled("Unlink from package").submit()
    mia.modal_titled("Bookings")
    petra.modal.submit()
    petra.modal.sees("no longer linked to a package")
