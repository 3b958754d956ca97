"""`ribbon serve` itself, killed outright and started again: what was acknowledged is shown, once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from practice import TEAM, usual_practice
from sqlalchemy import text
from stalls import A_STALL

from playground.person.people import People, Person
from playground.server import Playground, free_port
from playground.state.slack import Slack
from playground.state.world import Message
from storage.database import open_database

RIBBON = Path(sys.executable).parent / "ribbon"


@dataclass
class Serving:
    playground: Playground
    environment: dict[str, str]
    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def slack(self) -> Slack:
        return self.playground.slack

    def starts(self) -> None:
        with (self.folder / "ribbon.log").open("ab") as log:
            self.process = subprocess.Popen(
                [RIBBON, "serve"], env=self.environment, cwd=self.folder, stdout=log, stderr=log
            )
        self.slack.wait(self._is_alive, (self.folder / "ribbon.log").read_text, 30)
        self.playground.connect(f"http://127.0.0.1:{self.port}/slack/events")

    def _is_alive(self) -> bool:
        self.slack.changed.wait(0.05)
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", trust_env=False).is_success
        except httpx.TransportError:
            return False

    def is_killed(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._lets_time_pass()

    def _lets_time_pass(self) -> None:
        """Half a minute, after which leases and waits are over."""
        database = open_database(self.environment["DATABASE_URL"])
        with database.writing() as connection:
            connection.execute(text("UPDATE message SET due = marked_at, lease_until = NULL, lease = NULL"))
            connection.execute(text("UPDATE due SET due_at = 0, not_before = NULL, lease = NULL"))
        database.close()

    def posted(self) -> list[Message]:
        return [message for message in self.slack.messages["CMAN"] if not message.only_for]

    def waits_for(self, messages: int) -> None:
        self.slack.wait(lambda: len(self.posted()) >= messages, lambda: f"{self.posted()}", 20)

    def ends(self) -> None:
        assert self.process
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def serving(slack: Slack, database_url: str, tmp_path: Path) -> Iterator[Serving]:
    database = open_database(database_url)
    usual_practice(database)
    database.close()
    port = free_port()
    with Playground(slack, f"http://127.0.0.1:{port}/slack/events", within=A_STALL) as playground:
        environment = os.environ | {
            "SLACK_BOT_TOKEN": slack.workspaces[TEAM].token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": f"{slack.base_url}/api/",
            "DATABASE_URL": database_url,
            "RIBBON_MANAGERS": "UMAN,UMAN2",
            "RIBBON_MANAGERS_CHANNEL": "CMAN",
            "PORT": str(port),
        }
        serving = Serving(playground, environment, port, tmp_path)
        serving.starts()
        yield serving
        serving.ends()


def ask(person: Person) -> None:
    person.command("/client bo")
    person.modal_titled("Bookings & Packages").press("Packages")
    person.modal.row("Silver 5").choose("Edit package")
    person.modal_titled("Edit package").fill("Follow-up 50 min", "6")
    person.modal.fill("Reason", "Agreed")
    person.modal.submit()
    person.modal_titled("Bookings & Packages").sees("requested by you")


def test_killed_after_the_commit_it_posts_when_it_is_back_and_the_decision_goes_through(serving: Serving) -> None:
    people = People(serving.playground.client)
    petra, mia = people.person("UPRAC"), people.person("UMAN")
    serving.slack.spoil("chat.postMessage", status=503, times=1000)
    ask(petra)
    serving.is_killed()
    serving.slack.faults.clear()
    assert serving.posted() == []
    serving.starts()
    serving.waits_for(2)
    thread = mia.channel("CMAN").thread("Bo L. · Silver 5")
    thread.press("Approve")
    thread.sees("Approved by @Mia Manager")
    assert len(serving.posted()) == 2


def test_killed_while_slack_has_posted_and_not_answered_yet_it_posts_no_double(serving: Serving) -> None:
    petra = People(serving.playground.client).person("UPRAC")
    serving.slack.spoil("chat.postMessage", delay=2.0)
    ask(petra)
    serving.waits_for(1)
    serving.is_killed()
    serving.starts()
    serving.waits_for(2)
    request, card = serving.posted()
    assert not request.is_reply
    assert card.thread_ts == request.ts
