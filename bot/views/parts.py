"""What several views share: cut text at Slack's limits, shown literally, and the elements that carry our names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    InputBlock,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement, InteractiveElement
from slack_sdk.models.views import View

from bot.gestures.wire import Action, Field, Screen, encode
from domain.values.clients import Client, on_screen
from domain.values.days import in_words
from domain.values.ids import OWN
from domain.values.people import Person
from domain.values.sessions import Service

D = TypeVar("D")
V = TypeVar("V")

_MARKS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_TURNING = re.compile(rf"(\u2068[^{_MARKS}]*\u2069)|[{_MARKS}]")  # what stands apart by itself turns nothing round

# Slack's limits
SECTION, HEADER, CONTEXT, OPTION, TITLE, BUTTON, MESSAGE = 3000, 150, 3000, 75, 24, 75, 4000


def straight(text: str) -> str:
    """Without marks by which a name would turn round what stands after it; letters of any script know their way."""
    return text if text.isascii() else _TURNING.sub(r"\1", text)


def apart(name: str) -> str:
    """The name, where it goes from right to left kept from turning round the figures beside it."""
    if name.isascii() or not any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name):
        return name
    return f"\u2068{straight(name)}\u2069"


def cut(text: str, most: int) -> str:
    """At most so many characters as Slack counts them (UTF-16), at least one, and straight."""
    text = straight(text)
    if len(text) * 2 <= most or length(text) <= most:
        return text or " "
    while length(text) >= most:
        text = text[: len(text) - max(1, (length(text) - most) // 2)]
    return text + "…"


def length(text: str) -> int:
    """Characters as Slack counts them (UTF-16)."""
    return len(text) + sum(character > "\uffff" for character in text)


def plain(text: str, most: int = SECTION) -> PlainTextObject:
    """Text that is shown to the letter: no markup, no mentions, no :emoji:."""
    return PlainTextObject(text=cut(text, most), emoji=False)


def section(text: str, accessory: InteractiveElement | None = None) -> SectionBlock:
    return SectionBlock(text=plain(text), accessory=accessory)


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=plain(text, HEADER))


def context(text: str) -> ContextBlock:
    return ContextBlock(elements=[plain(text, CONTEXT)])


def actions(elements: Sequence[InteractiveElement]) -> list[Block]:
    """An actions block, or none without elements: Slack refuses an empty one."""
    return [ActionsBlock(elements=list(elements))] if elements else []


def button(
    text: str,
    action: Action[D],
    data: D,
    *,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
    apart: str = "",
    label: str | None = None,
) -> ButtonElement:
    """A button; `apart` tells it from others of the same action in its block, `label` is for screen readers."""
    return ButtonElement(
        text=plain(text, BUTTON),
        action_id=f"{action.id}.{apart}" if apart else action.id,
        value=encode(data),
        style=style,
        confirm=confirm,
        accessibility_label=cut(label, BUTTON) if label else None,
    )


def entry(text: str, action: Action[D], data: D) -> Option:
    """An entry of an overflow menu; the same few words stand in every row."""
    return Option(text=_label(text), value=f"{action.id} {encode(data)}")


@cache
def _label(text: str) -> PlainTextObject:
    return plain(text, OPTION)


def overflow(entries: list[Option]) -> OverflowMenuElement:
    return OverflowMenuElement(action_id="menu", options=entries)


def option(text: str, value: str, description: str | None = None) -> Option:
    return Option(
        text=plain(text, OPTION), value=value, description=plain(description, OPTION) if description else None
    )


def field(
    label: str,
    name: Field[V],
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> InputBlock:
    """A form's field; errors are shown at it by its name."""
    return InputBlock(
        label=plain(label, 2000),
        block_id=name.name,
        element=element,
        optional=optional,
        hint=plain(hint, 2000) if hint else None,
        dispatch_action=dispatch or None,
    )


def confirm(title: str, text: str, yes: str, no: str, style: str = "danger") -> ConfirmObject:
    return ConfirmObject(
        title=plain(title, 100), text=plain(text, 300), confirm=plain(yes, 30), deny=plain(no, 30), style=style
    )


def modal(
    screen: Screen[Any],
    title: str,
    blocks: Iterable[Block],
    *,
    remembers: Any = None,
    submit: str | None = None,
    close: str = "Close",
) -> View:
    return View(
        type="modal",
        callback_id=screen.id,
        title=plain(title, TITLE),
        blocks=list(blocks),
        private_metadata=encode(remembers),
        submit=plain(submit, TITLE) if submit else None,
        close=plain(close, TITLE),
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A message: its blocks, and the same in words for notifications and screen readers."""

    text: str
    blocks: list[Block]
    painted: str = ""  # tells figures that it shows from others


def escape(text: str) -> str:
    """Text for a message's `text`, where Slack reads markup and mentions; straight."""
    return straight(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def notification(text: str) -> str:
    """A message's `text`, as long as Slack takes it also when the message is changed."""
    most = MESSAGE
    while length(escaped := escape(cut(text, most))) > MESSAGE:
        most //= 2
    return escaped


def name_of(client: Client, by: Person) -> str:
    """The client's name as this person's workspace shows it on screen."""
    return on_screen(client, by.workspace.naming)


def client_option(client: Client, by: Person) -> Option:
    return option(name_of(client, by), client.id)


def client_options(clients: Sequence[Client], by: Person) -> list[Option]:
    return _told_apart([(name_of(client, by), client.id) for client in clients])


def service_options(services: Sequence[Service]) -> list[Option]:
    return _told_apart([(service.name, service.id) for service in services])


def _told_apart(named: Sequence[tuple[str, str]]) -> list[Option]:
    """The source system's id is shown where two names are equal, and nowhere else."""
    times = Counter(name for name, _ in named)
    return [option(name, one, one if times[name] > 1 and not one.startswith(OWN) else None) for name, one in named]


def moment(at: datetime, timezone: str) -> str:
    """Date and time where the reader is: "Tue 24 Nov 2026, 09:00"."""
    return f"{day(local_day(at, timezone), weekday=True)}, {clock(at, timezone)}"


def clock(at: datetime, timezone: str) -> str:
    """The time where the reader is; an hour that comes twice carries its offset: "02:30 (UTC+1)"."""
    local = at.astimezone(ZoneInfo(timezone))
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local.hour:02}:{local.minute:02}{_offset(local) if comes_twice else ''}"


def _offset(local: datetime) -> str:
    sign, hours, minutes = re.fullmatch(r"([+-])(\d\d)(\d\d).*", f"{local:%z}").groups()  # type: ignore[union-attr]
    return f" (UTC{sign}{int(hours)}{f':{minutes}' if minutes != '00' else ''})"


def local_day(at: datetime, timezone: str) -> date:
    return at.astimezone(ZoneInfo(timezone)).date()


def near(on: date, today: date) -> str:
    """A day in words as short as can be: "today", "Mon 30 Nov", and with its year in another one."""
    name = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((on - today).days)
    return name or short_day(on, today)


def short_day(on: date, today: date) -> str:
    return in_words(on) if on.year == today.year else day(on, weekday=True)


def day(on: date, *, weekday: bool = False) -> str:
    name = in_words(on)
    return f"{name if weekday else name.partition(' ')[2]} {on.year}"


def zone_note(timezone: str) -> str:
    """Which time zone the times on a screen are in; without an offset, which not all of them have."""
    return f"Times are in {timezone.replace('_', ' ')}."


def or_over(remaining: int) -> str:
    """What a count becomes: "4", or "1 over" where more are used than there are (rule 8)."""
    return str(remaining) if remaining >= 0 else f"{-remaining} over"


def count(n: int, thing: str) -> str:
    """As in "1 session", "2 sessions"."""
    return f"{n} {thing}{'' if n == 1 else 's'}"
