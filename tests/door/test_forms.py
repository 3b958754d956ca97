"""What the domain says of a field is shown at that block of a form which asks for it."""

import pytest

from bot.gestures.forms import errors_on
from bot.gestures.interactions import (
    BOOK_FORM,
    DECLINE_FORM,
    EDIT_FORM,
    FILTERS,
    LINK_FORM,
    NEW_PACKAGE_FORM,
    SETTINGS_FORM,
)
from bot.gestures.wire import Screen
from domain.values.fields import (
    BookingField,
    CountOf,
    Entered,
    PackageField,
    RequestField,
    SearchField,
    ServiceOfRow,
    SessionsOfRow,
)
from domain.values.ids import ServiceId
from domain.values.setting_changes import Setting

FOLLOW = CountOf(ServiceId("follow"))


@pytest.mark.parametrize(
    ("form", "field", "block"),
    [
        *((BOOK_FORM, field, field.value) for field in BookingField),
        *((NEW_PACKAGE_FORM, field, field.value) for field in PackageField),
        (NEW_PACKAGE_FORM, ServiceOfRow(2), "service_2"),
        (NEW_PACKAGE_FORM, SessionsOfRow(2), "sessions_2"),
        (EDIT_FORM, FOLLOW, "count_follow"),
        (EDIT_FORM, ServiceOfRow(1), "add_service_1"),
        (EDIT_FORM, SessionsOfRow(1), "add_sessions_1"),
        (EDIT_FORM, RequestField.REASON, "reason"),
        (DECLINE_FORM, RequestField.REASON, "reason"),
        (FILTERS, SearchField.TO_DAY, "to_day"),
        (SETTINGS_FORM, Setting.MANAGERS, "managers"),
        (SETTINGS_FORM, Setting.TIMEZONE, "timezone"),
    ],
)
def test_each_form_has_a_block_for_what_may_be_wrong(form: Screen[object], field: Entered, block: str) -> None:
    assert errors_on(form.id, {field: "Try again."}) == {block: "Try again."}


@pytest.mark.parametrize("form", [BOOK_FORM, NEW_PACKAGE_FORM, FILTERS, LINK_FORM])
def test_what_a_form_does_not_ask_for_is_not_lost_among_its_blocks(form: Screen[object]) -> None:
    assert errors_on(form.id, {SearchField.TO_DAY: "Too early.", FOLLOW: "Too few."}) is None
