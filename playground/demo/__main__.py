"""The demo: a sample practice, the bot, and a Slack to use it in. Ctrl-C ends it; the next start goes on from there."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import webbrowser
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from playground.demo.bot_process import BotFailedError
from playground.demo.running import Demo
from playground.server import leave
from playground.stage import RealSecretsError, refuse_real_secrets

FOLDER, PORT = Path("data/demo"), 3100


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted."""
    asked = _asked(arguments)
    for wanted in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        refuse_real_secrets(os.environ)
        _run(asked)
    except KeyboardInterrupt:
        _say("Stopped. What you did is kept: `make demo` goes on from here.")
        return 0
    except Timeout:
        _say(f"The demo runs already, at {_address(asked.folder).read_text(encoding='utf-8')}")
    except (RealSecretsError, BotFailedError) as failure:
        _say(str(failure))
    return 1


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground.demo", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the practice is kept (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=PORT, help="of the page (%(default)s, or another where it is taken)"
    )
    parser.add_argument("--fresh", action="store_true", help="begin again, with dates around today")
    return parser.parse_args(arguments)


def _run(asked: argparse.Namespace) -> None:
    folder: Path = asked.folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock"), timeout=0), ExitStack() as ended_last_first:
        if asked.fresh:
            shutil.rmtree(folder, ignore_errors=True)
        demo = Demo(folder, asked.port, _say)
        ended_last_first.callback(demo.stop)
        demo.start()
        _introduce(demo, folder)
        demo.bot.watch()


def _introduce(demo: Demo, folder: Path) -> None:
    address = demo.playground.slack.base_url
    _address(folder).write_text(address, encoding="utf-8")
    _say(f"\n  Ribbon's demo is at  {address}\n")
    _say("Be Petra, a practitioner, or Mia, a manager; “Try this” on the left shows the way. Ctrl-C ends it.")
    if sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def _address(folder: Path) -> Path:
    return folder / "address"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    leave(main())
