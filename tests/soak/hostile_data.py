"""What forged gestures carry: for each verb ids of its own noun, mostly of somebody else."""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from random import Random
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hostile_practices import PRACTITIONERS, SERVICES, TEAMS, WHOSE, clients_of, user, word
from practice import NOW

from bot.gestures import interactions as i
from bot.gestures.interactions import FilterName, ListState
from bot.gestures.wire import encode
from bot.views.book_form import ONE_OFF
from domain.values.ids import (
    ActId,
    AdjustmentId,
    ClientId,
    DropId,
    PackageId,
    PersonId,
    ServiceId,
    SessionId,
    SourceName,
)

Make = Callable[[Random], Any]  # something by chance
CLIENTS = sorted({client for team in TEAMS for client in clients_of(team)})
PACKAGES = [f"{kind}-{client}" for client in CLIENTS for kind in ("gold", "gold", "gold", "tiny", "old")]
SESSIONS = [
    f"{kind}-{name}-{client}"
    for client in CLIENTS
    for name in WHOSE[client.partition("-")[0]]
    for kind in ("next", "next", "past", "past", "linked", "linked", "uncounted", "over")
]
PEOPLE = [user(name, team) for team in TEAMS for name in (*PRACTITIONERS, "MIA")]
NAMES = [word(kind, client, team) for kind in ("first", "gold") for team in TEAMS for client in clients_of(team)]
TYPED = ["", "zq", "Zqfirst", "zqlast zqfirst", "zqfirstpaul", "help", "all zq", "zqgold", "%", "_", "🎁", "\\", "-1"]
ODD = [
    "",
    "nobody",
    "\0",
    "\ud800",
    "🎁" * 99,
    "x" * 5000,
    "-1",
    "9" * 20,
    "' OR 1=1 --",
    "%",
    "null",
    "{}",
    *NAMES[:2],
]
ODD_IN_JSON = [odd for odd in ODD if "\ud800" not in odd]


def one_of(*known: Any) -> Make:
    return lambda chance: chance.choice(known)


def usually(one: Make, *others: Make) -> Make:
    """Of ten times nine the first."""
    return lambda chance: (one if chance.randrange(10) else chance.choice(others))(chance)


def among(known: Sequence[str]) -> Make:
    return usually(one_of(*known), one_of(*ODD_IN_JSON))


words = one_of(*TYPED, *NAMES)
FIRST, LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, 23, 59, tzinfo=UTC)
DAYS_AHEAD = [date(2026, 2, 20) + timedelta(n) for n in range(30)]
OF_NOUN: dict[Any, Make] = {
    ClientId: among(CLIENTS),
    PackageId: among(PACKAGES),
    SessionId: among(SESSIONS),
    ServiceId: among(SERVICES),
    AdjustmentId: among([f"more-{client}" for client in CLIENTS]),
    ActId: among(["a" * 16]),
    PersonId: among(PEOPLE),
    DropId: one_of("1772443800.000001 D1", "1772443800.000002 D2"),
    SourceName: usually(one_of(*PEOPLE), one_of("Dr. Stone", "stone@example.org", *ODD_IN_JSON)),
    FilterName: one_of("words", "practitioner", "linked", "client_id", "upcoming", "beyond", "x"),
    str: words,
    int: one_of(0, 0, 1, 2, 10, -1, 999_999_999, 10**20),
    bool: one_of(True, False),
    date: usually(one_of(*DAYS_AHEAD), one_of(date.min, date.max)),
    datetime: one_of(NOW, NOW + timedelta(2), FIRST, LAST),
    NoneType: one_of(None),
}


@cache
def of_type(kind: Any) -> Make:
    """Whatever a name of `bot.gestures.interactions` may carry, made from its type."""
    if kind in OF_NOUN:
        return OF_NOUN[kind]
    if kind is ListState:
        return usually(one_of(ListState()), _built(kind))
    if is_dataclass(kind):
        return _built(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return one_of(*kind)
    if get_origin(kind) in {Union, UnionType}:
        ways = [of_type(each) for each in get_args(kind)]
        return lambda chance: chance.choice(ways)(chance)
    if get_origin(kind) is tuple:
        of_each = of_type(get_args(kind)[0])
        return lambda chance: tuple(of_each(chance) for _ in range(chance.randrange(4)))
    raise TypeError(kind)


def _built(kind: Any) -> Make:
    hints = get_type_hints(kind)
    makes = {field.name: of_type(hints[field.name]) for field in fields(kind)}
    return lambda chance: kind(**{name: make(chance) for name, make in makes.items()})


@cache
def carried(kind: Callable[..., Any]) -> Make:
    """The text in which Slack sends back what a button, a menu or a modal carries."""
    if not isinstance(kind, type) and kind not in OF_NOUN:  # `nothing`
        return usually(one_of(""), one_of(*ODD))
    make = of_type(kind)
    return usually(lambda chance: encode(make(chance)), one_of(*ODD))


def option(make: Make) -> Make:
    return lambda chance: {"type": "external_select", "selected_option": {"value": make(chance)}}


def entered(*values: str) -> Make:
    return lambda chance: {"type": "plain_text_input", "value": chance.choice(values)}


def picked(name: str, *values: Any) -> Make:
    return lambda chance: {name: chance.choice(values)}


COUNTS = (*("1", "12", "13", "14", "15", "16") * 3, "0", "-1", "1000", "9" * 30, "1.5", "٣", "")
DAYS = ("2026-03-05", "2026-05-01", "0001-01-01", "9999-12-31", "soon", "", None)
SOME = one_of(*["all", "own", "free", "linked", "full", "code", "short", "paid", "confirmed", "x", "\0"])
SERVICE = option(OF_NOUN[ServiceId])
SETTINGS: dict[str, Make] = {
    "managers": picked("selected_users", [user("PETRA", "T1")], [user("MIA", "T1")], [], None, ["\ud800"], [7]),
    "managers_channel": picked("selected_conversation", "CMANT1", "CMANT2", "CX", None),
    "timezone": option(one_of(*["Europe/Berlin", "Europe/Berlin", "UTC", "../etc/passwd", "\0"])),
    "naming": option(one_of(*["short", "code", "full", "x"])),
    **{name: option(SOME) for name in ("all_see_all", "no_shows_hold", "managers_decide_their_own")},
}
FORMS: dict[str, dict[str, Make]] = {
    i.FILTERS.id: {
        **{name: picked("selected_date", *DAYS) for name in ("from_day", "to_day")},
        **{name: option(SOME) for name in ("confirmation", "payment", "linked")},
        "practitioner": picked("selected_user", *PEOPLE, None, "\0"),
    },
    i.LINK_FORM.id: {"package": option(OF_NOUN[PackageId])},
    i.SEVERAL_FORM.id: {f"one_of_several_0_{session}": option(OF_NOUN[PackageId]) for session in SESSIONS[::9]},
    i.CHANGE_SEVERAL_FORM.id: {
        "chosen_sessions_0": picked("selected_options", *([{"value": f"0_{s}"}] for s in SESSIONS), [{"value": "x"}], 7)
    },
    i.UNLINK_FORM.id: {},
    i.MOVE_FORM.id: {"move_to": option(OF_NOUN[PackageId])},
    i.CLIENT_PICKER.id: {"client": option(OF_NOUN[ClientId])},
    i.NEW_PACKAGE_FORM.id: {
        "name": entered("New 5", "", "x" * 999, "\0"),
        "expires_on": picked("selected_date", *DAYS),
        **{f"service_{n}": SERVICE for n in (1, 2)},
        **{f"sessions_{n}": entered(*COUNTS) for n in (1, 2)},
    },
    i.EDIT_FORM.id: {
        "count_follow": entered(*COUNTS),
        "add_service_1": option(OF_NOUN[ServiceId]),
        "add_sessions_1": entered(*COUNTS),
        "reason": entered(*["because"] * 9, "", "x" * 9999, "\ud800"),
    },
    i.DECLINE_FORM.id: {"reason": entered(*["no"] * 9, "", "x" * 9999)},
    i.SETTINGS_FORM.id: SETTINGS,
    i.BOOK_FORM.id: {
        "client": option(OF_NOUN[ClientId]),
        "service": SERVICE,
        "practitioner": picked("selected_user", *PEOPLE, None, None, None),
        "starts_at": picked("selected_date_time", 1_773_147_600, 1_773_147_600, -1, 10**12, "soon", None),
        "minutes": entered("50", "50", *COUNTS),
        "booked_from": option(usually(OF_NOUN[PackageId], one_of(ONE_OFF))),
    },
}
