"""What Slack sends as people use the bookings list: of the size that it has there."""

from typing import Any

from here import ACKS_ONLY, PERSON, Sent, sent
from practices import TEAM

from bot.gestures.interactions import LINK_FORM, PACKAGE, SESSIONS_LIST, SHOW_PAST, LinkState, ListState
from bot.gestures.labels import labelled
from bot.gestures.visit import OnScreen
from bot.gestures.wire import encode
from domain.values.ids import SessionId, WorkspaceId

BLOCKS = [  # ten rows: Slack sends the whole view back
    {
        "type": "section",
        "block_id": f"b{n}",
        "text": {"type": "plain_text", "text": f"Client {n} of Many · Service {n}\nMon 2 Mar 2026 · 50 min · U{n}"},
        "accessory": {"type": "overflow", "action_id": "menu", "options": []},
    }
    for n in range(10)
]


def acks_only() -> Sent:
    return sent(press(ACKS_ONLY.id))


def show_past(person: str = PERSON) -> Sent:
    return sent(press(SHOW_PAST.id, person))


def bookings() -> Sent:
    who = {"user_id": PERSON, "user_name": "petra", "team_id": TEAM, "channel_id": "C1", "trigger_id": "1.2.3"}
    return sent({"command": "/bookings", "text": "paid", "api_app_id": "A1", **who})


def press(action: str, person: str = PERSON) -> dict[str, Any]:
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": "", "action_ts": "1.2"}
    return {**_envelope("block_actions", person), "view": _list(), "actions": [pressed]}


def link(session_id: str, package_id: str, person: str = PERSON) -> Sent:
    """Of somebody who looks at a list of their own: of one view only the last of several drawings is sent."""
    behind = f"V{session_id}"
    chosen = {"type": "external_select", "selected_option": {"value": package_id}}
    remembers = {"private_metadata": encode(LinkState(SessionId(session_id)))}
    under = OnScreen(behind, SESSIONS_LIST.id, encode(ListState()), depth=1)
    view = labelled(_list() | remembers, WorkspaceId(TEAM), under) | {
        "callback_id": LINK_FORM.id,
        "previous_view_id": behind,
        "state": {"values": {PACKAGE.name: {PACKAGE.name: chosen}}},
    }
    return sent({**_envelope("view_submission", person), "view": view})


def _envelope(kind: str, person: str) -> dict[str, Any]:
    user = {"id": person, "username": person, "name": person, "team_id": TEAM}
    team = {"id": TEAM, "domain": "practice"}
    return {"type": kind, "user": user, "team": team, "api_app_id": "A1", "token": "t", "trigger_id": "1.2.3"}


def _list() -> dict[str, Any]:
    names = {"id": "V1", "type": "modal", "callback_id": SESSIONS_LIST.id, "root_view_id": "V1"}
    return {**names, "private_metadata": encode(ListState()), "blocks": BLOCKS, "state": {"values": {}}}
