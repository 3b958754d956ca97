"""Where each form asks for what the domain knows by names of its own, and so shows what is wrong with it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.gestures.interactions import (
    ADD_SERVICE,
    ADD_SESSIONS,
    BOOK_FORM,
    CLIENT_FORM,
    CLIENT_NAME,
    COUNT,
    DECLINE_FORM,
    EDIT_FORM,
    EXPIRES_ON,
    FILTERS,
    MANAGERS,
    MINUTES,
    NAME,
    NAME_AND_LAST_DAY_FORM,
    NAMES_PERSON,
    NEW_PACKAGE_FORM,
    PRACTITIONER,
    REASON,
    SERVICE,
    SERVICE_FORM,
    SERVICE_NAME,
    SESSIONS,
    SETTINGS_FORM,
    STARTS_AT,
    TIMEZONE,
    TO_DAY,
    USED_BEFORE,
    USUAL_MINUTES,
    WHO_FORM,
)
from bot.gestures.wire import Field
from domain.values.fields import (
    BookingField,
    ClientField,
    CountOf,
    Entered,
    NameField,
    PackageField,
    RequestField,
    SearchField,
    ServiceField,
    ServiceOfRow,
    SessionsOfRow,
    UsedBeforeOfRow,
)
from domain.values.setting_changes import Setting

_BOOKING: Mapping[Entered, Field[Any]] = {
    BookingField.SERVICE: SERVICE,
    BookingField.PRACTITIONER: PRACTITIONER,
    BookingField.STARTS_AT: STARTS_AT,
    BookingField.MINUTES: MINUTES,
}
_FILTERS: Mapping[Entered, Field[Any]] = {SearchField.TO_DAY: TO_DAY}
_CLIENT: Mapping[Entered, Field[Any]] = {ClientField.NAME: CLIENT_NAME}
_SERVICE: Mapping[Entered, Field[Any]] = {ServiceField.NAME: SERVICE_NAME, ServiceField.MINUTES: USUAL_MINUTES}
_DECISION: Mapping[Entered, Field[Any]] = {RequestField.REASON: REASON}
_AFTER_SALE: Mapping[Entered, Field[Any]] = {PackageField.NAME: NAME, PackageField.EXPIRES_ON: EXPIRES_ON}
_WHO: Mapping[Entered, Field[Any]] = {NameField.PERSON: NAMES_PERSON}
_SETTINGS: Mapping[Entered, Field[Any]] = {Setting.MANAGERS: MANAGERS, Setting.TIMEZONE: TIMEZONE}


def _new_package(field: Entered) -> Field[Any] | None:
    match field:
        case PackageField.NAME:
            return NAME
        case PackageField.EXPIRES_ON:
            return EXPIRES_ON
        case ServiceOfRow(n):
            return SERVICE.nth(n)
        case SessionsOfRow(n):
            return SESSIONS.nth(n)
        case UsedBeforeOfRow(n):
            return USED_BEFORE.nth(n)
    return None


def _edit(field: Entered) -> Field[Any] | None:
    match field:
        case CountOf(service_id):
            return COUNT.of(service_id)
        case ServiceOfRow(n):
            return ADD_SERVICE.nth(n)
        case SessionsOfRow(n):
            return ADD_SESSIONS.nth(n)
        case RequestField.REASON:
            return REASON
    return None


_FORMS: Mapping[str, Callable[[Entered], Field[Any] | None]] = {
    BOOK_FORM.id: _BOOKING.get,
    NEW_PACKAGE_FORM.id: _new_package,
    NAME_AND_LAST_DAY_FORM.id: _AFTER_SALE.get,
    EDIT_FORM.id: _edit,
    DECLINE_FORM.id: _DECISION.get,
    SETTINGS_FORM.id: _SETTINGS.get,
    FILTERS.id: _FILTERS.get,
    CLIENT_FORM.id: _CLIENT.get,
    SERVICE_FORM.id: _SERVICE.get,
    WHO_FORM.id: _WHO.get,
}


def block_of(form: str, field: Entered) -> Field[Any] | None:
    """The field of this form that asks for it, if one does."""
    in_form = _FORMS.get(form)
    return in_form(field) if in_form else None


def errors_on(form: str, wrong: Mapping[Entered, str]) -> dict[str, str] | None:
    """What to show at which block of the form; None where it doesn't ask for all of it, and words must do."""
    errors = {block.name: what for field, what in wrong.items() if (block := block_of(form, field))}
    return errors if len(errors) == len(wrong) else None
