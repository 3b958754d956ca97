"""Edit package: the form of its sessions & services, by which an adjustment is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from slack_sdk.models.blocks import Block, ExternalDataSelectElement, InputBlock, PlainTextInputElement, SectionBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ADD_A_ROW,
    ADD_SERVICE,
    ADD_SESSIONS,
    COUNT,
    EDIT_FORM,
    MOST_SERVICES_TO_ADD,
    REASON,
    EditState,
)
from bot.gestures.wire import Field
from bot.views.adjustment_words import requested_change_in_words
from bot.views.emphasis import alert, titled
from bot.views.new_package_form import sessions_input
from bot.views.package_row import left, status_in_words
from bot.views.parts import actions, button, context, count, cut, field, local_day, modal, name_of, near, option, plain
from domain.putting_right import Proposal
from domain.values.adjustments import LONGEST_REASON, Adjustment
from domain.values.ids import ServiceId
from domain.values.packages import Included, Package
from domain.values.people import Person
from domain.values.sessions import Service

NAME = 150  # characters of a client's or package's name
MOST_REQUESTS = 3  # pending ones that are named
MOST_COUNTS = 60  # one block each, of the 100 that a modal may have
NOTHING: Mapping[ServiceId, int] = MappingProxyType({})


def edit_form(
    package: Package,
    state: EditState,
    by: Person,
    at: datetime,
    pending: Sequence[Adjustment] = (),
    proposal: Proposal | None = None,
    seen: Mapping[ServiceId, int] = NOTHING,
) -> View:
    """Filled in with the package's counts, with those `seen` in the form before, or with what is proposed."""
    proposed = proposal or Proposal({})
    shown = package.included[:MOST_COUNTS]
    totals = {line.service.id: seen.get(line.service.id, line.total) for line in shown}
    rows = max(state.rows, 0 if package.included else 1)
    blocks: list[Block] = [
        _about(package, by, at),
        *_pending(pending, by, at),
        *(_count(line, proposed.counts.get(line.service.id, totals[line.service.id])) for line in shown),
        *(block for n in range(1, rows + 1) for block in _row(n, proposed.added[n - 1 : n])),
        *(actions([button("Add another", ADD_A_ROW, None)]) if rows < MOST_SERVICES_TO_ADD else []),
        _reason(proposed.reason, state),
        context(_what_happens(state, by)),
    ]
    submit = "Save changes" if state.saves else "Request changes"
    remembers = replace(state, rows=rows, seen=tuple(totals[service_id] for service_id in sorted(totals)))
    return modal(EDIT_FORM, "Edit package", blocks, remembers=remembers, submit=submit, close="Cancel")


def _about(package: Package, by: Person, at: datetime) -> SectionBlock:
    status = status_in_words(package, by.workspace.today(at))
    counts = left(package.remaining, package.total)
    return titled(f"{cut(name_of(package.client, by), NAME)} · {cut(package.name, NAME)}", f"{status} · {counts}")


def _pending(pending: Sequence[Adjustment], by: Person, at: datetime) -> list[Block]:
    """What others, or who looks, have asked for already."""
    said: list[Block] = [alert(_asked(adjustment, by, at), "info") for adjustment in pending[:MOST_REQUESTS]]
    more = len(pending) - MOST_REQUESTS
    return [*said, *([context(f"{count(more, 'more request')} pending: /adjustments")] if more > 0 else [])]


def _asked(adjustment: Adjustment, by: Person, at: datetime) -> str:
    """As short as an alert."""
    changes = [requested_change_in_words(change, cut(change.service.name, 30)) for change in adjustment.changes[:2]]
    more = "; …" if len(adjustment.changes) > len(changes) else ""
    asking = "you" if adjustment.requested_by == by.id else cut(adjustment.requested_by_name, 30)
    on = near(local_day(adjustment.requested_at, by.timezone), local_day(at, by.timezone))
    return f"Pending: {'; '.join(changes)}{more}. Requested by {asking}, {on}."


def _what_happens(state: EditState, by: Person) -> str:
    if not state.saves:
        return "Nothing changes until a manager approves the request."
    posted = ", and is posted in the managers' channel" if by.workspace.managers_channel else ""
    return f"This saves at once, is recorded as approved by you{posted}."


def count_of(line: Included) -> Field[int]:
    return COUNT.of(line.service.id)


def totals_seen(state: EditState, fields: Iterable[str]) -> dict[ServiceId, int]:
    """The totals that a form with these fields showed when it was opened; none where it didn't keep them."""
    counted = sorted(name.removeprefix(f"{COUNT.name}_") for name in fields if name.startswith(f"{COUNT.name}_"))
    return dict(zip(map(ServiceId, counted), state.seen, strict=True)) if len(counted) == len(state.seen) else {}


def _count(line: Included, now: int) -> InputBlock:
    before = f" ({line.used_before} of them before Ribbon)" if line.used_before else ""
    hint = f"{line.used} used{before}, {left(line.remaining, line.total)}"
    return field(line.service.name, count_of(line), sessions_input(count_of(line), now), hint=hint)


def _row(n: int, proposed: Sequence[tuple[Service, int]]) -> list[InputBlock]:
    service, sessions = proposed[0] if proposed else (None, None)
    number = f" {n}" if n > 1 else ""
    menu = ExternalDataSelectElement(
        action_id=ADD_SERVICE.nth(n).name,
        min_query_length=0,
        placeholder=plain("Type part of the service's name", 150),
        initial_option=option(service.name, service.id) if service else None,
    )
    return [
        field(f"Service to add{number}", ADD_SERVICE.nth(n), menu, optional=True),
        field(
            f"Sessions to add{number}",
            ADD_SESSIONS.nth(n),
            sessions_input(ADD_SESSIONS.nth(n), sessions),
            optional=True,
        ),
    ]


def _reason(proposed: str, state: EditState) -> InputBlock:
    text = PlainTextInputElement(
        action_id=REASON.name,
        multiline=True,
        max_length=LONGEST_REASON,
        initial_value=proposed[:LONGEST_REASON] or None,
    )
    read = "It stays in the history." if state.saves else "The managers read it; it stays in the history."
    return field("Reason", REASON, text, hint=read)
