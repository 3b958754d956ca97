"""Which package to link to: what is offered, in which order and shape."""

from datetime import date

from going import bookings, closes, left
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal


def picker(person: Person, client: str) -> Modal:
    bookings(person, client).row("Follow-up").choose("Link to package")
    return person.modal_titled("Link to package")


def kinds(form: Modal) -> list[str]:
    return [block["element"]["type"] for block in form.view.blocks if block["type"] == "input"]


def test_only_active_packages_of_the_client_are_offered(petra: Person) -> None:
    assert picker(petra, "ana").options("Package") == ["Starter 3", "Gold 10"]
    picker(petra, "dalia").sees("Dalia Haddad has no active package, so there is nothing to link to.")


def test_a_package_is_offered_on_its_last_day_and_not_on_the_next(petra: Person, clock, practice: Practice) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    practice.package("last", "c4", "Until today", {"follow": 5}, expires_on=date(2026, 3, 2))
    assert picker(petra, "dalia").options("Package") == ["Until today"]

    clock.goes_on(hours=13.5)  # 23:00 UTC is midnight in Berlin
    picker(petra, "dalia").sees("no active package")


def test_each_choice_says_what_linking_will_do(petra: Person, practice: Practice) -> None:
    practice.package("out", "c1", "Nutrition only", {"nutri": 2})
    practice.package("used", "c1", "Used up", {"follow": 0})
    form = picker(petra, "ana")

    form.sees("Follow-up 50 min: 3 of 3 left, becomes 2", "Follow-up 50 min: 8 of 10 left, becomes 7")
    form.sees("Follow-up 50 min: none left, this makes it 1 over")
    form.sees("Follow-up 50 min is not included: the count won't change")
    assert form.options("Package") == ["Starter 3", "Gold 10", "Used up", "Nutrition only"]


def test_ten_packages_are_radio_buttons_and_eleven_a_type_ahead(petra: Person, practice: Practice) -> None:
    for n in range(9):
        practice.package(f"x{n}", "c2", f"More {n}", {"follow": 5})
    assert kinds(picker(petra, "bo")) == ["radio_buttons"]

    practice.package("x9", "c2", "More 9", {"follow": 5})
    form = picker(petra, "bo")
    assert kinds(form) == ["external_select"]
    assert form.value("Package") == "More 0", "the best fit is chosen already"
    assert form.typeahead("Package", "SILV") == ["Silver 5"]


def test_of_hundreds_of_packages_each_can_be_found_and_linked(petra: Person, practice: Practice) -> None:
    for n in range(300):
        practice.package(f"x{n:03}", "c2", f"Müller {n:03}", {"follow": 5})
    form = picker(petra, "bo")
    assert len(form.typeahead("Package", "")) == 100
    assert form.typeahead("Package", "muller 299") == ["Müller 299"]
    form.pick("Package", "Müller 299", query="299")
    form.submit()
    petra.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁", "Müller 299")


def test_packages_of_one_name_are_told_apart_by_expiry_or_id(petra: Person, practice: Practice) -> None:
    practice.package("s2", "c2", "Silver 5", {"follow": 5}, expires_on=date(2026, 5, 1))
    practice.package("s3", "c2", "Silver 5", {"follow": 5}, expires_on=date(2026, 5, 1))
    form = picker(petra, "bo")

    assert form.options("Package") == ["Silver 5 · s2", "Silver 5 · s3", "Silver 5 · no expiry"]
    form.pick("Silver 5 · s3")
    form.submit()
    petra.modal_titled("Bookings").close_all()
    assert "4 of 5 left" in left(petra, "bo", "4 of 5 left")


def test_long_equal_beginnings_are_told_apart_too(petra: Person, practice: Practice) -> None:
    for n in range(3):
        practice.package(f"long{n}", "c2", "中" * 190 + str(n), {"follow": 5}, expires_on=date(2026, 5, n + 1))
    offered = picker(petra, "bo").options("Package")

    assert len(set(offered)) == 4
    assert all(len(each) <= 75 for each in offered)


def test_a_package_completed_meanwhile_takes_no_link(petra: Person, mia: Person) -> None:
    form = picker(petra, "bo")
    closes(mia, "bo", "Silver 5").sees("Completed")
    form.submit()
    petra.modal_titled("That didn't work").sees("“Silver 5” is completed. Only an active package takes sessions.")
    petra.modal.close()

    assert "🎁" not in petra.modal_titled("Bookings").text


def test_unlinking_what_was_linked_elsewhere_meanwhile_is_refused(petra: Person, mia: Person) -> None:
    bookings(petra, "past linked ana").row("16 Feb").choose("Unlink from package")
    petra.modal_titled("Unlink from package")
    bookings(mia, "past linked ana").row("16 Feb").choose("Unlink from package")
    mia.modal_titled("Unlink from package").submit()
    bookings(mia, "past unlinked ana").row("16 Feb").choose("Link to package")
    mia.modal_titled("Link to package").submit()
    mia.modal_titled("Bookings").loses("Mon 16 Feb\n")
    petra.modal.submit()

    petra.modal_titled("That didn't work").sees("It is now linked to “Starter 3”")


def test_packages_of_one_name_that_were_sold_in_slack_are_told_apart_without_ids_of_our_own(
    petra: Person, practice: Practice
) -> None:
    for n in "12":
        practice.package(f"r-{n}", "c2", "Silver 5", {"follow": 5}, expires_on=date(2026, 5, 1))

    offered = picker(petra, "bo").options("Package")

    assert len(set(offered)) == 3
    assert offered[0] == "Silver 5 · expires 1 May 2026, no. 1"
