"""What linking and unlinking do to a count (rules 2, 7, 8 and 9)."""

from datetime import date

import pytest
from literals import BERLIN, NOW, linked_to, package, person, session

from domain.fitting import Choice, best_first, choices_among
from domain.linking import Counting, Effect, effect_of_linking, effect_of_unlinking
from domain.values.people import Workspace
from domain.why import why_not_counted

LENIENT = person(no_shows_hold=False).workspace


@pytest.mark.parametrize(
    ("total", "used", "effect"),
    [
        (10, 6, Effect(Counting.COUNTS, "follow", 10, 4, 3)),
        (10, 9, Effect(Counting.COUNTS, "follow", 10, 1, 0)),
        (10, 10, Effect(Counting.OVER, "follow", 10, 0, -1)),
        (10, 12, Effect(Counting.OVER, "follow", 10, -2, -3)),
        (0, 0, Effect(Counting.OVER, "follow", 0, 0, -1)),
    ],
)
def test_linking_an_included_session_takes_one_and_may_run_over(total: int, used: int, effect: Effect) -> None:
    assert effect_of_linking(session("follow"), package(follow=(total, used)), BERLIN) == effect


def test_linking_a_session_whose_service_is_not_included_changes_no_count() -> None:
    effect = effect_of_linking(session("nutri"), package(follow=10), BERLIN)

    assert effect == Effect(Counting.NOT_INCLUDED, "nutri")


def test_linking_a_cancelled_session_takes_no_place() -> None:
    effect = effect_of_linking(session(confirmation="cancelled"), package(follow=(10, 6)), BERLIN)

    assert effect == Effect(Counting.NO_PLACE, "follow", 10, 4, 4)


def test_a_cancelled_session_does_not_run_a_used_up_package_over() -> None:
    effect = effect_of_linking(session(confirmation="cancelled"), package(follow=(1, 1)), BERLIN)

    assert effect.counting is Counting.NO_PLACE


@pytest.mark.parametrize("confirmation", ["no_show", "late_cancelled"])
@pytest.mark.parametrize(("workspace", "after"), [(BERLIN, 3), (LENIENT, 4)])
def test_whether_a_no_show_takes_a_place_is_the_choice_of_the_practice(
    confirmation: str, workspace: Workspace, after: int
) -> None:
    effect = effect_of_linking(session(confirmation=confirmation), package(follow=(10, 6)), workspace)

    assert (effect.before, effect.after) == (4, after)


def test_unlinking_gives_one_back() -> None:
    effect = effect_of_unlinking(session(link=linked_to("Gold")), package(follow=(10, 6)), BERLIN)

    assert effect == Effect(Counting.COUNTS, "follow", 10, 4, 5)


def test_unlinking_from_an_overrun_package_brings_it_back_towards_zero() -> None:
    effect = effect_of_unlinking(session(), package(follow=(10, 11)), BERLIN)

    assert (effect.before, effect.after) == (-1, 0)


def test_unlinking_what_holds_no_place_gives_nothing_back() -> None:
    effect = effect_of_unlinking(session(confirmation="cancelled"), package(follow=(10, 6)), BERLIN)

    assert effect == Effect(Counting.NO_PLACE, "follow", 10, 4, 4)


def test_unlinking_what_is_not_included_changes_no_count() -> None:
    assert effect_of_unlinking(session("nutri"), package(follow=1), BERLIN).counting is Counting.NOT_INCLUDED


def test_the_best_fit_is_included_with_some_left_and_the_most_urgent() -> None:
    packages = [
        package("not included, expires first", other=5, expires_on=date(2026, 3, 3)),
        package("used up", follow=(5, 5), expires_on=date(2026, 3, 4)),
        package("no expiry", follow=5),
        package("in June", follow=5, expires_on=date(2026, 6, 1)),
        package("in May", follow=(5, 4), expires_on=date(2026, 5, 1)),
    ]
    choices = [Choice(each, effect_of_linking(session(), each, BERLIN)) for each in packages]

    names = [choice.package.name for choice in best_first(choices)]

    assert names == ["in May", "in June", "no expiry", "used up", "not included, expires first"]


@pytest.mark.parametrize(
    ("last_day", "names"),
    [
        (date(2026, 3, 10), ["used up", "first to end"]),
        (date(2026, 3, 11), ["first to end", "used up"]),  # 23:30 UTC on the 10th is the 11th in Berlin
    ],
)
def test_a_package_that_ends_before_the_session_where_the_practice_is_stands_last(
    last_day: date, names: list[str]
) -> None:
    late = session(days=8 + 14 / 24)
    packages = [package("first to end", follow=5, expires_on=last_day), package("used up", follow=(5, 5))]

    choices = choices_among(packages, late, person(timezone="America/New_York"), NOW)

    assert [choice.package.name for choice in choices] == names
    assert [choice.is_best_fit for choice in choices] == [name == "first to end" == names[0] for name in names]


def test_a_session_that_counts_needs_no_reason() -> None:
    assert why_not_counted(session(link=linked_to("Gold")), BERLIN) is None


def test_a_session_that_does_not_count_says_why() -> None:
    not_included = session("nutri", link=linked_to("Gold", included=False))
    cancelled = session(link=linked_to("Gold"), confirmation="cancelled")
    late = session(link=linked_to("Gold"), confirmation="late_cancelled")

    assert why_not_counted(not_included, BERLIN) == "nutri is not included"
    assert why_not_counted(cancelled, BERLIN) == "cancelled"
    assert why_not_counted(late, BERLIN) is None
    assert why_not_counted(late, LENIENT) == "late cancelled"
