"""Deciding an adjustment: once, by a manager, on the figures shown, with four eyes (rules 12 to 14)."""

from dataclasses import dataclass
from datetime import datetime

from domain.offering import offer_what_matches
from domain.records import Records
from domain.requesting import AdjustmentNotFound, AlreadyDecided, close, closed
from domain.values.adjustments import (
    LONGEST_REASON,
    Adjustment,
    AdjustmentStatus,
    Figures,
    Sums,
    figures_of,
    fingerprint,
    sums_of,
)
from domain.values.fields import NotAcceptable, RequestField
from domain.values.history import Entry, Happening
from domain.values.ids import AdjustmentId
from domain.values.messages import Message, MessageKind
from domain.values.packages import MOST_SESSIONS, Package, are_used
from domain.values.people import Person, Workspace, require_manager
from domain.values.refusal import Refusal
from domain.values.sessions import holding
from domain.visibility import PackageNotFound


class OwnRequest(Refusal):
    def __init__(self) -> None:
        super().__init__("You can't decide your own request. Another manager can, or withdraw it under /adjustments.")


class BelowUsed(Refusal):
    def __init__(self, figures: Figures) -> None:
        used = figures.total[1] - figures.remaining[1]
        super().__init__(
            f"{figures.service.name}: {are_used(used)}, so the total can't become {figures.total[1]}. "
            "Decline this request; a new one can be sent."
        )


class WithoutReason(NotAcceptable):
    def __init__(self) -> None:
        super().__init__(
            {RequestField.REASON: f"Give a reason of up to {LONGEST_REASON} characters. The requester will read it."}
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A request with the package and the figures as they are now."""

    adjustment: Adjustment
    package: Package
    figures: tuple[Figures, ...]

    @property
    def sums(self) -> Sums:
        return sums_of(self.figures, self.package.total, self.package.remaining)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.figures, self.package)

    @property
    def obstacle(self) -> Refusal | None:
        """Why it can't be approved as it is, whoever decides."""
        too_low = next((figures for figures in self.figures if not is_enough(figures)), None)
        return BelowUsed(too_low) if too_low else None


@dataclass(frozen=True, slots=True)
class FiguresChanged:
    """Nothing was applied: the figures aren't those that the manager saw."""

    case: Case


def case_of(records: Records, workspace: Workspace, adjustment: Adjustment) -> Case:
    """The request as it stands."""
    holds = holding(workspace)
    package = records.find_package(adjustment.package_id, holds)
    if package is None:
        raise PackageNotFound
    linked = records.used_by_service(package.id, holds)
    return Case(adjustment, package, figures_of(adjustment, package, linked))


def approve(
    records: Records, by: Person, at: datetime, adjustment_id: AdjustmentId, figures_shown: str
) -> Case | FiguresChanged:
    """Apply the changes, if the figures are those that the card showed."""
    case = _case_to_decide(records, by, adjustment_id)
    if case.fingerprint != figures_shown:
        records.mark_cards_of(case.package.id, at)
        return FiguresChanged(case)
    if case.obstacle:
        raise case.obstacle
    own = case.adjustment.requested_by == by.id
    records.mark_cards_of(case.package.id, at)  # before its request, as everybody locks them
    close(records, by, at, case.adjustment, AdjustmentStatus.APPROVED, "", self_approved=own)
    apply(records, by, at, case)
    records.mark(_outcome(case.adjustment), [case.adjustment.client.id], at)
    return case


def apply(records: Records, by: Person, at: datetime, case: Case) -> None:
    """Change the package, keep what that did, and offer what matches by now."""
    records.note_sums(case.adjustment.id, case.sums)
    for figures in case.figures:
        records.set_total(case.package.id, figures.service.id, figures.total[1])
        records.note_applied(case.adjustment.id, figures)
        records.record(_approved(by, at, case.adjustment, figures))
    offer_what_matches(records, by.workspace, at, case.adjustment, case.package)


def decline(records: Records, by: Person, at: datetime, adjustment_id: AdjustmentId, reason: str) -> Adjustment:
    """Change nothing, and tell who asked why."""
    case = _case_to_decide(records, by, adjustment_id)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise WithoutReason
    close(records, by, at, case.adjustment, AdjustmentStatus.DECLINED, reason.strip())
    records.record(closed(Happening.DECLINED, by, at, case.adjustment, reason.strip()))
    records.mark(_outcome(case.adjustment), [case.adjustment.client.id], at)
    return case.adjustment


def look_at_request(records: Records, by: Person, adjustment_id: AdjustmentId) -> Case:
    """The request as it stands, if this person may see its client."""
    adjustment = _request(records, adjustment_id)
    if records.find_client(adjustment.client.id, by.own_only) is None:
        raise AdjustmentNotFound
    return case_of(records, by.workspace, adjustment)


def look_before_deciding(records: Records, by: Person, adjustment_id: AdjustmentId) -> Adjustment:
    """The request, if this person may decide it now."""
    return _case_to_decide(records, by, adjustment_id).adjustment


def _case_to_decide(records: Records, by: Person, adjustment_id: AdjustmentId) -> Case:
    require_manager(by, "decide this")
    records.find_package_to_change(_request(records, adjustment_id).package_id, holding(by.workspace))
    case = case_of(records, by.workspace, _request(records, adjustment_id))  # once nobody else can decide it
    if not case.adjustment.is_pending:
        raise AlreadyDecided(case.adjustment)
    if case.adjustment.requested_by == by.id and not may_decide_own(records, by):
        raise OwnRequest
    return case


def _request(records: Records, adjustment_id: AdjustmentId) -> Adjustment:
    adjustment = records.find_adjustment(adjustment_id)
    if adjustment is None:
        raise AdjustmentNotFound
    return adjustment


def may_decide_own(records: Records, by: Person) -> bool:
    """Four eyes, unless there are only two in the workspace, or it has lifted this (rule 13)."""
    return by.workspace.managers_decide_their_own or is_only_manager(records, by)


def is_only_manager(records: Records, by: Person) -> bool:
    """Whether no other manager is left: of those chosen, else of the workspace's admins."""
    if not by.workspace.managers and not records.everybody_is_known():
        return False
    managers = set(by.workspace.managers or records.admins())
    return managers - set(records.people_who_left(managers)) == {by.id}


def is_enough(figures: Figures) -> bool:
    """Lowering a count below what is used by now would overrun the package (rule 11)."""
    before, after = figures.total
    is_lowered = not figures.is_new and after < before
    return 0 <= after <= MOST_SESSIONS and not (is_lowered and figures.remaining[1] < 0)


def _approved(by: Person, at: datetime, adjustment: Adjustment, figures: Figures) -> Entry:
    return Entry(
        Happening.APPROVED,
        at,
        by.id,
        adjustment.client.id,
        adjustment.package_id,
        service_id=figures.service.id,
        total=figures.total,
        remaining=figures.remaining,
        reason=adjustment.reason,
        asked_by=adjustment.requested_by,
    )


def _outcome(adjustment: Adjustment) -> Message:
    """The word to who asked, with a link to the thread: so the request must be posted first."""
    return Message(MessageKind.OUTCOME, adjustment.id, adjustment.requested_by, after=MessageKind.REQUEST)
