"""Sessions that match once a package's services have changed are offered, and not linked by themselves (rule 23)."""

from going import bookings, packages
from posting import Posting
from practice import Practice

from playground.person.people import Person

OFFER = "1 session of Bo L. matches Silver 5 now"


def asked_for_nutrition(person: Person, posting: Posting) -> None:
    packages(person, "bo").row("Silver 5").choose("Edit package")
    form = person.modal_titled("Edit package")
    form.press("Add another")
    form.pick("Service to add", "Nutrition review", query="nutri")
    form.fill("Sessions to add", "2")
    form.fill("Reason", "Agreed")
    form.submit()
    person.modal.close_all()
    posting.catches_up()


def approved(person: Person, posting: Posting) -> None:
    person.channel("CMAN").thread("Silver 5").press("Approve")
    posting.catches_up()


def test_who_asked_is_offered_what_matches_once_it_is_approved(
    petra: Person, mia: Person, practice: Practice, posting: Posting
) -> None:
    practice.session("odd", "c2", "nutri", -3)
    asked_for_nutrition(petra, posting)
    assert OFFER not in petra.dm().text
    approved(mia, posting)

    petra.dm().sees(OFFER, "Nothing is linked by itself.")
    assert "🎁" not in bookings(petra, "past bo").row("Nutrition review").text
    petra.modal.close_all()
    petra.dm().message(OFFER).press("Look and link")
    form = petra.modal_titled("Link several")
    form.sees("Silver 5. Nutrition review: 2 of 2 left, becomes 1")
    form.submit()
    bookings(petra, "past bo").row("Nutrition review").sees("🎁", "Silver 5 · 1 of 2 left for this service")


def test_the_practitioner_of_such_a_session_is_told_what_is_theirs(
    petra: Person, paul: Person, mia: Person, practice: Practice, posting: Posting
) -> None:
    paul.home()  # Ribbon writes to whom it knows
    practice.session("odd", "c2", "nutri", -3, practitioner="UPRAC2")
    asked_for_nutrition(petra, posting)
    approved(mia, posting)

    paul.dm().sees(OFFER)
    assert "matches" not in petra.dm().text


def test_what_had_a_place_before_is_not_offered_again(petra: Person, mia: Person, posting: Posting) -> None:
    packages(petra, "bo").row("Silver 5").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "6")
    form.fill("Reason", "Agreed")
    form.submit()
    petra.modal.close_all()
    posting.catches_up()
    approved(mia, posting)

    petra.dm().sees("Approved: your request")
    assert "match" not in petra.dm().text


def test_where_nothing_matches_nobody_is_told(petra: Person, mia: Person, posting: Posting) -> None:
    asked_for_nutrition(petra, posting)
    approved(mia, posting)

    petra.dm().sees("Approved: your request")
    assert "matches" not in petra.dm().text
