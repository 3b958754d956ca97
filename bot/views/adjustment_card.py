"""The card in a request's thread: before → after, reason, requester, and the buttons while it is pending."""

from datetime import date

from slack_sdk.models.blocks import Block, RichTextElement

from bot.gestures.interactions import APPROVE, DECLINE, WHY_THIS_COUNT, ApproveData
from bot.views.adjustment_words import (
    CHANGED_NOTHING,
    applied_to,
    figures_in_words,
    requested_in_words,
    status_in_words,
    subject,
    sums_in_words,
)
from bot.views.figures_table import figures_applied, figures_now
from bot.views.parts import Picture, actions, button, cut, day, notification
from bot.views.rich import bold, line, person, quote, rich, under, when, words
from bot.views.service_names import SIZES, lines_that_fit, told_apart
from domain.deciding import Case
from domain.values.adjustments import Adjustment, Figures, change_nothing
from domain.values.packages import Package, PackageStatus

SPOKEN = 1000  # characters of the figures in a notification
NAMES = 1500  # characters of the services that have changed


def adjustment_card(case: Case, client_name: str, today: date) -> Picture:
    if not case.adjustment.is_pending:
        return _decided(case.adjustment, client_name)
    adjustment, about = case.adjustment, subject(client_name, case.adjustment, ", ")
    warnings = warnings_of(case, today)
    first = [piece for strong, more in warnings for piece in (bold(strong), words(f" {more}\n"))]
    named = line(*first, bold(subject(client_name, adjustment)), words("\nReason:"))
    figures = "; ".join(lines_that_fit(case.figures, lambda each, name: figures_in_words(each, name, to="to"), SPOKEN))
    said = [*(strong for strong, _ in warnings), f"Decide: {about}. {figures}. {sums_in_words(case.sums, to='to')}."]
    asked = f"Requested by {adjustment.requested_by_name}. Reason: {cut(adjustment.reason, SPOKEN)}"
    return Picture(
        text=notification(" ".join([*said, asked])),
        blocks=[
            rich(named, quote(adjustment.reason)),
            figures_now(case),
            *_buttons(case, about),
            rich(line(*_requested(adjustment), words(" Nothing changes until a manager approves."))),
        ],
        painted=case.fingerprint,
    )


def warnings_of(case: Case, today: date) -> list[tuple[str, str]]:
    """What is to be known before deciding: in bold, and what it means."""
    found = []
    if not case.package.is_active(today):
        closed = f"This package {_closed(case.package, today)}."
        found.append((closed, "Approving changes its count; it still takes no new links."))
    if change_nothing(case.figures):
        found.append(("Approving this changes nothing:", "the package has these counts already."))
    if changed := [figures for figures in case.figures if figures.has_changed]:
        found.append((_since(changed), "These are the current figures."))
    if case.obstacle:
        found.append(("This can't be approved as it is.", cut(str(case.obstacle), SPOKEN)))
    return found


def _closed(package: Package, today: date) -> str:
    status = package.status_on(today)
    has_ended = status is PackageStatus.EXPIRED and package.expires_on
    return f"ended on {day(has_ended, weekday=True)}" if has_ended else f"is {status}"


def _since(changed: list[Figures]) -> str:
    names = ", ".join(told_apart([figures.service for figures in changed], SIZES[-1]).values())
    return f"The package has changed since this was asked for ({cut(names, NAMES)})."


def _buttons(case: Case, about: str) -> list[Block]:
    data = ApproveData(case.adjustment.id, case.fingerprint)
    return actions(
        [
            button("Approve", APPROVE, data, style="primary", label=f"Approve: {about}"),
            button("Decline", DECLINE, case.adjustment.id, style="danger", label=f"Decline: {about}"),
            button("Why this count", WHY_THIS_COUNT, case.package.id, label=f"Why this count: {about}"),
        ]
    )


def _decided(adjustment: Adjustment, client_name: str) -> Picture:
    """What was applied, and of what wasn't, what was requested."""
    applied = applied_to(adjustment)
    requested = [] if applied else under(["Requested:", *requested_in_words(adjustment)])
    status = [bold(adjustment.status.capitalize()), words(f" · {subject(client_name, adjustment)}"), *requested]
    answer = adjustment.decision_reason
    answered = [line(words("Answer:")), quote(answer)] if answer else []
    said = f"{status_in_words(adjustment)}: {subject(client_name, adjustment, ', ')}."
    return Picture(
        text=notification(" ".join(filter(None, [said, answer, _spoken(adjustment)]))),
        blocks=[
            rich(line(*status, words("\nReason:")), quote(adjustment.reason), *answered),
            *([figures_applied(applied, adjustment.sums)] if applied else []),
            rich(line(*_requested(adjustment), *_result(adjustment))),
        ],
    )


def _spoken(adjustment: Adjustment) -> str:
    figures = lines_that_fit(applied_to(adjustment), lambda each, name: figures_in_words(each, name, to="to"), SPOKEN)
    return f"{'; '.join(figures)}." if figures else _what_it_did(adjustment)


def _requested(adjustment: Adjustment) -> list[RichTextElement]:
    by = person(adjustment.requested_by)
    return [words("Requested by "), by, words(" "), when(adjustment.requested_at), words(".")]


def _result(adjustment: Adjustment) -> list[RichTextElement]:
    if adjustment.decided_by is None or adjustment.decided_at is None:
        return []
    verb = "Self-approved" if adjustment.self_approved else adjustment.status.capitalize()
    by = [words(f" {verb} by "), person(adjustment.decided_by), words(" "), when(adjustment.decided_at)]
    return [*by, words(f". {_what_it_did(adjustment)}")]


def _what_it_did(adjustment: Adjustment) -> str:
    applied = applied_to(adjustment)
    if applied:
        return CHANGED_NOTHING if change_nothing(applied) else "These figures were applied."
    return "" if adjustment.is_approved else "Nothing was changed."
