"""What a link or a booking did; for a link, where the count did not change or ran over."""

from slack_sdk.models.views import View

from bot.interactions import LINK_RESULT, NOTICE, LinkState
from bot.views.parts import modal, moment, section
from domain.booking import Booked
from domain.linking import Counting, Linked
from domain.people import Person


def link_result(linked: Linked, state: LinkState) -> View:
    over = linked.effect.counting is Counting.OVER
    title = f"Linked: {-linked.effect.after} over" if over else "Linked: not counted"
    return modal(LINK_RESULT, title, [section(f"🎁 Linked. {in_words(linked)}")], remembers=state, close="Done")


def booked_result(booked: Booked, by: Person) -> View:
    session = booked.session
    said = f"Booked: {session.client.name} · {session.service.name}, {moment(session.starts_at, by.timezone)}."
    how = f"🎁 {in_words(booked.linked)}" if booked.linked else "A one-off booking; it can be linked later."
    return modal(NOTICE, "Booked", [section(f"{said}\n{how}")], close="Done")


def in_words(linked: Linked) -> str:
    """What the link did to the package's count."""
    name, effect = linked.package.name, linked.effect
    match effect.counting:
        case Counting.OVER:
            return f"{effect.service_name} is used up in “{name}”: it is {-effect.after} over now."
        case Counting.NOT_INCLUDED:
            return (
                f"{effect.service_name} is not included in “{name}”: the session stands among its scheduled bookings "
                "as not counted, and the count has not changed."
            )
        case Counting.NO_PLACE:
            return f"The session holds no place in “{name}”, so its count has not changed."
        case Counting.COUNTS:
            return f"{effect.service_name} in “{name}”: {effect.after} of {effect.total} left."
