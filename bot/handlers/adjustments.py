"""Asking for an adjustment, seeing what is pending, withdrawing, and deciding."""

import re
from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.models.views import View

from bot import screens
from bot.gestures.interactions import (
    ADD_SERVICE,
    ADD_SESSIONS,
    EDIT_FORM,
    LINK_RESULT,
    MOST_SERVICES_TO_ADD,
    PACKAGES,
    REASON,
    REQUEST_WINDOW,
    ApproveData,
    EditState,
    ThreadWords,
)
from bot.gestures.replies import Close, Nothing, Offer, Redraw, Replace, Say, Show, Whisper
from bot.gestures.visit import Visit
from bot.views.decline_form import decline_form
from bot.views.edit_form import NOTHING, count_of, edit_form, totals_seen
from bot.views.help import HELP_ADJUSTMENTS
from bot.views.parts import service_options
from domain import deciding, requesting, saving, visibility
from domain.deciding import FiguresChanged
from domain.putting_right import Proposal, propose
from domain.requesting import MOST_PENDING, AlreadyAsked, Wanted
from domain.values.ids import AdjustmentId, PackageId, ServiceId
from domain.values.packages import Package
from domain.values.refusal import Refusal

FIGURES_CHANGED = "The package has changed since this card was drawn. Nothing was approved. Check the new figures."
HOW_TO_DECIDE = "Write `approve`, or `decline: reason`."

_APPROVES = re.compile(r"\s*approve\s*", re.IGNORECASE)
_DECLINES = re.compile(r"\s*decline(\s*[:,]|\s+[-–—])(?P<reason>.*)", re.IGNORECASE | re.DOTALL)


def open_edit(visit: Visit, package_id: PackageId) -> Show:
    package = visibility.see_package(visit.records, visit.by, package_id)
    return Show(_form(visit, package, _new_state(visit, package_id)))


def _new_state(visit: Visit, package_id: PackageId, rows: int = 0) -> EditState:
    return EditState(package_id, rows, saves=saving.may_save(visit.records, visit.by))


def _form(
    visit: Visit,
    package: Package,
    state: EditState,
    proposal: Proposal | None = None,
    seen: Mapping[ServiceId, int] = NOTHING,
) -> View:
    pending = visit.records.pending_adjustments(None, [package.id], MOST_PENDING)
    return edit_form(package, state, visit.by, visit.at, pending, proposal, seen)


def add_a_session(visit: Visit, _: None) -> Replace:
    """From a link's result: the form filled in so that the session counts."""
    return _propose(visit, swap=False)


def swap_one(visit: Visit, _: None) -> Replace:
    return _propose(visit, swap=True)


def _propose(visit: Visit, *, swap: bool) -> Replace:
    session_id = visit.remembers(LINK_RESULT).session_id
    package, proposal = propose(visit.records, visit.by, session_id, swap=swap)
    return Replace(_form(visit, package, _new_state(visit, package.id, len(proposal.added)), proposal))


def add_a_row(visit: Visit, _: None) -> Replace:
    state = visit.remembers(EDIT_FORM)
    package = visibility.see_package(visit.records, visit.by, state.package_id)
    one_more = replace(state, rows=min(state.rows + 1, MOST_SERVICES_TO_ADD))
    return Replace(_form(visit, package, one_more, seen=totals_seen(state, visit.on.state)))


def suggest_services(visit: Visit, typed: str) -> Offer:
    """Services that aren't included yet."""
    package = visibility.see_package(visit.records, visit.by, visit.remembers(EDIT_FORM).package_id)
    services = visibility.find_services(visit.records, typed)
    return Offer(service_options([service for service in services if package.line(service.id) is None]))


def submit_edit(visit: Visit, state: EditState) -> Close | Replace:
    """Back to the client's packages, which say what was sent; over any other screen it is said in this one's place."""
    change = saving.save_changes if state.saves else requesting.ask_for_adjustment
    wanted = _wanted(visit, state)
    try:
        asked = change(visit.records, visit.by, visit.at, state.package_id, wanted, AdjustmentId(visit.new_id))
    except AlreadyAsked as already:
        return Replace(screens.request(visit, already.adjustment.id, str(already)))
    return Close() if visit.below.on.name == PACKAGES.id else Replace(screens.request(visit, asked.id))


def _wanted(visit: Visit, state: EditState) -> Wanted:
    package = visibility.see_package(visit.records, visit.by, state.package_id)
    values = visit.values
    return Wanted(
        counts={
            line.service.id: values.get(count_of(line))
            for line in package.included
            if count_of(line).name in visit.on.state
        },
        added=tuple(
            (ServiceId(service) if service else None, values.get(ADD_SESSIONS.nth(n)))
            for n in range(1, state.rows + 1)
            for service in [values.get(ADD_SERVICE.nth(n))]
        ),
        reason=values.get(REASON) or "",
        as_shown=totals_seen(state, visit.on.state),
    )


def open_list(visit: Visit, text: str) -> Say | Show:
    if text.strip():
        return Say(HELP_ADJUSTMENTS)
    return open_pending(visit, None)


def open_pending(visit: Visit, _: None) -> Show:
    return Show(screens.pending(visit))


def open_request(visit: Visit, adjustment_id: AdjustmentId) -> Show:
    return Show(screens.request(visit, adjustment_id))


def withdraw(visit: Visit, adjustment_id: AdjustmentId) -> Redraw:
    """From wherever the request is shown."""
    screens.require_known(visit)
    requesting.withdraw(visit.records, visit.by, visit.at, adjustment_id)
    return Redraw()


def approve(visit: Visit, data: ApproveData) -> Say | Replace | Redraw | Nothing:
    """On the card, or in the request's window."""
    is_in_window = visit.on.name == REQUEST_WINDOW.id
    outcome = deciding.approve(visit.records, visit.by, visit.at, data.adjustment_id, data.seen)
    if not isinstance(outcome, FiguresChanged):
        return Redraw() if is_in_window else Nothing()
    return (
        Replace(screens.request(visit, data.adjustment_id, FIGURES_CHANGED)) if is_in_window else Say(FIGURES_CHANGED)
    )


def open_decline(visit: Visit, adjustment_id: AdjustmentId) -> Show:
    adjustment = deciding.look_before_deciding(visit.records, visit.by, adjustment_id)
    return Show(decline_form(adjustment))


def submit_decline(visit: Visit, adjustment_id: AdjustmentId) -> Close:
    deciding.decline(visit.records, visit.by, visit.at, adjustment_id, visit.values.get(REASON) or "")
    return Close()


def decide_in_thread(visit: Visit, words: ThreadWords) -> Whisper | Nothing:
    """`approve` or `decline: reason`, written as a reply: the figures seen are those that the card shows."""
    adjustment_id = visit.records.request_in_thread(words.channel, words.thread_ts)
    if adjustment_id is None:
        return Nothing()
    if declines := _DECLINES.fullmatch(words.text):
        deciding.decline(visit.records, visit.by, visit.at, adjustment_id, declines["reason"])
        return Nothing()
    if not _APPROVES.fullmatch(words.text):
        may_decide = _may_decide(visit, adjustment_id)
        return Whisper(words.channel, words.thread_ts, HOW_TO_DECIDE) if may_decide else Nothing()
    seen = visit.records.painted_on_card(adjustment_id)
    outcome = deciding.approve(visit.records, visit.by, visit.at, adjustment_id, seen)
    changed = isinstance(outcome, FiguresChanged)
    return Whisper(words.channel, words.thread_ts, FIGURES_CHANGED) if changed else Nothing()


def _may_decide(visit: Visit, adjustment_id: AdjustmentId) -> bool:
    """Whether what reads like a decision could be meant as one; what others say is talk."""
    try:
        deciding.look_before_deciding(visit.records, visit.by, adjustment_id)
    except Refusal:
        return False
    return True
