"""The bot of the demo: its command line, started as anyone would start it, with the playground's environment."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

READY_WITHIN, END_WITHIN, LOOK_EVERY = 30.0, 15.0, 0.05
OURS = ("SLACK_", "RIBBON_")
OURS_TOO = {"DATABASE_URL", "HOST", "PORT"}


class BotFailedError(Exception):
    """The bot did not do what it was started for; says so, and what it said last."""

    def __init__(self, what: str, log: str) -> None:
        last = "\n".join(f"  {line}" for line in log.strip().splitlines()[-12:])
        super().__init__(f"{what} It said last:\n{last}" if last else what)


class BotProcess:
    """`ribbon …` in a folder of its own, where no .env of a real Ribbon is read."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._folder, self._settings = folder, settings
        self._log = folder / "bot.log"
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> None:
        """Run a command of the bot to its end."""
        done = subprocess.run(  # noqa: S603  # our own program
            self._line(arguments),
            cwd=self._folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BotFailedError(f"`ribbon {arguments[0]}` ended with status {done.returncode}.", done.stderr)

    def serve(self) -> None:
        """Start it and wait until it is ready. An interrupt of the terminal reaches us alone: we end the bot."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                self._line(["serve"]),
                cwd=self._folder,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        limit = time.monotonic() + READY_WITHIN
        while not self._is_ready():
            if self._process.poll() is not None:
                raise self._ended(self._process.returncode)
            if time.monotonic() > limit:
                raise BotFailedError(f"The bot was not ready within {READY_WITHIN:.0f} seconds.", self._said())
            time.sleep(LOOK_EVERY)

    def watch(self) -> None:
        """Wait for the bot's end, which is a failure: it should outlive this."""
        if self._process:
            raise self._ended(self._process.wait())

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection(self._settings["HOST"], int(self._settings["PORT"]), timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _ended(self, status: int) -> BotFailedError:
        return BotFailedError(f"The bot ended with status {status}.", self._said())

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _line(self, arguments: tuple[str, ...] | list[str]) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments]

    def _environment(self) -> dict[str, str]:
        """Ours, without what is set for a real Ribbon."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS) and k not in OURS_TOO}
        return kept | dict(self._settings)
