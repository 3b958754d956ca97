"""Only members of the workspace have sessions or manage: whoever isn't is refused at the field."""

from typing import Any

import pytest
from forging import Forger, Json
from going import seconds_of
from practice import NOW

from playground.person.people import Person
from playground.person.screen import Modal
from playground.server import Playground
from playground.state.slack import Slack

NOT_A_MEMBER = (
    "Only members of this workspace can have sessions: no guests, apps or people who have left. Choose somebody else."
)
LOOK_UP = "Ribbon can't look this person up at the moment. Try again shortly."


@pytest.fixture
def outsiders(slack: Slack) -> None:
    slack.add_person("USLACKBOT", "Slackbot")
    slack.add_person("UGONE", "Greta Gone", deleted=True)
    slack.add_workspace("T2")
    slack.add_person("UOTHER", "Otto Other", workspace="T2", is_admin=True)


def book_form(person: Person) -> Modal:
    person.command("/book bo")
    form = person.modal_titled("Book a session")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.fill("Date and time", str(int(NOW.timestamp()) + 86_400))
    return form


def booking_for(forger: Forger, practitioner: str) -> Json:
    answer = forger.submit(
        "book_form",
        "{}",
        client="c2",
        service="follow",
        practitioner={"type": "users_select", "selected_user": practitioner},
        starts_at={"type": "datetimepicker", "selected_date_time": int(NOW.timestamp()) + 86_400},
        minutes={"type": "number_input", "value": "50"},
        booked_from=" one-off",
    )
    return dict(answer.body)


@pytest.mark.parametrize("who", ["UGUEST", "UBOTT1", "USLACKBOT", "UGONE", "UOTHER", "U" * 300, "nobody@example.com"])
@pytest.mark.usefixtures("outsiders")
def test_a_manager_books_for_no_outsider(mia: Person, playground: Playground, who: str) -> None:
    book_form(mia)

    answer = booking_for(Forger(playground, mia), who)
    mia.slack.problems.clear()  # of some of them this Slack knows nothing

    assert answer == {"response_action": "errors", "errors": {"practitioner": NOT_A_MEMBER}}


def test_a_guest_is_refused_at_the_field_where_a_colleague_can_be_chosen_instead(mia: Person) -> None:
    form = book_form(mia)
    form.pick("Practitioner", "Gus Guest")
    form.submit()
    assert form.errors == {"Practitioner": NOT_A_MEMBER}
    form.pick("Practitioner", "Paul Practitioner")
    form.submit()

    mia.modal_titled("Booked").sees("Booked: Bo Lindqvist")


def test_who_left_while_the_form_was_open_is_refused_too(mia: Person, slack: Slack) -> None:
    form = book_form(mia)
    form.pick("Practitioner", "Petra Practitioner")
    slack.people["UPRAC"].deleted = True
    form.submit()

    assert form.errors == {"Practitioner": NOT_A_MEMBER}


@pytest.mark.parametrize("trouble", [{"status": 503}, {"delay": 4.0, "status": 503}])
def test_where_slack_does_not_say_who_it_is_that_is_said_at_the_field_in_time(
    mia: Person, slack: Slack, trouble: dict[str, Any]
) -> None:
    form = book_form(mia)
    form.pick("Practitioner", "Paul Practitioner")
    slack.spoil("users.info", times=1, **trouble)
    assert seconds_of(form.submit) < 3
    assert form.errors == {"Practitioner": LOOK_UP}
    form.submit()

    mia.modal_titled("Booked").sees("Booked: Bo Lindqvist")


def test_who_is_known_from_before_can_be_booked_while_slack_says_nothing(
    mia: Person, paul: Person, slack: Slack
) -> None:
    paul.home()
    form = book_form(mia)
    form.pick("Practitioner", "Paul Practitioner")
    slack.spoil("users.info", times=1, status=503)
    form.submit()

    mia.modal_titled("Booked").sees("Booked: Bo Lindqvist")


def test_a_guest_can_not_be_chosen_as_a_manager_beside_others(mia: Person) -> None:
    mia.home()
    mia.press("Settings")
    form = mia.modal_titled("Settings")
    form.pick("Managers", "Mia Manager", "Gus Guest")
    form.submit()

    assert form.errors == {
        "Managers": "Only members of this workspace can be managers: no guests, apps or people who have left."
    }


def test_a_manager_who_has_left_keeps_nobody_from_saving_other_settings(
    mia: Person, max_: Person, slack: Slack
) -> None:
    max_.home()
    slack.people["UMAN2"].deleted = True
    mia.home()
    mia.press("Settings")
    form = mia.modal_titled("Settings")
    form.pick("Practitioners see", "Everybody's")
    form.submit()

    mia.modal_titled("Settings saved").close()
