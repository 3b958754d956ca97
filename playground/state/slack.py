"""The state of one Slack on loopback: who is there, what is said and shown, and what went wrong."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from playground.state.faults import Fault, Faults
from playground.state.notes import Call, Notice, NotSeenError, ResponseUrl, Trigger
from playground.state.refusal import RefusedError
from playground.state.world import Channel, File, Guest, Kind, Message, Person, View, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
RESPONSE_URL_LIFE, RESPONSE_URL_USES = 1800.0, 5


@dataclass
class Slack:
    """Everything is guarded by `changed`: write inside `changing()`, wait with `wait()`."""

    signing_secret: str = "playground-signing-secret"  # noqa: S105  # a start value; every run may have its own
    app_id: str = "APLAYGROUND"
    app_token: str = "xapp-playground"  # noqa: S105  # the same
    patience: float = 5.0
    trigger_life: float = 3.0
    base_url: str = ""
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    modals: dict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[tuple[str, str], View] = field(default_factory=dict)  # by workspace and person
    calls: list[Call] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    seen_as: dict[str, str] = field(default_factory=dict)  # the `user.team_id` of a person, where it isn't their own
    gone_to: dict[str, str] = field(default_factory=dict)  # the workspace that a person looks at, if not their own
    version: int = 0
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.listeners: set[Callable[[], None]] = set()
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self._serial = itertools.count(1)
        self._skew = 0.0

    # time and change

    def now(self) -> float:
        return self.clock() + self._skew

    def pass_time(self, seconds: float) -> None:
        """Let triggers and response_urls age without waiting."""
        self._skew += seconds

    def serial(self) -> int:
        return next(self._serial)

    def new_ts(self) -> str:
        return f"{int(self.now())}.{self.serial():06d}"

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the state still while writing, then wake everyone who waits or looks on."""
        with self.changed:
            yield
            self.version += 1
            self.changed.notify_all()
            listeners = list(self.listeners)
        for listener in listeners:
            listener()

    def wait(self, ready: Callable[[], T], what: Callable[[], str], patience: float | None = None) -> T:
        """Give the first true `ready()`, asked anew after each change; `what` says what is missing."""
        limit = time.monotonic() + (self.patience if patience is None else patience)
        with self.changed:
            while not (value := ready()):
                left = limit - time.monotonic()
                if left <= 0:
                    raise NotSeenError(what())
                self.changed.wait(left)
            return value

    # what is wrong

    def problem(self, words: str) -> None:
        """Note what the bot did that Slack would refuse, or show to a person as an error."""
        with self.changing():
            self.problems.append(words)

    def notice(self, person: str, text: str) -> None:
        with self.changing():
            self.notices.append(Notice(self.serial(), person, text))

    def spoil(self, method: str, **how: Any) -> None:
        """Let the next calls of a method fail; see Fault for how."""
        with self.changed:
            self.faults.add(Fault(method, **how))

    def calls_of(self, method: str) -> list[Call]:
        with self.changed:
            return [call for call in self.calls if call.method == method]

    # the world

    def add_workspace(
        self,
        team: str,
        name: str = "",
        *,
        token: str | None = None,
        scopes: frozenset[str] | None = None,
        bot_name: str = "Bot",
        organisation: str = "",
    ) -> Workspace:
        """Give a workspace with the bot installed; `token` "" for one where it is not."""
        secret = f"xoxb-{team}" if token is None else token
        own = Workspace(team, name or f"Practice {team}", secret, scopes, organisation)
        bot = Person(own.bot_user, team, bot_name.lower(), bot_name, "UTC", "", is_bot=True)
        with self.changing():
            self.workspaces[team] = own
            self.people[bot.id] = bot
        return own

    def add_person(
        self,
        user: str,
        real_name: str = "",
        *,
        workspace: str = "",
        name: str = "",
        tz: str = "Europe/London",
        email: str = "",
        is_admin: bool = False,
        is_bot: bool = False,
        deleted: bool = False,
        guest: Guest = "",
        elsewhere: tuple[str, ...] = (),
    ) -> Person:
        real, home = real_name or user.title(), workspace or self.first_workspace().id
        short = name or real.split()[0].lower()
        mail = email or f"{short}@{home.lower()}.example"
        person = Person(user, home, short, real, tz, mail, is_admin, is_bot, deleted, guest, elsewhere)
        with self.changing():
            self.people[user] = person
        return person

    def add_channel(
        self,
        channel_id: str,
        name: str,
        members: list[str] | None = None,
        *,
        workspace: str = "",
        kind: Kind = "public",
        shared_with: tuple[str, ...] = (),
    ) -> Channel:
        """Give a channel; without `members`, everybody of the workspaces that share it is in, the bot too."""
        home = workspace or self.first_workspace().id
        everybody = [p.id for p in self.people.values() if p.workspace in (home, *shared_with)]
        channel = Channel(channel_id, name, home, everybody if members is None else list(members), kind, shared_with)
        with self.changing():
            self.channels[channel_id] = channel
        return channel

    def first_workspace(self) -> Workspace:
        return next(iter(self.workspaces.values()))

    def workspace_of(self, person: str) -> Workspace:
        """The workspace that a person looks at."""
        return self.workspaces[self.gone_to.get(person, self.people[person].workspace)]

    def first_installed(self, workspace: Workspace) -> Workspace:
        """Of its organisation the first workspace that has the bot: Slack names that one on Home in all of them."""
        own = workspace.organisation
        return next((w for w in self.workspaces.values() if own and w.organisation == own and w.token), workspace)

    def home_of(self, person: str) -> View | None:
        return self.homes.get((self.workspace_of(person).id, person))

    def dm(self, person: str, workspace: Workspace | None = None) -> Channel:
        """Give the direct messages of a person with the bot."""
        home = workspace or self.workspace_of(person)
        key = f"D{home.id}{person}"
        if key not in self.channels:
            self.channels[key] = Channel(key, self.people[person].name, home.id, [person, home.bot_user], "im")
        return self.channels[key]

    # what an interaction gives the bot

    def new_trigger(self, person: str, workspace: str, channel: str) -> str:
        key = f"{self.serial()}.{int(self.now())}.{secrets.token_hex(12)}"
        with self.changed:
            self.triggers[key] = Trigger(person, workspace, channel, self.now())
        return key

    def exchange(self, trigger_id: str, workspace: Workspace) -> Trigger:
        """Use up a trigger: once, by the bot it was given to, within its life."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None or trigger.workspace != workspace.id:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self.now() - trigger.at > self.trigger_life:
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, person: str, workspace: str, channel: str, message: Message | None = None) -> str:
        key = secrets.token_hex(12)
        with self.changed:
            self.response_urls[key] = ResponseUrl(workspace, channel, person, self.now(), message)
        return f"{self.base_url}/response/{key}"

    def use_response_url(self, key: str) -> ResponseUrl:
        """Count one use of a response_url: five, within thirty minutes."""
        url = self.response_urls.get(key)
        if url is None or self.now() - url.at > RESPONSE_URL_LIFE:
            raise RefusedError("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise RefusedError("used_url")
        url.uses += 1
        return url
