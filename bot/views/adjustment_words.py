"""How adjustments are put into words, in messages, lists and forms."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject

from bot.views.parts import cut, or_over, section
from bot.views.service_names import lines_that_fit
from domain.values.adjustments import Adjustment, Change, Figures, Sums, change_nothing
from domain.values.ids import PersonId

NAME = 150  # characters of a client's or package's name in a line
A_SECTION = 15  # lines, of 3,000 characters
A_MESSAGE = 8500  # characters of all lines: Slack takes about 13,000, of which two reasons may be 1,000 each
CHANGED_NOTHING = "This approval changed nothing: the package had these counts already."
GONE = "A client you no longer see"


def subject_of(client_name: str, adjustment: Adjustment) -> str:
    """What a request is about, to its reader."""
    return title(client_name, adjustment) if adjustment.names_client else f"Count adjustment · {GONE}"


def title(client_name: str, adjustment: Adjustment) -> str:
    return f"Count adjustment · {cut(client_name, NAME)} · {cut(adjustment.package_name, NAME)}"


def status_in_words(adjustment: Adjustment) -> str:
    """Pending, or who decided."""
    if adjustment.is_pending:
        return "Pending"
    by_themselves = " (self-approved)" if adjustment.self_approved else ""
    return f"{adjustment.status.capitalize()} by {adjustment.decided_by_name}{by_themselves}"


def change_in_words(change: Change, name: str) -> str:
    """As in "Follow-up: 10 → 11"; a service to add starts from "not included"."""
    before = "not included" if change.before is None else str(change.before)
    return f"{name}: {before} → {change.after}"


def pending_change_in_words(change: Change, name: str) -> str:
    """From the count as it is: it may have been changed since this was asked for."""
    now = replace(change, before=change.now)
    since = "not included" if change.before is None else str(change.before)
    return change_in_words(now, name) + ("" if change.now == change.before else f" ({since} when it was asked for)")


def pending_changes_in_words(adjustment: Adjustment, room: int) -> list[str]:
    """A line a change; how the count is now isn't for who has no session with the client any more."""
    in_words = pending_change_in_words if adjustment.names_client else change_in_words
    return lines_that_fit(adjustment.changes, in_words, room)


def decided_in_words(adjustment: Adjustment) -> list[str]:
    """What was applied, in a line each, and the sums; of what wasn't, or isn't to be told, what was asked for."""
    in_words = partial(_decided_change_in_words, told=adjustment.names_client)
    lines = lines_that_fit(adjustment.changes, in_words, A_MESSAGE)
    return [*lines, *_summed_up(adjustment)] if adjustment.names_client else lines


def _summed_up(adjustment: Adjustment) -> list[str]:
    """Once all of it is applied: the sums, and where it has changed nothing."""
    applied = [change.applied for change in adjustment.changes if change.applied]
    if len(applied) < len(adjustment.changes):
        return []
    sums = [sums_in_words(adjustment.sums)] if adjustment.sums else []
    return [*sums, *([CHANGED_NOTHING] if change_nothing(applied) else [])]


def _decided_change_in_words(change: Change, name: str, *, told: bool) -> str:
    if change.applied and told:
        return figures_in_words(change.applied, name)
    return f"Asked for {change_in_words(change, name)}"


def figures_in_words(figures: Figures, name: str) -> str:
    """Total and remaining, before → after."""
    before, after = map(or_over, figures.remaining)
    if figures.is_new:
        return f"{name} (new): total none → {figures.total[1]}, left none → {after}"
    return f"{name}: total {figures.total[0]} → {figures.total[1]}, left {before} → {after}"


def sums_in_words(sums: Sums) -> str:
    """The package's total and remaining over all its services, before → after."""
    before, after = map(or_over, sums.remaining)
    return f"All services: total {sums.total[0]} → {sums.total[1]}, left {before} → {after}"


def in_sections(lines: Sequence[str]) -> list[Block]:
    return [section("\n".join(lines[n : n + A_SECTION])) for n in range(0, len(lines), A_SECTION)]


def mention(person_id: PersonId) -> str:
    return f"<@{person_id}>"


def told_by(text: str) -> ContextBlock:
    """Small print of our own words, mentions, dates and links: no text that people typed."""
    return ContextBlock(elements=[MarkdownTextObject(text=text)])
