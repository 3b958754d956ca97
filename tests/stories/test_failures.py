"""When something fails on our side: logged once, without client data, and the person gets its reference."""

import re
from typing import Any, NoReturn
from unittest.mock import Mock

import pytest
from forging import contents
from going import bookings, packages
from posting import Posting
from structlog.testing import capture_logs

from bot.door.guard import Guard, SlackDoesNotAnswer
from playground.person.people import Person
from storage.database import Database, DatabaseBusy
from storage.records import RecordsTx

PASSES = [  # where something goes wrong that may go well in a moment
    ((RecordsTx, "mark"), RuntimeError),
    ((Database, "writing"), DatabaseBusy),
    ((Guard, "admit"), SlackDoesNotAnswer),
]


def broken(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError("Ana Ruiz, Bo Lindqvist and s06 are in the error itself")


def assert_logged_once(log: list[Any], said: str) -> None:
    errors = [entry for entry in log if entry["log_level"] == "error"]
    assert len(errors) == 1, errors
    assert errors[0]["reference"] == re.findall(r"report this: (\w+)\.", said)[0]
    assert not re.search("Ana|Ruiz|Lindqvist|Silver|s06", repr(log))


def test_a_link_that_fails_is_not_made_and_the_person_gets_its_reference(
    petra: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
    form = petra.modal_titled("Link to package")
    before = contents(database)
    monkeypatch.setattr(RecordsTx, "record", broken)
    with capture_logs() as log:
        form.submit()
    shown = petra.modal_titled("That didn't work")
    shown.sees("Something went wrong on our side. Nothing was saved.")

    assert_logged_once(log, shown.text)
    assert contents(database) == before


@pytest.mark.parametrize(("part", "error"), PASSES)
def test_a_form_that_could_not_be_saved_just_now_is_there_again_as_it_was_filled_in(
    petra: Person, monkeypatch: pytest.MonkeyPatch, part: tuple[type, str], error: type[Exception]
) -> None:
    packages(petra, "ana").row("Gold 10").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "12")
    form.fill("Reason", "Agreed on the phone.")
    with monkeypatch.context() as patch:
        patch.setattr(*part, Mock(side_effect=error))
        form.submit()
    petra.modal_titled("That didn't work").close()

    again = petra.modal_titled("Edit package")
    assert (again.value("Follow-up 50 min"), again.value("Reason")) == ("12", "Agreed on the phone.")
    again.submit()
    petra.modal_titled("Bookings & Packages").row("Gold 10").sees("10 → 12 · requested by you")


def test_where_no_more_windows_can_be_stacked_the_words_take_the_place_of_the_form(
    petra: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages(petra, "ana").row("Gold 10").choose("Scheduled bookings")
    petra.modal_titled("Scheduled bookings").row("16 Feb").choose("Unlink from package")
    monkeypatch.setattr(RecordsTx, "record", broken)
    petra.modal_titled("Unlink from package").submit()

    petra.modal_titled("That didn't work").close()
    petra.modal_titled("Scheduled bookings")


def test_a_command_that_fails_is_answered_in_words(petra: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecordsTx, "list_sessions", broken)
    with capture_logs() as log:
        petra.command("/bookings")
    petra.sees("Something went wrong on our side.")

    assert_logged_once(log, petra.text)
    assert not petra.has_modal


@pytest.mark.parametrize("part", ["find_workspace", "find_session", "list_sessions"])
def test_a_press_in_a_modal_that_fails_is_logged_once_whatever_is_broken(
    petra: Person, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    list_ = bookings(petra)
    monkeypatch.setattr(RecordsTx, part, broken)
    with capture_logs() as log:
        if part == "list_sessions":
            list_.press("✕ Today/Upcoming")
        else:
            list_.row("Bo Lindqvist").choose("Link to package")
    shown = petra.modal_titled("That didn't work")

    assert_logged_once(log, shown.text)


def test_a_type_ahead_that_fails_offers_nothing(petra: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    petra.command("/client")
    picker = petra.modal_titled("Choose a client")
    monkeypatch.setattr(RecordsTx, "find_clients", broken)
    with capture_logs() as log:
        offered = picker.typeahead("Client", "ana")

    assert offered == []
    assert len([entry for entry in log if entry["log_level"] == "error"]) == 1
    assert "ana" not in repr(log).lower()


def test_slack_that_cannot_show_a_modal_in_time_says_so_in_words(petra: Person) -> None:
    petra.slack.spoil("views.open", error="expired_trigger_id")
    petra.channel("CGEN").command("/bookings")

    petra.sees("Slack took too long to open this. Please try again.")


@pytest.mark.parametrize("error", ["invalid_arguments", "view_too_large", "some_new_error"])
def test_what_slack_will_never_open_is_not_to_be_tried_again_but_reported(
    petra: Person, error: str, log: list[Any]
) -> None:
    petra.slack.spoil("views.open", error=error)
    petra.channel("CGEN").command("/bookings")

    petra.sees("Something went wrong on our side: Slack didn't open this.")
    assert "again." not in petra.text.replace("If it happens again", "")
    assert_logged_once(log, petra.text)


def test_a_press_in_a_message_that_slack_opens_nothing_for_is_answered_there(
    petra: Person, mia: Person, posting: Posting
) -> None:
    packages(petra, "ana").row("Gold 10").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "12")
    form.fill("Reason", "Agreed on the phone.")
    form.submit()
    posting.catches_up()
    thread = mia.channel("CMAN").thread("Count adjustment")
    mia.slack.spoil("views.open", error="expired_trigger_id")
    thread.press("Decline")
    thread.sees("Slack took too long to open this. Please try again.")

    mia.slack.spoil("views.open", error="invalid_arguments")
    thread.press("Decline")
    thread.sees("Something went wrong on our side: Slack didn't open this.")


@pytest.mark.parametrize("error", ["user_not_visible", "user_not_found"])
def test_somebody_whom_slack_does_not_show_is_nobody_for_ribbon_however_often_they_try(
    petra: Person, error: str
) -> None:
    petra.slack.spoil("users.info", error=error)
    petra.command("/bookings")

    petra.sees("Ribbon is for members of this workspace.")


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "missing_scope", "token_expired"])
@pytest.mark.parametrize("call", ["users.info", "auth.test"])
def test_a_token_that_slack_refuses_is_for_whoever_runs_ribbon_and_trying_again_is_not_advised(
    petra: Person, call: str, error: str, log: list[Any]
) -> None:
    petra.slack.spoil(call, error=error)
    petra.command("/bookings")

    petra.sees(f"Slack refuses Ribbon ({error}). Ask whoever runs it to look at ribbon doctor. Nothing was changed.")
    assert "try again" not in petra.text
    assert [entry["log_level"] for entry in log if entry.get("error") == error] == ["error"]


def test_while_slack_does_not_say_who_somebody_is_nothing_happens(petra: Person) -> None:
    petra.slack.spoil("users.info", status=500)
    petra.command("/bookings")

    petra.sees("Slack didn't tell Ribbon who you are. Nothing was changed. Try again in a moment.")
    petra.command("/bookings")
    petra.modal_titled("Bookings")
