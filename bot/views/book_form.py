"""Book a session: for whom, what, with whom, when, and from which package."""

from collections.abc import Sequence
from dataclasses import replace

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
from bot.views.package_picker import ENDS_BEFORE, MOST_RADIO_BUTTONS, effect_in_words, told_apart
from bot.views.package_row import left
from bot.views.parts import client_option, day, field, modal, option, plain, section
from domain.booking import Source
from domain.values.clients import Client
from domain.values.people import Person
from domain.values.sessions import LONGEST_SESSION

ONE_OFF = " one-off"  # no id begins with a space
USUAL_MINUTES = 50


def book_form(
    client: Client | None,
    sources: Sequence[Source],
    state: BookState,
    by: Person,
    chosen: str | None = None,
    minutes: int = USUAL_MINUTES,
    theirs: str | None = None,
) -> View:
    """The sources are packages of the client, once there is one; `chosen` is the id of the one chosen before.

    `theirs` is the time zone of the practitioner, where that isn't who books.
    """
    best = sources[0].package.id if sources and sources[0].is_best_fit else None
    is_kept = chosen is not None and chosen != (state.proposed or ONE_OFF)  # somebody chose it
    shown = replace(state, proposed=best)
    practitioner = UserSelectElement(action_id=PRACTITIONER.name, initial_user=by.id)
    starts_at = DateTimePickerElement(action_id=STARTS_AT.name)
    blocks = [
        *([section(f"Several clients match “{state.words}”. Choose one.")] if state.words else []),
        _client(client, state.words, by),
        field("Service", SERVICE, service_menu(SERVICE), dispatch=True),
        field("Practitioner", PRACTITIONER, practitioner, dispatch=True),
        field("Date and time", STARTS_AT, starts_at, hint=_zones(by.timezone, theirs), dispatch=True),
        field("Length in minutes", MINUTES, _minutes(state, minutes)),
        _booked_from(booked_from_options(sources), state, chosen if is_kept else best),
    ]
    return modal(BOOK_FORM, "Book a session", blocks, remembers=shown, submit="Book", close="Cancel")


def _zones(yours: str, theirs: str | None) -> str:
    """Where the time is, and that it is another for the practitioner, who may be elsewhere."""
    said = f"In your time zone, {_city(yours)}."
    return said if theirs in {None, yours} else f"{said} The practitioner's is {_city(str(theirs))}."


def _city(timezone: str) -> str:
    return timezone.replace("_", " ")


def _minutes(state: BookState, minutes: int) -> NumberInputElement:
    """Each time an input of its own, so that a service's usual length takes the place of what stood there."""
    return NumberInputElement(
        action_id=MINUTES.nth(state.choices).name,
        is_decimal_allowed=False,
        min_value="1",
        max_value=str(LONGEST_SESSION),
        initial_value=str(minutes),
    )


def _client(client: Client | None, words: str, by: Person) -> InputBlock:
    menu = ExternalDataSelectElement(
        action_id=BOOK_CLIENT.id,
        min_query_length=0 if words else 1,
        placeholder=plain("Part of the name", 150),
        initial_option=client_option(client, by) if client else None,
    )
    return field("Client", BOOKED_CLIENT, menu, dispatch=True)


def booked_from_options(sources: Sequence[Source]) -> list[Option]:
    names = told_apart([source.package for source in sources])
    from_package = [option(names[one.package.id], one.package.id, _what_it_does(one)) for one in sources]
    one_off = option("One-off booking", ONE_OFF)
    few = len(from_package) < MOST_RADIO_BUTTONS
    return [*from_package, one_off] if few else [one_off, *from_package]  # a menu that is cut mustn't lose it


def _what_it_does(source: Source) -> str:
    """What booking from it does to its count; before there is a service, what is left in it."""
    package, last_day = source.package, source.package.expires_on
    ends = "" if last_day is None else f" · {ENDS_BEFORE}" if source.ends_before else f" · ends {day(last_day)}"
    return effect_in_words(source.effect, ends) if source.effect else f"{left(package.remaining, package.total)}{ends}"


def _booked_from(options: list[Option], state: BookState, chosen: str | None) -> InputBlock:
    """Each time a choice of its own: Slack keeps what was chosen, as it was, in an element whose name stays."""
    name = BOOKED_FROM.nth(state.choices).name
    wanted = {one.value: one for one in options}
    initial = wanted.get(chosen or ONE_OFF, wanted[ONE_OFF])
    if len(options) <= MOST_RADIO_BUTTONS:
        radio = RadioButtonsElement(action_id=name, options=options, initial_option=initial)
        return field("Booked from", BOOKED_FROM, radio)
    ahead = ExternalDataSelectElement(
        action_id=name, initial_option=initial, min_query_length=0, placeholder=plain("A package", 150)
    )
    return field("Booked from", BOOKED_FROM, ahead)
