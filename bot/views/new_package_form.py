"""New package: a name, an expiry, and a number of sessions for each included service."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    NumberInputElement,
    PlainTextInputElement,
)
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ADD_ANOTHER,
    EXPIRES_ON,
    NAME,
    NEW_PACKAGE_FORM,
    SERVICE,
    SESSIONS,
    USED_BEFORE,
    NewPackageState,
)
from bot.gestures.wire import Field
from bot.views.parts import actions, button, day, field, header, modal, name_of, option, plain
from domain.values.clients import Client
from domain.values.ids import LONGEST_NAME
from domain.values.packages import MOST_SESSIONS, Included, Package
from domain.values.people import Person
from domain.values.sessions import Service

MOST_ROWS = 30  # three blocks a row, of the 100 that a modal may have


def new_package_form(client: Client, state: NewPackageState, by: Person, like: Package | None = None) -> View:
    """Filled in with another package's name and services, if it is to be `like` that one."""
    name = PlainTextInputElement(
        action_id=NAME.name, max_length=LONGEST_NAME, initial_value=like.name if like else None
    )
    lines = like.included if like else ()
    expires = DatePickerElement(action_id=EXPIRES_ON.name, placeholder=plain("No expiry", 150))
    rows = [block for n in range(1, state.services + 1) for block in service_row(n, lines[n - 1 : n])]
    blocks: list[Block] = [
        header(name_of(client, by)),
        field("Name", NAME, name),
        field("Expires on", EXPIRES_ON, expires, optional=True, hint=_last_day(like)),
        *rows,
        *(actions([button("Add another", ADD_ANOTHER, None)]) if state.services < MOST_ROWS else []),
    ]
    return modal(NEW_PACKAGE_FORM, "New package", blocks, remembers=state, submit="Add package", close="Cancel")


def _last_day(like: Package | None) -> str:
    hint = "The last day on which it can be used."
    return f"{hint} That of the one before: {day(like.expires_on, weekday=True)}." if like and like.expires_on else hint


def service_row(n: int, filled_in: Sequence[Included] = ()) -> list[InputBlock]:
    service, total = (filled_in[0].service, filled_in[0].total) if filled_in else (None, None)
    before = field(
        f"Used before, of service {n}",
        USED_BEFORE.nth(n),
        sessions_input(USED_BEFORE.nth(n)),
        optional=True,
        hint="Sessions that were used elsewhere, before Ribbon. Leave it empty if there were none.",
    )
    return [
        field(f"Service {n}", SERVICE.nth(n), service_menu(SERVICE.nth(n), service), optional=n > 1),
        field(f"Sessions of service {n}", SESSIONS.nth(n), sessions_input(SESSIONS.nth(n), total), optional=n > 1),
        before,
    ]


def service_menu(name: Field[str], chosen: Service | None = None) -> ExternalDataSelectElement:
    return ExternalDataSelectElement(
        action_id=name.name,
        min_query_length=0,
        placeholder=plain("Type part of the service's name", 150),
        initial_option=option(chosen.name, chosen.id) if chosen else None,
    )


def sessions_input(name: Field[int], now: int | None = None) -> NumberInputElement:
    return NumberInputElement(
        action_id=name.name,
        is_decimal_allowed=False,
        min_value="0",
        max_value=str(MOST_SESSIONS),
        initial_value=None if now is None else str(now),
    )
