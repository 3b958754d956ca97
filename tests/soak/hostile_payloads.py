"""Requests as nobody honest sends them: forged by strangers and members, broken, sealed wrongly, sent again."""

import json
import re
from random import Random
from typing import Any

from hostile_data import CLIENTS, FORMS, NAMES, ODD, carried, one_of, usually, words
from hostile_practices import (
    PRACTITIONERS,
    TEAMS,
    clients_of,
    home_of,
    may_see_client,
)
from hostile_slack import EXPIRED

from bot.gestures import interactions as i
from bot.gestures.labels import labelled
from bot.gestures.visit import OnScreen
from bot.gestures.wire import Action, Command, Screen, TypeAhead
from domain.values.ids import WorkspaceId

Json = dict[str, Any]
TOLD = list(vars(i).values())
ACTIONS = [each for each in TOLD if isinstance(each, Action)]
SCREENS = {each.id: each for each in TOLD if isinstance(each, Screen)}
COMMANDS = [each.name for each in TOLD if isinstance(each, Command)]
MENUS = [each.id for each in TOLD if isinstance(each, TypeAhead)]
ON: dict[str, Screen[Any]] = {
    **{action.id: i.LINK_RESULT for action in (i.ADD_A_SESSION, i.SWAP_ONE)},
    i.CHANGE_SESSION.id: i.SESSION_DETAILS,
    i.PICK_CLIENT.id: i.CLIENT_PICKER,
    i.ADD_ANOTHER.id: i.NEW_PACKAGE_FORM,
    i.ADD_A_ROW.id: i.EDIT_FORM,
    i.BOOK_CLIENT.id: i.BOOK_FORM,
    i.PACKAGE_AHEAD.id: i.LINK_FORM,
    i.MOVE_TO_AHEAD.id: i.MOVE_FORM,
    i.ADD_SERVICE_AHEAD.id: i.EDIT_FORM,
    i.BOOKED_FROM_AHEAD.id: i.BOOK_FORM,
}
THREADS = [("CMAN" + team, f"ts-{client}") for team in TEAMS for client in clients_of(team)]
UNKNOWN = ["", "no_such_action", "link.", "LINK", "x" * 300, *NAMES[:2]]


def _command(chance: Random, person: str, team: str, _: list[str]) -> Json:
    return {
        "command": usually(one_of(*COMMANDS), one_of(*UNKNOWN))(chance),
        "text": words(chance),
        "team_id": team,
        "user_id": person,
        "channel_id": "CGEN",
        "trigger_id": chance.choice(["t"] * 9 + [EXPIRED]),
        "response_url": "https://hooks.invalid/1",
    }


def _interaction(chance: Random, kind: str, person: str, team: str) -> Json:
    claimed = chance.choice([home_of(person)] * 9 + [team, team, "", "T9"])
    return {
        "type": kind,
        "team": {"id": team},
        "user": {"id": person, "team_id": claimed},
        "trigger_id": chance.choice(["t"] * 9 + [EXPIRED]),
    }


def _view(chance: Random, team: str, screen: Screen[Any], state: Json) -> Json:
    is_home = screen is i.SESSIONS_LIST and chance.choice([True, False])
    view = {
        "id": chance.choice(["V1", "V2", ""]),
        "type": "home" if is_home else "modal",
        "callback_id": screen.id,
        "private_metadata": carried(screen.data)(chance),
        "root_view_id": "V0",
        "previous_view_id": chance.choice([None, "V0", "V3"]),
        "state": {"values": {name: {name: value} for name, value in state.items()}},
    }
    if screen is not i.FILTERS and chance.choice([True, False]):
        return view
    lowest = OnScreen("V0", i.PACKAGES.id, carried(i.PACKAGES.data)(chance), depth=1)
    under = OnScreen("V3", i.SESSIONS_LIST.id, carried(i.SESSIONS_LIST.data)(chance), depth=2, under=lowest)
    return labelled(view, WorkspaceId(team), under)


def _press(chance: Random, person: str, team: str, fingerprints: list[str]) -> Json:
    action = chance.choice(ACTIONS)
    name = usually(one_of(action.id), one_of(*UNKNOWN))(chance)
    if action is i.APPROVE:
        key = carried(i.DECLINE.data)(chance)
        data = json.dumps({"adjustment_id": key, "seen": usually(one_of(*fingerprints), words)(chance)})
    else:
        data = carried(action.data)(chance)
    payload = _interaction(chance, "block_actions", person, team)
    if action in {i.APPROVE, i.DECLINE}:
        payload |= {"message": {"ts": "1.1"}, "response_url": "https://hooks.invalid/1"}
    else:
        screen = ON.get(action.id, i.SESSIONS_LIST)
        payload["view"] = _view(chance, team, usually(one_of(screen), one_of(*SCREENS.values()))(chance), {})
    return payload | {"actions": [_pressed(chance, name, data)]}


def _pressed(chance: Random, name: str, data: str) -> Json:
    match chance.choice(["button", "overflow", "external_select"]):
        case "overflow":
            return {"type": "overflow", "action_id": "menu", "selected_option": {"value": f"{name} {data}"}}
        case "button":
            return {"type": "button", "action_id": f"{name}.x", "value": data}
        case kind:
            return {"type": kind, "action_id": name, "selected_option": {"value": data}}


def _submission(chance: Random, person: str, team: str, _: list[str]) -> Json:
    screen = chance.choice([SCREENS[name] for name in FORMS] * 6 + list(SCREENS.values()))
    state = {name: value(chance) for name, value in FORMS.get(screen.id, {}).items()}
    return _interaction(chance, "view_submission", person, team) | {"view": _view(chance, team, screen, state)}


def _type_ahead(chance: Random, person: str, team: str, _: list[str]) -> Json:
    name = chance.choice(MENUS)
    payload = _interaction(chance, "block_suggestion", person, team)
    view = _view(chance, team, ON.get(name, i.BOOK_FORM), {})
    return payload | {"view": view, "action_id": f"{name}_1", "block_id": "b", "value": words(chance)}


def _event(chance: Random, person: str, team: str, _: list[str]) -> Json:
    claimed = chance.choice([home_of(person)] * 9 + [None, "", "T9"])
    event: Json = {"user": person, "user_team": claimed}
    what = chance.choice(["home", "words", "files"])
    if what == "files":
        event |= _dropped(chance, person)
    elif what == "home":
        event |= {"type": "app_home_opened", "tab": chance.choice(["home", "home", "home", "messages"])}
    else:
        said = ["approve", "decline: no", "Decline:", "approve \0", "decline: \ud800"]
        channel, thread = chance.choice(THREADS)
        event |= {"type": "message", "channel": channel, "thread_ts": thread, "text": chance.choice(said)}
    authorized = [{"team_id": team, "enterprise_id": None, "is_bot": True}]
    return {"type": "event_callback", "team_id": team, "event": event, "authorizations": authorized}


def _dropped(chance: Random, person: str) -> Json:
    files: list[Any] = chance.choice([["F1"], ["F1", "F2"], ["F1"], [], ["\0"], ["\ud800"], [7], [None]])
    kind = chance.choice(["im", "im", "im", "channel", None])
    where: Json = {"channel": f"D{person}", "channel_type": kind, "ts": f"{chance.randrange(9)}.000001"}
    return {"type": "message", "subtype": "file_share", "files": [{"id": each} for each in files], **where}


def _farewell(chance: Random, person: str, team: str, fingerprints: list[str]) -> Json:
    """Ribbon is uninstalled, of which Slack tells with the moment; or only a person's token is revoked."""
    payload = _event(chance, person, team, fingerprints)
    gone = [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": ["U"], "bot": []}}]
    at = [1_773_147_600, 1_773_147_600, 0, -1, 10**20, "soon", None, [], 1.5]
    return payload | {"event": chance.choice(gone), "event_time": chance.choice(at)}


def _check(chance: Random, *_: Any) -> Json:
    return {"type": "url_verification", "challenge": chance.choice(["abc", *ODD, None, 7])}


KINDS = {
    "command": _command,
    "press": _press,
    "submission": _submission,
    "type-ahead": _type_ahead,
    "event": _event,
    "farewell": _farewell,
    "check": _check,
}


PRACTITIONER = re.compile("-(PETRA|PAUL)-")  # in a session's id
CLIENT = re.compile(r"(?<![a-z])(petra|paul|both|nobody)(-T[12])?(?![a-z-])")


def of_one_client(chance: Random, person: str, payload: Json) -> Json:
    """All of it about one client, mostly one of theirs: so what is asked may well be done."""
    theirs = [client for client in clients_of(home_of(person) or "T1") if may_see_client(person, client)]
    client = chance.choice(theirs or CLIENTS) if chance.randrange(6) else chance.choice(CLIENTS)
    text = CLIENT.sub(client, json.dumps(payload))
    if person[1:-2] in PRACTITIONERS:
        text = PRACTITIONER.sub(f"-{person[1:-2]}-", text)
    about: Json = json.loads(text)
    return about
