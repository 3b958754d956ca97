"""A manager who may decide their own requests changes a package at once (rules 11 and 13)."""

from datetime import datetime

from domain.deciding import apply, case_of, may_decide_own
from domain.records import Records
from domain.requesting import Wanted, adjustment_wanted, messages_of
from domain.values.adjustments import Adjustment, AdjustmentStatus
from domain.values.ids import AdjustmentId, PackageId
from domain.values.people import Person
from domain.values.refusal import DoneAlready, Refusal


class NotToBeSaved(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "You can't decide your own requests any more, so nothing was saved. Open the form again to ask for it."
        )


def may_save(records: Records, by: Person) -> bool:
    """Whether this person changes packages at once instead of asking."""
    return by.is_manager and may_decide_own(records, by)


def save_changes(
    records: Records, by: Person, at: datetime, package_id: PackageId, wanted: Wanted, new_id: AdjustmentId
) -> Adjustment:
    """Apply what is wanted, as asked for and approved by one person; the managers' channel is told, if there is one."""
    if not may_save(records, by):
        raise NotToBeSaved
    adjustment = adjustment_wanted(records, by, at, package_id, wanted, new_id)
    if not records.add_adjustment(adjustment):
        raise DoneAlready
    case = case_of(records, by.workspace, adjustment)
    records.mark_cards_of(case.package.id, at)  # those of what is pending beside it
    records.decide(adjustment.id, AdjustmentStatus.APPROVED, by.id, at, "", self_approved=True)
    apply(records, by, at, case)
    if by.workspace.managers_channel:
        for message in reversed(messages_of(adjustment, by.workspace.managers_channel)):
            records.mark(message, [adjustment.client.id], at)
    return adjustment
