"""The log can't be written: people don't notice, operators can, and it goes on when it can be written again."""

import fcntl
import json
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from going import bookings, seconds_of
from serving import Served, figure, get, serving

from playground.person.people import People, Person
from playground.server import Playground


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


def link(person: Person) -> None:
    bookings(person, "past").row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link to package").submit()


def full_disk() -> int:
    return os.open("/dev/full", os.O_WRONLY)


def broken_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("opened", [full_disk, broken_pipe])
def test_without_a_place_for_its_log_ribbon_works_and_tells_how_many_lines_are_lost(
    playground: Playground, filled_url: str, petra: Person, opened: Callable[[], int]
) -> None:
    stdout = opened()
    with serving(playground, filled_url, stdout=stdout) as served:
        link(petra)
        bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
        assert get(f"{served.url}/readyz") == "ready"
        assert figure(get(f"{served.url}/metrics"), "ribbon_log_lines_lost_total") >= 5  # it started, and four answers
        assert served.stops() == 0
    os.close(stdout)
    assert petra.notices == []


def test_a_reader_of_the_log_that_sleeps_keeps_nobody_waiting_and_reads_on_when_it_wakes(
    playground: Playground, filled_url: str, petra: Person
) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    with serving(playground, filled_url, stdout=writing) as served:
        os.set_blocking(writing, False)
        with suppress(BlockingIOError):
            while os.write(writing, b" "):
                continue
        os.set_blocking(writing, True)
        assert seconds_of(lambda: bookings(petra)) < 2
        link(petra)
        lost = figure(get(f"{served.url}/metrics"), "ribbon_log_lines_lost_total")
        assert lost >= 3
        os.read(reading, 4096)
        bookings(petra)
        assert figure(get(f"{served.url}/metrics"), "ribbon_log_lines_lost_total") == lost
        assert served.stops() == 0
    os.close(writing)
    (line,) = os.read(reading, 4096).decode().splitlines()
    assert json.loads(line)["gesture"] == "/bookings"
    os.close(reading)


@contextmanager
def room_for(served: Served, more: int, log: Path) -> Iterator[None]:
    """Let the log grow by so many bytes and no further."""
    limit = log.stat().st_size + more
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    yield
    no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, no_limit)


def test_once_there_is_room_again_the_log_goes_on_with_a_line_of_its_own(
    playground: Playground, filled_url: str, petra: Person, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with log.open("w") as stdout, serving(playground, filled_url, stdout=stdout.fileno()) as served:
        bookings(petra)
        with room_for(served, 20, log):
            bookings(petra)
            bookings(petra)
        bookings(petra)
        assert figure(get(f"{served.url}/metrics"), "ribbon_log_lines_lost_total") == 2
        assert served.stops() == 0
    *_, before, broken_off, after = log.read_text().splitlines()
    assert json.loads(before)["event"] == json.loads(after)["event"] == "answered"
    assert len(broken_off) == 20
