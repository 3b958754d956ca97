"""Values that come back from Slack as nobody could have put them there: out of date, or wrong at their field."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from forging import Forger, Json
from going import bookings

from bot.gestures import interactions as i
from bot.gestures.interactions import FilterName
from bot.gestures.wire import Action, Screen, TypeAhead, decode
from domain.values.ids import AdjustmentId, ClientId, PackageId, PersonId, SessionId
from playground.person.people import Person
from playground.server import Playground

OURS = "Something went wrong on our side"
NUL, HUGE = "a\0b", 10**30
FIRST, LAST = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"
ENDS: list[Any] = [FIRST, LAST, -62135596800, 253402300799, FIRST[:10], LAST[:10]]  # of the calendar
WORST: list[Any] = [NUL, HUGE, LAST]
NASTY: list[Any] = [NUL, "\ud800", HUGE, -1, True, 1.5, [1], {"a": [NUL]}, *ENDS]

PLAIN: dict[Any, Any] = {
    ClientId: "c2",
    PackageId: "p4",
    SessionId: "s06",
    AdjustmentId: "a1",
    PersonId: "UPRAC",
    FilterName: "words",
    str: "",
    int: 0,
    bool: True,
    date: "2026-03-02",
    datetime: "2026-03-02T09:30:00Z",
}
KNOWN: list[Any] = list(vars(i).values())
ACTIONS = [each for each in KNOWN if isinstance(each, Action)]
SCREENS = {each.id: each for each in KNOWN if isinstance(each, Screen)}
CARRYING: list[Any] = [each for each in KNOWN if isinstance(each, Action | Screen) and is_dataclass(each.data)]
MENUS = [each for each in KNOWN if isinstance(each, TypeAhead)]
ON: dict[str, Screen[Any]] = {
    **dict.fromkeys([i.ADD_A_SESSION.id, i.SWAP_ONE.id], i.LINK_RESULT),
    **dict.fromkeys([i.ADD_A_ROW.id, i.ADD_SERVICE_AHEAD.id], i.EDIT_FORM),
    **dict.fromkeys([i.BOOK_CLIENT.id, i.BOOKED_FROM_AHEAD.id, i.BOOK_SERVICE.id, i.BOOK_START.id], i.BOOK_FORM),
    i.CHANGE_SESSION.id: i.SESSION_DETAILS,
    i.PICK_CLIENT.id: i.CLIENT_PICKER,
    i.ADD_ANOTHER.id: i.NEW_PACKAGE_FORM,
    i.PACKAGE_AHEAD.id: i.LINK_FORM,
}
ENTERED: dict[str, dict[str, Any]] = {
    i.FILTERS.id: dict.fromkeys(["from_day", "to_day", "confirmation", "payment", "linked", "practitioner"]),
    i.LINK_FORM.id: {"package": "p4"},
    i.CLIENT_PICKER.id: {"client": "c2"},
    i.NAME_AND_LAST_DAY_FORM.id: {"name": "New 5", "expires_on": None},
    i.NEW_PACKAGE_FORM.id: {"name": "New 5", "expires_on": None, "service_1": "follow", "sessions_1": "5"},
    i.EDIT_FORM.id: {"count_follow": "14", "reason": "agreed", "add_service_1": "initial", "add_sessions_1": "2"},
    i.DECLINE_FORM.id: {"reason": "no"},
    i.SETTINGS_FORM.id: {
        "managers": "UMAN",
        "managers_channel": "CMAN",
        "timezone": "Europe/Berlin",
        "naming": "short",
        **dict.fromkeys(["all_see_all", "no_shows_hold", "managers_decide_their_own"]),
    },
    i.BOOK_FORM.id: {
        "client": "c1",
        "service": "follow",
        "practitioner": "UPRAC",
        "starts_at": 1_773_147_600,
        "minutes": "50",
        "booked_from": "p4",
    },
}


def example(kind: Any) -> Any:
    """As JSON, what a name of `bot.gestures.interactions` carries: of its type, and of the practice."""
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return {field.name: example(hints[field.name]) for field in fields(kind)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return str(next(iter(kind)))
    if get_origin(kind) is tuple:
        return []
    return example(get_args(kind)[0]) if get_args(kind) else ""


def each_part_replaced(whole: Any, by: list[Any]) -> Iterator[Any]:
    """The whole again and again, each time with one of these in the place of one of its parts."""
    yield from by
    if isinstance(whole, dict):
        for name, part in whole.items():
            for other in each_part_replaced(part, by):
                yield {**whole, name: other}


def carried(kind: Any, odd: list[Any] = NASTY) -> Iterator[str]:
    """The texts in which odd values come."""
    if not is_dataclass(kind):
        yield from (value if isinstance(value, str) else json.dumps(value) for value in odd)
        return
    for value in each_part_replaced(example(kind), odd):
        yield json.dumps(value)


def good(kind: Any) -> str:
    whole = example(kind)
    return whole if isinstance(whole, str) else json.dumps(whole)


def element(value: Any) -> Json:
    """Slack's state of an element of whatever type."""
    several = value if isinstance(value, list) else [value]
    of_one = dict.fromkeys(["value", "selected_date", "selected_date_time", "selected_user"], value)
    option = {"selected_option": None if value is None else {"value": value}}
    return {"type": "any", **of_one, **option, "selected_users": several, "selected_conversation": value}


@pytest.fixture
def forger(mia: Person, playground: Playground) -> Forger:
    bookings(mia)
    return Forger(playground, mia)


@pytest.fixture
def unshaken(forger: Forger, log: list[Any]) -> Iterator[None]:
    yield
    forger.slack.problems.clear()
    assert [entry for entry in log if entry["log_level"] == "error"] == []


@pytest.mark.parametrize("named", CARRYING, ids=lambda named: named.id)
def test_what_is_taken_for_good_here_can_be_read(named: Action[Any] | Screen[Any]) -> None:
    assert decode(named.data, good(named.data))


@pytest.mark.usefixtures("unshaken")
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_a_press_that_carries_what_nobody_could_have_put_there(forger: Forger, action: Action[Any]) -> None:
    screen = ON.get(action.id, i.SESSIONS_LIST)
    forger.remembering(screen.id, good(screen.data))
    for text in carried(action.data):
        assert forger.button(action.id, text).status == 200


@pytest.mark.usefixtures("unshaken")
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_a_press_on_a_modal_that_remembers_what_nobody_could_have_put_there(
    forger: Forger, action: Action[Any]
) -> None:
    screen = ON.get(action.id, i.SESSIONS_LIST)
    for text in carried(screen.data, WORST):
        assert forger.remembering(screen.id, text).button(action.id, good(action.data)).status == 200


@pytest.mark.usefixtures("unshaken")
@pytest.mark.parametrize("form", SCREENS)
def test_a_form_that_remembers_what_nobody_could_have_put_there(forger: Forger, form: str) -> None:
    values = {name: element(value) for name, value in ENTERED.get(form, {}).items()}
    for text in carried(SCREENS[form].data):
        payload = forger.submission(form, forger.over_a_list(text), **values)
        assert OURS not in str(forger.deliver("interaction", payload).body), text


@pytest.mark.usefixtures("unshaken")
@pytest.mark.parametrize(("form", "field"), [(form, field) for form, all_ in ENTERED.items() for field in all_])
def test_a_field_with_what_nobody_could_have_entered(forger: Forger, form: str, field: str) -> None:
    others = {name: element(value) for name, value in ENTERED[form].items()}
    for value in NASTY:
        payload = forger.submission(
            form, forger.over_a_list(good(SCREENS[form].data)), **others | {field: element(value)}
        )
        reply = forger.deliver("interaction", payload)
        assert (reply.status, OURS in str(reply.body)) == (200, False), value


@pytest.mark.usefixtures("unshaken")
@pytest.mark.parametrize("menu", MENUS, ids=lambda menu: menu.id)
def test_a_menu_that_is_asked_for_what_nobody_could_have_typed(forger: Forger, menu: TypeAhead) -> None:
    screen = ON.get(menu.id, i.SESSIONS_LIST)
    press = forger.pressed({"type": "external_select", "action_id": menu.id})
    asked: list[tuple[str, Any]] = [(good(screen.data), odd) for odd in NASTY]
    asked += [(odd, "a") for odd in carried(screen.data, WORST)]
    for remembered, typed in asked:
        forger.remembering(screen.id, remembered)
        payload = press | {"type": "block_suggestion", "block_id": "b", "action_id": menu.id, "value": typed}
        payload["view"] = payload["view"] | {"callback_id": screen.id, "private_metadata": remembered}
        assert forger.deliver("options", payload).status == 200


FARTHEST = ["Pacific/Kiritimati", "Pacific/Pago_Pago"]  # 14 hours before UTC, and 11 behind


@pytest.fixture(params=FARTHEST)
def far_away(request: pytest.FixtureRequest, playground: Playground) -> str:
    """Where Mia reads all this."""
    playground.slack.people["UMAN"].tz = request.param
    return str(request.param)


@pytest.mark.usefixtures("far_away", "unshaken")
@pytest.mark.parametrize(
    "end", ["0001-01-01T00:00:00Z", "0001-01-01T23:59:59+14:00", "9999-12-31T23:59:59-12:00", LAST]
)
def test_a_place_at_either_end_of_the_calendar_is_out_of_date(forger: Forger, end: str) -> None:
    place = json.dumps({"starts_at": end, "session_id": "s06"})
    why = json.dumps({"package_id": "p4", "beyond": json.loads(place)})
    for action, text in [("newer", place), ("older", place), ("why_page", why)]:
        forger.remembering("sessions_list", "{}").button(action, text)
        forger.person.modal_titled("That didn't work").sees("This screen is out of date")
        forger.person.modal.close()


@pytest.mark.usefixtures("far_away", "unshaken")
@pytest.mark.parametrize("day", [FIRST[:10], "0001-01-02", "9999-12-30", LAST[:10]])
def test_a_list_can_be_asked_for_from_and_to_either_end_of_the_calendar(forger: Forger, day: str) -> None:
    for field in ("from_day", "to_day"):
        form = forger.submission("filters", forger.over_a_list(), **{field: element(day)})
        assert not forger.deliver("interaction", form).body


@pytest.mark.usefixtures("far_away", "unshaken")
@pytest.mark.parametrize("moment", [-62135596800, -2208988801, 7258118400, 253402300799])
def test_a_session_is_not_booked_beyond_what_can_be_shown(forger: Forger, moment: int) -> None:
    fields = {name: element(value) for name, value in ENTERED[i.BOOK_FORM.id].items()} | {"starts_at": element(moment)}
    reply = forger.deliver("interaction", forger.submission("book_form", good(i.BOOK_FORM.data), **fields))
    assert reply.body["errors"] == {"starts_at": "Choose a day in the years 1900 to 2199."}
