"""Asking for an adjustment, and taking the request back (rules 11 and 14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.records import Records
from domain.values.adjustments import LONGEST_REASON, Adjustment, AdjustmentStatus, Change, effect_of
from domain.values.fields import CountOf, Entered, NotAcceptable, RequestField, ServiceOfRow, SessionsOfRow
from domain.values.history import Entry, Happening
from domain.values.ids import AdjustmentId, PackageId, ServiceId
from domain.values.messages import Message, MessageKind
from domain.values.packages import MOST_SESSIONS, Included, Package, are_used
from domain.values.people import Person
from domain.values.refusal import DoneAlready, Refusal
from domain.values.sessions import Service, holding
from domain.visibility import known_services, see_package_to_change

MOST_PENDING = 41  # one more than a list shows
MOST_COMPARED = 1000  # pending requests for one package
NOT_A_COUNT = f"Enter a whole number from 0 to {MOST_SESSIONS}."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: counts of included services, services to add, a row each, and why.

    `as_shown` are the totals from which the counts were changed, where they are known.
    """

    counts: Mapping[ServiceId, int | None]
    added: tuple[tuple[ServiceId | None, int | None], ...]
    reason: str
    as_shown: Mapping[ServiceId, int] = field(default_factory=dict)


class NotAnAdjustment(NotAcceptable):
    """Something that was asked for can't be done, or nothing was."""


class NoManagersChannel(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Nobody would see this request: no managers' channel is set. "
            "A manager can choose one under Settings on Ribbon's Home tab."
        )


class AlreadyAsked(Refusal):
    """The same changes of the same package are pending, whoever asked and why."""

    def __init__(self, adjustment: Adjustment) -> None:
        super().__init__("The same was asked for already, and is pending. Nothing was sent a second time.")
        self.adjustment = adjustment


class AdjustmentNotFound(Refusal):
    def __init__(self) -> None:
        super().__init__("This request can't be found, or isn't yours to see.")


class NotYourRequest(Refusal):
    def __init__(self) -> None:
        super().__init__("Only the person who asked for an adjustment can withdraw it.")


class AlreadyDecided(Refusal):
    def __init__(self, adjustment: Adjustment) -> None:
        who = adjustment.decided_by_name or "somebody"
        super().__init__(f"This request was already {adjustment.status} by {who}.")


def ask_for_adjustment(
    records: Records, by: Person, at: datetime, package_id: PackageId, wanted: Wanted, new_id: AdjustmentId
) -> Adjustment:
    """Put a request before the managers; nothing changes until one approves it."""
    adjustment = adjustment_wanted(records, by, at, package_id, wanted, new_id)
    if by.workspace.managers_channel is None:
        raise NoManagersChannel
    _require_new(records, adjustment)
    if not records.add_adjustment(adjustment):
        raise DoneAlready
    for change in adjustment.changes:
        records.record(requested(adjustment, change))
    for message in messages_of(adjustment, by.workspace.managers_channel):
        records.mark(message, [adjustment.client.id], at)
    return adjustment


def adjustment_wanted(
    records: Records, by: Person, at: datetime, package_id: PackageId, wanted: Wanted, new_id: AdjustmentId
) -> Adjustment:
    """What is wanted, if it can be so; of a package that nobody else changes until the transaction ends."""
    package = see_package_to_change(records, by, package_id)
    linked = records.used_by_service(package.id, holding(by.workspace))
    changes = changes_wanted(package, linked, known_services(records, (key for key, _ in wanted.added)), wanted)
    return Adjustment(
        new_id, package.id, package.name, package.client, changes, wanted.reason.strip(), by.id, by.name, at
    )


def _require_new(records: Records, adjustment: Adjustment) -> None:
    """Others may be pending beside it, but not the same."""
    totals = _totals(adjustment)
    for pending in records.pending_adjustments(None, [adjustment.package_id], MOST_COMPARED):
        if pending.id != adjustment.id and _totals(pending) == totals:
            raise AlreadyAsked(pending)


def _totals(adjustment: Adjustment) -> dict[ServiceId, int]:
    return {change.service.id: change.after for change in adjustment.changes}


def messages_of(adjustment: Adjustment, channel: str) -> tuple[Message, Message]:
    """The request in the managers' channel, and the card in its thread."""
    return (
        Message(MessageKind.REQUEST, adjustment.id, channel),
        Message(MessageKind.CARD, adjustment.id, channel, after=MessageKind.REQUEST, in_thread=True),
    )


def requested(adjustment: Adjustment, change: Change) -> Entry:
    asked = effect_of(change.service, change.before, change.used, change.after)
    return Entry(
        Happening.REQUESTED,
        adjustment.requested_at,
        adjustment.requested_by,
        adjustment.client.id,
        adjustment.package_id,
        service_id=change.service.id,
        total=asked.total,
        remaining=asked.remaining,
        reason=adjustment.reason,
    )


def changes_wanted(
    package: Package, linked: Mapping[ServiceId, int], services: Mapping[ServiceId, Service], wanted: Wanted
) -> tuple[Change, ...]:
    """The changes that are asked for, or everything that is wrong at once; services to add must be among `services`."""
    errors: dict[Entered, str] = {}
    changes = [change for line in package.included if (change := _new_count(line, wanted, errors))]
    changes += _additions(package, linked, services, wanted, errors)
    if not 0 < len(wanted.reason.strip()) <= LONGEST_REASON:
        errors[RequestField.REASON] = f"Give a reason of up to {LONGEST_REASON} characters. The managers decide by it."
    if not changes and not errors:
        first = next(map(CountOf, wanted.counts), ServiceOfRow(1))
        errors[first] = "This changes nothing. Enter a different number, or add a service."
    if errors:
        raise NotAnAdjustment(errors)
    return tuple(changes)


def _new_count(line: Included, wanted: Wanted, errors: dict[Entered, str]) -> Change | None:
    """None as well where the count was left as it was shown: whoever has changed it since meant to."""
    before = wanted.as_shown.get(line.service.id, line.total)
    after = wanted.counts.get(line.service.id, before)
    if after in {before, line.total}:
        return None
    if after is None or not 0 <= after <= MOST_SESSIONS:
        errors[CountOf(line.service.id)] = NOT_A_COUNT
    elif before != line.total:
        errors[CountOf(line.service.id)] = (
            f"This has changed since you opened it: it is now {line.total}. Open the form again to change it."
        )
    elif after < line.total and after < line.used:
        errors[CountOf(line.service.id)] = f"{are_used(line.used)}. Enter {line.used} or more."
    else:
        return Change(line.service, line.total, line.used, after)
    return None


def _additions(
    package: Package,
    linked: Mapping[ServiceId, int],
    services: Mapping[ServiceId, Service],
    wanted: Wanted,
    errors: dict[Entered, str],
) -> list[Change]:
    changes: list[Change] = []
    named = {line.service.id for line in package.included}
    for n, (service_id, sessions) in enumerate(wanted.added, 1):
        if service_id is None and sessions is None:
            continue
        service = services.get(service_id) if service_id else None
        if service is None:
            errors[ServiceOfRow(n)] = "Which service are these sessions for?"
        elif service.id in named:
            errors[ServiceOfRow(n)] = "This service is already listed. Change its number there."
        elif sessions is None or not 0 <= sessions <= MOST_SESSIONS:
            errors[SessionsOfRow(n)] = NOT_A_COUNT
        else:
            changes.append(Change(service, None, linked.get(service.id, 0), sessions))
        named |= {service.id} if service else set()
    return changes


def pending_requests(records: Records, by: Person) -> list[Adjustment]:
    """One's own pending requests; managers see everybody's.

    Who has no session with a client any more can take their request back, but isn't told whose package it is about.
    """
    pending = records.pending_adjustments(None if by.is_manager else by.id, None, MOST_PENDING)
    if by.own_only is None:
        return pending
    clients = {adjustment.client.id for adjustment in pending}
    visible = {client_id for client_id in clients if records.find_client(client_id, by.own_only)}
    return [replace(adjustment, names_client=adjustment.client.id in visible) for adjustment in pending]


def withdraw(records: Records, by: Person, at: datetime, adjustment_id: AdjustmentId) -> Adjustment:
    """Take back one's own pending request."""
    adjustment = records.find_adjustment(adjustment_id)
    if adjustment is None or by.own_only not in {None, adjustment.requested_by}:
        raise AdjustmentNotFound
    if adjustment.requested_by != by.id:
        raise NotYourRequest
    close(records, by, at, adjustment, AdjustmentStatus.WITHDRAWN, "")
    records.record(closed(Happening.WITHDRAWN, by, at, adjustment, ""))
    return adjustment


def close(
    records: Records,
    by: Person,
    at: datetime,
    adjustment: Adjustment,
    becomes: AdjustmentStatus,
    reason: str,
    *,
    self_approved: bool = False,
) -> None:
    """Store what became of a request, once and for all; of several at once one wins, the others are told who did."""
    if not records.decide(adjustment.id, becomes, by.id, at, reason, self_approved=self_approved):
        raise AlreadyDecided(records.find_adjustment(adjustment.id) or adjustment)
    for message in reversed(messages_of(adjustment, channel="")):  # cards before requests, as everybody locks them
        records.mark(message, [adjustment.client.id], at)


def closed(event: Happening, by: Person, at: datetime, adjustment: Adjustment, reason: str) -> Entry:
    return Entry(
        event,
        at,
        by.id,
        adjustment.client.id,
        adjustment.package_id,
        reason=reason,
        asked_by=adjustment.requested_by,
    )
