"""The card in a request's thread: before → after, reason, requester, and the buttons while it is pending."""

from datetime import date

from slack_sdk.models.blocks import Block

from bot.gestures.interactions import APPROVE, DECLINE, ApproveData
from bot.views.adjustment_words import (
    A_MESSAGE,
    decided_in_words,
    figures_in_words,
    in_sections,
    mention,
    status_in_words,
    sums_in_words,
    told_by,
)
from bot.views.parts import Picture, actions, button, cut, date_and_time, day, notification, section
from bot.views.service_names import SIZES, lines_that_fit, told_apart
from domain.deciding import Case
from domain.values.adjustments import Adjustment, Figures, change_nothing
from domain.values.packages import Package, PackageStatus


def adjustment_card(case: Case, today: date) -> Picture:
    adjustment = case.adjustment
    asked = f"Asked for by {mention(adjustment.requested_by)}, {date_and_time(adjustment.requested_at)}"
    if not adjustment.is_pending:
        blocks: list[Block] = [*in_sections(decided_in_words(adjustment)), section(f"Reason: {adjustment.reason}")]
        return Picture(notification(_decided(adjustment)), [*blocks, told_by(asked), *_result(adjustment)])
    lines = lines_that_fit(case.figures, figures_in_words, A_MESSAGE)
    blocks = [*in_sections([*lines, sums_in_words(case.sums)]), section(f"Reason: {adjustment.reason}"), told_by(asked)]
    if not case.package.is_active(today):
        blocks.append(section(f"⚠️ This package {_closed(case.package, today)}. It still takes no new links."))
    if change_nothing(case.figures):
        blocks.append(section("⚠️ Approving this changes nothing: the package has these counts already."))
    if changed := [figures for figures in case.figures if figures.has_changed]:
        blocks.append(section(_since(changed)))
    if case.obstacle:
        blocks.append(section(f"⚠️ This can't be approved as it is. {case.obstacle}"))
    return Picture(
        text=notification(f"To be approved or declined. {cut('; '.join(lines), 1000)}"),
        blocks=[*blocks, *_buttons(case)],
        painted=case.fingerprint,
    )


def _closed(package: Package, today: date) -> str:
    status = package.status_on(today)
    has_ended = status is PackageStatus.EXPIRED and package.expires_on
    return f"ended on {day(has_ended, weekday=True)}" if has_ended else f"is {status}"


def _since(changed: list[Figures]) -> str:
    names = ", ".join(told_apart([figures.service for figures in changed], SIZES[-1]).values())
    return f"⚠️ The package has changed since this was asked for ({names}). These are the current figures."


def _buttons(case: Case) -> list[Block]:
    data = ApproveData(case.adjustment.id, case.fingerprint)
    return actions(
        [
            button("Approve", APPROVE, data, style="primary"),
            button("Decline", DECLINE, case.adjustment.id, style="danger"),
        ]
    )


def _decided(adjustment: Adjustment) -> str:
    reason = f": {adjustment.decision_reason}" if adjustment.decision_reason else ""
    return f"{status_in_words(adjustment)}{reason}"


def _result(adjustment: Adjustment) -> list[Block]:
    if adjustment.decided_by is None or adjustment.decided_at is None:
        return []
    verb = "Self-approved" if adjustment.self_approved else adjustment.status.capitalize()
    said = [section(f"Reason given: {adjustment.decision_reason}")] if adjustment.decision_reason else []
    return [
        *said,
        told_by(f"*{verb}* by {mention(adjustment.decided_by)}, {date_and_time(adjustment.decided_at)}"),
    ]
