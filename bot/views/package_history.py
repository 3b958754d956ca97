"""What happened to a package, newest first: who, what, when, before → after."""

from datetime import date

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.gestures.interactions import HISTORY, HISTORY_PAGE, HistoryState
from bot.views.parts import actions, button, context, cut, day, header, modal, moment, or_over, section, zone_note
from domain.values.history import Entry, Happening
from domain.values.packages import PackageStatus
from domain.values.people import Person
from domain.visibility import HistoryPage

LEFT = "somebody who has left"
NAME = 200  # characters of a name
_CLOSED = {PackageStatus.COMPLETED, PackageStatus.CANCELLED}
_WHAT = {
    Happening.BOOKED: "Session{of} booked from the package",
    Happening.LINKED: "Session{of} linked",
    Happening.UNLINKED: "Session{of} unlinked",
    Happening.SESSION_CHANGED: "Session{of} changed",
    Happening.CREATED: "Package added",
    Happening.CONFIGURED: "Sessions & services configured",
    Happening.USED_BEFORE_SET: "Sessions used elsewhere before Ribbon",
    Happening.STATUS_CHANGED: "Package changed",
    Happening.RENAMED: "Package renamed",
    Happening.EXPIRY_CHANGED: "Expiry changed",
    Happening.EXPIRED: "Package expired",
    Happening.NO_SHOWS_SET: "No-shows and late cancellations: setting changed",
    Happening.REQUESTED: "Adjustment requested",
    Happening.APPROVED: "Adjustment approved",
    Happening.DECLINED: "Adjustment declined",
    Happening.WITHDRAWN: "Adjustment withdrawn",
}


def package_history(page: HistoryPage, by: Person) -> View:
    blocks: list[Block] = [
        header(page.package.name),
        *(section(entry_in_words(entry, by)) for entry in page.entries),
        *([] if page.entries else [section("Nothing has happened to this package yet.")]),
        *_turning(page),
        context(zone_note(by.timezone)),
    ]
    return modal(HISTORY, "History", blocks, remembers=HistoryState(page.package.id, page.skipped))


def entry_in_words(entry: Entry, by: Person) -> str:
    lines = [_what(entry, by), f"{moment(entry.at, by.timezone)} · {_who(entry)}"]
    lines += [figures] if (figures := _figures(entry)) else []
    lines += [f"Reason: {cut(entry.reason, 1000)}"] if entry.reason else []
    return "\n".join(lines)


def _what(entry: Entry, by: Person) -> str:
    """What happened, naming a session by its day where the practice is."""
    if entry.event is Happening.EXPIRED and entry.by:
        return "Package ended by the change of the time zone"
    if entry.event is Happening.STATUS_CHANGED and entry.by and entry.was == PackageStatus.EXPIRED:
        return "Package changed" if entry.becomes in _CLOSED else "Package active again by the change of the time zone"
    if entry.event is Happening.STATUS_CHANGED and entry.by and entry.was in _CLOSED:
        return "Package reopened"
    at = entry.session_at
    of = f" of {day(by.workspace.day_of(at), weekday=True)}" if at else ""
    return _WHAT[entry.event].format(of=of)


def _who(entry: Entry) -> str:
    """Who did it, and whose request it was where they decided one."""
    if entry.event is Happening.EXPIRED and not entry.by:
        return "automatically"
    who = entry.by_name or "an import"
    if entry.by and not entry.by_name:
        who = LEFT
    if entry.asked_by is None:
        return f"by {who}"
    if entry.asked_by == entry.by:
        return f"asked for and {entry.event} by {who}{' (self-approved)' if entry.is_self_approved else ''}"
    return f"by {who}, asked for by {entry.asked_by_name or LEFT}"


def _figures(entry: Entry) -> str:
    """Before → after, as far as the entry has any."""
    figures = [changed] if (changed := _changed(entry)) else []
    if entry.total:
        figures.append(f"total {entry.total[0]} → {entry.total[1]}")
    if entry.remaining:
        figures.append(f"left {or_over(entry.remaining[0])} → {or_over(entry.remaining[1])}")
    elif entry.session_id:
        figures.append("not counted")
    service = f"{cut(entry.service_name, 200)}: " if entry.service_name else ""
    return f"{service}{', '.join(figures)}" if figures else ""


def _changed(entry: Entry) -> str:
    """What was and what it became, in words."""
    if entry.event is Happening.EXPIRY_CHANGED:
        return f"{_last_day(entry.was)} → {_last_day(entry.becomes)}"
    if entry.event is Happening.RENAMED:
        return f"“{cut(entry.was, NAME)}” → “{cut(entry.becomes, NAME)}”"
    return f"{entry.was.replace('_', ' ')} → {entry.becomes.replace('_', ' ')}" if entry.was else ""


def _last_day(text: str) -> str:
    """A day as histories keep it, 2026-12-31 or nothing, in words."""
    return day(date.fromisoformat(text)) if text else "no expiry"


def _turning(page: HistoryPage) -> list[Block]:
    step = 10
    turns: list[InteractiveElement] = []
    if page.skipped:
        newer = HistoryState(page.package.id, max(0, page.skipped - step))
        turns.append(button("Newer", HISTORY_PAGE, newer, apart="newer"))
    if page.has_more:
        turns.append(button("Older", HISTORY_PAGE, HistoryState(page.package.id, page.skipped + step), apart="older"))
    return actions(turns)
