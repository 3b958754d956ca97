"""How far it is from the door to the rule, and back where the rule isn't reached."""

import sys
from types import FrameType

import pytest
from forging import Forger
from posting import HERE
from slack_bolt import BoltRequest, BoltResponse

from bot.app import Ribbon
from bot.door import router
from bot.door.answering import where_written
from bot.door.router import Router
from bot.gestures.payloads import Gesture, InMessage, Kind
from bot.gestures.replies import Nothing
from bot.gestures.wire import Event, nothing
from domain.linking import link_session
from domain.values.ids import PersonId
from playground.person.people import Person
from playground.state.world import Json


def enter(ribbon: Ribbon, body: Json) -> BoltResponse:
    request = BoltRequest(body=body, mode="socket_mode")
    return ribbon.router.process(req=request, resp=BoltResponse(status=200), next=lambda: BoltResponse(status=404))


def test_from_the_door_to_the_rule_are_five_frames(forger: Forger, ribbon: Ribbon) -> None:
    link = forger.submission("link_form", forger.link_state("s06"), package="p4")
    road: list[str] = []

    def watch(frame: FrameType | None, event: str, _: object) -> None:
        if event == "call" and frame and frame.f_code is link_session.__code__:
            while frame and frame.f_code is not Router.process.__code__:
                road.insert(0, frame.f_code.co_name)
                frame = frame.f_back

    sys.setprofile(watch)
    try:
        enter(ribbon, link)
    finally:
        sys.setprofile(None)

    assert road[-2:] == ["submit_link", "link_session"]
    assert len(["process", *road]) <= 5, road


def test_an_event_of_which_nothing_can_be_read_is_refused_where_it_was_written(
    petra: Person, ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Gesture(Kind.EVENT, "new", PersonId("UPRAC"), None, "\0", message=InMessage("CGEN"), workspace=HERE)
    ribbon.router.on_event(Event("new", nothing), lambda _, __: Nothing(), where_written)
    monkeypatch.setattr(router, "gesture_of", lambda *_: new)

    assert enter(ribbon, {}).status == 200
    petra.channel("CGEN").sees("This screen is out of date")
