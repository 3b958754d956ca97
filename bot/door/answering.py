"""How a reply reaches the person: in the acknowledgement, or by a call to Slack right after it.

A press in a view has nothing that could be answered in words but a window, for which its trigger is good three seconds.
"""

import json
from collections.abc import Callable
from typing import Any, assert_never

import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.gestures.labels import labelled
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Close, Correct, Nothing, Offer, Redraw, Replace, Reply, Say, Show, ShowHome, Whisper
from bot.gestures.visit import OnScreen
from bot.logs import about
from bot.screens import stack_over
from bot.slack.block_kit import as_json
from bot.slack.calls import NOT_REACHED, SLACK_UNREACHABLE, No, Slack, no
from bot.views.notice import notice, notice_home
from bot.views.parts import escape, section, straight

MOST_MODALS = 3  # that Slack stacks
_CLOSED_MEANWHILE = "not_found"
_SENT_BACK = ("type", "callback_id", "private_metadata", "title", "submit", "close")
_JSON = {"content-type": ["application/json;charset=utf-8"]}
_ON_TOP = "said_on_top"  # a block's name, which no field has

log = structlog.get_logger()


def refusal(gesture: Gesture, text: str, *, keeps_form: bool = False) -> Reply:
    """Say no where it was asked; on top of a form that is kept, so that it can be sent again, if Slack stacks it."""
    text = straight(text)
    match gesture.kind:
        case Kind.SUBMISSION if not keeps_form or gesture.on.depth >= MOST_MODALS:
            return Replace(notice(text))
        case Kind.SUBMISSION:
            return Show(notice(text))
        case Kind.TYPE_AHEAD:
            return Offer([])
        case Kind.COMMAND:
            return Say(escape(text))
        case Kind.ACTION:
            return Say(escape(text) if gesture.response_url else text)  # in a window it's shown to the letter
        case Kind.EVENT | Kind.OTHER:  # an event that is known says itself how it is refused
            return Nothing()
        case _:
            assert_never(gesture.kind)


def on_home(_: Gesture, text: str) -> ShowHome:
    """Refuse an event of the Home tab."""
    return ShowHome(notice_home(text))


def where_written(gesture: Gesture, text: str) -> Whisper:
    """Refuse what somebody wrote in a channel or in direct messages."""
    return Whisper(gesture.message.channel, gesture.message.thread_ts or None, escape(text))


def acknowledgement(gesture: Gesture, reply: Reply) -> BoltResponse:
    """What Slack gets as the answer to its request."""
    body = _answer(gesture, reply)
    return BoltResponse(status=200, body=json.dumps(body), headers={**_JSON}) if body else BoltResponse(status=200)


def _answer(gesture: Gesture, reply: Reply) -> dict[str, Any]:  # noqa: PLR0911 - a case a reply
    submitted = gesture.kind is Kind.SUBMISSION
    match reply:
        case Say(text):
            return {"response_type": "ephemeral", "text": text} if gesture.kind is Kind.COMMAND else {}
        case Show(view):
            return {"response_action": "push", "view": _over(gesture, view)} if submitted else {}
        case Replace(view):
            return {"response_action": "update", "view": _instead(gesture, gesture.on, view)} if submitted else {}
        case Close(everything):
            return {"response_action": "clear"} if everything else {}
        case Correct(errors):
            return {"response_action": "errors", "errors": errors}
        case Offer(options):
            return {"options": [as_json(option) for option in options]}
        case Redraw() | ShowHome() | Whisper() | Nothing():
            return {}
        case _:
            assert_never(reply)


def _over(gesture: Gesture, view: View) -> dict[str, Any]:
    """The view as Slack takes it, on top of what is on screen."""
    return labelled(as_json(view), gesture.workspace, stack_over(gesture.on))


def _instead(gesture: Gesture, screen: OnScreen, view: View) -> dict[str, Any]:
    """The view as Slack takes it, in the place of this one."""
    return labelled(as_json(view), gesture.workspace, screen.under)


def follow_up(slack: Slack, gesture: Gesture, reply: Reply) -> No | None:
    """What the acknowledgement can't carry: opening a modal, drawing one again, a word; or what Slack said to it."""
    return _refused(lambda: _send(slack, gesture, reply))


def say_in_place(slack: Slack, gesture: Gesture, reply: Reply, unseen: str) -> No | None:
    """Where Slack showed nothing after a press: words in the message's thread, or on top of what is on screen.

    Neither takes the trigger, which may have expired; where the response_url fails, too, no more than a token is left.
    Gives what Slack said if it doesn't show them either.
    """
    text, at = reply.text if isinstance(reply, Say) else unseen, gesture.message
    if at.ts:
        if gesture.response_url and not isinstance(reply, Say):
            answered = _refused(lambda: slack.whisper(gesture.response_url, text, at.thread_ts))
            if answered is None:
                return None
        return _refused(lambda: slack.whisper_in_channel(at.channel, gesture.person, text, at.thread_ts or None))
    if gesture.on.shown:
        shown = _with_words(gesture.on.shown, text)
        return _refused(lambda: _put(slack, gesture, gesture.on.id, shown))
    return None


def draw(slack: Slack, gesture: Gesture, screen: OnScreen, view: View, words: str = "") -> No | None:
    """Show a view in the place of the one that is there, with these words on top; or what Slack said to it."""
    shown = _instead(gesture, screen, view)
    shown = _with_words(shown, words) if words else shown
    return _refused(lambda: _put(slack, gesture, screen.id, shown))


def out_of_date(gesture: Gesture, reply: Reply) -> list[OnScreen]:
    """The screens that stay, where something has changed that they may show; the highest first."""
    lowest_only = isinstance(reply, Close) and reply.everything
    stack = gesture.on.under if isinstance(reply, Replace | Close) else stack_over(gesture.on)
    return [screen for screen in (stack.stack if stack else ()) if not lowest_only or screen.depth == 0]


def _send(slack: Slack, gesture: Gesture, reply: Reply) -> None:
    answered = gesture.kind is Kind.SUBMISSION  # in the acknowledgement
    match reply:
        case Show(view):
            if not answered:
                _show(slack, gesture, view)
        case Replace(view):
            if not answered:
                _update(slack, gesture, gesture.on, view)
        case Say(text):
            if gesture.kind is Kind.ACTION:
                _say(slack, gesture, text)
        case ShowHome(view):
            slack.publish_home(gesture.person, _over(gesture, view))
        case Whisper(channel, thread_ts, text):
            slack.whisper_in_channel(channel, gesture.person, text, thread_ts)
        case Redraw() | Close() | Correct() | Offer() | Nothing():
            pass
        case _:
            assert_never(reply)


def _say(slack: Slack, gesture: Gesture, text: str) -> None:
    if gesture.response_url:
        slack.whisper(gesture.response_url, text, gesture.message.thread_ts)
    else:
        _show(slack, gesture, notice(text))


def _refused(call: Callable[[], None]) -> No | None:
    try:
        call()
    except SlackApiError as refused:
        answered = no(refused)
        return None if answered.error == _CLOSED_MEANWHILE else answered
    except SLACK_UNREACHABLE as error:
        log.warning("slack can't be reached", **about(error))
        return NOT_REACHED
    return None


def _update(slack: Slack, gesture: Gesture, screen: OnScreen, view: View) -> None:
    _put(slack, gesture, screen.id, _instead(gesture, screen, view))


def _put(slack: Slack, gesture: Gesture, view_id: str, shown: dict[str, Any]) -> None:
    if shown.get("type") == "home":
        slack.publish_home(gesture.person, shown)
    else:
        slack.update_view(view_id, shown)


def _show(slack: Slack, gesture: Gesture, view: View) -> None:
    if gesture.on.depth >= MOST_MODALS:
        _update(slack, gesture, gesture.on, view)
        return
    show = slack.push_view if gesture.on.depth else slack.open_view
    show(gesture.trigger_id, _over(gesture, view))


def _with_words(shown: dict[str, Any], text: str) -> dict[str, Any]:
    """What is on screen, as Slack has it, with words on top, for which every view leaves a block of Slack's 100.

    What was entered stays in fields of the same names.
    """
    blocks = [block for block in shown.get("blocks") or () if block.get("block_id") != _ON_TOP]
    words = as_json(section(f"⚠️ {text}")) | {"block_id": _ON_TOP}
    return {key: shown[key] for key in _SENT_BACK if shown.get(key)} | {"blocks": [words, *blocks]}
