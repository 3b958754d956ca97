"""A short form of the soak's deaths: a few deeds, each dying at the points after which the world is another."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copy

import pytest
from breaking import keeps_messages_after_the_change, posts_before_it_is_noted
from deeds import deeds
from enumeration import Tally
from every_death import Stage, stage
from spares import TEMPLATE, copy_of

from bot.gestures import interactions as i

ASKS, DROPS = f"submission {i.EDIT_FORM.id}", f"event {i.DROPPED.id}"


@pytest.fixture(scope="module")
def stages() -> Iterator[tuple[ExitStack, dict[str, Stage]]]:
    """One for each kind of database: to load all that processes begin with takes longer than a deed."""
    with ExitStack() as open_ones:
        yield open_ones, {}


@pytest.fixture
def there(
    kind: str,
    stages: tuple[ExitStack, dict[str, Stage]],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Stage:
    open_ones, known = stages
    if kind not in known:
        if kind == "sqlite":
            file: Path = tmp_path_factory.mktemp("deaths") / "ribbon.db"
            url = f"sqlite:///{copy(request.getfixturevalue('migrated_file'), file)}"
        else:
            url = open_ones.enter_context(copy_of(TEMPLATE, request.getfixturevalue("postgres")))
        known[kind] = open_ones.enter_context(stage(url))
    return known[kind]


def died(there: Stage, name: str, breaking: Callable[[], None] | None = None) -> Tally:
    [deed] = [deed for deed in deeds(there.writing) if deed.name == name]
    return there.die_everywhere(deed, is_short=True, breaking=breaking)


@pytest.mark.parametrize("deed", [ASKS, DROPS])
def test_nothing_is_lost_or_doubled_wherever_a_process_dies(there: Stage, deed: str) -> None:
    tally = died(there, deed)
    assert tally.examples == []
    assert tally.deaths == tally.points > 4


def test_a_poster_that_posts_before_it_notes_so_is_seen_to_double(there: Stage) -> None:
    tally = died(there, ASKS, posts_before_it_is_noted)
    assert (tally.lost, tally.doubled > 0) == (0, True), tally.examples


def test_a_message_that_is_kept_after_the_change_is_seen_to_be_lost(there: Stage) -> None:
    tally = died(there, ASKS, keeps_messages_after_the_change)
    assert (tally.lost > 0, tally.doubled) == (True, 0), tally.examples
