"""Keeping what was said on disk, as Slack does: so that a second start finds the conversations of the first."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

from playground.state.world import Message

if TYPE_CHECKING:
    from pathlib import Path

    from playground.state.slack import Slack


class Keeper:
    """Writes all messages to a file whenever something changed; ephemeral ones vanish, as in Slack."""

    def __init__(self, slack: Slack, path: Path) -> None:
        self._slack, self._path = slack, path
        self._changed, self._ended = threading.Event(), False
        self._thread = threading.Thread(target=self._go, name="keeper", daemon=True)

    def start(self) -> None:
        """Put back what was said before, and keep it from now on."""
        if self._path.exists():
            self._restore(json.loads(self._path.read_text(encoding="utf-8")))
        self._slack.listeners.add(self._changed.set)
        self._thread.start()

    def stop(self) -> None:
        self._ended = True
        self._changed.set()
        self._thread.join()
        self._slack.listeners.discard(self._changed.set)

    def _restore(self, kept: list[dict[str, object]]) -> None:
        with self._slack.changing():
            for fields in kept:
                message = Message(**fields)  # type: ignore[arg-type]  # what asdict() wrote
                if message.channel in self._slack.channels:
                    self._slack.messages[message.channel].append(message)

    def _go(self) -> None:
        written, is_last = "", False
        while not is_last:
            self._changed.wait()
            self._changed.clear()
            is_last = self._ended
            said = self._said()
            if said != written:
                self._write(said)
                written = said

    def _said(self) -> str:
        with self._slack.changed:
            told = [message for each in self._slack.messages.values() for message in each if not message.only_for]
            return json.dumps([asdict(message) for message in told], ensure_ascii=False)

    def _write(self, said: str) -> None:
        """Replace the file at once, so that it is never half written."""
        beside = self._path.with_suffix(".new")
        beside.write_text(said, encoding="utf-8")
        beside.replace(self._path)
