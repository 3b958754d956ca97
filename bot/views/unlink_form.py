"""Unlink from package: that the session stays booked, and which count becomes what."""

from datetime import datetime

from slack_sdk.models.views import View

from bot.gestures.interactions import UNLINK_FORM, UnlinkState
from bot.views.emphasis import titled
from bot.views.package_row import left
from bot.views.parts import apart, modal, name_of, or_over, section
from bot.views.session_words import what_and_when
from domain.linking import Counting, Effect, Linked
from domain.values.people import Person


def unlink_form(linked: Linked, state: UnlinkState, by: Person, at: datetime) -> View:
    session, name = linked.session, apart(linked.package.name)
    blocks = [
        titled(name_of(session.client, by), what_and_when(session, by, at)),
        section(f"The session stays booked, as a one-off booking.\n{name}: {giving_back(linked.effect)}"),
    ]
    return modal(UNLINK_FORM, "Unlink from package", blocks, remembers=state, submit="Unlink", close="Keep")


def giving_back(effect: Effect) -> str:
    """What unlinking does to the count of the package that the session leaves."""
    if effect.counting is Counting.NOT_INCLUDED:
        return f"{effect.service_name} is not included there, so no count changes."
    if effect.counting is Counting.NO_PLACE:
        return "The session uses none of the package, so no count changes."
    return f"{effect.service_name}: {left(effect.before, effect.total)}, becomes {or_over(effect.after)}."
