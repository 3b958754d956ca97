"""The figures that a decision is about (rules 11 and 12)."""

from dataclasses import replace

import pytest
from literals import ANA, NOW, package, service

from domain.deciding import BelowUsed, is_enough
from domain.values.adjustments import Adjustment, Change, Figures, figures_of, fingerprint
from domain.values.ids import AdjustmentId, PackageId, PersonId, ServiceId
from domain.values.packages import Package

GOLD = package(follow=(10, 2), initial=1)
MORE = Change(service("follow"), 10, 2, 12)
JOINS = Change(service("nutri"), None, 0, 3)


def figures(*changes: Change, of: Package = GOLD, **linked: int) -> tuple[Figures, ...]:
    """What the card shows; `linked` is how many sessions are, where that isn't what the package says."""
    asked = Adjustment(AdjustmentId("r1"), PackageId("Gold"), "Gold", ANA, changes, "because", PersonId("U1"), "P", NOW)
    used = {line.service.id: line.used for line in of.included} | {ServiceId(key): n for key, n in linked.items()}
    return figures_of(asked, of, used)


def test_figures_are_what_the_package_has_now_before_and_after() -> None:
    raised, joins = figures(MORE, JOINS)
    assert (raised.total, raised.remaining, raised.is_new, raised.has_changed) == ((10, 12), (8, 10), False, False)
    assert (joins.total, joins.remaining, joins.is_new, joins.has_changed) == ((0, 3), (0, 3), True, False)


def test_a_service_joins_with_the_sessions_that_are_linked_by_now() -> None:
    (joins,) = figures(JOINS, nutri=2)
    assert (joins.remaining, joins.has_changed) == ((0, 1), True)


@pytest.mark.parametrize("now", [package(follow=(11, 2), initial=1), package(follow=(10, 3), initial=1)])
def test_a_total_and_a_use_that_are_not_as_asked_for_are_changes(now: Package) -> None:
    assert figures(MORE, of=now)[0].has_changed


@pytest.mark.parametrize(
    "now",
    [
        package(follow=(11, 2), initial=1),  # the total
        package(follow=(10, 3), initial=1),  # what is used
        package(follow=(10, 2), initial=(1, 1)),  # another service: it is in the sums on the card
        package(follow=(10, 2), initial=1, nutri=2),  # one that has joined
    ],
)
def test_whoever_saw_other_figures_has_another_fingerprint(now: Package) -> None:
    assert fingerprint(figures(MORE, of=now), now) != fingerprint(figures(MORE), GOLD)


def test_the_same_figures_have_the_same_fingerprint_whatever_else_has_changed() -> None:
    renamed = replace(GOLD, name="Platinum")
    assert fingerprint(figures(MORE, of=renamed), renamed) == fingerprint(figures(MORE), GOLD)


def follow(was: int, used: int, after: int) -> Figures:
    return figures(Change(service("follow"), was, used, after), of=package(follow=(was, used)))[0]


@pytest.mark.parametrize(("was", "used", "after"), [(10, 3, 2), (1, 3, 0)])
def test_a_total_is_not_lowered_below_what_is_used_by_now(was: int, used: int, after: int) -> None:
    lowered = follow(was, used, after)
    assert not is_enough(lowered)
    assert str(BelowUsed(lowered)).startswith(f"follow: 3 are used, so the total can't become {after}.")


@pytest.mark.parametrize(("was", "used", "after"), [(10, 3, 3), (1, 3, 2), (1, 3, 1)])
def test_it_may_become_what_is_used_and_an_overrun_one_may_be_raised_or_left(was: int, used: int, after: int) -> None:
    assert is_enough(follow(was, used, after))


@pytest.mark.parametrize("after", [-1, 1000])
def test_no_total_leaves_the_numbers_from_0_to_999(after: int) -> None:
    assert not is_enough(figures(Change(service("nutri"), None, 0, after))[0])
