"""How a reply reaches the person: in the acknowledgement, or by a call to Slack right after it.

A press in a view has nothing that could be answered in words but a window, for which its trigger is good three seconds.
"""

import json
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.gestures.interactions import DROPPED, HOME_OPENED, ThreadWords
from bot.gestures.labels import labelled
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Close, Correct, Offer, Redraw, Reply, Say, Show, ShowHome, Turn, Whisper
from bot.gestures.wire import decode
from bot.logs import told
from bot.slack.block_kit import as_json
from bot.slack.calls import SLACK_UNREACHABLE, Slack
from bot.views.notice import notice, notice_home
from bot.views.parts import section
from domain.values.messages import Drop

MOST_MODALS = 3  # that Slack stacks
_CLOSED_MEANWHILE = "not_found"
_SENT_BACK = ("type", "callback_id", "private_metadata", "title", "submit", "close")
_WORDS = "words"  # the block's name
_MOST_BLOCKS = 100

log = structlog.get_logger()


def refusal(gesture: Gesture, text: str, *, keeps_form: bool = False) -> Reply:
    """Say no where it was asked; on top of a form that is kept, so that it can be sent again, if Slack stacks it."""
    match gesture.kind:
        case Kind.SUBMISSION if not keeps_form or gesture.on.depth >= MOST_MODALS:
            return Turn(notice(text))
        case Kind.SUBMISSION:
            return Show(notice(text))
        case Kind.TYPE_AHEAD:
            return Offer([])
        case Kind.EVENT:
            return _refused_event(gesture, text)
        case _:
            return Say(text)


def _refused_event(gesture: Gesture, text: str) -> Reply:
    if gesture.name == HOME_OPENED.id:
        return ShowHome(notice_home(text))
    if gesture.name == DROPPED.id:
        return Whisper(decode(Drop, gesture.data).channel, None, text)
    words = decode(ThreadWords, gesture.data)
    return Whisper(words.channel, words.thread_ts, text)


def acknowledgement(gesture: Gesture, reply: Reply) -> BoltResponse:  # noqa: PLR0911 - a case a reply
    """What Slack gets as the answer to its request."""
    match reply:
        case Say(text) if gesture.kind is Kind.COMMAND:
            return _json({"response_type": "ephemeral", "text": text})
        case Correct(errors):
            return _json({"response_action": "errors", "errors": errors})
        case Close(everything=True):
            return _json({"response_action": "clear"})
        case Offer(options):
            return _json({"options": [as_json(option) for option in options]})
        case Turn(view) if gesture.kind is Kind.SUBMISSION:
            return _json({"response_action": "update", "view": labelled(as_json(view), gesture.workspace)})
        case Show(view) if gesture.kind is Kind.SUBMISSION:
            return _json({"response_action": "push", "view": labelled(as_json(view), gesture.workspace)})
        case _:
            return BoltResponse(status=200)


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json;charset=utf-8"]})


def follow_up(slack: Slack, gesture: Gesture, reply: Reply) -> bool:
    """What the acknowledgement can't carry: opening a modal, drawing one again, a word to who pressed; if Slack did."""
    return _whether_shown(gesture, lambda: _send(slack, gesture, reply))


def say_in_place(slack: Slack, gesture: Gesture, reply: Reply, unseen: str) -> None:
    """Where Slack showed nothing after a press: words in the message's thread, or on top of what is on screen.

    Neither takes the trigger, which may have expired.
    """
    text = reply.text if isinstance(reply, Say) else unseen
    if gesture.response_url and not isinstance(reply, Say):
        _whether_shown(gesture, lambda: slack.whisper(gesture.response_url, text, gesture.message.thread_ts))
    elif gesture.on.shown:
        shown = _with_words(gesture.on.shown, text)
        _whether_shown(gesture, lambda: _put(slack, gesture, gesture.on.id, shown))


def draw(slack: Slack, gesture: Gesture, view_id: str, view: View) -> bool:
    """Show a view in the place of the one that is there; if Slack did."""
    return _whether_shown(gesture, lambda: _update(slack, gesture, view_id, view))


def redraw_of(reply: Reply) -> Redraw | None:
    """What is drawn again after this reply."""
    if isinstance(reply, Show | Turn | Close):
        return reply.redraw
    return reply if isinstance(reply, Redraw) else None


def _send(slack: Slack, gesture: Gesture, reply: Reply) -> None:
    match reply:
        case Show(view) if gesture.kind in {Kind.COMMAND, Kind.ACTION}:
            _show(slack, gesture, view)
        case Turn(view) if gesture.kind is Kind.ACTION and gesture.on.id:
            _update(slack, gesture, gesture.on.id, view)
        case Say(text) if gesture.kind is Kind.ACTION and gesture.response_url:
            slack.whisper(gesture.response_url, text, gesture.message.thread_ts)
        case Say(text) if gesture.kind is Kind.ACTION:
            _show(slack, gesture, notice(text))
        case ShowHome(view):
            slack.publish_home(gesture.person, labelled(as_json(view), gesture.workspace))
        case Whisper(channel, thread_ts, text):
            slack.whisper_in_channel(channel, gesture.person, text, thread_ts)


def _whether_shown(gesture: Gesture, call: Callable[[], None]) -> bool:
    try:
        call()
    except SlackApiError as refused:
        error = str(refused.response.get("error"))
        if error != _CLOSED_MEANWHILE:
            log.warning("slack did not show what was asked for", gesture=gesture.name, error=error)
            return False
    except SLACK_UNREACHABLE as error:
        log.warning("slack can't be reached", **told(error))
        return False
    return True


def _update(slack: Slack, gesture: Gesture, view_id: str, view: View) -> None:
    _put(slack, gesture, view_id, labelled(as_json(view), gesture.workspace))


def _put(slack: Slack, gesture: Gesture, view_id: str, shown: dict[str, Any]) -> None:
    if shown["type"] == "home":
        slack.publish_home(gesture.person, shown)
    else:
        slack.update_view(view_id, shown)


def _show(slack: Slack, gesture: Gesture, view: View) -> None:
    shown = labelled(as_json(view), gesture.workspace)
    if gesture.on.depth == 0:
        slack.open_view(gesture.trigger_id, shown)
    elif gesture.on.depth < MOST_MODALS:
        slack.push_view(gesture.trigger_id, shown)
    else:
        slack.update_view(gesture.on.id, shown)


def _with_words(shown: dict[str, Any], text: str) -> dict[str, Any]:
    """What is on screen, as Slack has it, with words on top; what was entered stays in fields of the same names."""
    blocks = [block for block in shown.get("blocks") or () if block.get("block_id") != _WORDS]
    words = as_json(section(f"⚠️ {text}")) | {"block_id": _WORDS}
    return {key: shown[key] for key in _SENT_BACK if shown.get(key)} | {"blocks": [words, *blocks][:_MOST_BLOCKS]}
