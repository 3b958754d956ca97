"""Deciding an adjustment: who may, on which figures, and that it happens once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from literals import NOW, person

from domain.deciding import (
    BelowUsed,
    Case,
    FiguresChanged,
    OwnRequest,
    WithoutReason,
    approve,
    case_of,
    decline,
    look_before_deciding,
)
from domain.linking import link_session
from domain.requesting import AdjustmentNotFound, AlreadyDecided, NotYourRequest, Wanted, ask_for_adjustment, withdraw
from domain.values.ids import AdjustmentId, PackageId, PersonId, ServiceId, SessionId, WorkspaceId
from domain.values.people import ManagersOnly, Person
from domain.values.sessions import holding
from storage.people import Member
from storage.records import RecordsTx

ASKED = AdjustmentId("r1")
TWO = (PersonId("UMAN"), PersonId("UMAN2"))


def manager(user: str = "UMAN", managers: Sequence[PersonId] = TWO, **workspace: Any) -> Person:
    return person(user, manager=True, managers=tuple(managers), managers_channel="CMAN", **workspace)


PETRA = replace(manager("UPRAC"), is_admin=False)


def ask(records: RecordsTx, by: Person = PETRA, **counts: int) -> str:
    """Ask for these counts of Gold 10; the fingerprint of its card."""
    wanted = Wanted({ServiceId(key): value for key, value in (counts or {"follow": 11}).items()}, (), "because")
    ask_for_adjustment(records, by, NOW, PackageId("p1"), wanted, ASKED)
    return card(records).fingerprint


def card(records: RecordsTx) -> Case:
    adjustment = records.find_adjustment(ASKED)
    assert adjustment is not None
    return case_of(records, PETRA.workspace, adjustment)


def total(records: RecordsTx, service: str = "follow") -> int:
    package = records.find_package(PackageId("p1"), holding(PETRA.workspace))
    assert package is not None
    line = package.line(ServiceId(service))
    assert line is not None
    return line.total


def slack_says(records: RecordsTx, user: str, *, is_admin: bool = False, is_member: bool = True) -> None:
    records.remember([Member(PersonId(user), user, None, "UTC", is_admin, is_member, NOW)])


def test_a_manager_approves_and_the_total_is_as_asked_for(records: RecordsTx) -> None:
    assert isinstance(approve(records, manager(), NOW, ASKED, ask(records)), Case)
    assert total(records) == 11
    decided = card(records).adjustment
    assert (decided.status, decided.decided_by, decided.self_approved) == ("approved", "UMAN", False)


def test_who_is_not_a_manager_decides_nothing(records: RecordsTx) -> None:
    seen = ask(records, manager())
    with pytest.raises(ManagersOnly):
        approve(records, PETRA, NOW, ASKED, seen)
    with pytest.raises(ManagersOnly):
        decline(records, PETRA, NOW, ASKED, "no")
    with pytest.raises(ManagersOnly):
        look_before_deciding(records, PETRA, ASKED)


def test_nobody_decides_their_own_request_while_there_is_another_manager(records: RecordsTx) -> None:
    seen = ask(records, manager())
    with pytest.raises(OwnRequest):
        approve(records, manager(), NOW, ASKED, seen)
    with pytest.raises(OwnRequest):
        decline(records, manager(), NOW, ASKED, "no")
    assert isinstance(approve(records, manager("UMAN2"), NOW, ASKED, seen), Case)


def test_the_only_manager_decides_their_own_and_it_is_recorded_as_that(records: RecordsTx) -> None:
    only = manager(managers=[PersonId("UMAN")])
    approve(records, only, NOW, ASKED, ask(records, only))
    assert card(records).adjustment.self_approved


def test_a_manager_whose_only_colleague_has_left_is_the_only_one(records: RecordsTx) -> None:
    seen = ask(records, manager())
    slack_says(records, "UMAN2", is_member=False)
    approve(records, manager(), NOW, ASKED, seen)
    assert card(records).adjustment.self_approved


def test_a_setting_lets_managers_decide_their_own(records: RecordsTx) -> None:
    free = manager(managers_decide_their_own=True)
    approve(records, free, NOW, ASKED, ask(records, free))
    assert card(records).adjustment.self_approved


def test_with_admins_as_managers_nobody_is_the_only_one_before_everybody_is_known(records: RecordsTx) -> None:
    admin = manager(managers=[])
    slack_says(records, "UMAN", is_admin=True)
    seen = ask(records, admin)
    with pytest.raises(OwnRequest):
        approve(records, admin, NOW, ASKED, seen)
    records.learned_everybody(NOW)
    approve(records, admin, NOW, ASKED, seen)
    assert card(records).adjustment.self_approved


def test_of_two_admins_neither_decides_their_own(records: RecordsTx) -> None:
    admin = manager(managers=[])
    slack_says(records, "UMAN", is_admin=True)
    slack_says(records, "UMAN2", is_admin=True)
    records.learned_everybody(NOW)
    with pytest.raises(OwnRequest):
        approve(records, admin, NOW, ASKED, ask(records, admin))


def test_another_managers_request_is_never_self_approved(records: RecordsTx) -> None:
    approve(records, manager(managers=[PersonId("UMAN")]), NOW, ASKED, ask(records))
    assert not card(records).adjustment.self_approved


def test_figures_that_are_no_longer_so_apply_nothing_and_the_new_ones_can_be_approved(records: RecordsTx) -> None:
    seen = ask(records)
    link_session(records, PETRA, NOW, SessionId("s04"), PackageId("p1"))
    outcome = approve(records, manager(), NOW, ASKED, seen)
    assert isinstance(outcome, FiguresChanged)
    assert total(records) == 10
    assert outcome.case.figures[0].remaining == (7, 8)
    assert isinstance(approve(records, manager(), NOW, ASKED, outcome.case.fingerprint), Case)


def test_a_fingerprint_that_no_card_had_applies_nothing(records: RecordsTx) -> None:
    ask(records)
    for seen in ("", "0" * 16, "forged"):
        assert isinstance(approve(records, manager(), NOW, ASKED, seen), FiguresChanged)
    assert total(records) == 10


def test_a_count_that_is_below_what_is_used_by_now_is_not_approved(records: RecordsTx) -> None:
    ask(records, follow=2)
    link_session(records, PETRA, NOW, SessionId("s04"), PackageId("p1"))
    with pytest.raises(BelowUsed, match="3 are used"):
        approve(records, manager(), NOW, ASKED, card(records).fingerprint)


def test_a_decision_happens_once(records: RecordsTx) -> None:
    seen = ask(records)
    decline(records, manager(), NOW, ASKED, "No budget")
    for again in (
        lambda: approve(records, manager("UMAN2"), NOW, ASKED, seen),
        lambda: decline(records, manager("UMAN2"), NOW, ASKED, "no"),
        lambda: withdraw(records, PETRA, NOW, ASKED),
    ):
        with pytest.raises(AlreadyDecided, match="already declined"):
            again()
    assert total(records) == 10


def test_declining_needs_a_reason(records: RecordsTx) -> None:
    ask(records)
    for reason in ("", "   ", "x" * 1001):
        with pytest.raises(WithoutReason):
            decline(records, manager(), NOW, ASKED, reason)
    assert card(records).adjustment.is_pending


def test_only_who_asked_takes_it_back_and_then_nobody_can_decide_it(records: RecordsTx) -> None:
    seen = ask(records)
    with pytest.raises(NotYourRequest):
        withdraw(records, manager(), NOW, ASKED)
    with pytest.raises(AdjustmentNotFound):
        withdraw(records, replace(PETRA, id=PersonId("UPRAC2")), NOW, ASKED)
    withdraw(records, PETRA, NOW, ASKED)
    with pytest.raises(AlreadyDecided, match="already withdrawn"):
        approve(records, manager(), NOW, ASKED, seen)


def test_a_request_that_is_not_there_is_not_found(records: RecordsTx) -> None:
    with pytest.raises(AdjustmentNotFound):
        approve(records, manager(), NOW, AdjustmentId("nowhere"), "")


def test_a_request_of_another_workspace_is_not_found(records: RecordsTx) -> None:
    seen = ask(records)
    with pytest.raises(AdjustmentNotFound):
        approve(RecordsTx(records.connection, WorkspaceId("T2")), manager(), NOW, ASKED, seen)
