"""Files as spreadsheets and booking software write them are read where their meaning is plain (rule 28)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from importing_practice import CLIENTS, PACKAGES, SERVICES, Practice, session, sessions

FILES = {
    "clients": CLIENTS,
    "services": SERVICES,
    "packages": PACKAGES,
    "sessions": sessions(session("s1", package="p1"), session("s2")),
}
ALL_NEW = {"clients": (2, 0, 0), "services": (2, 0, 0), "packages": (4, 0, 0), "sessions": (2, 0, 0)}
SPELLED: dict[str, Callable[[str], bytes]] = {
    "Excel with semicolons and a mark": lambda text: text.replace(",", ";").encode("utf-8-sig"),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "Excel's Unicode text": lambda text: text.replace(",", "\t").encode("utf-16"),
    "a line that says what separates": lambda text: ("sep=;\r\n" + text.replace(",", ";")).encode(),
    "lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "lines of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "further columns without a name": lambda text: text.replace("\n", ",,\n").encode(),
    "rows of separators": lambda text: text.replace("\n", "\n,,\n").encode(),
    "short rows": lambda text: "\n".join(line.rstrip(",") for line in text.split("\n")).encode(),
    "blanks around the fields": lambda text: text.replace(",", " , ").encode(),
    "names of columns": lambda text: text.replace("_id", " ID").replace("name", "Name").encode(),
    "the last row twice": lambda text: (text + text.rstrip("\n").rpartition("\n")[2]).encode(),
}


@pytest.mark.parametrize("how", SPELLED)
def test_it_says_the_same_and_again_nothing_new(practice: Practice, how: str) -> None:
    files = {name: SPELLED[how](text) for name, text in FILES.items()}

    assert practice.take(**files) == ALL_NEW
    assert practice.link("s1") == ("p1", "automatic")
    assert practice.take(**FILES) == {name: (0, 0, new) for name, (new, _, _) in ALL_NEW.items()}


def test_rows_short_by_their_empty_last_fields_lack_nothing(open_practice: Practice) -> None:
    rows = "".join(session(f"s{n}").rstrip(",\n") + "\n" for n in range(40))

    assert open_practice.take(sessions=sessions(rows)) == {"sessions": (40, 0, 0)}


def test_local_times_are_those_of_the_practice(open_practice: Practice) -> None:
    with_offset, without = session("s1", at="2026-07-20T10:00:00+02:00"), session("s1", at="20.07.2026 10:00")
    open_practice.take(sessions=sessions(with_offset))
    with open_practice.records() as records:
        assert records.choose(replace(open_practice.workspace, timezone="Europe/Berlin"))

    assert open_practice.take(sessions=sessions(without)) == {"sessions": (0, 0, 1)}
