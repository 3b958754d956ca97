"""A Slack of many workspaces in a process of its own: python neighbours_apart.py SECONDS HANGING"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.request import urlopen

from neighbours import COUNT, SlackOfAll, name_of


@dataclass(frozen=True)
class SlackApart:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def posted(self) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{COUNT}") as answer:
            return int(json.load(answer)["posted"])

    def seconds_until_posted(self, messages: int) -> float:
        start, before = time.monotonic(), self.posted()
        while self.posted() - before < messages:
            time.sleep(0.05)
        return time.monotonic() - start


@contextmanager
def slack_apart(seconds: float = 0.1, hanging: int = 0) -> Iterator[SlackApart]:
    command = [sys.executable, str(Path(__file__)), str(seconds), str(hanging)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield SlackApart(int(process.stdout.readline()))
        finally:
            process.kill()


if __name__ == "__main__":
    names = frozenset(name_of(n) for n in range(int(sys.argv[2])))
    with SlackOfAll(float(sys.argv[1]), names).serving() as slack:
        print(slack.port, flush=True)
        Event().wait()
