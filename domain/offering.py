"""Sessions that match once a package's services have changed are offered; nothing links by itself (rules 4 and 23)."""

from dataclasses import replace
from datetime import datetime

from domain.records import Records
from domain.values.adjustments import Adjustment, Figures
from domain.values.bookings import Filters
from domain.values.ids import AdjustmentId, PersonId
from domain.values.messages import Message, MessageKind
from domain.values.packages import Package
from domain.values.people import Workspace
from domain.values.sessions import Session

MOST_OFFERED = 100  # sessions of a service


def offer_what_matches(
    records: Records, workspace: Workspace, at: datetime, adjustment: Adjustment, package: Package
) -> None:
    """Once it is applied, tell who asked, and the practitioners of such sessions, each of those that they see."""
    applied = records.find_adjustment(adjustment.id) if package.is_active(workspace.today(at)) else None
    sessions = what_matches(records, applied, None) if applied else []
    people = {session.practitioner for session in sessions}
    if sessions and sees_all(records, workspace, adjustment.requested_by):
        people.add(adjustment.requested_by)
    for person in sorted(records.members_among(people)):
        message = Message(MessageKind.OFFER, f"{adjustment.id} {person}", person)
        records.mark(message, [adjustment.client.id], at)


def what_matches(records: Records, adjustment: Adjustment, own_only: PersonId | None) -> list[Session]:
    """Sessions that aren't linked, of the services of which the package had nothing left before, and has now."""
    more = [change.service.id for change in adjustment.changes if change.applied and _has_place_now(change.applied)]
    of_client = Filters(own_only, (adjustment.client.id,), linked=False, without_cancelled=True)
    found = (
        records.list_sessions(replace(of_client, service=service_id), None, MOST_OFFERED, newest_first=False)
        for service_id in more
    )
    return [session for sessions in found for session in sessions]


def _has_place_now(applied: Figures) -> bool:
    before, after = applied.remaining
    return after > 0 and (applied.is_new or before <= 0)


def offered_in(message: Message) -> tuple[AdjustmentId, PersonId]:
    """After which request, and to whom."""
    adjustment_id, _, person = message.subject.partition(" ")
    return AdjustmentId(adjustment_id), PersonId(person)


def sees_all(records: Records, workspace: Workspace, person: PersonId) -> bool:
    return workspace.all_see_all or person in (workspace.managers or records.admins())
