"""The demo's parts and their order: the playground first, then the bot; ended the other way round."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playground.__main__ import open_playground
from playground.demo.booking_files import ZONE
from playground.demo.bot_process import BotProcess
from playground.demo.first_request import ask_first
from playground.demo.practice import sample_practice
from playground.demo.scene import MANAGER, MANAGERS_CHANNEL, demo_stage
from playground.keeping import Keeper
from playground.server import PortTakenError, free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playground.server import Playground


class Demo:
    """A practice in a folder, with its bot and its Slack."""

    def __init__(self, folder: Path, port: int, say: Callable[[str], None]) -> None:
        self._folder, self._say = folder, say
        self._stage, self._bot_port = demo_stage(), free_port()
        self.playground = self._open(port)
        self.bot = BotProcess(folder, self._settings())
        self._keeper = Keeper(self.playground.slack, folder / "messages.json")

    def start(self) -> None:
        """Go on from the last start, or set the practice up where there is none that is whole."""
        if self._set_up_on.exists():
            self._keeper.start()
            self.bot.serve()
            self._tell_age()
        else:
            self._set_up()

    def stop(self) -> None:
        self.bot.stop()
        self.playground.stop()
        self._keeper.stop()

    def _set_up(self) -> None:
        self._say("Setting up a sample practice …")
        shutil.rmtree(self._folder, ignore_errors=True)
        today = _today()
        files = sample_practice(today).write(self._folder / "sample")
        self._keeper.start()
        self.bot.run("import", "--workspace", self._stage.team, *map(str, files))
        self.bot.serve()
        ask_first(self.playground)
        self._set_up_on.write_text(today.isoformat(), encoding="utf-8")

    @property
    def _set_up_on(self) -> Path:
        return self._folder / "set-up-on"

    def _tell_age(self) -> None:
        since = date.fromisoformat(self._set_up_on.read_text(encoding="utf-8"))
        if since != _today():
            self._say(
                f"This practice was set up on {since:%a} {since.day} {since:%b}. "
                "`make demo FRESH=1` begins again, with dates around today."
            )

    def _open(self, port: int) -> Playground:
        request_url = f"http://127.0.0.1:{self._bot_port}/slack/events"
        try:
            return open_playground(self._stage, request_url, port)
        except PortTakenError:
            self._say(f"Port {port} is taken, so the page gets another one.")
            return open_playground(self._stage, request_url)

    def _settings(self) -> dict[str, str]:
        return {
            **self.playground.environment(),
            "HOST": "127.0.0.1",
            "PORT": str(self._bot_port),
            "RIBBON_DATA": str(self._folder),
            "RIBBON_MANAGERS": MANAGER,
            "RIBBON_MANAGERS_CHANNEL": MANAGERS_CHANNEL,
            "RIBBON_TIMEZONE": ZONE,
        }


def _today() -> date:
    return datetime.now(ZoneInfo(ZONE)).date()
