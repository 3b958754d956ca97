"""The stage of the demo: the people, the bot's commands, and the guide that leads a newcomer."""

from __future__ import annotations

from pathlib import Path

import yaml

from playground.stage import Command, Role, Stage, Step

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
MANAGER, MANAGERS_CHANNEL = "UMIA", "CMANAGERS"
PAUL = Role("UPAUL", "Paul Mbeki", "practitioner", "Europe/Berlin")
GUIDE = (
    Step(
        "Link a session",
        "Type /bookings. In the ⋯ menu of Ana Ruiz choose Link to package. "
        "It says what the count will become. Press Link.",
        "UPETRA",
    ),
    Step(
        "Link one that isn’t counted",
        "Link Bo Lindqvist’s Nutrition review the same way: his package does not include it. "
        "Press Add a session, then Request changes.",
        "UPETRA",
    ),
    Step(
        "Approve as the manager",
        "As Mia, open the newest request’s thread in managers: before → after is there. Press Approve.",
        "UMIA",
    ),
    Step(
        "See that it counts",
        "Petra has the answer under Messages. /client Bo → Packages shows the new count.",
        "UPETRA",
    ),
    Step(
        "Unlink again",
        "In /bookings, choose Unlink from package in Ana Ruiz’s ⋯ menu, then Unlink. The session stays booked.",
        "UPETRA",
    ),
)


def demo_stage() -> Stage:
    return Stage(commands=commands_of(MANIFEST), guide=GUIDE, colleagues=(PAUL,))


def commands_of(manifest: Path) -> tuple[Command, ...]:
    """The slash commands as the app's manifest tells Slack."""
    told = yaml.safe_load(manifest.read_text(encoding="utf-8"))["features"]["slash_commands"]
    return tuple(Command(one["command"], one["description"], one.get("usage_hint", "")) for one in told)
