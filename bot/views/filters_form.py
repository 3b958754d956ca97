"""The filters of a bookings list, all combinable."""

from datetime import date
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    CONFIRMATION,
    FILTER_CLIENT,
    FILTER_SERVICE,
    FILTERS,
    FROM_DAY,
    LINKED,
    PAYMENT,
    PRACTITIONER,
    TO_DAY,
    ListKind,
    ListState,
)
from bot.gestures.wire import Field
from bot.views.parts import client_option, field, modal, option, plain
from bot.views.session_words import words
from domain.values.clients import Client
from domain.values.people import Person
from domain.values.sessions import Confirmation, Payment, Service

LINKED_CHOICES = {"linked": "Linked", "not_linked": "Not linked"}


def filters_form(state: ListState, client: Client | None, service: Service | None, by: Person) -> View:
    """`client` and `service` are those that are filtered by now."""
    wish = state.wish
    linked = None if wish.linked is None else "linked" if wish.linked else "not_linked"
    blocks = [
        *([] if state.kind is ListKind.CLIENT else [_client(client, by)]),
        _service(service),
        _day("From", FROM_DAY, str(wish.from_day or "")),
        _day("To", TO_DAY, str(wish.to_day or "")),
        _select("Confirmation", CONFIRMATION, _labels(Confirmation), wish.confirmation),
        _select("Payment", PAYMENT, _labels(Payment), wish.payment),
        _select("Package", LINKED, LINKED_CHOICES, linked),
        *([_practitioner(wish.practitioner)] if by.sees_all else []),
    ]
    return modal(FILTERS, "Filter", blocks, submit="Show", close="Cancel")


def _client(chosen: Client | None, by: Person) -> InputBlock:
    menu = ExternalDataSelectElement(
        action_id=FILTER_CLIENT.name,
        min_query_length=1,
        initial_option=client_option(chosen, by) if chosen else None,
        placeholder=plain("Part of the name", 150),
    )
    return field("Client", FILTER_CLIENT, menu, optional=True)


def _service(chosen: Service | None) -> InputBlock:
    menu = ExternalDataSelectElement(
        action_id=FILTER_SERVICE.name,
        min_query_length=0,
        initial_option=option(chosen.name, chosen.id) if chosen else None,
        placeholder=plain("Any", 150),
    )
    return field("Service", FILTER_SERVICE, menu, optional=True)


def _labels(values: type[StrEnum]) -> dict[str, str]:
    return {value: words(value) for value in values}


def _day(label: str, name: Field[date], chosen: str) -> InputBlock:
    picker = DatePickerElement(action_id=name.name, initial_date=chosen or None, placeholder=plain("Any day", 150))
    return field(label, name, picker, optional=True)


def _select(label: str, name: Field[Any], choices: dict[str, str], chosen: str | None) -> InputBlock:
    options = {value: option(text, value) for value, text in choices.items()}
    menu = StaticSelectElement(
        action_id=name.name,
        options=list(options.values()),
        initial_option=options[chosen] if chosen else None,
        placeholder=plain("Any", 150),
    )
    return field(label, name, menu, optional=True)


def _practitioner(chosen: str | None) -> InputBlock:
    menu = UserSelectElement(action_id=PRACTITIONER.name, initial_user=chosen, placeholder=plain("Anybody", 150))
    return field("Practitioner", PRACTITIONER, menu, optional=True)
