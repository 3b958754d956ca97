"""What a link or a booking did, with the ways to put it right where the count did not change or ran over."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.gestures.interactions import ADD_A_SESSION, LINK_RESULT, SWAP_ONE, LinkState
from bot.views.parts import actions, button, context, day, modal, moment, name_of, section
from domain.booking import Booked
from domain.linking import Counting, Linked
from domain.putting_right import Proposal, add_a_session, swap_one
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session


def link_result(linked: Linked, state: LinkState, by: Person, done: str = "Linked") -> View:
    over = linked.effect.counting is Counting.OVER
    title = f"{done}: {-linked.effect.after} over" if over else f"{done}: not counted"
    blocks: list[Block] = [section(f"🎁 {done}. {in_words(linked)}"), *_ways(linked, by)]
    return modal(LINK_RESULT, title, blocks, remembers=state, close="Done")


def _ways(linked: Linked, by: Person) -> list[Block]:
    """The ways to put it right, with their before → after; each leads to a request to the managers."""
    swap = swap_one(linked.package, linked.session, by.workspace)
    lines = [_adding(linked, by), *([_swapping(linked, swap)] if swap else []), "Done: leave it as it is."]
    buttons = [
        button("Add a session", ADD_A_SESSION, None, style="primary"),
        *([button("Swap one", SWAP_ONE, None)] if swap else []),
    ]
    return [section("\n".join(lines)), *actions(buttons), context("A manager has to approve either of these.")]


def _adding(linked: Linked, by: Person) -> str:
    package, service = linked.package, linked.session.service
    added = add_a_session(package, linked.session, linked.waiting, by.workspace)
    line = package.line(service.id)
    more = added.counts[service.id] - line.total if line else sum(sessions for _, sessions in added.added)
    if line:
        gets = "gets one more" if more == 1 else f"gets {more} more for all that are over"
    else:
        gets = "is added with 1 session" if more == 1 else f"is added, with {more} sessions for those already linked"
    return f"Add a session: {service.name} {gets}, total {package.total} → {package.total + more}."


def _swapping(linked: Linked, swap: Proposal) -> str:
    """Says what one session more leaves over, where several wait."""
    package, service = linked.package, linked.session.service
    given = next(line for line in package.included if swap.counts.get(line.service.id) == line.total - 1)
    line = package.line(service.id)
    over = linked.waiting - (line.total if line else 0) - 1
    return (
        f"Swap one: a session of {given.service.name} is given for it ({given.total} → {given.total - 1}), "
        f"total {package.total} → {package.total}"
        + (f"; {service.name} will then be {over} over." if over > 0 else ".")
    )


def booked_result(booked: Booked, state: LinkState, by: Person, at: datetime) -> View:
    session, linked = booked.session, booked.linked
    said = [
        f"Booked: {name_of(session.client, by)} · {session.service.name}, {moment(session.starts_at, by.timezone)}.",
        f"🎁 {in_words(linked)}" if linked else "It is a one-off booking. You can link it later.",
        *(_ends_before(linked.package, session, by) if linked else []),
        *_past(session.starts_at, by, at),
        *_clash(booked.clash, by),
    ]
    ways = _ways(linked, by) if linked and linked.effect.is_to_put_right else []
    return modal(LINK_RESULT, "Booked", [section("\n".join(said)), *ways], remembers=state, close="Done")


def _ends_before(package: Package, session: Session, by: Person) -> list[str]:
    if package.expires_on is None or not package.ends_before(by.workspace.day_of(session.starts_at)):
        return []
    return [f"⚠️ “{package.name}” ends before this session, on {day(package.expires_on, weekday=True)}."]


def _past(starts_at: datetime, by: Person, at: datetime) -> list[str]:
    """For a session before today also where the list shows it."""
    if starts_at >= at:
        return []
    here = ZoneInfo(by.timezone)
    is_hidden = starts_at.astimezone(here).date() < at.astimezone(here).date()
    where = ": press ✕ Today/Upcoming in the bookings list to see it" if is_hidden else ""
    return [f"⚠️ This is in the past{where}."]


def _clash(clash: Session | None, by: Person) -> list[str]:
    if clash is None:
        return []
    whose, when = name_of(clash.client, by), moment(clash.starts_at, by.timezone)
    return [f"⚠️ {clash.practitioner_name} has another session at that time: {whose}, {when}."]


def in_words(linked: Linked) -> str:
    """What the link did to the package's count."""
    name, effect = linked.package.name, linked.effect
    match effect.counting:
        case Counting.OVER:
            return f"{effect.service_name} is used up in “{name}”: it is now {-effect.after} over."
        case Counting.NOT_INCLUDED:
            return (
                f"{effect.service_name} is not included in “{name}”: the session stands among its scheduled bookings "
                "as not counted, and the count has not changed."
            )
        case Counting.NO_PLACE:
            return f"The session uses none of “{name}”, so the count has not changed."
        case Counting.COUNTS:
            return f"{effect.service_name} in “{name}”: {effect.after} of {effect.total} left."
