"""Hostile input: python tests/soak/hostile.py [--payloads 40000].

Forged, broken, wrongly sealed and repeated requests, generated, go through Ribbon's whole door. None may be answered
500, change what its sender may not change, show anybody what they may not see, or put a name into the log.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hostile_door import Headers, HostileDoor, Row
from hostile_judge import TURNED_AWAY, answered, changed, leaks, more_than_no
from hostile_requests import Forged, forged, sealed
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import randoms

from storage.waking import WorkKind

TOLD_EVERY = 10_000  # payloads
A_ROUND, EXAMPLES = 1000, 50  # payloads, and how many of Hypothesis's examples they are: one each would be dearer


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
        findings = [*answered(status, answer), *leaks(door, attack, answer), *changed(door, attack, changes)]
        findings += more_than_no(door, attack, answer) if status not in TURNED_AWAY else []
        _count(door, tally, status, changes)
        if attack.again and not attack.harm:
            findings += _again(door, attack, headers, changes)
        tally.add(attack, findings)
        return findings
    finally:
        door.put_back()
        door.forget_what_was_seen()


def _again(door: HostileDoor, attack: Forged, headers: Headers, once: frozenset[Row]) -> list[str]:
    """Delivered again: nothing more is changed, save that messages may be painted again."""
    status, answer = door.post(attack.body, headers)
    more = [row for row in door.changed() ^ once if not _is_of_a_picture(row)]
    return [*answered(status, answer), *leaks(door, attack, answer), *(f"change: again, {row}" for row in more)]


def _is_of_a_picture(row: Row) -> bool:
    table, values = row
    return table == "message" or (table == "due" and ("kind", WorkKind.MESSAGES.value) in values)


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
    parser.add_argument("--payloads", type=int, default=40_000)
    wanted, tally, start = parser.parse_args().payloads, Tally(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ribbon-hostile-") as folder, HostileDoor(Path(folder)).open() as door:
        for number in range(-(-wanted // A_ROUND)):
            one_round(door, tally, number)
            tried_so_far = tally.tried.total()
            rate = tried_so_far / (time.monotonic() - start)
            if tried_so_far % TOLD_EVERY == 0:
                print(f"{tried_so_far} payloads, {rate:.0f}/s, {tally.found.total()} findings", flush=True)
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
