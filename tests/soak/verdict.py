"""Afterwards: what is stored and shown, against what was acknowledged."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from acknowledged import Acknowledged, Known
from managers import DECIDE_THEIR_OWN
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from world import MANAGERS_CHANNEL, World

from playground.state.world import Message

CAUGHT_UP_WITHIN = 900.0
_FIGURES = """
    SELECT package_id, event, total_before, total_after, remaining_before, remaining_after FROM history
    WHERE remaining_after IS NOT NULL AND event <> 'requested' ORDER BY package_id, at, ordinal, id"""
_COUNTS = """
    SELECT i.package_id, i.total, (
        SELECT count(*) FROM session s WHERE s.package_id = i.package_id AND s.service_id = i.service_id
            AND s.confirmation <> 'cancelled'
    ) AS used FROM included i"""


@dataclass
class Verdict:
    changes: int = 0
    unknown: int = 0
    lost: list[str] = field(default_factory=list)
    messages_wanted: int = 0
    messages_posted: int = 0
    messages_lost: list[str] = field(default_factory=list)
    messages_doubled: list[str] = field(default_factory=list)
    messages_stale: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (
            self.lost or self.messages_lost or self.messages_doubled or self.messages_stale or self.out_of_order
        )


def wait_until_caught_up(world: World) -> None:
    """The posters are at it: one message a second a channel."""
    end = time.monotonic() + CAUGHT_UP_WITHIN
    while time.monotonic() < end:
        if stored(world, "SELECT count(*) FROM message WHERE shown < version")[0][0] == 0:
            return
        time.sleep(0.5)
    raise AssertionError("messages are still out of date")


def stored(world: World, query: str) -> list[Any]:
    """Read the database from beside the bot."""
    engine = create_engine(world.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text(query)))


def judge(world: World, told: list[Acknowledged]) -> Verdict:
    verdict = Verdict(sum(hand.changes for hand in told), sum(hand.unknown for hand in told))
    sessions = stored(
        world,
        "SELECT id, practitioner, starts_at, confirmation, payment, coalesce(package_id, '') AS package FROM session",
    )
    requests = stored(world, "SELECT id, reason, status FROM adjustment")
    for hand in told:
        verdict.lost += hand.lost
        verdict.lost += _other(hand.links, {row.id: row.package for row in sessions})
        verdict.lost += _other(hand.payments, {row.id: row.payment for row in sessions})
        verdict.lost += _other(hand.confirmations, {row.id: row.confirmation for row in sessions})
    _judge_sales(world, verdict, told)
    _judge_bookings(verdict, told, sessions)
    _judge_requests(verdict, told, [row.reason for row in requests])
    _judge_messages(world, verdict, {row.id: row.status for row in requests})
    _judge_figures(world, verdict)
    return verdict


def _judge_figures(world: World, verdict: Verdict) -> None:
    """The figures in the history lead from one to the next, and end in what the package has now."""
    chain: dict[str, tuple[int, int]] = {}
    for row in stored(world, _FIGURES):
        total, remaining = chain.get(row.package_id, (0, 0))
        if row.total_before not in {None, total} or row.remaining_before != remaining:
            verdict.lost.append(f"history of {row.package_id} jumps at {row.event}")
        chain[row.package_id] = (total if row.total_after is None else row.total_after, row.remaining_after)
    for row in stored(world, _COUNTS):
        if chain.get(row.package_id) != (row.total, row.total - row.used):
            verdict.lost.append(f"{row.package_id}: {chain.get(row.package_id)} in history, {row.total} − {row.used}")


def _other(told: dict[str, Known], now: dict[str, str]) -> list[str]:
    """What is stored otherwise than it was acknowledged."""
    return [
        f"{key}: stored {now[key]!r}, acknowledged {known.possible}"
        for key, known in told.items()
        if now[key] not in known.possible
    ]


def _judge_bookings(verdict: Verdict, told: list[Acknowledged], sessions: list[Any]) -> None:
    """Each that was acknowledged is there, once."""
    stored_at = Counter((row.practitioner, _seconds(row.starts_at)) for row in sessions)
    verdict.lost += [f"{who} has {n} sessions at {at}" for (who, at), n in stored_at.items() if n > 1]
    for n, hand in enumerate(told):
        booked = [at for at, known in hand.booked.items() if known]
        verdict.lost += [f"booking of UP{n} at {at}" for at in booked if not stored_at[f"UP{n}", at]]


def _judge_sales(world: World, verdict: Verdict, told: list[Acknowledged]) -> None:
    """Each package that was sold is there, once and as it was closed; and what was chosen is."""
    rows = stored(world, "SELECT name, status FROM package WHERE client_id = 'sales'")
    there = Counter(row.name for row in rows)
    verdict.lost += [f"{name} is there {n} times" for name, n in there.items() if n > 1]
    (row,) = stored(world, "SELECT max(cast(managers_decide_their_own AS integer)) FROM workspace")
    chosen = {DECIDE_THEIR_OWN: str(bool(row[0]))}
    for one in told:
        verdict.lost += [f"sale of {name}" for name, known in one.sold.items() if known and not there[name]]
        statuses = {row.name: row.status for row in rows}
        verdict.lost += _other({name: one.statuses[name] for name in there if name in one.statuses}, statuses)
        verdict.lost += _other(one.settings, chosen)


def _seconds(instant: int) -> int:
    return instant // 1_000_000  # as both databases keep it


def _judge_requests(verdict: Verdict, told: list[Acknowledged], reasons: list[str]) -> None:
    stored = Counter(reasons)
    verdict.lost += [f"request {reason!r} stored {n} times" for reason, n in stored.items() if n > 1]
    for hand in told:
        verdict.lost += [f"request {reason!r}" for reason, known in hand.asked.items() if known and not stored[reason]]


def _judge_messages(world: World, verdict: Verdict, statuses: dict[str, str]) -> None:
    posted: dict[str, list[Message]] = {}
    for messages in world.slack.messages.values():
        for message in messages:
            if key := (message.metadata or {}).get("event_payload", {}).get("key"):
                posted.setdefault(key, []).append(message)
    wanted = [f"{kind}:{key}" for key in statuses for kind in ("request", "card")]
    wanted += [f"outcome:{key}" for key, status in statuses.items() if status in {"approved", "declined"}]
    verdict.messages_wanted, verdict.messages_posted = len(wanted), sum(map(len, posted.values()))
    verdict.messages_lost = [key for key in wanted if key not in posted]
    verdict.messages_doubled = [key for key, messages in posted.items() if len(messages) > 1]
    for key, status in statuses.items():
        _judge_thread(verdict, posted.get(f"request:{key}", []), posted.get(f"card:{key}", []), status)


def _judge_thread(verdict: Verdict, requests: list[Message], cards: list[Message], status: str) -> None:
    for request in requests:
        if status.capitalize() not in request.text:
            verdict.messages_stale.append(f"{request.text} is {status}")
        for card in cards:
            if card.thread_ts != request.ts or card.channel != MANAGERS_CHANNEL:
                verdict.out_of_order.append(card.text)
