"""A page of bookings beside the same bytes from driver and plain dictionaries: python tests/benchmarks/bookings.py"""

import json
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from door import practice
from driver import Recorded, raw_connection, recorded
from measuring import Line, cpu_of, interleaved, print_table, ratios
from practices import NOW, TEAM, person
from sqlalchemy import Connection

from bot import screens
from bot.gestures.interactions import ListState
from bot.gestures.visit import Visit
from bot.gestures.wire import encode
from bot.slack.block_kit import as_json
from domain.values.people import Workspace
from domain.values.sessions import Payment
from domain.visibility import BookingsWish
from storage.database import Database
from storage.records import RecordsTx

ROUNDS, TIMES = 15, 60
STATE = ListState(wish=BookingsWish(payment=Payment.PAID))
BY = person(is_manager=True)
BERLIN = ZoneInfo("Europe/Berlin")
Json = dict[str, Any]


def page(connection: Connection) -> str:
    records = RecordsTx(connection, TEAM)
    records.find_workspace(Workspace(TEAM))
    return json.dumps(as_json(screens.sessions_list(Visit(records, BY, NOW), STATE)))


def page_of(database: Database) -> str:
    with database.reading() as connection:
        return page(connection)


def plain_page(connection: Any, statements: Recorded) -> str:
    """Nothing but the statements, and the dictionaries as they come out."""
    connection.execute("BEGIN")
    rows = statements.say(connection, {})[-1]
    connection.execute("COMMIT")
    last = rows[9]
    place = json.dumps({"starts_at": _iso(last[2]), "session_id": last[0]}, separators=(",", ":"))
    blocks = [
        _actions([_button("drop_filter.payment", "✕ Paid", "payment", "Remove the filter Paid")]),
        *map(_row, rows[:10]),
        _actions([_button("newer", "Newer", place)]),
        {"elements": [_text("Times are in Europe/Berlin (UTC+01:00).")], "type": "context"},
    ]
    blocks[0]["elements"].insert(0, _button("show_past", "✕ Today/Upcoming"))
    blocks[0]["elements"].append(_button("filter", "Filter"))
    names: Json = {"callback_id": "sessions_list", "close": _text("Close"), "private_metadata": encode(STATE)}
    return json.dumps({"blocks": blocks, **names, "title": _text("Bookings"), "type": "modal"})


def _row(row: tuple[Any, ...]) -> Json:
    at = datetime.fromtimestamp(row[2] / 1_000_000, BERLIN)
    gift, tie = ("🎁 ", "Unlink from package") if row[7] else ("", "Link to package")
    status = " · ".join([row[4].replace("_", " ").capitalize(), "Paid", *([row[17]] if row[7] else [])])
    status += "" if row[18] or not row[7] else " · not counted"
    when = f"{at:%a} {at.day} {at:%b %Y, %H:%M} · {row[3]} min · {row[19] or row[1]}"
    verb = "unlink" if row[7] else "link"
    options = [
        {"text": _text(tie), "value": f"{verb} {row[0]}"},
        {"text": _text("Session details"), "value": f"details {row[0]}"},
    ]
    menu = {"action_id": "menu", "options": options, "type": "overflow"}
    return {"accessory": menu, "text": _text(f"{gift}{row[14]} · {row[16]}\n{when}\n{status}"), "type": "section"}


def _iso(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1_000_000, ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")


def _actions(elements: list[Json]) -> Json:
    return {"elements": elements, "type": "actions"}


def _button(action: str, text: str, value: str = "", label: str = "") -> Json:
    named = {"accessibility_label": label, "action_id": action, "text": _text(text), "type": "button", "value": value}
    return {key: each for key, each in named.items() if each}


def _text(text: str) -> Json:
    return {"emoji": False, "text": text, "type": "plain_text"}


def lines() -> list[Line]:
    with practice() as database, raw_connection(database) as raw:
        ours = partial(page_of, database)
        statements = recorded(database.reading(), page)
        theirs = partial(plain_page, raw, statements)
        if ours() != theirs():
            raise AssertionError(f"not the same bytes:\n{ours()}\n{theirs()}")
        figures = interleaved(ROUNDS, lambda: cpu_of(ours, TIMES), lambda: cpu_of(theirs, TIMES))
    return [Line("/bookings, first page, a filter", "driver and plain dictionaries (CPU)", "≤ ×3", ratios(*figures))]


if __name__ == "__main__":
    print_table(lines())
