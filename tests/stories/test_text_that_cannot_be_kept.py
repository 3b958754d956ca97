"""Text that no database keeps is answered at its field, and everything that was filled in stays."""

from collections.abc import Callable

import pytest
from going import packages
from posting import Posting

from playground.person.people import Person
from playground.person.screen import Modal

NUL = "Agreed\0on the phone"
WORDS = "This has an invisible character that can't be saved. Delete the text and type it again."

Filled = Callable[[Person, Person, Posting], tuple[Modal, str]]


def edit_form(petra: Person, _mia: Person, _posting: Posting) -> tuple[Modal, str]:
    packages(petra, "bo").row("Silver 5").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "6")
    return form, "Reason"


def decline_form(petra: Person, mia: Person, posting: Posting) -> tuple[Modal, str]:
    form, _ = edit_form(petra, mia, posting)
    form.fill("Reason", "Agreed")
    form.submit()
    petra.modal_titled("Bookings & Packages")
    posting.catches_up()
    mia.channel("CMAN").thread("Silver 5").press("Decline")
    return mia.modal_titled("Decline adjustment"), "Reason"


def new_package_form(_petra: Person, mia: Person, _posting: Posting) -> tuple[Modal, str]:
    packages(mia, "bo").press("New package")
    form = mia.modal_titled("New package")
    form.pick("Service 1", "Follow-up 50 min", query="foll")
    form.fill("Sessions of service 1", "5")
    return form, "Name"


@pytest.mark.parametrize("filled", [edit_form, decline_form, new_package_form])
def test_it_is_said_at_the_field(petra: Person, mia: Person, posting: Posting, filled: Filled) -> None:
    form, field = filled(petra, mia, posting)
    form.fill(field, NUL)
    form.submit()
    assert form.errors == {field: WORDS}
    assert form.value(field) == NUL
