"""The answers a handler may give."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View

from domain.records import Records


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draw a view again that stands behind, or that the press came from, once what was done is committed.

    `draw` looks up what it shows in a transaction of its own: until then nobody else who writes is kept waiting.
    """

    view_id: str
    draw: Callable[[Records], View]


@dataclass(frozen=True, slots=True)
class Show:
    """Open a modal, on top of the one that is open."""

    view: View
    redraw: Redraw | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn the modal in which this was done into another."""

    view: View
    redraw: Redraw | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """Close the modal that was submitted, or all that are open."""

    redraw: Redraw | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Correct:
    """Show errors at the fields of the form that was submitted: field name → what to do."""

    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Say:
    """Answer a command in words that only its sender sees. No client data: the channel may be public."""

    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a menu offers for what was typed; Slack shows 100 at most."""

    options: list[Option]


@dataclass(frozen=True, slots=True)
class ShowHome:
    """Publish the person's Home tab."""

    view: View


@dataclass(frozen=True, slots=True)
class Whisper:
    """Answer words in a channel so that only their writer sees it. No client data."""

    channel: str
    thread_ts: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Acknowledge, and that's all."""


Reply = Show | Turn | Redraw | Close | Correct | Say | Offer | ShowHome | Whisper | Nothing
