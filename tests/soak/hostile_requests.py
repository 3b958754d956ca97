"""Requests as nobody honest sends them: by strangers and members, broken, sealed wrongly, sent again."""

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from hostile_door import SECRET, Headers
from hostile_payloads import KINDS, Json, of_one_client
from hostile_practices import BARRED, ELSEWHERE, MANAGERS, PRACTITIONERS, TEAMS, home_of, user

FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"


MEMBERS = [user(name, team) for team in TEAMS for name in (*PRACTITIONERS, *MANAGERS)]
STRANGERS = [user(name, team) for team in TEAMS for name in BARRED] + ["USLACKBOT", "UNOBODY", "\ud800", ""]
NONSENSE: list[Any] = [None, [], {}, 7, -1, True, "", "\0", "\ud800", "🎁", "x" * 3000, 1e308, [[]], ["x"], {"id": "x"}]
SEALS = ["good"] * 80 + ["unsigned", "forged", "stale", "early", "of another", "no time", "odd time", "odd seal"]
WEIGHTS = {"press": 8, "submission": 7, "type-ahead": 3, "command": 2, "event": 2, "farewell": 1, "check": 1}
WEIGHTED = [kind for kind, weight in WEIGHTS.items() for _ in range(weight)]
DAMAGES: dict[str, Callable[[bytes, int], bytes]] = {
    "cut": lambda body, at: body[:at],
    "no utf-8": lambda body, at: body[:at] + b"\xff\xfe" + body[at:],
    "odd percent": lambda body, at: body[:at] + b"%zz%ff%" + body[at:],
    "deep json": lambda _, __: b'{"a":' * 50_000,
    "deep list": lambda _, __: b"payload=" + b"%5B" * 50_000,
    "deep authorizations": lambda _, __: b'{"authorizations":[' * 900 + b"{}" + b"]}" * 900,
    "authorizations by name": lambda _, __: b'{"authorizations":{"a":1}}',
    "large": lambda body, _: body + b"&x=" + b"y" * 1_000_000,
    "too large": lambda body, _: body + b" " * 2_100_000,
    "as json": lambda body, _: body,
    "as form": lambda body, _: body,
    "twice": lambda body, _: body + b"&" + body,
    "empty": lambda _, __: b"",
}


@dataclass(frozen=True)
class Forged:
    """A request: what it is, whose it says to be, how it is sealed, and whether it has Slack's own shape."""

    kind: str
    person: str
    body: bytes
    content_type: bytes
    seal: str = "good"
    harm: str = ""
    again: bool = False


def forged(chance: Random, fingerprints: list[str]) -> Forged:
    person = chance.choice(MEMBERS * 8 + STRANGERS)
    team = home_of(person) or "T1"
    team = chance.choice([team] * 30 + [*TEAMS, ELSEWHERE])
    kind = chance.choice(WEIGHTED)
    payload = KINDS[kind](chance, person, team, fingerprints)
    harm = chance.choice([""] * 16 + ["part"] * 3 + ["body"])
    if chance.randrange(5):
        payload = of_one_client(chance, person, payload)
    if harm == "part":
        payload = _without_a_part(chance, payload)
    body, content_type = encoded(kind, payload)
    if harm == "body":
        harm = chance.choice(list(DAMAGES))
        body, content_type = damaged(chance, harm, body, content_type)
    seal = chance.choice(SEALS)
    return Forged(kind, person, body, content_type, seal, harm, chance.choice([False] * 4 + [True]))


def encoded(kind: str, payload: Json) -> tuple[bytes, bytes]:
    if kind in {"event", "farewell", "check"}:
        return json.dumps(payload).encode(), JSON
    form = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urlencode(form, errors="surrogatepass").encode(), FORM


def _without_a_part(chance: Random, payload: Json) -> Json:
    """The payload with one of its parts gone, or with nonsense in its place."""
    key = chance.choice(sorted(payload) or [""])
    if isinstance(payload.get(key), dict) and payload[key] and chance.randrange(4):
        return {**payload, key: _without_a_part(chance, payload[key])}
    if chance.choice([True, False]):
        return {name: value for name, value in payload.items() if name != key}
    return {**payload, key: chance.choice(NONSENSE)}


def damaged(chance: Random, harm: str, body: bytes, content_type: bytes) -> tuple[bytes, bytes]:
    at = chance.randrange(len(body) + 1)
    return DAMAGES[harm](body, at), {"as json": JSON, "as form": FORM}.get(harm, content_type)


def sealed(attack: Forged) -> Headers:
    """The headers with which it comes: a seal is good for one body, for five minutes around its time."""
    age = {"stale": 400, "early": -400}.get(attack.seal, 0)
    at = {"odd time": b"9" * 5000, "no time": b""}.get(attack.seal, str(int(time.time()) - age).encode())
    body = attack.body + b" " if attack.seal == "of another" else attack.body
    secret = "another" if attack.seal == "forged" else SECRET
    digest = hmac.new(secret.encode(), b"v0:" + at + b":" + body, "sha256").hexdigest()
    seal = b"v0=\xe9" if attack.seal == "odd seal" else f"v0={digest}".encode()
    headers = [(b"content-type", attack.content_type)]
    if attack.seal != "unsigned":
        headers.append((b"x-slack-signature", seal))
    if attack.seal not in {"unsigned", "no time"}:
        headers.append((b"x-slack-request-timestamp", at))
    return headers
