"""One request in a window: what it does, its state, and what the reader may do about it."""

from collections.abc import Iterator
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.gestures.interactions import APPROVE, DECLINE, OPEN_REQUEST, REQUEST_WINDOW, WITHDRAW, ApproveData
from bot.views.adjustment_card import warnings_of
from bot.views.adjustment_words import figures_in_words, outcome_in_words, status_in_words, subject, sums_in_words
from bot.views.parts import actions, button, confirm, context, cut, modal, moment, name_of, section
from bot.views.service_names import lines_that_fit
from domain.deciding import Case
from domain.values.adjustments import LONGEST_REASON, Adjustment
from domain.values.people import Person

FIGURES = 2500  # characters, of the 3000 that a section takes


def request_window(case: Case, by: Person, at: datetime, note: str = "") -> View:
    """With a `note` on top where it isn't what was expected."""
    adjustment = case.adjustment
    warnings = warnings_of(case, by.workspace.today(at)) if adjustment.is_pending else []
    blocks: list[Block] = [
        *([section(f"⚠️ {note}")] if note else []),
        section(subject(name_of(adjustment.client, by), adjustment)),
        *(section(f"⚠️ {strong} {more}") for strong, more in warnings),
        section("\n".join(_figures(case))),
        section(f"Reason: {cut(adjustment.reason, LONGEST_REASON)}"),
        context(_state(adjustment, by)),
        *actions(list(_remedies(case, by))),
    ]
    return modal(REQUEST_WINDOW, "Count adjustment", blocks, remembers=adjustment.id)


def _figures(case: Case) -> list[str]:
    if not case.adjustment.is_pending:
        return outcome_in_words(case.adjustment)[:20]
    return [*lines_that_fit(case.figures, figures_in_words, FIGURES), sums_in_words(case.sums)]


def _state(adjustment: Adjustment, by: Person) -> str:
    asking = "you" if adjustment.requested_by == by.id else adjustment.requested_by_name
    asked = f"requested by {asking}, {moment(adjustment.requested_at, by.timezone)}"
    if adjustment.is_pending:
        return f"Pending · {asked}. Nothing changes until a manager approves."
    answer = f" · {cut(adjustment.decision_reason, LONGEST_REASON)}" if adjustment.decision_reason else ""
    return f"{status_in_words(adjustment)}{answer} · {asked}"


def _remedies(case: Case, by: Person) -> Iterator[ButtonElement]:
    adjustment = case.adjustment
    about = subject(name_of(adjustment.client, by), adjustment, ", ")
    if not adjustment.is_pending:
        return
    if adjustment.requested_by == by.id:
        yield withdraw(adjustment, about)
    elif by.is_manager:
        data = ApproveData(adjustment.id, case.fingerprint)
        yield button("Approve", APPROVE, data, style="primary", label=f"Approve: {about}")
        yield button("Decline", DECLINE, adjustment.id, style="danger", label=f"Decline: {about}")


def remedy(adjustment: Adjustment, by: Person, about: str, apart: str = "") -> ButtonElement | None:
    """Where requests are listed: who asked takes theirs back, a manager looks at the others' to decide."""
    if adjustment.requested_by == by.id:
        return withdraw(adjustment, about, apart)
    if by.is_manager:
        return button("Decide", OPEN_REQUEST, adjustment.id, apart=apart, label=f"Decide: {about}")
    return None


def withdraw(adjustment: Adjustment, about: str, apart: str = "") -> ButtonElement:
    ask = confirm("Withdraw this request?", "Nothing will change. You can ask again.", "Withdraw it", "Keep it")
    return button("Withdraw", WITHDRAW, adjustment.id, confirm=ask, apart=apart, label=f"Withdraw: {about}")
