"""People who use this Slack by what they can see: hands and eyes for tests, and for what a demo begins with.

    petra = People(playground.client).person("UPRAC")
    petra.command("/bookings")
    petra.modal.row("Bo Lindqvist").choose("Link to package")
    petra.modal.pick("Silver 5")
    petra.modal.submit()

Everything is found by its visible text and waited for. What is not there, or is there twice, is an
AssertionError that shows the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.person.hands import Hands
from playground.person.parts import Part, parts_of
from playground.person.screen import Modal, Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.person.client import Client
    from playground.state.world import Message


class People:
    """Everybody on one Slack."""

    def __init__(self, client_of: Callable[[str], Client]) -> None:
        self._client_of = client_of
        self._known: dict[str, Person] = {}

    def person(self, user: str) -> Person:
        return self._known.setdefault(user, Person(self._client_of(user)))


class Place(Screen):
    """A channel, thread or direct messages that somebody has open."""

    def __init__(self, person: Person, channel: str, thread: str = "") -> None:
        self.person, self.channel_id, self.thread_ts = person, channel, thread
        super().__init__(person, self._look)

    def _look(self) -> list[Part]:
        told = self.hands.client.messages(self.channel_id)
        return [part for message in told if self._belongs(message) for part in parts_of(message)]

    def _belongs(self, message: Message) -> bool:
        return self.thread_ts in (message.ts, message.thread_ts) if self.thread_ts else not message.is_reply

    def says(self, text: str) -> Message:
        """Write a message here."""
        return self.hands.client.say(self.channel_id, text, self.thread_ts)

    def drops(self, name: str, content: bytes, text: str = "") -> Message:
        """Drop a file here."""
        return self.hands.client.drop_files(self.channel_id, [(name, content)], text, self.thread_ts)

    def drops_together(self, *contents: tuple[str, bytes]) -> Message:
        """Drop several files here, in one message."""
        return self.hands.client.drop_files(self.channel_id, list(contents), "", self.thread_ts)

    def command(self, line: str) -> None:
        """Type a slash command here."""
        if self.thread_ts:
            raise AssertionError("slash commands do not work in threads")
        self.hands.client.command(self.channel_id, line)

    def thread(self, text: str) -> Place:
        """Open the thread of the newest message with this text."""
        parent = self.message(text).look()[0].shown
        return self.person.go(Place(self.person, self.channel_id, parent.id.partition(":")[2]))


class Person(Hands):
    """Somebody at their screen; unless said otherwise they act in the modal, else where they last went."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._place: Screen = Place(self, self.slack.dm(self.user).id)

    # going places

    def go(self, place: Place) -> Place:
        self._place = place
        return place

    def channel(self, channel: str) -> Place:
        return self.go(Place(self, channel))

    def dm(self) -> Place:
        """Go to the direct messages with the bot."""
        return self.channel(self.slack.dm(self.user).id)

    def open_home(self) -> Screen:
        """Open the bot's Home tab and do not wait for what it shows."""
        self._place = Screen(self, self._home_parts)
        self.client.open_home()
        return self._place

    def home(self) -> Screen:
        """Open the bot's Home tab and wait until the bot has painted it."""
        before = self._home_hash()
        home = self.open_home()
        self.slack.wait(lambda: self._home_hash() != before, lambda: f"no home was published\n{self.trouble()}")
        return home

    def _home_hash(self) -> str:
        home = self.slack.home_of(self.user)
        return home.hash if home else ""

    def _home_parts(self) -> list[Part]:
        home = self.slack.home_of(self.user)
        return parts_of(home) if home else []

    # what is before them

    @property
    def screen(self) -> Screen:
        """The modal if one is open, else the place where they are."""
        return self._modal() if self.has_modal else self._place

    @property
    def modal(self) -> Modal:
        """The modal on top; waits for one."""
        self.slack.wait(lambda: self.has_modal, lambda: f"no modal came for {self.name}\n{self.trouble()}")
        return self._modal()

    def modal_titled(self, title: str) -> Modal:
        """The modal on top, once it has this title."""
        self.slack.wait(lambda: self.has_modal and self._modal().title == title, lambda: self._other_modal(title))
        return self._modal()

    def _other_modal(self, title: str) -> str:
        there = self._modal().title if self.has_modal else "no modal"
        return f"the modal {title!r} did not come for {self.name}, there is {there!r}\n{self.trouble()}"

    def sees_no_modal(self) -> None:
        """Wait until every modal is gone."""
        self.slack.wait(lambda: not self.has_modal, lambda: f"{self.name} still sees {self._modal().title!r}")

    def _modal(self) -> Modal:
        return Modal(self, lambda: parts_of(self.slack.modals[self.user][-1]) if self.has_modal else [])

    # acting where they are

    def command(self, line: str) -> None:
        """Type a slash command where they are; from the Home tab, in the direct messages with the bot."""
        place = self._place if isinstance(self._place, Place) else self.dm()
        place.command(line)

    @property
    def text(self) -> str:
        return self.screen.text

    def sees(self, *texts: str) -> None:
        self.screen.sees(*texts)

    def row(self, *texts: str) -> Screen:
        return self.screen.row(*texts)

    def press(self, label: str, times: int = 1) -> None:
        self.screen.press(label, times)

    def choose(self, option: str) -> None:
        self.screen.choose(option)
