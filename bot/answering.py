"""How a reply reaches the person: in the acknowledgement, or by a call to Slack right after it."""

import json
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.block_kit import as_json
from bot.interactions import HOME_OPENED, ThreadWords
from bot.payloads import Gesture, Kind
from bot.replies import Close, Correct, Offer, Redraw, Reply, Say, Show, ShowHome, Turn, Whisper
from bot.slack_calls import Slack
from bot.views.notice import notice, notice_home
from bot.wire import decode

MOST_MODALS = 3  # that Slack stacks
_CLOSED_MEANWHILE = {"not_found", "hash_conflict"}

log = structlog.get_logger()


def refusal(gesture: Gesture, text: str) -> Reply:
    """Say no where it was asked."""
    match gesture.kind:
        case Kind.SUBMISSION:
            return Turn(notice(text))
        case Kind.TYPE_AHEAD:
            return Offer([])
        case Kind.ACTION if gesture.on.depth:
            return Show(notice(text))
        case Kind.EVENT:
            return _refused_event(gesture, text)
        case _:
            return Say(text)


def _refused_event(gesture: Gesture, text: str) -> Reply:
    if gesture.name == HOME_OPENED.id:
        return ShowHome(notice_home(text))
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
            return _json({"response_action": "update", "view": as_json(view)})
        case Show(view) if gesture.kind is Kind.SUBMISSION:
            return _json({"response_action": "push", "view": as_json(view)})
        case _:
            return BoltResponse(status=200)


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json;charset=utf-8"]})


def follow_up(slack: Slack, gesture: Gesture, reply: Reply) -> bool:
    """What the acknowledgement can't carry: opening a modal, drawing one again, a word to who pressed; if Slack did."""
    try:
        if isinstance(reply, Show) and gesture.kind in {Kind.COMMAND, Kind.ACTION}:
            _show(slack, gesture, reply.view)
        if isinstance(reply, Turn) and gesture.kind is Kind.ACTION and gesture.on.id:
            draw(slack, gesture, Redraw(gesture.on.id, reply.view))
        if isinstance(reply, Say) and gesture.kind is Kind.ACTION and gesture.response_url:
            slack.whisper(gesture.response_url, reply.text)
        if isinstance(reply, ShowHome):
            slack.publish_home(gesture.person, reply.view)
        if isinstance(reply, Whisper):
            slack.whisper_in_channel(reply.channel, gesture.person, reply.text, reply.thread_ts)
        if isinstance(reply, Show | Turn | Close) and reply.redraw:
            draw(slack, gesture, reply.redraw)
    except SlackApiError as refused:
        error = str(refused.response.get("error"))
        if error not in _CLOSED_MEANWHILE:
            log.warning("slack did not show what was asked for", gesture=gesture.name, error=error)
            return False
    return True


def draw(slack: Slack, gesture: Gesture, redraw: Redraw) -> None:
    if redraw.view.type == "home":
        slack.publish_home(gesture.person, redraw.view)
    else:
        slack.update_view(redraw.view_id, redraw.view)


def _show(slack: Slack, gesture: Gesture, view: View) -> None:
    if gesture.on.depth == 0:
        slack.open_view(gesture.trigger_id, view)
    elif gesture.on.depth < MOST_MODALS:
        slack.push_view(gesture.trigger_id, view)
    else:
        slack.update_view(gesture.on.id, view)
