"""README's way into a Slack workspace, walked command by command as it is written."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from going import bookings
from serving import ENDS_WITHIN
from stalls import A_STALL, unhurried_slack

from playground.person.people import People, Person
from playground.server import Playground
from playground.state.slack import Slack

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WAY = README[README.index("## Set up with your Slack workspace") : README.index("## Configuration")]
BLOCKS = [re.sub(r"^ +", "", block, flags=re.MULTILINE) for block in re.findall(r"```sh\n(.*?)```", WAY, re.DOTALL)]
COMMANDS = [line for block in BLOCKS if "=" not in block.split("\n")[0] for line in block.splitlines()]
ROWS = {
    "clients.csv": "c1,Ana Ruiz",
    "services.csv": "follow,Follow-up 50 min",
    "packages.csv": "p1,c1,Gold 10,active,follow,10",
    "sessions.csv": "s1,c1,follow,U045EF6GH,2036-11-24T09:00:00+01:00,50,confirmed,unpaid",
}


@pytest.fixture
def slack() -> Slack:
    """The workspace of whoever reads README, with its ids."""
    slack = unhurried_slack()
    slack.add_workspace("T012AB3CD")
    slack.add_person("U012AB3CD", "Mia Manager", tz="Europe/Berlin")
    slack.add_person("U045EF6GH", "Petra Practitioner", tz="Europe/Berlin")
    slack.add_channel("C012AB3CD", "managers", ["U012AB3CD", "UBOTT012AB3CD"], kind="private")
    return slack


@pytest.fixture
def playground(slack: Slack) -> Iterator[Playground]:
    with Playground(slack, within=A_STALL) as playground:
        yield playground


@pytest.fixture
def folder(tmp_path: Path, playground: Playground) -> Path:
    """The clone after `make setup`, with `.env` as README has it, but for the tokens, and files with its columns."""
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    environment = playground.environment()
    (block,) = [block for block in BLOCKS if block.startswith("SLACK_BOT_TOKEN=")]
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        block = re.sub(rf"{name}=\S+", f"{name}={environment[name]}", block)
    (tmp_path / ".env").write_text(f"{block}SLACK_API_URL={environment['SLACK_API_URL']}\n", encoding="utf-8")
    for name, columns in re.findall(r"\| `(\w+\.csv)` \| `(.+?)`", WAY):
        (tmp_path / name).write_text(f"{columns.replace(' ', '')}\n{ROWS[name]}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def surroundings() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "RIBBON_", "DATABASE_"))
    }


def test_each_command_goes_well_in_the_order_given_and_at_the_end_there_is_a_list_and_a_link(
    playground: Playground, folder: Path, surroundings: dict[str, str]
) -> None:
    assert COMMANDS[0] == "make setup"
    assert COMMANDS[-1] == ".venv/bin/ribbon serve"
    for command in COMMANDS[1:-1]:
        ended = subprocess.run(
            shlex.split(command), cwd=folder, env=surroundings, capture_output=True, text=True, timeout=60, check=False
        )
        assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
        assert "WRONG" not in ended.stdout

    with subprocess.Popen(COMMANDS[-1].split(), cwd=folder, env=surroundings, stdout=subprocess.DEVNULL) as serving:
        try:
            petra = People(playground.client).person("U045EF6GH")
            playground.slack.wait(lambda: playground.sockets.connections, lambda: "no socket came")
            links(petra)
        finally:
            serving.terminate()
        assert serving.wait(ENDS_WITHIN) == 0


def links(petra: Person) -> None:
    bookings(petra).row("Ana Ruiz").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Bookings").sees("🎁 09:00 Ana Ruiz")


def test_whoever_follows_it_types_the_programs_whole_path() -> None:
    typed = [command for command in COMMANDS if "ribbon" in command]
    assert [command for command in typed if not command.startswith(".venv/bin/ribbon ")] == []
    assert len(typed) >= 5


@pytest.mark.parametrize(
    ("typed", "runs"), [("demo", "-m playground.demo"), ("demo FRESH=1", "-m playground.demo --fresh")]
)
def test_the_demo_that_make_starts_is_the_one_that_its_own_tests_start(typed: str, runs: str) -> None:
    assert f"make {typed}" in README
    line = ["make", "--dry-run", "--no-print-directory", "-C", str(ROOT), *typed.split()]
    said = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.splitlines()[-1].rstrip().endswith(runs)
