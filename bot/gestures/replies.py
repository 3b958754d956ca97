"""The answers a handler may give: to each kind of gesture those that reach who made it.

What stands under the modal in which something was changed is drawn again without being named here.
"""

from dataclasses import dataclass

from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View


@dataclass(frozen=True, slots=True)
class Show:
    """Open a modal, on top of the one that is open."""

    view: View


@dataclass(frozen=True, slots=True)
class Replace:
    """Put another modal in the place of the one in which this was done."""

    view: View


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draw the screen again in which this was done, with what is stored once it is committed."""


@dataclass(frozen=True, slots=True)
class Close:
    """Close the modal that was submitted, or all that are open; `onto` takes the place of the screen under it."""

    everything: bool = False
    onto: View | None = None


@dataclass(frozen=True, slots=True)
class Correct:
    """Show errors at the fields of the form that was submitted: field name → what to do."""

    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Say:
    """Answer a command or a press in words that only who made it sees. No client data: the channel may be public."""

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


ToCommand = Show | Say
ToAction = Show | Replace | Redraw | Say | Nothing
ToSubmission = Show | Replace | Close | Correct
ToTypeAhead = Offer
ToEvent = ShowHome | Whisper | Nothing
Reply = ToCommand | ToAction | ToSubmission | ToTypeAhead | ToEvent
