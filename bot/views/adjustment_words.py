"""How adjustments are put into words, in messages, lists and forms."""

from dataclasses import replace
from functools import partial

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

from bot.views.parts import count, cut, or_over
from bot.views.service_names import lines_that_fit
from domain.values.adjustments import Adjustment, Change, Figures, Sums, change_nothing
from domain.values.ids import PersonId

NAME = 150  # characters of a client's or package's name in a line
A_FEW = 3  # changes, where there is no room for all
A_LOOK = 600  # characters of them
A_MESSAGE = 8500  # characters of all lines: Slack takes about 13,000, of which two reasons may be 1,000 each
CHANGED_NOTHING = "This approval changed nothing: the package had these counts already."
GONE = "A client you no longer see"


def subject_of(client_name: str, adjustment: Adjustment) -> str:
    """What a request is about, to its reader."""
    return title(client_name, adjustment) if adjustment.names_client else f"Count adjustment · {GONE}"


def title(client_name: str, adjustment: Adjustment) -> str:
    return f"Count adjustment · {subject(client_name, adjustment)}"


def subject(client_name: str, adjustment: Adjustment, between: str = " · ") -> str:
    """Whose package it is about."""
    return f"{cut(client_name, NAME)}{between}{cut(adjustment.package_name, NAME)}"


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


def applied_to(adjustment: Adjustment) -> list[Figures]:
    """What an approval has done, where all of it is known."""
    applied = [change.applied for change in adjustment.changes if change.applied]
    return applied if len(applied) == len(adjustment.changes) else []


def requested_in_words(adjustment: Adjustment) -> list[str]:
    return lines_that_fit(adjustment.changes, requested_change_in_words, A_MESSAGE)


def requested_change_in_words(change: Change, name: str, *, to: str = "→") -> str:
    """As in "Follow-up: 10 → 11 total"."""
    return f"{name}: {change.before or 0} {to} {change.after} total"


def a_few_in_words(adjustment: Adjustment, *, to: str = "→") -> list[str]:
    """The first changes' totals, in a line each: as applied, else as requested."""
    in_words = partial(_total_in_words, to=to)
    lines = lines_that_fit(adjustment.changes[:A_FEW], in_words, A_LOOK)
    more = len(adjustment.changes) - A_FEW
    return [*lines, *([f"{count(more, 'more change')} in the thread"] if more > 0 else [])]


def _total_in_words(change: Change, name: str, *, to: str) -> str:
    before, after = change.applied.total if change.applied else (change.before or 0, change.after)
    return f"{name}: {before} {to} {after} total"


def outcome_in_words(adjustment: Adjustment, *, to: str = "→") -> list[str]:
    """What was applied, in a line each, and the sums; of what wasn't, or isn't to be told, what was requested."""
    applied = applied_to(adjustment) if adjustment.names_client else []
    if not applied:
        requested = lines_that_fit(adjustment.changes, partial(requested_change_in_words, to=to), A_MESSAGE)
        return ["Requested:", *requested, *([] if adjustment.is_approved else ["Nothing was changed."])]
    lines = lines_that_fit(applied, partial(figures_in_words, to=to), A_MESSAGE)
    sums = [sums_in_words(adjustment.sums, to=to)] if adjustment.sums else []
    return [*lines, *sums, *([CHANGED_NOTHING] if change_nothing(applied) else [])]


def before_and_after(figures: tuple[int, int], to: str = "→") -> str:
    before, after = map(or_over, figures)
    return f"{before} {to} {after}"


def figures_in_words(figures: Figures, name: str, *, to: str = "→") -> str:
    """Total and remaining, before → after."""
    new = " (new)" if figures.is_new else ""
    return f"{name}{new}: total {before_and_after(figures.total, to)}, left {before_and_after(figures.remaining, to)}"


def sums_in_words(sums: Sums, *, to: str = "→") -> str:
    """The package's total and remaining over all its services, before → after."""
    return f"Sum: total {before_and_after(sums.total, to)}, left {before_and_after(sums.remaining, to)}"


def mention(person_id: PersonId) -> str:
    return f"<@{person_id}>"


def told_by(text: str) -> ContextBlock:
    """Small print of our own words, mentions, dates and links: no text that people typed."""
    return ContextBlock(elements=[MarkdownTextObject(text=text)])
