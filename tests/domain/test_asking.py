"""Asking for an adjustment: what is refused at which field, and what is fine."""

from collections.abc import Iterator
from typing import Any

import pytest
from literals import NOW, person
from practice import usual_practice

from domain.linking import link_session
from domain.requesting import NoManagersChannel, NotAnAdjustment, Wanted, ask_for_adjustment
from domain.values.ids import AdjustmentId, PackageId, ServiceId, SessionId, WorkspaceId
from domain.visibility import PackageNotFound
from storage.database import Database
from storage.records import Records

PETRA = person("UPRAC", managers_channel="CMAN")
FOLLOW, INITIAL, NUTRI = map(ServiceId, ("follow", "initial", "nutri"))


@pytest.fixture
def records(database: Database) -> Iterator[Records]:
    """The usual practice; of Gold 10, with 10 follow-ups and 1 initial consultation, 2 follow-ups are used."""
    practice = usual_practice(database)
    practice.session("over1", "c3", "follow", -1, "p5")
    practice.session("over2", "c3", "follow", -1, "p5")
    with database.writing() as connection:
        yield Records(connection, WorkspaceId("T1"))


def ask(records: Records, of: str = "p1", reason: str = "because", **wanted: Any) -> list[tuple[str, int | None, int]]:
    """The changes that are asked for."""
    counts = {ServiceId(key): value for key, value in wanted.items() if key not in {"added", "seen"}}
    asked = Wanted(counts, tuple(wanted.get("added", ())), reason, wanted.get("seen", {}))
    adjustment = ask_for_adjustment(records, PETRA, NOW, PackageId(of), asked, AdjustmentId("r1"))
    return [(change.service.id, change.before, change.after) for change in adjustment.changes]


def errors(records: Records, of: str = "p1", reason: str = "because", **wanted: Any) -> dict[str, str]:
    with pytest.raises(NotAnAdjustment) as refused:
        ask(records, of, reason, **wanted)
    assert records.pending_adjustments(None, None, 10) == []
    return refused.value.fields


def test_several_changes_stand_in_one_request(records: Records) -> None:
    assert ask(records, follow=12, initial=0, added=[(NUTRI, 3)]) == [
        ("follow", 10, 12),
        ("initial", 1, 0),
        ("nutri", None, 3),
    ]


@pytest.mark.parametrize("number", [None, -1, 1000])
def test_what_is_no_whole_number_from_0_to_999_is_refused_at_its_field(records: Records, number: int | None) -> None:
    assert errors(records, follow=number) == {"count_follow": "Enter a whole number from 0 to 999."}
    assert errors(records, added=[(NUTRI, number)]) == {"add_sessions_1": "Enter a whole number from 0 to 999."}


@pytest.mark.parametrize("number", [0, 999])
def test_0_and_999_are_fine(records: Records, number: int) -> None:
    assert ask(records, initial=number) == [("initial", 1, number)]


def test_a_count_can_be_lowered_to_what_is_used_but_not_below(records: Records) -> None:
    assert errors(records, follow=1) == {"count_follow": "2 are used already: enter 2 or more."}
    assert ask(records, follow=2) == [("follow", 10, 2)]


def test_one_that_is_used_is_told_in_the_singular(records: Records) -> None:
    link_session(records, PETRA, NOW, SessionId("s06"), PackageId("p4"))
    assert errors(records, "p4", follow=0) == {"count_follow": "1 is used already: enter 1 or more."}


def test_an_overrun_count_can_be_raised_even_if_it_stays_overrun_but_not_lowered(records: Records) -> None:
    assert errors(records, "p5", follow=0) == {"count_follow": "3 are used already: enter 3 or more."}
    assert ask(records, "p5", follow=2) == [("follow", 1, 2)]


def test_a_service_named_twice_is_refused_where_it_is_named_again(records: Records) -> None:
    twice = "This service is listed already: change its number there."
    assert errors(records, added=[(FOLLOW, 3)]) == {"add_service_1": twice}
    assert errors(records, added=[(NUTRI, 3), (NUTRI, 4)]) == {"add_service_2": twice}


def test_sessions_without_a_service_or_of_an_unknown_one_are_refused_at_the_service(records: Records) -> None:
    which = "Which service are these sessions of?"
    assert errors(records, added=[(None, 3)]) == {"add_service_1": which}
    assert errors(records, added=[(None, None), (ServiceId("gone"), 3)]) == {"add_service_2": which}


def test_empty_rows_ask_for_nothing(records: Records) -> None:
    assert ask(records, follow=11, added=[(None, None), (NUTRI, 1), (None, None)]) == [
        ("follow", 10, 11),
        ("nutri", None, 1),
    ]


def test_a_count_that_was_left_as_it_was_seen_is_no_change_though_somebody_has_changed_it_since(
    records: Records,
) -> None:
    assert ask(records, follow=8, initial=2, seen={FOLLOW: 8, INITIAL: 1}) == [("initial", 1, 2)]


@pytest.mark.parametrize("seen", [8, 1])
def test_a_count_that_was_left_as_it_was_seen_is_no_mistake_either(records: Records, seen: int) -> None:
    assert ask(records, follow=seen, initial=2, seen={FOLLOW: seen, INITIAL: 1}) == [("initial", 1, 2)]


def test_a_count_that_somebody_else_has_changed_since_it_was_seen_is_not_changed_unseen(records: Records) -> None:
    since = "This has been changed since that was shown: it is 10 now. Open the form again to change it."
    assert errors(records, follow=9, initial=2, seen={FOLLOW: 8, INITIAL: 1}) == {"count_follow": since}
    assert ask(records, follow=10, initial=2, seen={FOLLOW: 8, INITIAL: 1}) == [("initial", 1, 2)]


def test_a_request_that_changes_nothing_is_refused(records: Records) -> None:
    nothing = "Nothing would change. Enter another number, or add a service."
    assert errors(records, follow=10, initial=1) == {"count_follow": nothing}
    assert errors(records) == {"add_service_1": nothing}


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 1001])
def test_a_reason_is_needed_that_can_be_read(records: Records, reason: str) -> None:
    assert list(errors(records, reason=reason, follow=11)) == ["reason"]


def test_every_error_is_told_at_once(records: Records) -> None:
    found = errors(records, reason=" ", follow=1, initial=None, added=[(None, 3), (NUTRI, None)])
    assert sorted(found) == ["add_service_1", "add_sessions_2", "count_follow", "count_initial", "reason"]


def test_without_a_managers_channel_nobody_is_asked(records: Records) -> None:
    lonely = person("UPRAC", managers_channel=None)
    with pytest.raises(NoManagersChannel, match="A manager can choose one under Settings"):
        ask_for_adjustment(
            records, lonely, NOW, PackageId("p1"), Wanted({FOLLOW: 11}, (), "because"), AdjustmentId("r1")
        )


def test_of_a_client_whom_one_does_not_see_nothing_can_be_asked(records: Records) -> None:
    stranger = person("UPRAC2", managers_channel="CMAN")
    with pytest.raises(PackageNotFound):
        ask_for_adjustment(records, stranger, NOW, PackageId("p1"), Wanted({FOLLOW: 11}, (), "x"), AdjustmentId("r1"))
