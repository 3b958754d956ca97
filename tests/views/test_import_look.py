"""What importing dropped files would do, as Slack takes it, with nothing, with one and with the most."""

from typing import Any

import pytest

from bot.slack.block_kit import as_json
from bot.views.import_look import import_look, in_short, noteworthy_list
from domain.importing.files import FileKind
from domain.values.ids import DropId
from domain.values.import_looks import ImportLook, Note, Noteworthy, Rows
from playground.limits.rules import check_blocks, check_view

DROP = DropId("1772443800.000009 D0123456789")
MANY = tuple(Noteworthy(note, 1_000_000, ("“x” &<" + "w" * 900,) * 20) for note in Note)
LOOKS = {
    "nothing": ImportLook((), (), ""),
    "one": ImportLook((Rows(FileKind.CLIENTS, 1, 0, 0, 0),), (Noteworthy(Note.LEFT, 1, ("a",)),), "", ("a.csv",)),
    "most": ImportLook(
        tuple(Rows(kind, 10**6, 10**6, 10**6, 10**6) for kind in FileKind),
        MANY,
        "f" * 64,
        ("f" * 500,) * 10,
        ("left alone " + "c" * 900,) * 10,
        is_another=True,
    ),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("is_wanted", [True, False])
def test_slack_takes_a_look(look: ImportLook, is_wanted: bool) -> None:
    picture = import_look(look, DROP, is_wanted=is_wanted)

    assert check_blocks([as_json(block) for block in picture.blocks], "message") == []
    assert 0 < len(picture.text) <= 4000


@pytest.mark.parametrize("noteworthy", MANY)
def test_slack_takes_what_is_noteworthy(noteworthy: Noteworthy) -> None:
    shown: dict[str, Any] = as_json(noteworthy_list(noteworthy))

    assert check_view(shown, "modal") == []
    assert "and 999996 more" in shown["blocks"][0]["text"]["text"]


def test_services_that_are_gone_and_what_is_to_be_looked_at_are_named_in_short() -> None:
    rows = (Rows(FileKind.PACKAGES, 2, 1, 3, 38), Rows(FileKind.SESSIONS, 14, 9, 0, 377))

    assert in_short(ImportLook(rows, (), "")) == "16 new, 10 changed, 415 unchanged, 3 gone."
    assert in_short(ImportLook(rows, MANY[:1], "")).endswith("3 gone; 1 thing to look at.")
