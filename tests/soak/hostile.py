"""Hostile input: python tests/soak/hostile.py [--payloads 100000].

Forged, broken, wrongly sealed and repeated requests, generated, go through Ribbon's whole door. None may be answered
500, change what its sender may not change, show anybody what they may not see, or put a name into the log.
"""

import argparse
import hmac
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hostile_door import SECRET, Headers, HostileDoor, Row
from hostile_payloads import Forged, forged
from hostile_practices import MANAGERS, TEAMS, WORD, all_of, home_of, may_see, may_see_client, of_everybody
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import randoms

A_ROUND, EXAMPLES = 1000, 50  # payloads, and how many of Hypothesis's examples they are: one each would be dearer
EVERYBODYS = {"session", "history", "adjustment", "adjustment_change", "message"}
MANAGERS_ONLY = {"package", "included", "workspace"}
FAREWELL = {"installation", "workspace", "pace"}
WORDS = frozenset().union(*map(all_of, TEAMS))
TURNED_AWAY = {400, 401, 413}
NAME = re.compile("Zq[a-z]+", re.IGNORECASE)
NO = (
    "Ribbon is for members of this workspace",
    "Ribbon isn't installed in this workspace",
    "This was out of date",
    '{"options": []}',
)


@dataclass
class Tally:
    """What was tried, how far it came, and what was found."""

    tried: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, attack: Forged, findings: list[str]) -> None:
        self.tried[attack.kind] += 1
        for finding in findings:
            kind = finding.partition(":")[0]
            self.found[kind] += 1
            self.examples.setdefault(kind, f"{finding}\n    {str(attack)[:2000]}")


FINDINGS = ("answered 500", "failed", "leak", "change", "name in the log")


def tried(door: HostileDoor, attack: Forged, tally: Tally) -> list[str]:
    """Send it, and again if it says so; everything that must not be."""
    try:
        headers = sealed(attack)
        status, answer = door.post(attack.body, headers)
        changes = door.changed()
        findings = [*_answered(status, answer), *_leaks(door, attack, answer), *_changes(door, attack, changes)]
        findings += _more_than_no(door, attack, answer) if status not in TURNED_AWAY else []
        _count(door, tally, status, changes)
        if attack.again and not attack.harm:
            findings += _again(door, attack, headers, changes)
        tally.add(attack, findings)
        return findings
    finally:
        door.put_back()
        door.forget_what_was_seen()


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


def _answered(status: int, answer: bytes) -> list[str]:
    return [f"answered 500: {answer[:200]!r}"] if status >= 500 else []


def _leaks(door: HostileDoor, attack: Forged, answer: bytes) -> list[str]:
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
    log = door.log.getvalue()
    found += [f"name in the log: {word} in {log}" for word in sorted(set(NAME.findall(log)))]
    return found + ([f"failed: {log}"] if '"level": "error"' in log else [])


def _more_than_no(door: HostileDoor, attack: Forged, answer: bytes) -> list[str]:
    """A stranger gets a polite refusal and nothing else."""
    if may_see(attack.person) or attack.kind in {"check", "farewell"}:
        return []
    shown = [answer.decode(), *(call.text for call in door.pool.calls)]
    return [f"leak: more than a refusal: {text}" for text in shown if text and not any(no in text for no in NO)]


def _words(text: str) -> set[str]:
    return set(WORD.findall(text)) & WORDS


def _changes(door: HostileDoor, attack: Forged, changes: frozenset[Row]) -> list[str]:
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
    if (values.get("workspace") or values["id"]) != home_of(person):
        return False
    if values.get("by", person) != person or table not in (EVERYBODYS | MANAGERS_ONLY if is_manager else EVERYBODYS):
        return False
    theirs = {values.get(column, person) for column in ("practitioner", "requested_by")}
    seen = "client_id" not in values or may_see_client(person, values["client_id"])
    return is_manager or (seen and theirs == {person})


def _again(door: HostileDoor, attack: Forged, headers: Headers, once: frozenset[Row]) -> list[str]:
    """Delivered again: nothing more is changed, save that messages may be painted again."""
    status, answer = door.post(attack.body, headers)
    more = {row for row in door.changed() ^ once if row[0] != "message"}
    return [*_answered(status, answer), *_leaks(door, attack, answer), *(f"change: again, {row}" for row in more)]


def _count(door: HostileDoor, tally: Tally, status: int, changes: frozenset[Row]) -> None:
    tally.came["signed"] += status not in TURNED_AWAY
    tally.came["admitted"] += bool(door.guard.admitted)
    tally.came["reached their verb"] += bool(door.router.reached)
    tally.came["done"] += bool(door.router.done)
    tally.came["changed something"] += bool(changes)
    tally.came["calls to Slack"] += len(door.pool.calls)
    tally.verbs.update(f"{kind} {name}" for kind, name in door.router.reached)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payloads", type=int, default=100_000)
    wanted, tally, start = parser.parse_args().payloads, Tally(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ribbon-hostile-") as folder, HostileDoor(Path(folder)).open() as door:
        for number in range(-(-wanted // A_ROUND)):
            one_round(door, tally, number)
            tried_so_far = tally.tried.total()
            rate = tried_so_far / (time.monotonic() - start)
            print(f"\r{tried_so_far} payloads, {rate:.0f}/s, {tally.found.total()} findings", end="", flush=True)
    print()
    told(tally)
    sys.exit(1 if tally.found else 0)


def one_round(door: HostileDoor, tally: Tally, number: int) -> None:
    """Some payloads, the same for each number; what is found is counted, and doesn't end the round."""

    @seed(number)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(randoms(use_true_random=True))
    def send(chance: Random) -> None:
        for _ in range(A_ROUND // EXAMPLES):
            tried(door, forged(chance, door.fingerprints), tally)

    send()


def told(tally: Tally) -> None:
    print(f"{'payloads tried':24}", tally.tried.total(), dict(tally.tried))
    for name, number in tally.came.items():
        print(f"{name:24}", number)
    print(f"{'verbs reached':24}", len(tally.verbs), f"each at least {min(tally.verbs.values(), default=0)} times")
    for finding in FINDINGS:
        print(f"{finding:24}", tally.found[finding])
    for example in tally.examples.values():
        print(example)


if __name__ == "__main__":
    main()
