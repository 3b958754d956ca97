"""Ways to make a session count for which its package has no place (rules 7 and 8)."""

from datetime import UTC, datetime

import pytest
from literals import BERLIN, linked_to, package, session

from domain.putting_right import Proposal, add_a_session, swap_one
from domain.values.ids import ServiceId
from domain.values.sessions import Session

FOLLOW = ServiceId("follow")


def waiting(of: str = "nutri", *, included: bool = False, at: datetime | None = None) -> Session:
    plain = session(of, link=linked_to("Gold", included=included))
    values = {name: getattr(plain, name) for name in plain.__slots__}
    return Session(**values | ({"starts_at": at} if at else {}))


def test_adding_a_session_lets_the_service_join_with_all_that_are_linked() -> None:
    linked = waiting()
    proposal = add_a_session(package(follow=10), linked, 1, BERLIN)
    assert proposal == Proposal({}, ((linked.service, 1),), "nutri on Tue 3 Mar is linked and is not counted.")
    assert add_a_session(package(follow=10), linked, 3, BERLIN).added == ((linked.service, 3),)


def test_the_reason_names_the_day_of_the_practice() -> None:
    late = waiting(at=datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert add_a_session(package(follow=10), late, 1, BERLIN).reason.startswith("nutri on Wed 2 Dec is linked")


@pytest.mark.parametrize(("used", "total"), [(2, 2), (4, 4)])
def test_adding_a_session_of_an_included_service_makes_room_for_all_that_are_over(used: int, total: int) -> None:
    over = waiting("follow", included=True)
    proposal = add_a_session(package(follow=(1, used)), over, used, BERLIN)
    assert proposal == Proposal({FOLLOW: total}, reason="follow on Tue 3 Mar is linked and goes over the total.")


def test_swapping_gives_one_of_the_service_with_most_left() -> None:
    linked = waiting()
    proposal = swap_one(package(initial=(3, 1), follow=(10, 2)), linked, BERLIN)
    assert proposal is not None
    assert (dict(proposal.counts), proposal.added) == ({FOLLOW: 9}, ((linked.service, 1),))


def test_where_no_other_service_has_any_left_there_is_nothing_to_swap() -> None:
    over = waiting("follow", included=True)
    assert swap_one(package(follow=(1, 2)), over, BERLIN) is None
    assert swap_one(package(follow=(1, 2), initial=(1, 1)), over, BERLIN) is None
