"""Unlink from package: that the session stays booked, and which count becomes what."""

from slack_sdk.models.views import View

from bot.gestures.interactions import UNLINK_FORM, UnlinkState
from bot.views.package_row import left
from bot.views.parts import context, modal, name_of, or_over, section
from bot.views.session_rows import session_line
from domain.linking import Counting, Effect, Linked
from domain.values.people import Person


def unlink_form(linked: Linked, state: UnlinkState, by: Person) -> View:
    session, package = linked.session, linked.package
    blocks = [
        section(f"{name_of(session.client, by)} · {session.service.name}\n{session_line(session, by.timezone)}"),
        section(f"Unlink this session from “{package.name}”? {_count(linked.effect)}"),
        context("The session stays booked, as a standalone booking."),
    ]
    return modal(UNLINK_FORM, "Unlink from package", blocks, remembers=state, submit="Unlink", close="Keep")


def _count(effect: Effect) -> str:
    if effect.counting is Counting.NOT_INCLUDED:
        return f"{effect.service_name} is not included there, so no count changes."
    if effect.counting is Counting.NO_PLACE:
        return "The session uses none of the package, so no count changes."
    return f"{effect.service_name}: {left(effect.before, effect.total)}, becomes {or_over(effect.after)}."
