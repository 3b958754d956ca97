"""What can't reach who made a gesture is refused: by mypy, which would name an ignore that it doesn't need."""

from bot.door.answering import refusal, where_written
from bot.door.router import Router
from bot.gestures import interactions as i
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Close, Nothing, Offer, Redraw, Replace, Reply, Say, ShowHome, Whisper
from bot.gestures.visit import Visit
from bot.gestures.wire import Event, nothing
from bot.views.notice import notice
from domain.values.ids import PersonId

WORDS = Event("words", nothing)


def closes(_visit: Visit, _data: object) -> Close:
    return Close()


def draws_again(_visit: Visit, _data: object) -> Redraw:
    return Redraw()


def turns(_visit: Visit, _data: object) -> Replace:
    return Replace(notice(""))


def says(_visit: Visit, _data: object) -> Say:
    return Say("")


def whispers(_visit: Visit, _data: object) -> Whisper:
    return Whisper("C1", None, "")


def offers(_visit: Visit, _data: object) -> Offer:
    return Offer([])


def nothing_comes(_visit: Visit, _data: object) -> Nothing:
    return Nothing()


def anything(_visit: Visit, _data: object) -> Reply:
    return Nothing()


def shows_home(_visit: Visit, _data: object) -> ShowHome:
    return ShowHome(notice(""))


def replies_that_would_reach_nobody(router: Router) -> None:
    router.on_command(i.BOOKINGS, closes)  # type: ignore[arg-type]  # nothing is open
    router.on_command(i.BOOKINGS, nothing_comes)  # type: ignore[arg-type]  # silence
    router.on_command(i.BOOKINGS, draws_again)  # type: ignore[arg-type]  # nothing is on screen
    router.on_action(i.LINK, closes)  # type: ignore[arg-type]  # Slack closes what was submitted, nothing else
    router.on_action(i.LINK, whispers)  # type: ignore[arg-type]  # no channel
    router.on_action(i.LINK, offers)  # type: ignore[arg-type]  # no menu
    router.on_submit(i.LINK_FORM, says)  # type: ignore[arg-type]  # a form is answered by a view or at its fields
    router.on_submit(i.LINK_FORM, whispers)  # type: ignore[arg-type]  # no channel
    router.on_submit(i.LINK_FORM, nothing_comes)  # type: ignore[arg-type]  # silence
    router.on_type_ahead(i.PACKAGE_AHEAD, says)  # type: ignore[arg-type]  # Slack takes options only
    router.on_event(WORDS, turns, where_written)  # type: ignore[arg-type]  # no modal
    router.on_event(WORDS, says, where_written)  # type: ignore[arg-type]  # Slack takes no answer to an event
    router.on_event(WORDS, whispers)  # type: ignore[call-arg]  # where would a refusal go?
    router.on_action(i.LINK, anything)  # type: ignore[arg-type]  # might be any of those
    router.on_action(i.LINK, shows_home)  # type: ignore[arg-type]  # the press may have come from a modal


def test_each_kind_of_gesture_is_refused_by_what_reaches_who_made_it() -> None:
    refused = {kind: type(refusal(Gesture(kind, "new", PersonId("U1"), None), "No.")) for kind in Kind}

    assert refused == {
        Kind.COMMAND: Say,
        Kind.ACTION: Say,
        Kind.SUBMISSION: Replace,
        Kind.TYPE_AHEAD: Offer,
        Kind.EVENT: Nothing,  # which of them there are, and where they are refused, the router knows
        Kind.OTHER: Nothing,
    }
