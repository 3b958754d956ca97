"""The answer to dropped files keeps to Slack's limits, and never hides how many problems there are."""

import pytest

from bot.slack.block_kit import as_json
from bot.views.import_answer import MOST_TOLD, import_answer, rows_in_words, with_the_first
from bot.views.parts import length
from domain.importing.files import FileKind
from domain.values.import_looks import ImportLook, Rows
from playground.limits.rules import check_blocks

LONG = "𠮷" * 5000  # each counts twice where Slack counts
REFUSAL = "Nothing was imported: many problems found."


@pytest.mark.parametrize("problem", ["clients.csv, line 2: wrong", "x" * 160, "x" * 699, LONG])
@pytest.mark.parametrize("found", [1, MOST_TOLD, MOST_TOLD + 1, 1_000_000])
def test_whatever_is_wrong_slack_takes_the_answer(problem: str, found: int) -> None:
    told = with_the_first(REFUSAL, [problem] * min(found, MOST_TOLD), found)

    assert length(told) <= 3000
    assert check_blocks([as_json(block) for block in import_answer(told).blocks], "message") == []
    lines = told.split("\n")
    left = int(lines[-1].split()[1]) if lines[-1].startswith("and ") else 0
    assert sum(line[0] in "cx𠮷" for line in lines) + left == found
    assert len(lines) > 1


def test_markup_in_a_file_is_shown_to_the_letter() -> None:
    answer = import_answer("<!channel>\n*a*")

    assert answer.text == "&lt;!channel&gt;"
    assert as_json(answer.blocks[0])["text"] == {"type": "plain_text", "text": "<!channel>\n*a*", "emoji": False}


def test_kinds_of_which_there_were_no_rows_are_not_told() -> None:
    rows = Rows(FileKind.CLIENTS, 2, 1, 0, 40), Rows(FileKind.SERVICES, 0, 0, 0, 0)

    assert rows_in_words(ImportLook(rows, (), "")) == "Imported.\nclients: 2 new, 1 changed, 40 unchanged"
