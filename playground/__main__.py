"""Start the playground by itself: python -m playground --bot http://127.0.0.1:3000/slack/events."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading

from playground.page_server import Page
from playground.server import Playground, PortTakenError, leave
from playground.stage import RealSecretsError, Stage, refuse_real_secrets

PORT = 3100


def open_playground(stage: Stage, bot: str | None, port: int = 0) -> Playground:
    """Start a Slack with its page; a bot of None comes by Socket Mode. Stop it with `stop()`."""
    refuse_real_secrets(os.environ)
    playground = Playground(stage.slack(), bot, port=port)
    playground.start(Page(playground, stage).routes())
    return playground


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--bot", help="the bot's request URL; without it, the bot comes by Socket Mode")
    parser.add_argument("--port", type=int, default=PORT)
    asked = parser.parse_args(arguments)
    try:
        playground = open_playground(Stage(), asked.bot, asked.port)
    except (RealSecretsError, PortTakenError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    _introduce(playground)
    _until_interrupted()
    playground.stop()
    return 0


def _introduce(playground: Playground) -> None:
    lines = [f"{name}={value}" for name, value in playground.environment().items()]
    sys.stdout.write(f"Playground at {playground.slack.base_url}\n\nStart the bot with\n")
    sys.stdout.write("".join(f"  {line}\n" for line in lines))
    sys.stdout.flush()


def _until_interrupted() -> None:
    over = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: over.set())
    over.wait()


if __name__ == "__main__":
    leave(main())
