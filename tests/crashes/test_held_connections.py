"""Whoever holds connections, or sends what Slack wouldn't, silences nobody."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from flooding import HELD, POST, STAMPED, answers, connected, fresh, held, memory, most_memory, received
from going import bookings, seconds_of
from serving import Served, figure, get, serving

from playground.person.people import People, Person
from playground.server import Playground

pytestmark = pytest.mark.on_sqlite("what is held or refused at the door never gets as far as a database")

MEGABYTE = 1_000_000


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


@pytest.fixture(autouse=True)
def _many_descriptors() -> Iterator[None]:
    """Those of a test are the attacker's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("sent", HELD.values(), ids=HELD)
def test_a_thousand_held_connections_keep_nobody_waiting_and_are_closed_in_time(
    served: Served, petra: Person, sent: bytes
) -> None:
    bookings(petra)
    with held(served, 1000, sent) as connections:
        begun = time.monotonic()
        assert seconds_of(lambda: bookings(petra)) < 2
        ends = [answers(connection) for connection in (connections[0], connections[-1])]
        assert time.monotonic() - begun < 8
        assert b"101" not in ends[0].split(b"\r\n")[0]


def test_who_takes_too_long_over_a_body_is_told(served: Served) -> None:
    with held(served, 1, HELD["half a body"]) as (connection,):
        assert answers(connection).startswith(b"HTTP/1.1 408")
    assert figure(get(f"{served.url}/metrics"), 'ribbon_requests_total{outcome="too slow"}') == 1


def sends(connection: socket.socket, head: bytes, size: int) -> bytes:
    """Send so many bytes after the head, as far as they are taken; what is answered."""
    part = b"x" * 100_000
    with suppress(OSError):  # they don't listen any more
        connection.sendall(fresh(head))
        for _ in range(size // len(part)):
            connection.sendall(part)
    return received(connection)


CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (400 * MEGABYTE)


@pytest.mark.parametrize(
    ("head", "size", "status"),
    [
        (POST + b"Content-Length: 400000000\r\n\r\n", 400, b"401"),
        (STAMPED + b"Content-Length: 400000000\r\n\r\n", 400, b"413"),
        (POST + CHUNKED, 400, b"401"),
        (STAMPED + CHUNKED, 400, b"413"),
    ],
    ids=["declared", "declared, with a stamp", "in parts", "in parts, with a stamp"],
)
def test_a_large_body_is_not_taken_in(served: Served, head: bytes, size: int, status: bytes) -> None:
    get(f"{served.url}/healthz")
    before = memory(served)
    with connected(served) as connection:
        answer = sends(connection, head, size * MEGABYTE)
    assert answer[9:12] in {status, b""}  # a reset may overtake the answer
    assert most_memory(served) - before < 30 * MEGABYTE


def test_many_bodies_at_once_are_taken_in_up_to_a_limit_and_all_is_well_afterwards(
    served: Served, petra: Person
) -> None:
    bookings(petra)
    before = memory(served)
    head = STAMPED + b"Content-Length: 1900000\r\n\r\n" + b"x" * 1_800_000
    with ExitStack() as open_ones:
        connections = [open_ones.enter_context(connected(served)) for _ in range(100)]
        for connection in connections:
            with suppress(OSError):  # turned away
                connection.sendall(fresh(head))
        statuses = {answers(connection)[9:12] for connection in connections}
    assert statuses <= {b"503", b"408", b""}
    assert figure(get(f"{served.url}/metrics"), 'ribbon_requests_total{outcome="too much at once"}') > 10
    assert most_memory(served) - before < 150 * MEGABYTE
    bookings(petra)


def test_who_holds_all_the_room_for_bodies_gives_way_to_who_sends_little(served: Served, petra: Person) -> None:
    bookings(petra)
    head = STAMPED + b"Content-Length: 1900000\r\n\r\n"
    with held(served, 64, head + b"x" * MEGABYTE) as connections:
        time.sleep(0.5)
        for _ in range(5):
            bookings(petra)
        assert petra.notices == []
        assert {answers(connection)[9:12] for connection in connections} == {b"503", b"408"}
    assert figure(get(f"{served.url}/metrics"), 'ribbon_requests_total{outcome="too much at once"}') == 1


@pytest.mark.parametrize("sent", ["half a header", "half a body", "nothing"])
def test_it_ends_in_time_whatever_is_held(served: Served, petra: Person, sent: str) -> None:
    bookings(petra)
    with held(served, 200, HELD[sent]):
        assert served.stops() == 0


def test_a_slack_that_hangs_does_not_hold_up_the_end(served: Served, petra: Person) -> None:
    bookings(petra)
    petra.slack.spoil("*", delay=60, times=1000)
    petra.command("/bookings")
    assert served.stops() == 0
