"""Many workspaces in one Ribbon: nobody waits for another, and what nothing is due in costs nothing."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from neighbours import Neighbours, SlackOfAll
from serving import wait_for
from sqlalchemy import event, func, select, text

from bot.background import rounds
from domain.values.ids import WorkspaceId
from domain.values.messages import Drop
from storage.database import Database
from storage.records import RecordsTx
from storage.tables import DROP, PERSON, WORKSPACE


@pytest.fixture
def slack() -> Iterator[SlackOfAll]:
    with SlackOfAll().serving() as slack:
        yield slack


@pytest.fixture
def neighbours(database: Database, database_url: str, slack: SlackOfAll) -> Neighbours:
    return Neighbours(database, database_url, slack)


def installed(neighbours: Neighbours, workspaces: int) -> list[str]:
    """As in the middle of an hour, long after all have installed it."""
    names = neighbours.install(workspaces)
    with neighbours.database.writing() as connection:
        later = "CASE kind WHEN 'rounds' THEN due_at + 3600000000 END"
        connection.execute(text(f"UPDATE due SET due_at = {later}"))  # noqa: S608
    return names


def test_a_message_in_each_of_many_workspaces_is_posted_by_many_at_once(
    neighbours: Neighbours, slack: SlackOfAll
) -> None:
    neighbours.tell(installed(neighbours, 100))
    slack.seconds = 0.3
    with neighbours.running():
        assert neighbours.seconds_until_posted(100, within=40) < 15  # one after the other it takes thirty at least
    assert Counter(one.workspace for one in slack.posted()).most_common(1)[0][1] == 1


def test_workspaces_whose_slack_hangs_hold_up_no_others(neighbours: Neighbours, slack: SlackOfAll) -> None:
    names = installed(neighbours, 30)
    slack.hanging = frozenset(names[:6])
    neighbours.tell(names, messages=3)
    with neighbours.running():
        assert neighbours.seconds_until_posted(24 * 3, within=30) < 12  # they alone hang for fifteen
        assert slack.posted() != []


def test_workspaces_in_which_nothing_is_to_be_sent_hold_up_no_others(neighbours: Neighbours) -> None:
    *_, last = neighbours.install(300)
    neighbours.tell([last])
    with neighbours.running():
        assert neighbours.seconds_until_posted(1, within=30) < 12  # a second for each sixteen were nineteen


def test_a_workspace_whose_slack_hangs_is_asked_more_and_more_seldom(neighbours: Neighbours, slack: SlackOfAll) -> None:
    names = installed(neighbours, 1)
    slack.hanging = frozenset(names)
    neighbours.tell(names, messages=10)
    with neighbours.running():
        time.sleep(5.5)
        assert len(slack.posted(healthy=False)) <= 2


def test_slow_files_of_another_workspace_hold_up_no_import(
    neighbours: Neighbours, slack: SlackOfAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.LONGEST_END", 0.1)
    slow, quick = (WorkspaceId(name) for name in installed(neighbours, 2))
    slack.slow = frozenset({slow})
    for workspace, files in [(slow, 6), (quick, 1)]:
        drop = Drop("D1", "1.2", tuple(f"F{n}" for n in range(files)))
        with neighbours.database.writing() as connection:
            RecordsTx(connection, workspace).keep_drop(drop, datetime.now(UTC))

    def is_looked_at() -> bool:
        with neighbours.database.reading() as connection:
            return connection.execute(select(DROP.c.look).where(DROP.c.workspace == quick)).scalar() is not None

    with neighbours.running():
        wait_for(is_looked_at, "the quick file", seconds=5)  # the slow ones take 24 seconds


def test_one_workspace_whose_token_is_refused_is_asked_again_alone_and_ever_later(
    neighbours: Neighbours, slack: SlackOfAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FIRST_WAIT", timedelta(seconds=0.6))
    bad, *others = neighbours.install(5)
    slack.refusing[bad] = "invalid_auth"
    with neighbours.running():
        wait_for(lambda: len([one for one in slack.calls_of("users.list") if one.workspace == bad]) >= 4, "4 calls")

    calls = slack.calls_of("users.list")
    assert Counter(one.workspace for one in calls if one.workspace != bad) == dict.fromkeys(others, 1)
    at = [one.at for one in calls if one.workspace == bad]
    waits = [later - earlier for earlier, later in pairwise(at)]
    assert 0.45 < waits[0] < waits[1] < waits[2]


@pytest.mark.parametrize("ends_after", [None, 8])
def test_thousands_of_people_are_learned_each_page_once_at_the_pace_that_slack_allows(
    neighbours: Neighbours, slack: SlackOfAll, ends_after: int | None
) -> None:
    slack.people, slack.pages_a_second = 3000, 6
    [name] = neighbours.install(1)

    def learned() -> bool:
        with neighbours.database.reading() as connection:
            here = select(WORKSPACE.c.people_learned_at).where(WORKSPACE.c.id == name)
            return connection.execute(here).scalar() is not None

    if ends_after:
        with neighbours.running():
            wait_for(lambda: len(slack.pages) >= ends_after, "some pages", seconds=20)
    with neighbours.running():
        wait_for(learned, "all to be learned", seconds=20)

    assert slack.pages == [str(n * 200) if n else "" for n in range(15)]
    assert 0 < slack.refused <= 4
    with neighbours.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(PERSON)).scalar_one() == 3000


def test_where_slack_has_forgotten_the_place_it_begins_anew(neighbours: Neighbours, slack: SlackOfAll) -> None:
    slack.people, slack.forgets = 600, "400"
    [name] = neighbours.install(1)
    with neighbours.running():
        wait_for(lambda: len(slack.pages) == 5, "all pages")
    assert slack.pages == ["", "200", "", "200", "400"]
    assert name


def test_what_nothing_is_due_in_is_looked_at_by_reading_alone(neighbours: Neighbours, database: Database) -> None:
    installed(neighbours, 200)
    said: list[str] = []
    with neighbours.running() as ribbon:
        time.sleep(1.5)  # what is done once at the start
        event.listen(ribbon.database.engine, "before_cursor_execute", lambda *it: said.append(it[2]))
        time.sleep(2.5)
    looks = [one for one in said if not one.startswith(("BEGIN", "PRAGMA"))]
    assert 3 <= len(looks) <= 12
    assert all(one.lstrip().startswith("SELECT (SELECT min(due.due_at)") for one in looks)
    assert database


@pytest.mark.on_postgresql("one process at a time works with an SQLite file")
def test_several_processes_share_the_work_and_each_message_is_posted_once(
    neighbours: Neighbours, slack: SlackOfAll
) -> None:
    names = installed(neighbours, 40)
    slack.seconds = 0.05
    neighbours.tell(names, messages=3)
    with ExitStack() as processes:
        for _ in range(3):
            processes.enter_context(neighbours.running())
        neighbours.seconds_until_posted(120, within=30)
        time.sleep(1)
    assert Counter(one.workspace for one in slack.posted()) == dict.fromkeys(names, 3)


def test_what_somebody_else_has_written_is_posted(neighbours: Neighbours, slack: SlackOfAll) -> None:
    [name] = installed(neighbours, 1)
    with neighbours.running():
        time.sleep(1.2)
        neighbours.tell([name])
        neighbours.seconds_until_posted(1, within=10)
    assert slack.posted()
