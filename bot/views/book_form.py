"""Book a session: for whom, what, with whom, when, and from which package."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    DateTimePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    NumberInputElement,
    Option,
    RadioButtonsElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    BOOK_CLIENT,
    BOOK_FORM,
    BOOKED_CLIENT,
    BOOKED_FROM,
    MINUTES,
    PRACTITIONER,
    SERVICE,
    STARTS_AT,
    BookState,
)
from bot.views.new_package_form import service_menu
from bot.views.package_picker import ENDS_BEFORE, MOST_RADIO_BUTTONS, told_apart
from bot.views.package_row import left
from bot.views.parts import client_option, day, field, modal, option, plain, section
from domain.booking import LONGEST_SESSION
from domain.values.clients import Client
from domain.values.packages import Package
from domain.values.people import Person

ONE_OFF = " one-off"  # no id begins with a space
USUAL_MINUTES = 50


def book_form(
    client: Client | None, packages: Sequence[Package], state: BookState, by: Person, on: date | None = None
) -> View:
    """The packages, active ones, are those of the client, once there is one; `on`: the session's day, once chosen."""
    minutes = NumberInputElement(
        action_id=MINUTES.name,
        is_decimal_allowed=False,
        min_value="1",
        max_value=str(LONGEST_SESSION),
        initial_value=str(USUAL_MINUTES),
    )
    blocks = [
        *([section(f"Several clients match “{state.words}”. Choose one.")] if state.words else []),
        _client(client, state.words, by),
        field("Service", SERVICE, service_menu(SERVICE)),
        field("Practitioner", PRACTITIONER, UserSelectElement(action_id=PRACTITIONER.name, initial_user=by.id)),
        field("Date and time", STARTS_AT, DateTimePickerElement(action_id=STARTS_AT.name)),
        field("Length in minutes", MINUTES, minutes),
        _booked_from(booked_from_options(packages, on), state),
    ]
    return modal(BOOK_FORM, "Book a session", blocks, remembers=state, submit="Book", close="Cancel")


def _client(client: Client | None, words: str, by: Person) -> InputBlock:
    menu = ExternalDataSelectElement(
        action_id=BOOK_CLIENT.id,
        min_query_length=0 if words else 1,
        placeholder=plain("Part of the name", 150),
        initial_option=client_option(client, by) if client else None,
    )
    return field("Client", BOOKED_CLIENT, menu, dispatch=True)


def booked_from_options(packages: Sequence[Package], on: date | None) -> list[Option]:
    names = told_apart(packages)
    from_package = [option(names[p.id], p.id, f"{left(p.remaining, p.total)}{_ends(p, on)}") for p in packages]
    return [option("One-off booking", ONE_OFF), *from_package]


def _ends(package: Package, on: date | None) -> str:
    if package.expires_on is None:
        return ""
    return f" · {ENDS_BEFORE}" if on and package.ends_before(on) else f" · ends {day(package.expires_on)}"


def _booked_from(options: list[Option], state: BookState) -> InputBlock:
    """Another client's choice begins anew: Slack keeps what was chosen in an element whose name stays."""
    name = BOOKED_FROM.nth(state.choices).name
    if len(options) <= MOST_RADIO_BUTTONS:
        radio = RadioButtonsElement(action_id=name, options=options, initial_option=options[0])
        return field("Booked from", BOOKED_FROM, radio)
    ahead = ExternalDataSelectElement(
        action_id=name, initial_option=options[0], min_query_length=0, placeholder=plain("A package", 150)
    )
    return field("Booked from", BOOKED_FROM, ahead)
