"""What the docs name is there: commands with their options, make's targets, settings, pictures and pages."""

import re
import shlex
from itertools import dropwhile
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.__main__ import program
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
NAMES = [page.name for page in PAGES]


def code(page: Path) -> list[str]:
    """The lines of fenced code, and what stands between backticks."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^\s*```\w*\n(.*?)^\s*```", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^\s*```.*?^\s*```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line.strip() for line in [*"\n".join(fenced).splitlines(), *inline]]


def calls(page: Path, name: str) -> list[list[str]]:
    """How a program is called on a page: the words after its name."""
    lines = [shlex.split(line, comments=True) for line in code(page) if re.search(rf"\b{name} ", line)]
    commands = [list(dropwhile(lambda word: "=" in word, words)) for words in lines]
    return [words[1:] for words in commands if words and words[0].rpartition("/")[2] == name]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_of_ribbon_is_there_with_its_options(page: Path) -> None:
    whole = get_command(program)
    assert isinstance(whole, TyperGroup)
    for verb, *rest in calls(page, "ribbon"):
        if verb in {"--help", "--version"}:
            continue
        command = whole.commands[verb]
        if isinstance(command, TyperGroup):
            command = command.commands[rest[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, f"ribbon {verb} {rest}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_target_of_make_is_there(page: Path) -> None:
    assert {words[0] for words in calls(page, "make")} <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text) + re.findall(r'<img src="([^"]+)"', text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_file_that_contributing_names_is_there() -> None:
    named = [one for one in code(ROOT / "CONTRIBUTING.md") if re.fullmatch(r"[\w/]+(?:/|\.py|\.md)", one)]
    versions = ROOT / "storage/migrations/versions"
    assert len(named) > 20
    assert [one for one in named if not (ROOT / one).exists() and not (versions / one).exists()] == []


def test_every_picture_is_shown_somewhere_and_small() -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (ROOT / "docs/pictures").iterdir():
        assert picture.name in told
        assert picture.stat().st_size < 300_000


def test_every_setting_is_told_where_ribbon_is_installed() -> None:
    table = re.findall(r"^\| (`.*?) \|", (ROOT / "docs/installing.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {name.lower() for row in table for name in re.findall(r"`(\w+)`", row)}
    assert told == set(Settings.model_fields)


def test_every_command_of_slack_is_told() -> None:
    told = (ROOT / "docs/practitioners.md").read_text(encoding="utf-8")
    manifest = (ROOT / "manifest.yml").read_text(encoding="utf-8")
    assert [command for command in re.findall(r"command: (/\w+)", manifest) if f"`{command}" not in told] == []
