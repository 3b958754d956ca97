"""What Slack sends, taken apart: which gesture, by whom, with which data, from which modal."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.gestures.interactions import DIRECT_WORDS, DROPPED, THREAD_WORDS, DirectWords, ThreadWords
from bot.gestures.labels import label_of
from bot.gestures.visit import OnScreen
from bot.gestures.wire import encode, is_readable
from domain.importing.leaving import confirmed_in
from domain.values.ids import PersonId, WorkspaceId
from domain.values.messages import Drop

NO_MODAL = OnScreen()
NOWHERE = WorkspaceId("")
DECIDES = re.compile(r"\s*(ok(ay)?\W+)?(approve|decline)", re.IGNORECASE)  # or is meant to


class Kind(StrEnum):
    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    TYPE_AHEAD = "type-ahead"
    EVENT = "event"
    OTHER = "other"  # what this version doesn't know, or doesn't care for


@dataclass(frozen=True, slots=True)
class InMessage:
    """Where in a channel something was done: in the thread, if any, and to the message that was pressed, if one was."""

    channel: str = ""
    ts: str = ""
    thread_ts: str = ""


NO_MESSAGE = InMessage()


@dataclass(frozen=True, slots=True)
class Gesture:
    kind: Kind
    name: str
    person: PersonId
    team_of_person: str | None  # as the payload says, which in an organisation may be another than the one it is in
    data: str = ""
    trigger_id: str = ""
    response_url: str = ""  # of commands and of presses in messages
    on: OnScreen = NO_MODAL
    message: InMessage = NO_MESSAGE
    workspace: WorkspaceId = NOWHERE


UNKNOWN = Gesture(Kind.OTHER, "unknown", PersonId(""), None)


def gesture_of(body: dict[str, Any], signed_for: WorkspaceId) -> Gesture:
    """What a payload asks; of kind OTHER where it hasn't the shape that Slack documents."""
    kind = "command" if "command" in body else body.get("type")
    try:
        gesture = _sound(_READERS[kind](body)) if kind in _READERS else UNKNOWN
        if gesture.on.made_for or not _is_contested(body):
            return replace(gesture, workspace=gesture.on.made_for or signed_for)
        on = OnScreen(gesture.on.id, depth=gesture.on.depth)  # it can be answered, but not read
        return replace(gesture, workspace=_where(body) or signed_for, name="unknown", on=on)
    except (KeyError, TypeError, AttributeError, IndexError):
        return UNKNOWN


def _is_contested(body: dict[str, Any]) -> bool:
    """Whether a view of an earlier release, which doesn't say whose it is, could be another workspace's."""
    view, team = body.get("view"), body.get("team")
    if not view:
        return False
    named = {view.get("app_installed_team_id"), view.get("team_id"), team and team["id"]}
    return len({name for name in named if isinstance(name, str) and name.startswith("T")}) > 1


def _where(body: dict[str, Any]) -> WorkspaceId | None:
    """The workspace in which somebody looks at Home; a modal may have been opened from another's (bolt-js #1614)."""
    team = body.get("team")
    return workspace_of(team["id"]) if team and body["view"]["type"] == "home" else None


def _sound(gesture: Gesture) -> Gesture:
    """The gesture, if everything in it is of the type that it should be."""
    on, at = gesture.on, gesture.message
    names = [gesture.person, gesture.trigger_id, gesture.response_url, on.id, at.channel, at.ts, at.thread_ts]
    names += [] if gesture.team_of_person is None else [gesture.team_of_person]
    texts = [gesture.name, gesture.data, on.name, on.metadata]
    is_sound = all(map(is_readable, names)) and all(isinstance(text, str) for text in texts)
    if gesture.kind is Kind.SUBMISSION and not on.id:  # by which it would be known when it comes again
        return UNKNOWN
    blocks = on.shown.get("blocks", [])
    is_sound = is_sound and isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks)
    return gesture if is_sound and isinstance(on.state, dict) else UNKNOWN


def workspace_of(team_id: object) -> WorkspaceId:
    """The workspace that a request was signed for; none where its id isn't one."""
    return WorkspaceId(team_id if isinstance(team_id, str) and is_readable(team_id) else "")


def _command(body: dict[str, Any]) -> Gesture:
    return Gesture(
        Kind.COMMAND,
        body["command"],
        PersonId(body["user_id"]),
        None,  # Slack takes commands from the members of the installing workspace only
        data=body.get("text", ""),
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url", ""),
    )


def _action(body: dict[str, Any]) -> Gesture:
    action = body["actions"][0]
    name, data = _named(action)
    return Gesture(
        Kind.ACTION,
        name,
        *_who(body),
        data=data,
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url", ""),
        on=_screen(body),
        message=_message(body),
    )


def _message(body: dict[str, Any]) -> InMessage:
    """A thread's own beginning is read in the channel, too, and pressed there."""
    container = body.get("container") or {}
    if "message_ts" not in container:
        return NO_MESSAGE
    ts = container["message_ts"]
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or ""
    return InMessage(container["channel_id"], ts, "" if thread == ts else thread)


def _named(action: dict[str, Any]) -> tuple[str, str]:
    """An overflow menu's entries carry the verb in their value; everything else in its action_id."""
    option = action.get("selected_option") or {}
    if action["type"] == "overflow":
        name, _, data = option["value"].partition(" ")
        return name, data
    data = option.get("value") or action.get("value", "")
    return action["action_id"].partition(".")[0], data


def _submission(body: dict[str, Any]) -> Gesture:
    on = _screen(body)
    return Gesture(Kind.SUBMISSION, on.name, *_who(body), data=on.metadata, on=on)


def _type_ahead(body: dict[str, Any]) -> Gesture:
    name = re.sub(r"_\d+$", "", body["action_id"])  # a form's nth field is named so
    return Gesture(Kind.TYPE_AHEAD, name, *_who(body), data=body["value"], on=_screen(body))


def _event(body: dict[str, Any]) -> Gesture:
    event = body["event"]
    if event["type"] == "app_home_opened" and event.get("tab") == "home":
        return Gesture(Kind.EVENT, event["type"], PersonId(event["user"]), event.get("user_team"))
    if event["type"] == "message" and event.get("subtype") == "file_share":
        return _dropped(event)
    if event["type"] == "message" and "thread_ts" in event and DECIDES.match(event.get("text") or ""):
        return _decision(event)
    if event["type"] == "message" and event.get("channel_type") == "im":
        return _written(event)
    return UNKNOWN


def _decision(event: dict[str, Any]) -> Gesture:
    """A person's reply in a thread that may decide a request."""
    if event.get("subtype") or event.get("bot_id"):
        return UNKNOWN
    said = [event["channel"], event["thread_ts"], event["text"]]
    if not all(map(is_readable, said)):
        return UNKNOWN
    return Gesture(
        Kind.EVENT,
        THREAD_WORDS.id,
        PersonId(event["user"]),
        event.get("user_team"),
        data=encode(ThreadWords(*said)),
        message=InMessage(event["channel"], thread_ts=event["thread_ts"]),
    )


def _written(event: dict[str, Any]) -> Gesture:
    """Words that a person writes to Ribbon; an edit isn't one more message."""
    said = [event["channel"], event["ts"]]
    if event.get("subtype") or event.get("bot_id") or not all(map(is_readable, said)):
        return UNKNOWN
    return Gesture(
        Kind.EVENT,
        DIRECT_WORDS.id,
        PersonId(event["user"]),
        event.get("user_team"),
        data=encode(DirectWords(*said)),
        message=InMessage(event["channel"]),
    )


def _dropped(event: dict[str, Any]) -> Gesture:
    """Files that a person drops into their direct messages with Ribbon."""
    files = [file["id"] for file in event["files"]]
    said = [event["channel"], event["ts"], *files]
    if event.get("channel_type") != "im" or event.get("bot_id") or not files or not all(map(is_readable, said)):
        return UNKNOWN
    return Gesture(
        Kind.EVENT,
        DROPPED.id,
        PersonId(event["user"]),
        event.get("user_team"),
        data=encode(Drop(event["channel"], event["ts"], tuple(files), confirmed_in(str(event.get("text"))))),
        message=InMessage(event["channel"]),
    )


def _who(body: dict[str, Any]) -> tuple[PersonId, str | None]:
    user = body["user"]
    return PersonId(user["id"]), user.get("team_id")


def _screen(body: dict[str, Any]) -> OnScreen:
    view = body.get("view")
    if not view:
        return NO_MODAL
    is_modal = view["type"] == "modal"
    root, previous = view.get("root_view_id"), view.get("previous_view_id")
    label = label_of(view.get("private_metadata", ""))
    return OnScreen(
        id=view["id"],
        name=view["callback_id"],
        metadata=label.remembers,
        state=view.get("state", {}).get("values", {}),
        depth=0 if not is_modal else 1 if not previous else 2 if previous == root else 3,
        made_for=label.made_for,
        shown=view,
        under=label.under,
    )


_READERS = {
    "command": _command,
    "block_actions": _action,
    "view_submission": _submission,
    "block_suggestion": _type_ahead,
    "event_callback": _event,
}
