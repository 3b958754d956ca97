"""Nobody presses and hears nothing: each gesture, on each surface it stands on, whatever comes of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unittest.mock import Mock

import pytest
from posting import HERE, Posting
from practice import Practice
from scene_of_gestures import HOME, ONE, Scene
from sqlalchemy.exc import OperationalError
from table_of_gestures import TABLE, THREAD, THREE, TWO, Meanwhile, Row
from ways_of_gestures import CHANNEL, DIRECT, Press

from bot.app import Ribbon
from bot.door.apologies import AWAY, BUSY, OUT_OF_DATE
from bot.door.guard import Guard, NotForYou
from bot.door.router import Router
from bot.gestures.labels import label_of
from bot.gestures.payloads import Kind
from bot.screens import AGAIN
from playground.limits.rules import elements_in
from playground.person.people import People, Place
from playground.person.screen import Screen
from playground.server import Playground
from playground.state.world import Json, View
from storage.database import Database, DatabaseBusy

REFUSED = "That didn't work"
THE_DATABASE = [(Database, "reading"), (Database, "writing")]
FAULTS: dict[str, tuple[Sequence[tuple[type, str]], Exception, str]] = {
    "busy": (THE_DATABASE, DatabaseBusy(), BUSY),
    "away": (THE_DATABASE, OperationalError("", {}, Exception()), AWAY),
    "failed": ([(Router, "_visit")], RuntimeError(), "Something went wrong on our side. Nothing was saved."),
    "forbidden": ([(Guard, "admit")], NotForYou(), "Ribbon is for members of this workspace."),
}
SPOKEN = {THREAD, DIRECT, CHANNEL}
WINDOWS = (ONE, TWO, THREE)
Offered = tuple[tuple[Kind, str], str]


@pytest.fixture
def scene(playground: Playground, ribbon: Ribbon, database: Database, posting: Posting) -> Scene:
    practice = Practice(database)
    practice.service("initial", "Initial consultation")
    practice.service("follow", "Follow-up 50 min")
    practice.service("nutri", "Nutrition review")
    ribbon.rounds.make(HERE)
    return Scene(People(playground.client), practice, ribbon, posting)


def test_every_gesture_has_a_row(ribbon: Ribbon) -> None:
    assert {row.key for rows in TABLE.values() for row in rows} == ribbon.router.gestures


@pytest.mark.parametrize("part", TABLE)
def test_whatever_comes_of_it_is_read_where_it_was_done(scene: Scene, part: str, subtests: pytest.Subtests) -> None:
    for row in TABLE[part]:
        with subtests.test(f"{row.key[0]} {row.key[1]} on {row.on}"):
            Trial(scene, row).is_made()


@dataclass
class Trial:
    """One row, with everything that can come of it."""

    scene: Scene
    row: Row

    @property
    def kind(self) -> Kind:
        return self.row.key[0]

    def is_made(self) -> None:
        self._fails()
        if self.kind not in {Kind.COMMAND, Kind.EVENT}:  # these carry no name of ours
            self._is_out_of_date()
        if self.kind in {Kind.COMMAND, Kind.ACTION} and self.row.slow:  # others are answered in the acknowledgement
            self._is_late()
        if self.row.no:
            self._is_refused(self.row.no)
        if self.row.no and self.kind is Kind.ACTION:
            self._is_refused_while_slack_fails(self.row.no)
        if self.row.done:
            self._is_done()

    # what can come of it

    def _fails(self) -> None:
        press = self._gone_there()
        for parts, error, words in FAULTS.values():
            with pytest.MonkeyPatch.context() as patch:
                for part in parts:
                    patch.setattr(*part, Mock(side_effect=error))
                is_there_still = self._reads(words, press)
            press = press if is_there_still else self._gone_there()

    def _is_out_of_date(self) -> None:
        press = self._gone_there()
        outdate(self.scene.p.screen, self.kind)
        self._reads(OUT_OF_DATE, press)

    def _is_late(self) -> None:
        """Slack doesn't take what it is to show, as where a trigger has expired."""
        press, slack = self._gone_there(), self.scene.p.slack
        slack.spoil("*", error="expired_trigger_id")
        press()
        self._place.sees(self.row.slow)
        assert slack.faults.take("*") is None

    def _is_refused(self, meanwhile: Meanwhile) -> None:
        press = self._gone_there()
        with meanwhile(self.scene):
            self._reads(self.row.words, press)

    def _is_refused_while_slack_fails(self, meanwhile: Meanwhile) -> None:
        """Slack takes neither a window nor, where a message was pressed, the words for it."""
        press, slack = self._gone_there(), self.scene.p.slack
        with meanwhile(self.scene):
            slack.spoil("*", status=500)
            press()
            self._place.sees(self.row.words)
        assert slack.faults.take("*") is None

    def _is_done(self) -> None:
        press, done = self._gone_there(), self.row.done
        answer = press()
        if self.kind is Kind.TYPE_AHEAD:
            assert any(done in option for option in answer), answer  # type: ignore[attr-defined]  # what is offered
        elif done.startswith("#"):
            self.scene.p.modal_titled(done[1:])
        else:
            self.scene.goes_on()
            self._place.sees(done)
        self._knows_all_that_is_offered()
        self._names_what_stands_under()

    # where it is, and what is read there

    def _gone_there(self) -> Press:
        self.scene.is_new(self.row.by)
        while self.scene.p.has_modal:
            self.scene.p.modal.close_all()
        press = self.row.way(self.scene)
        self._knows_all_that_is_offered()
        self._names_what_stands_under()
        return press

    @property
    def _place(self) -> Screen:
        return self.scene.place if self.row.on in SPOKEN else self.scene.p.screen

    def _reads(self, words: str, press: Press) -> bool:
        """Words are where it was done, or in a window on top; whether what was pressed is there still.

        A menu that asks us offers nothing then: Slack would take any words in it for a choice.
        """
        before, answer = self._top, press()
        if self.kind is Kind.TYPE_AHEAD:
            assert answer == []
        elif self.row.on in SPOKEN or self.kind is Kind.EVENT:
            self._place.sees(words)
            assert self.row.on != THREAD or words not in Place(self.scene.p, "CMAN").text
        elif not self._has_at_a_field(words) and not self._has_in_the_form(words):
            self.scene.p.modal_titled(REFUSED).sees(words)
        if self._top == before:
            return not before or self.scene.p.modal.title != REFUSED
        self.scene.p.modal.close()
        return True

    def _has_at_a_field(self, words: str) -> bool:
        return self.scene.p.has_modal and any(words in said for said in self.scene.p.modal.errors.values())

    def _has_in_the_form(self, words: str) -> bool:
        """Where the form itself was drawn anew with them."""
        return self.scene.p.has_modal and self.scene.p.modal.title != REFUSED and words in self.scene.p.modal.text

    @property
    def _top(self) -> str:
        return self.scene.p.top_modal().id if self.scene.p.has_modal else ""

    def _knows_all_that_is_offered(self) -> None:
        """What is on screen has rows for where it is."""
        unknown = set(offers(self.scene)) - {(row.key, row.on) for rows in TABLE.values() for row in rows}
        assert not unknown

    def _names_what_stands_under(self) -> None:
        """Each window names those under it that follow what is done there."""
        windows = self.scene.p.slack.modals[self.scene.p.user]
        assert len(windows) <= 3
        for n, window in enumerate(windows):
            under = label_of(window.content["private_metadata"]).under
            named = [screen.id for screen in (under.stack if under else ()) if screen.depth]
            assert named == [each.id for each in windows[:n][::-1] if each.content["callback_id"] in AGAIN]


def offers(scene: Scene) -> Iterator[Offered]:
    """What can be done on each of the surfaces that the person has before them."""
    slack, user = scene.p.slack, scene.p.user
    home = slack.home_of(user)
    views = [(HOME, home)] if home else []
    for on, view in [*views, *zip(WINDOWS, slack.modals[user], strict=False)]:
        if view.content.get("submit"):
            yield (Kind.SUBMISSION, view.content["callback_id"]), on
        yield from ((key, on) for block in view.blocks for key in verbs(block))
    for channel in scene.p.client.channels():
        for message in slack.messages[channel.id]:
            on = THREAD if message.is_reply else DIRECT if channel.kind == "im" else CHANNEL
            yield from ((key, on) for block in message.blocks for key in verbs(block))


def verbs(block: Json) -> Iterator[tuple[Kind, str]]:
    for element in elements_in(block):
        name = re.sub(r"\..*|_\d+$", "", element["action_id"])
        if element["type"] == "overflow":
            yield from ((Kind.ACTION, option["value"].partition(" ")[0]) for option in element["options"])
        if element["type"] == "external_select":
            yield Kind.TYPE_AHEAD, name
        if element["type"] == "button" or block.get("dispatch_action"):
            yield Kind.ACTION, name


def outdate(screen: Screen, kind: Kind) -> None:
    """Give what is shown names that nobody here knows, as another release might have."""
    for shown in {id(part.shown): part.shown for part in screen.look()}.values():
        if kind is Kind.SUBMISSION and isinstance(shown, View):
            shown.content["callback_id"] = f"once_{shown.content['callback_id']}"
            continue
        for element in (element for block in shown.blocks for element in elements_in(block)):
            element["action_id"] = f"once_{element['action_id']}"
            for option in element["options"] if element["type"] == "overflow" else ():
                option["value"] = f"once_{option['value']}"
