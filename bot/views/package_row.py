"""One package with its counts, in words and bars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from slack_sdk.models.blocks import Block

from bot.gestures.interactions import (
    CANCEL_PACKAGE,
    COMPLETE,
    EDIT_PACKAGE,
    PACKAGE_HISTORY,
    SCHEDULED_BOOKINGS,
    WHY_THIS_COUNT,
)
from bot.views.adjustment_words import pending_changes_in_words
from bot.views.parts import actions, button, confirm, count, cut, day, entry, overflow, section
from domain.values.adjustments import Adjustment
from domain.values.packages import Included, Package, PackageStatus
from domain.values.people import Person

BAR = 10  # characters
MOST_LINES = 20
MOST_REQUESTS = 5
MOST_CHANGES = 3  # of a request in a line
CHANGES = 700  # characters of them
LINE = 90  # characters of a service's name in a line


def package_row(package: Package, today: date, by: Person, pending: Sequence[Adjustment] = ()) -> list[Block]:
    menu = overflow(
        [
            entry("Edit package", EDIT_PACKAGE, package.id),
            entry("Scheduled bookings", SCHEDULED_BOOKINGS, package.id),
            entry("Why this count", WHY_THIS_COUNT, package.id),
            entry("History", PACKAGE_HISTORY, package.id),
        ]
    )
    closing = _closing(package) if by.is_manager and package.status is PackageStatus.ACTIVE else []
    text = "\n".join([package_text(package, today), *map(_asked_for, pending[:MOST_REQUESTS])])
    return [section(text, menu), *closing]


def _asked_for(adjustment: Adjustment) -> str:
    """A pending request, in a line."""
    first = replace(adjustment, changes=adjustment.changes[:MOST_CHANGES])
    changes = "; ".join(pending_changes_in_words(first, CHANGES))
    more = "; …" if len(adjustment.changes) > MOST_CHANGES else ""
    return f"⏳ {changes}{more} asked for by {adjustment.requested_by_name}, not approved yet"


def package_text(package: Package, today: date) -> str:
    """Name, status, expiry, and a line per service."""
    lines = [f"{cut(package.name, 300)} · {status_in_words(package, today)}", *service_lines(package)]
    if len(package.included) > 1:
        lines.append(f"All services: {left(package.remaining, package.total)}")
    if package.not_counted:
        lines.append(f"{count(package.not_counted, 'linked session')} not counted")
    return "\n".join(lines)


def service_lines(package: Package) -> list[str]:
    lines = [service_line(line) for line in package.included[:MOST_LINES]]
    hidden = len(package.included) - MOST_LINES
    return [*lines, *([f"… and {count(hidden, 'more service')}"] if hidden > 0 else [])] or ["No services included"]


def service_line(line: Included) -> str:
    return f"{cut(line.service.name, LINE)}: {bar(line)} {left(line.remaining, line.total)}"


def left(remaining: int, total: int) -> str:
    """As in "4 of 10 left", or "1 over" where more are used than there are (rule 8)."""
    return f"{remaining} of {total} left" if remaining >= 0 else f"{-remaining} over, total {total}"


def bar(line: Included) -> str:
    """How much is left; the numbers stand beside it in words."""
    full = max(1, round(BAR * line.remaining / line.total)) if line.remaining > 0 else 0
    return "▓" * full + "░" * (BAR - full)


def status_in_words(package: Package, today: date) -> str:
    status = package.status_on(today)
    if package.expires_on is None:
        return status
    verb = "expired" if package.expires_on < today else "expires"
    return f"{status} · {verb} {day(package.expires_on)}" if status != verb else f"{verb} {day(package.expires_on)}"


def _closing(package: Package) -> list[Block]:
    def ask(verb: str) -> str:
        name = cut(package.name, 100)
        return f"{verb} “{name}”? It will take no new links. Its sessions and history stay as they are."

    complete = confirm("Complete this package?", ask("Complete"), "Complete it", "Keep it active")
    cancel = confirm("Cancel this package?", ask("Cancel"), "Cancel it", "Keep it active")
    return actions(
        [
            button("Complete", COMPLETE, package.id, confirm=complete, label=f"Complete {package.name}"),
            button(
                "Cancel package", CANCEL_PACKAGE, package.id, confirm=cancel, label=f"Cancel package {package.name}"
            ),
        ]
    )
