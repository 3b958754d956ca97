"""`ribbon serve` over Socket Mode: its health, while Slack is away, when the line is cut, and its end."""

import asyncio
import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from going import bookings
from serving import ENDS_WITHIN, RIBBON, Served, figure, get, readiness, serving, wait_for
from stalls import A_STALL, unhurried_slack
from starlette.websockets import WebSocket

from playground.person.people import People, Person
from playground.server import Playground
from playground.state.slack import Slack

NOT_CONNECTED = (503, "not connected to Slack over Socket Mode")
AWAY: dict[str, dict[str, Any]] = {
    "nothing": {"delay": 4.0, "status": 503},
    "429": {"status": 429, "retry_after": 30},
    "503": {"status": 503},
}


@pytest.fixture
def slack() -> Slack:
    slack = unhurried_slack()
    slack.add_workspace("T1")
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin", is_admin=True)
    return slack


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


def wait_until_ready(served: Served) -> None:
    wait_for(lambda: readiness(served) == (200, "ready"), "it being ready")


def test_health_and_metrics_are_there_and_what_is_under_way_at_the_end_is_answered(
    playground: Playground, filled_url: str, petra: Person
) -> None:
    with serving(playground, filled_url, by_socket=True) as served:
        wait_until_ready(served)
        bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
        form = petra.modal_titled("Link to package")
        assert figure(get(f"{served.url}/metrics"), 'ribbon_gestures_total{kind="action",outcome="done"}') == 1
        assert httpx.post(f"{served.url}/slack/events", trust_env=False).status_code == 404  # nobody would verify it

        petra.slack.spoil("views.update", delay=0.8)
        pressing = threading.Thread(target=form.submit)
        pressing.start()
        petra.slack.wait(lambda: petra.slack.calls_of("views.update"), lambda: "the list behind isn't drawn")
        assert served.stops() == 0
        pressing.join()
    assert petra.notices == petra.slack.problems == []


def test_started_while_slack_is_away_it_tells_so_and_connects_once_slack_is_there(
    playground: Playground, filled_url: str, petra: Person
) -> None:
    playground.slack.spoil("*", times=1000, **AWAY["503"])
    with serving(playground, filled_url, by_socket=True) as served:
        assert readiness(served) == NOT_CONNECTED
        playground.slack.faults.clear()
        wait_until_ready(served)
        bookings(petra)
        assert served.stops() == 0
        said = [line["event"] for line in served.log()]
    assert {"slack opens no socket", "connected over Socket Mode"} <= set(said)


@pytest.mark.parametrize("by_socket", [True, False])
def test_while_slack_is_away_it_asks_less_and_less_often(
    playground: Playground, filled_url: str, by_socket: bool
) -> None:
    playground.slack.spoil("*", times=1000, **AWAY["503"])
    with serving(playground, filled_url, by_socket=by_socket) as served:
        time.sleep(12)
        asked = {name: len(playground.slack.calls_of(name)) for name in ("auth.test", "apps.connections.open")}
        assert 2 <= asked["auth.test"] <= 8  # at the start, and after 1, 2, 4 and 8 seconds
        assert asked["apps.connections.open"] <= 4  # at the start, twice, and after 3 and 6
        assert served.stops() == 0


@pytest.mark.parametrize(("how", "word"), [("429", "slack opens no socket"), ("nothing", "slack can't be reached")])
def test_it_ends_in_order_while_it_still_tries(playground: Playground, filled_url: str, how: str, word: str) -> None:
    playground.slack.spoil("*", times=1000, **AWAY[how])
    with serving(playground, filled_url, by_socket=True) as served:
        tried = playground.slack.calls_of
        playground.slack.wait(lambda: tried("apps.connections.open"), lambda: "it does not even try")
        assert served.stops() == 0
        assert word in [line["event"] for line in served.log()]


def test_a_line_that_is_cut_is_told_and_mended(slack: Slack, filled_url: str) -> None:
    before = Playground(slack, within=A_STALL)
    before.start()
    with serving(before, filled_url, by_socket=True) as served:
        wait_until_ready(served)
        before.stop()
        wait_for(lambda: readiness(served) == NOT_CONNECTED, "it noticing")
        with Playground(slack, port=before.port, within=A_STALL) as after:
            wait_until_ready(served)
            bookings(People(after.client).person("UPRAC"))
            assert served.stops() == 0
            assert [line["event"] for line in served.log()].count("connected over Socket Mode") == 2


def test_a_socket_counts_once_slack_has_said_hello(
    playground: Playground, filled_url: str, petra: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    greets, say = threading.Event(), WebSocket.send_text

    async def say_when_it_greets(socket: WebSocket, text: str) -> None:
        await asyncio.to_thread(greets.wait)
        await say(socket, text)

    monkeypatch.setattr(WebSocket, "send_text", say_when_it_greets)
    with serving(playground, filled_url, by_socket=True) as served:
        petra.slack.wait(lambda: playground.sockets.connections, lambda: "no socket came")
        said = readiness(served)
        greets.set()  # whatever was said, so that this Slack can end
        assert said == NOT_CONNECTED
        wait_until_ready(served)
        bookings(petra)


def test_slack_may_ask_for_another_socket(playground: Playground, filled_url: str, petra: Person) -> None:
    sockets = playground.sockets
    with serving(playground, filled_url, by_socket=True) as served:
        wait_until_ready(served)
        (first,) = sockets.connections
        sockets.ask_to_reconnect()
        petra.slack.wait(lambda: first not in sockets.connections, lambda: "the old socket stays")
        wait_until_ready(served)
        bookings(petra)


def test_without_a_port_it_listens_nowhere(playground: Playground, filled_url: str, petra: Person) -> None:
    environment = os.environ | playground.environment() | {"DATABASE_URL": filled_url}
    environment.pop("PORT", None)
    process = subprocess.Popen([RIBBON, "serve"], env=environment, stdout=subprocess.DEVNULL)
    try:
        playground.slack.wait(lambda: playground.sockets.connections, lambda: "no socket came")
        bookings(petra)
        assert listening(process.pid) == []
        process.terminate()
        assert process.wait(ENDS_WITHIN) == 0
    finally:
        process.kill()
        process.wait()


def listening(pid: int) -> list[str]:
    """The sockets of a process that take connections."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    taking = {f"socket:[{fields[9]}]" for fields in lines if fields[3] == "0A"}  # the kernel's LISTEN
    return [str(name.readlink()) for name in Path(f"/proc/{pid}/fd").iterdir() if str(name.readlink()) in taking]
