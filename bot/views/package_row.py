"""One package with its counts, in words and then in bars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.gestures.interactions import (
    EDIT_PACKAGE,
    MANAGE_PACKAGE,
    PACKAGE_HISTORY,
    SCHEDULED_BOOKINGS,
    WHY_THIS_COUNT,
)
from bot.views.adjustment_words import pending_changes_in_words
from bot.views.emphasis import Strong, small_print, titled
from bot.views.parts import actions, button, count, cut, entry, moment, overflow, short_day
from bot.views.request_window import remedy
from domain.values.adjustments import Adjustment
from domain.values.packages import Included, Package, PackageStatus
from domain.values.people import Person

BAR = 10  # squares at most
MOST_LINES = 20
MOST_REQUESTS = 4
MOST_CHANGES = 3  # of a request in a line
CHANGES = 700  # characters of them
LINE = 90  # characters of a service's name in a line
NAME = 300  # characters of a package's


def package_row(package: Package, today: date, by: Person, pending: Sequence[Adjustment] = ()) -> list[Block]:
    menu = overflow(
        [
            entry("Edit package", EDIT_PACKAGE, package.id),
            entry("Scheduled bookings", SCHEDULED_BOOKINGS, package.id),
            entry("Why this count", WHY_THIS_COUNT, package.id),
            entry("History", PACKAGE_HISTORY, package.id),
        ]
    )
    remedies = [_remedy(n, adjustment, by) for n, adjustment in enumerate(pending[:MOST_REQUESTS])]
    pressable = [*(each for each in remedies if each), *([_manage(package)] if by.is_manager else [])]
    waiting = [_waiting(adjustment, by) for adjustment in pending[:MOST_REQUESTS]]
    return [*package_in_words(package, today, menu), *waiting, *actions(pressable)]


def _remedy(n: int, adjustment: Adjustment, by: Person) -> ButtonElement | None:
    """What the reader may do about a pending request, told apart from the others of the package."""
    changes = "; ".join(pending_changes_in_words(adjustment, CHANGES))
    return remedy(adjustment, by, f"{adjustment.package_name}, {changes}", apart=str(n))


def _waiting(adjustment: Adjustment, by: Person) -> Block:
    """A pending request, in small print."""
    first = replace(adjustment, changes=adjustment.changes[:MOST_CHANGES])
    changes = "; ".join(pending_changes_in_words(first, CHANGES))
    more = "; …" if len(adjustment.changes) > MOST_CHANGES else ""
    asking = "you" if adjustment.requested_by == by.id else cut(adjustment.requested_by_name, LINE)
    asked = f"requested by {asking}, {moment(adjustment.requested_at, by.timezone)}, not approved yet"
    return small_print([Strong("Waiting for a manager"), f"{changes}{more}", asked])


def package_in_words(package: Package, today: date, menu: InteractiveElement | None = None) -> list[Block]:
    """Name, status, last day, a line per service and their sum; and in small print what isn't counted."""
    not_counted = [small_print([Strong(_not_counted(package))])] if package.not_counted else []
    return [titled(cut(package.name, NAME), *_lines(package, today), accessory=menu), *not_counted]


def _lines(package: Package, today: date) -> list[str]:
    several = len(package.included) > 1
    summed_up = [f"Sum: {left(package.remaining, package.total)}"] if several else []
    return [status_in_words(package, today), *service_lines(package), *summed_up]


def _not_counted(package: Package) -> str:
    return f"{count(package.not_counted, 'linked session')} not counted ⚠️"


def service_lines(package: Package) -> list[str]:
    lines = [service_line(line) for line in package.included[:MOST_LINES]]
    hidden = len(package.included) - MOST_LINES
    return [*lines, *([f"… and {count(hidden, 'more service')}"] if hidden > 0 else [])] or ["No services included"]


def service_line(line: Included) -> str:
    return f"{cut(line.service.name, LINE)}: {left(line.remaining, line.total)} {bar(line)}".rstrip()


def left(remaining: int, total: int) -> str:
    """As in "4 of 10 left", or "1 over" where more are used than there are (rule 8)."""
    return f"{remaining} of {total} left" if remaining >= 0 else f"{-remaining} over, total {total}"


def bar(line: Included) -> str:
    """How much is left, a square a session where there are few; the words before it say the same."""
    squares = min(line.total, BAR) if line.remaining >= 0 else 0
    full = max(1, round(squares * line.remaining / line.total)) if line.remaining > 0 else 0
    return "■" * full + "□" * (squares - full)


def status_in_words(package: Package, today: date) -> str:
    """As in "Active · ends Sat 5 Dec, in 5 days"."""
    status = package.status_on(today)
    if package.expires_on is None:
        return f"{status.capitalize()} · no last day"
    last = short_day(package.expires_on, today)
    match status:
        case PackageStatus.ACTIVE:
            return f"Active · ends {last}, {_ahead((package.expires_on - today).days)}"
        case PackageStatus.EXPIRED:
            return f"Expired · ended {last}"
    return f"{status.capitalize()} · last day {last}"


def _ahead(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _manage(package: Package) -> InteractiveElement:
    return button("Manage package", MANAGE_PACKAGE, package.id, label=f"Manage package {package.name}")
