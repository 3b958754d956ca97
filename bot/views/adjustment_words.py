"""How adjustments are put into words, in messages, lists and forms."""

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

from bot.views.parts import cut
from domain.adjustments import Adjustment, Change, Figures
from domain.deciding import Case
from domain.ids import PersonId

NAME = 150  # characters of a service's or package's name in a line


def title(client_name: str, adjustment: Adjustment) -> str:
    return f"Count adjustment · {cut(client_name, NAME)} · {cut(adjustment.package_name, NAME)}"


def status_in_words(adjustment: Adjustment) -> str:
    """Pending, or who decided."""
    if adjustment.is_pending:
        return "Pending"
    by_themselves = " (self-approved)" if adjustment.self_approved else ""
    return f"{adjustment.status.capitalize()} by {adjustment.decided_by_name}{by_themselves}"


def change_in_words(change: Change) -> str:
    """As in "Follow-up: 10 → 11"; a service to add starts from "not included"."""
    before = "not included" if change.before is None else str(change.before)
    return f"{cut(change.service.name, NAME)}: {before} → {change.after}"


def figures_in_words(figures: Figures) -> str:
    """Total and remaining, before → after."""
    name = cut(figures.service.name, NAME)
    if figures.is_new:
        return f"{name} (new): total none → {figures.total[1]}, remaining none → {figures.remaining[1]}"
    return (
        f"{name}: total {figures.total[0]} → {figures.total[1]}, "
        f"remaining {figures.remaining[0]} → {figures.remaining[1]}"
    )


def sums_in_words(case: Case) -> str:
    """The package's total and remaining over all its services, before → after."""
    added = sum(f.total[1] - f.total[0] for f in case.figures)
    left = sum(f.remaining[1] - f.remaining[0] for f in case.figures)
    package = case.package
    return (
        f"In all: total {package.total} → {package.total + added}, "
        f"remaining {package.remaining} → {package.remaining + left}"
    )


def mention(person_id: PersonId) -> str:
    return f"<@{person_id}>"


def told_by(text: str) -> ContextBlock:
    """Small print of our own words, mentions, dates and links: no text that people typed."""
    return ContextBlock(elements=[MarkdownTextObject(text=text)])
