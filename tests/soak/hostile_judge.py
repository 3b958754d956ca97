"""What must not be: a failure of ours, a word or a change that its sender has no right to, a name in the log."""

import re

from hostile_door import HostileDoor, Row
from hostile_practices import MANAGERS, TEAMS, WORD, all_of, client_of, home_of, may_see, may_see_client, of_everybody
from hostile_requests import Forged

EVERYBODYS = {
    "session",
    "history",
    "adjustment",
    "adjustment_change",
    "message",
    "message_client",
    "due",
    "set_aside",
    "act",
}
MANAGERS_ONLY = {"package", "included", "workspace", "setting_change", "file_drop", "source_name"}
FAREWELL = {"installation", "workspace", "pace", "due"}
WORDS = frozenset().union(*map(all_of, TEAMS))
TURNED_AWAY = {400, 401, 413}
NAME = re.compile("Zq[a-z]+", re.IGNORECASE)
NO = (
    "Ribbon is for members of this workspace",
    "Ribbon isn't installed in this workspace",
    "Ribbon is no longer installed in this workspace",
    "This screen is out of date",
    '{"options": []}',
)


def answered(status: int, answer: bytes) -> list[str]:
    return [f"answered 500: {answer[:200]!r}"] if status >= 500 else []


def leaks(door: HostileDoor, attack: Forged, answer: bytes) -> list[str]:
    """Words that this person may not be shown, or may not be shown there; names in the log."""
    sent = attack.body.decode(errors="replace")
    seen = may_see(attack.person)
    everybodys = seen & frozenset(of_everybody(home_of(attack.person)) if seen else ())
    shown = everybodys if attack.kind == "command" else seen  # a command is answered in a channel
    found = [f"leak: {word} in the answer" for word in _words(answer.decode()) - shown if word not in sent]
    for call in door.pool.calls:
        private = call.method.startswith("views.")
        allowed = seen & all_of(call.team) if private and call.to in {"", attack.person} else everybodys
        found += [f"leak: {word} in {call.method}" for word in _words(call.text) - allowed if word not in sent]
    log = door.logged()
    found += [f"name in the log: {word} in {log}" for word in sorted(set(NAME.findall(log)))]
    return found + ([f"failed: {log}"] if '"level": "error"' in log else [])


def more_than_no(door: HostileDoor, attack: Forged, answer: bytes) -> list[str]:
    """A stranger gets a polite refusal and nothing else."""
    if may_see(attack.person) or attack.kind in {"check", "farewell"}:
        return []
    shown = [answer.decode(), *(call.text for call in door.pool.calls)]
    return [f"leak: more than a refusal: {text}" for text in shown if text and not any(no in text for no in NO)]


def _words(text: str) -> set[str]:
    return set(WORD.findall(text)) & WORDS


def changed(door: HostileDoor, attack: Forged, changes: frozenset[Row]) -> list[str]:
    if not changes:
        return []
    if attack.seal != "good":
        return ["change: by a request that Slack did not sign"]
    if attack.kind == "farewell":
        return [f"change: {row}" for row in changes if row[0] not in FAREWELL]
    if not door.guard.admitted:
        return [f"change: by somebody who wasn't admitted: {changes}"]
    return [f"change: {row}" for row in changes if not _may_change(attack.person, row)]


def _may_change(person: str, row: Row) -> bool:
    """Managers what is in their workspace; practitioners their sessions, and requests of their own."""
    table, values = row[0], dict(row[1])
    is_manager = person[1:-2] in MANAGERS
    tables = EVERYBODYS | MANAGERS_ONLY if is_manager else EVERYBODYS
    if (values.get("workspace") or values["id"]) != home_of(person):
        return False
    if {values.get("by", person), values.get("person", person)} != {person} or table not in tables:
        return False
    theirs = {values.get(column, person) for column in ("practitioner", "requested_by")}
    client = values.get("client_id") or client_of(values["subject"] if table == "set_aside" else "")
    seen = not client or may_see_client(person, client)
    return is_manager or (seen and theirs == {person})
