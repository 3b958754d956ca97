"""A command that meets a database that is busy says so in a line, and changes nothing."""

from collections.abc import Callable

import pytest
from holding import another_writer
from practice import TEAM

from storage.sealing import new_key


@pytest.mark.on_postgresql("an SQLite file that somebody writes to is refused before the command begins")
@pytest.mark.parametrize(
    "words",
    [["keys", "rotate"], ["forget", "c1", "--yes", "--workspace", TEAM], ["export", "{folder}", "--workspace", TEAM]],
    ids=lambda words: words[0],
)
def test_what_writes(
    filled_url: str, ribbon_command: Callable[..., str], words: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = str(tmp_path_factory.mktemp("export"))
    tables = "LOCK TABLE session, package, installation, client, workspace IN ACCESS EXCLUSIVE MODE"
    with another_writer(filled_url, tables):
        said = ribbon_command(*(word.format(folder=folder) for word in words), status=1, RIBBON_KEYS=new_key())

    [line] = said.splitlines()
    assert "Somebody else is writing to the database. Nothing was " in line
