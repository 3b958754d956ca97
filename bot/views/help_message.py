"""The answer to words in the direct messages: what can be done, each with its button."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.gestures.interactions import BOOK_A_SESSION, FIND_CLIENT, OPEN_BOOKINGS, OPEN_PENDING, BookState
from bot.views.emphasis import titled
from bot.views.parts import Picture, button, context, header, notification

COMMANDS = "/bookings, /client, /book and /adjustments"


def help_message() -> Picture:
    text = notification(
        "What Ribbon can do: show bookings, find a client, book a session, show pending requests. "
        f"Commands: {COMMANDS}."
    )
    blocks: list[Block] = [
        header("What would you like to do?"),
        _can("Bookings", "Your sessions, and linking them to packages", button("Bookings", OPEN_BOOKINGS, None)),
        _can("Find a client", "Their bookings, packages and counts", button("Find a client", FIND_CLIENT, None)),
        _can("Book a session", "One-off or from a package", button("Book a session", BOOK_A_SESSION, BookState())),
        _can("Requests", "Adjustments that wait for a manager", button("Pending requests", OPEN_PENDING, None)),
        context(
            f"Anywhere in Slack: {COMMANDS}. Each takes help. Managers drop CSV files or workbooks here to import them."
        ),
    ]
    return Picture(text=text, blocks=blocks)


def _can(what: str, for_what: str, by: ButtonElement) -> Block:
    return titled(what, for_what, accessory=by)
