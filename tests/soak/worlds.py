"""What outlives a process: the rows of its database, and Slack. Kept, put back, and compared."""

import pickle
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from playground.state.slack import Slack
from storage.tables import MESSAGE

TABLES = MESSAGE.metadata.sorted_tables
STATE = ("messages", "modals", "homes", "triggers", "response_urls", "people", "channels", "files", "faults")

# What differs from one time to the next although nothing else is different.
MOMENTS = {
    *("at", "requested_at", "decided_at", "linked_at", "fetched_at", "marked_at", "due", "kept_at", "free_at"),
    *("attempts", "marks", "people_learned_at", "tried_at", "version"),
}
IF_ANY = {"lease", "lease_until", "looked_to", "not_before", "due_at", "renamed", "ts", "shown"}
BY_CHANCE = {("history", "id"), ("take_back", "id"), ("erasure", "id"), ("history", "ordinal")}
OF_THE_WORK = {"due", "pace"}  # what the background keeps for itself
PASSING = re.compile(r"<!date[^>]*>|\d{10,}(\.\d+)?|'block_id': '[^']*'")  # times, and what Slack makes up

Likeness = frozenset[tuple[Any, int]]


@dataclass(frozen=True)
class World:
    rows: dict[str, list[tuple[Any, ...]]]
    slack: bytes

    def likeness(self) -> Likeness:
        """The same of two worlds from which all goes on in the same way."""
        return frozenset(self._counted(TABLES).items())

    def outcome(self) -> Counter[Any]:
        """What people find in it: counts, links, history, and messages."""
        return self._counted([table for table in TABLES if table.name not in OF_THE_WORK])

    def _counted(self, of: list[Table]) -> Counter[Any]:
        rows = [(table.name, _alike(table, row)) for table in of for row in self.rows[table.name]]
        return Counter([*rows, *_said(pickle.loads(self.slack)["messages"])])  # noqa: S301 - our own


def _alike(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    named = _named(table, row)
    is_shown = named["shown"] >= named["version"] if table is MESSAGE else None
    alike = (
        (name, bool(value) if name in IF_ANY else repr(value))
        for name, value in named.items()
        if name not in MOMENTS and (table.name, name) not in BY_CHANCE
    )
    return is_shown, *alike


def _named(table: Table, row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip((column.name for column in table.columns), row, strict=True))


def _said(messages: dict[str, list[Any]]) -> list[tuple[str, ...]]:
    """What everybody can read, and in whose thread."""
    all_ = [one for of_channel in messages.values() for one in of_channel if not one.only_for]
    keys = {(one.channel, one.ts): _key(one) for one in all_}
    return [
        (
            "a message",
            one.channel,
            _key(one),
            keys.get((one.channel, one.thread_ts), "") if one.is_reply else "",
            PASSING.sub("#", f"{one.text} {one.blocks}"),
        )
        for one in all_
    ]


def _key(message: Any) -> str:
    return str((message.metadata or {}).get("event_payload", {}).get("key", ""))


def kept(engine: Engine, slack: Slack) -> World:
    with engine.connect() as connection:
        rows = _rows(connection)
    with slack.changed:
        return World(rows, pickle.dumps({name: getattr(slack, name) for name in STATE}))


def _rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: [tuple(row) for row in connection.execute(select(table))] for table in TABLES}


def put_back(world: World, engine: Engine, slack: Slack) -> None:
    """Let the world be as it was then."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # SQLite checks no keys unless told to
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        now = _rows(connection)
        others = [table for table in TABLES if now[table.name] != world.rows[table.name]]
        for table in others[::-1]:
            connection.execute(delete(table))
        for table in others:
            computed = {column.name for column in table.columns if column.computed}
            rows = [_named(table, row) for row in world.rows[table.name]]
            if rows:
                connection.execute(insert(table), [{k: row[k] for k in row.keys() - computed} for row in rows])
    with slack.changing():
        for name, value in pickle.loads(world.slack).items():  # noqa: S301 - our own
            setattr(slack, name, value)
        slack.calls.clear()
        slack.problems.clear()
