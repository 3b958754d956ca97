"""Asking for an adjustment: what is refused at which field, and what is fine (rule 11)."""

from typing import Any

import pytest
from literals import package, service

from domain.requesting import NotAnAdjustment, Wanted, changes_wanted
from domain.values.fields import CountOf, Entered, RequestField, ServiceOfRow, SessionsOfRow
from domain.values.ids import ServiceId
from domain.values.packages import Package

FOLLOW, INITIAL, NUTRI = map(ServiceId, ("follow", "initial", "nutri"))
SERVICES = {service(key).id: service(key) for key in ("follow", "initial", "nutri")}
GOLD = package(follow=(10, 2), initial=1)


def ask(of: Package = GOLD, reason: str = "because", **wanted: Any) -> list[tuple[str, int | None, int]]:
    """The changes that are asked for."""
    counts = {ServiceId(key): value for key, value in wanted.items() if key not in {"added", "seen"}}
    asked = Wanted(counts, tuple(wanted.get("added", ())), reason, wanted.get("seen", {}))
    return [(change.service.id, change.before, change.after) for change in changes_wanted(of, {}, SERVICES, asked)]


def errors(of: Package = GOLD, reason: str = "because", **wanted: Any) -> dict[Entered, str]:
    with pytest.raises(NotAnAdjustment) as refused:
        ask(of, reason, **wanted)
    return dict(refused.value.fields)


def test_several_changes_stand_in_one_request() -> None:
    assert ask(follow=12, initial=0, added=[(NUTRI, 3)]) == [
        ("follow", 10, 12),
        ("initial", 1, 0),
        ("nutri", None, 3),
    ]


@pytest.mark.parametrize("number", [None, -1, 1000])
def test_what_is_no_whole_number_from_0_to_999_is_refused_at_its_field(number: int | None) -> None:
    assert errors(follow=number) == {CountOf(FOLLOW): "Enter a whole number from 0 to 999."}
    assert errors(added=[(NUTRI, number)]) == {SessionsOfRow(1): "Enter a whole number from 0 to 999."}


@pytest.mark.parametrize("number", [0, 999])
def test_0_and_999_are_fine(number: int) -> None:
    assert ask(initial=number) == [("initial", 1, number)]


def test_a_count_can_be_lowered_to_what_is_used_but_not_below() -> None:
    assert errors(follow=1) == {CountOf(FOLLOW): "2 are used. Enter 2 or more."}
    assert ask(follow=2) == [("follow", 10, 2)]


def test_one_that_is_used_is_told_in_the_singular() -> None:
    assert errors(package(follow=(5, 1)), follow=0) == {CountOf(FOLLOW): "1 is used. Enter 1 or more."}


def test_an_overrun_count_can_be_raised_even_if_it_stays_overrun_but_not_lowered() -> None:
    overrun = package(follow=(1, 3))
    assert errors(overrun, follow=0) == {CountOf(FOLLOW): "3 are used. Enter 3 or more."}
    assert ask(overrun, follow=2) == [("follow", 1, 2)]


def test_a_service_named_twice_is_refused_where_it_is_named_again() -> None:
    twice = "This service is already listed. Change its number there."
    assert errors(added=[(FOLLOW, 3)]) == {ServiceOfRow(1): twice}
    assert errors(added=[(NUTRI, 3), (NUTRI, 4)]) == {ServiceOfRow(2): twice}


def test_sessions_without_a_service_or_of_an_unknown_one_are_refused_at_the_service() -> None:
    which = "Which service are these sessions for?"
    assert errors(added=[(None, 3)]) == {ServiceOfRow(1): which}
    assert errors(added=[(None, None), (ServiceId("gone"), 3)]) == {ServiceOfRow(2): which}


def test_empty_rows_ask_for_nothing() -> None:
    assert ask(follow=11, added=[(None, None), (NUTRI, 1), (None, None)]) == [
        ("follow", 10, 11),
        ("nutri", None, 1),
    ]


def test_a_count_that_was_left_as_it_was_seen_is_no_change_though_somebody_has_changed_it_since() -> None:
    assert ask(follow=8, initial=2, seen={FOLLOW: 8, INITIAL: 1}) == [("initial", 1, 2)]


@pytest.mark.parametrize("seen", [8, 1])
def test_a_count_that_was_left_as_it_was_seen_is_no_mistake_either(seen: int) -> None:
    assert ask(follow=seen, initial=2, seen={FOLLOW: seen, INITIAL: 1}) == [("initial", 1, 2)]


def test_a_count_that_somebody_else_has_changed_since_it_was_seen_is_not_changed_unseen() -> None:
    since = "This has changed since you opened it: it is now 10. Open the form again to change it."
    assert errors(follow=9, initial=2, seen={FOLLOW: 8, INITIAL: 1}) == {CountOf(FOLLOW): since}
    assert ask(follow=10, initial=2, seen={FOLLOW: 8, INITIAL: 1}) == [("initial", 1, 2)]


def test_a_request_that_changes_nothing_is_refused() -> None:
    nothing = "This changes nothing. Enter a different number, or add a service."
    assert errors(follow=10, initial=1) == {CountOf(FOLLOW): nothing}
    assert errors() == {ServiceOfRow(1): nothing}


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 1001])
def test_a_reason_is_needed_that_can_be_read(reason: str) -> None:
    assert list(errors(reason=reason, follow=11)) == [RequestField.REASON]


def test_every_error_is_told_at_once() -> None:
    found = errors(reason=" ", follow=1, initial=None, added=[(None, 3), (NUTRI, None)])
    assert set(found) == {
        CountOf(FOLLOW),
        CountOf(INITIAL),
        ServiceOfRow(1),
        SessionsOfRow(2),
        RequestField.REASON,
    }


def test_a_service_that_is_added_starts_with_the_sessions_that_are_linked_already() -> None:
    (change,) = changes_wanted(GOLD, {NUTRI: 2}, SERVICES, Wanted({}, ((NUTRI, 3),), "because"))
    assert (change.before, change.used, change.after) == (None, 2, 3)
