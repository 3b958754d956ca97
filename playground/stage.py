"""What a newcomer finds: a workspace with a few people, channels, commands and a guide."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.state.slack import Slack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.state.world import Guest, Kind

REAL_SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


@dataclass(frozen=True)
class Role:
    """Somebody the newcomer can be."""

    id: str
    real_name: str
    role: str
    tz: str
    is_admin: bool = False
    guest: Guest = ""


@dataclass(frozen=True)
class Room:
    """A channel; the bot is a member of every one."""

    id: str
    name: str
    members: tuple[str, ...]
    kind: Kind = "public"
    topic: str = ""


@dataclass(frozen=True)
class Command:
    """A slash command, as the list under "/" shows it."""

    name: str
    description: str
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """One thing to try, and as whom."""

    title: str
    text: str
    person: str = ""


ROLES = (
    Role("UPETRA", "Petra Lang", "practitioner", "Europe/Berlin"),
    Role("UMIA", "Mia Torres", "manager", "America/New_York", is_admin=True),
    Role("UGUS", "Gus Okada", "guest", "Asia/Tokyo", guest="multi"),
)
ROOMS = (
    Room("CGENERAL", "general", ("UPETRA", "UMIA", "UGUS"), topic="Everyone in the practice"),
    Room("CMANAGERS", "managers", ("UMIA",), "private", "Adjustments to approve"),
)


@dataclass(frozen=True)
class Stage:
    """A practice to play in; colleagues are there too, but nobody the newcomer can be."""

    practice: str = "Harbour Practice"
    bot: str = "Ribbon"
    roles: tuple[Role, ...] = ROLES
    rooms: tuple[Room, ...] = ROOMS
    colleagues: tuple[Role, ...] = ()
    commands: tuple[Command, ...] = ()
    guide: tuple[Step, ...] = ()
    team: str = "TPLAYGROUND"
    token: str = field(default_factory=lambda: f"xoxb-playground-{secrets.token_hex(16)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))

    def slack(self, clock: Callable[[], float] = time.time) -> Slack:
        """Build the Slack of this practice, with secrets that nobody else knows."""
        app_token = f"xapp-playground-{secrets.token_hex(16)}"
        slack = Slack(signing_secret=self.signing_secret, app_token=app_token, clock=clock)
        home = slack.add_workspace(self.team, self.practice, token=self.token, bot_name=self.bot)
        for role in (*self.roles, *self.colleagues):
            slack.add_person(role.id, role.real_name, tz=role.tz, is_admin=role.is_admin, guest=role.guest)
            slack.dm(role.id)
        for room in self.rooms:
            slack.add_channel(room.id, room.name, [*room.members, home.bot_user], kind=room.kind)
        return slack


class RealSecretsError(Exception):
    """The secrets of a real Slack app are in the environment, where the playground must not run."""


def refuse_real_secrets(environment: Mapping[str, str]) -> None:
    """Stop where the secrets of a real Slack app could end up in a playground."""
    found = [name for name in REAL_SECRETS if environment.get(name)]
    if found:
        raise RealSecretsError(f"{', '.join(found)} is set: the playground makes its own. Unset it, and start again.")
