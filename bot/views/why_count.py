"""Why this count: how each total came about, and which linked sessions count (rule 19)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.gestures.interactions import WHY, WHY_PAGE, WhyState
from bot.views.package_row import package_in_words
from bot.views.parts import (
    SECTION,
    actions,
    button,
    context,
    count,
    cut,
    day,
    length,
    modal,
    or_over,
    section,
    zone_note,
)
from bot.views.session_words import session_line
from domain.values.history import Entry, Happening
from domain.values.packages import Included
from domain.values.people import Person
from domain.why import Why, why_not_counted

EARLIER = "• Earlier changes are in the package's history."


def why_count(why: Why, state: WhyState, by: Person, at: datetime) -> View:
    blocks = [
        *package_in_words(why.package, by.workspace.today(at)),
        *_totals(why, by),
        *_sessions(why, by),
        *_turning(why, state),
        context(zone_note(by.timezone)),
    ]
    return modal(WHY, "Why this count", blocks, remembers=state)


def _totals(why: Why, by: Person) -> Iterator[Block]:
    for line in why.package.included[:20]:
        changes = [count_change(entry, by) for entry in why.changes if entry.service_id == line.service.id]
        newest = _newest(changes, SECTION - length(_equation(line)) - length(EARLIER) - 2)
        is_all = len(newest) == len(changes) and line.service.id not in why.shortened
        yield section("\n".join([_equation(line), *([] if is_all else [EARLIER]), *newest]))


def _newest(changes: list[str], most: int) -> list[str]:
    """As many of the last lines as fit into so many characters."""
    lengths = accumulate(length(change) + 1 for change in reversed(changes))
    fit = sum(so_far <= most for so_far in lengths)
    return changes[len(changes) - fit :]


def _equation(line: Included) -> str:
    used = f"{count(line.linked, 'session')} that count{'s' if line.linked == 1 else ''}"
    before = f" − {line.used_before} used before" if line.used_before else ""
    left = f"{or_over(line.remaining)}{' left' if line.remaining >= 0 else ''}"
    return f"{cut(line.service.name, 200)}: total {line.total}{before} − {used} = {left}"


def count_change(entry: Entry, by: Person) -> str:
    """One change of a total, or of what counts: what, by whom, when, why."""
    before, after = entry.total or entry.remaining or (0, 0)
    on = day(by.workspace.today(entry.at))
    if entry.event is Happening.NO_SHOWS_SET:
        set_anew = f"{entry.was} → {entry.becomes}".replace("_", " ")
        left, who = f"left {or_over(before)} → {or_over(after)}", entry.by_name or "a manager"
        return f"• No-shows and late cancellations: {set_anew}, {left}, set by {who}, {on}"
    if entry.event is Happening.USED_BEFORE_SET:
        was = f", {entry.was} before that" if entry.was != "0" else ""
        who = f", entered by {entry.by_name}" if entry.by_name else ""
        return f"• {entry.becomes} used elsewhere before{who}, {on}{was}"
    if entry.event is not Happening.APPROVED:
        was = f", {before} before" if before else ""
        return f"• {after} as configured{f' by {entry.by_name}' if entry.by_name else ''}, {on}{was}"
    reason = f": {cut(entry.reason, 200)}" if entry.reason else ""
    who = entry.by_name or "a manager"
    if entry.is_self_approved:
        return f"• {before} → {after} asked for and approved by {who} (self-approved), {on}{reason}"
    asked = f"asked for by {entry.asked_by_name}, " if entry.asked_by_name else ""
    return f"• {before} → {after} {asked}approved by {who}, {on}{reason}"


def _sessions(why: Why, by: Person) -> Iterator[Block]:
    if not why.page.sessions:
        yield section("No sessions are linked to this package yet.")
    for session in why.page.sessions:
        reason = why_not_counted(session, by.workspace)
        verdict = f"not counted: {reason}" if reason else "counts"
        yield section(f"{session.service.name} · {session_line(session, by.timezone)}\n{verdict}")


def _turning(why: Why, state: WhyState) -> list[Block]:
    turns: list[InteractiveElement] = []
    if why.page.newer:
        turns.append(button("Newer", WHY_PAGE, WhyState(state.package_id, why.page.newer, older=False), apart="newer"))
    if why.page.older:
        turns.append(button("Older", WHY_PAGE, WhyState(state.package_id, why.page.older), apart="older"))
    return actions(turns)
