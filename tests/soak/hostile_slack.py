"""A Slack that does what it is told and keeps it; what it says of people is what Slack says of guests and strangers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import urllib3
from hostile_practices import BARRED, MANAGERS, PRACTITIONERS, TEAMS, home_of, user, word

EXPIRED = "expired"  # a trigger_id that is too old
KNOWN = {user(name, team): name for team in TEAMS for name in (*PRACTITIONERS, *MANAGERS, *BARRED)}
TO = {"views.publish": "user_id", "chat.postEphemeral": "user", "chat.postMessage": "channel", "chat.update": "channel"}
FOUND_OUT = {"users.info", "auth.test"}  # calls that show nothing to anybody


@dataclass(frozen=True)
class Call:
    """What went out: into which workspace, to whom or where if it says so, and all of its text."""

    team: str
    method: str
    to: str
    text: str


class WrittenDown(urllib3.PoolManager):
    """Stands in for the pool of connections to Slack."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []

    def request(self, _: str, url: str, *, body: bytes, headers: Mapping[str, str], **__: Any) -> Any:  # type: ignore[override]  # what Ribbon gives
        if "Authorization" not in headers:
            self.calls.append(Call("", "response_url", url, body.decode()))
            return urllib3.HTTPResponse(b"ok")
        team, method, text = headers["Authorization"][-2:], url.rpartition("/")[2], body.decode()
        said = json.loads(text) if text.startswith("{") else {key: v[0] for key, v in parse_qs(text).items()}
        if method not in FOUND_OUT:
            self.calls.append(Call(team, method, str(said.get(TO.get(method, ""), "")), text))
        answer = {"ok": True, **self._answer(team, method, said)}
        return urllib3.HTTPResponse(json.dumps(answer).encode(), {"content-type": "application/json"}, 200)

    def _answer(self, team: str, method: str, said: Mapping[str, Any]) -> dict[str, Any]:
        if method == "users.info":
            return _described(team, said.get("user", ""))
        if said.get("trigger_id") == EXPIRED:
            return {"ok": False, "error": "expired_trigger_id"}
        if method == "chat.postMessage":
            return {"channel": said["channel"], "ts": f"{len(self.calls)}.1"}
        return {}


def _described(team: str, person: str) -> dict[str, Any]:
    name = KNOWN.get(person)
    if name is None or (home_of(person) != team and name in BARRED):
        return {"ok": False, "error": "user_not_found"}
    shown = word("who", name.lower(), home_of(person))
    flags = {BARRED[name]: True} if name in BARRED else {}
    if home_of(person) != team:
        flags = {"is_stranger": True}
    return {
        "user": {"id": person, "team_id": home_of(person), "name": shown, "tz": "Europe/Berlin", "profile": {}, **flags}
    }
