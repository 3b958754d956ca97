"""What a link or a booking did, with the ways to put it right where the count did not change or ran over."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.gestures.interactions import ADD_A_SESSION, LINK_RESULT, SWAP_ONE, LinkState
from bot.gestures.wire import Action
from bot.views.emphasis import alert, titled
from bot.views.parts import apart, button, context, count, cut, day, modal, moment, name_of, or_over, section
from bot.views.session_words import NAME, what_and_when
from bot.views.undo_line import undo_line
from domain.booking import Booked
from domain.linking import Counting, Linked
from domain.putting_right import Proposal, add_a_session, swap_one
from domain.undoing import LastAct
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session


def link_result(
    linked: Linked, state: LinkState, last: LastAct | None, by: Person, at: datetime, done: str = "Linked"
) -> View:
    over = linked.effect.counting is Counting.OVER
    title = f"{done}, {-linked.effect.after} over" if over else f"{done}, not counted"
    blocks = [*undo_line(last, by, at), *_to_put_right(linked, by, at)]
    return modal(LINK_RESULT, title, blocks, remembers=state, close="Done")


def make_it_count(linked: Linked, state: LinkState, by: Person, at: datetime) -> View:
    """The same for a session that was linked some time ago."""
    return modal(LINK_RESULT, "Make it count", _to_put_right(linked, by, at), remembers=state, close="Close")


def _to_put_right(linked: Linked, by: Person, at: datetime) -> list[Block]:
    session = linked.session
    about = titled(f"🎁 {name_of(session.client, by)}", what_and_when(session, by, at))
    return [about, alert(_wrong(linked)), *_ways(linked, by)]


def _wrong(linked: Linked) -> str:
    """What is to be put right, as short as an alert."""
    name, service, effect = cut(linked.package.name, NAME), cut(linked.effect.service_name, NAME), linked.effect
    if effect.counting is Counting.OVER:
        return f"{-effect.after} over: {name} has none left of its {count(effect.total, 'session')} of {service}."
    waiting = f". {linked.waiting} sessions of it are linked and waiting." if linked.waiting > 1 else ""
    return f"Not counted: {service} isn't included in {name}{waiting or ', so the count stays as it was.'}"


def _ways(linked: Linked, by: Person) -> list[Block]:
    """The ways to put it right, each with its before → after and the button that leads to a request."""
    swap, more = swap_one(linked.package, linked.session, by.workspace), _more(linked, by)
    add = "Add a session" if more == 1 else f"Add {more} sessions"
    ways = [
        titled(add, *_adding(linked, more), accessory=_way("Add a session", ADD_A_SESSION, style="primary")),
        *([titled("Swap one", *_swapping(linked, swap), accessory=_way("Swap one", SWAP_ONE))] if swap else []),
        titled("Leave it", _leaving(linked)),
    ]
    return [*ways, context("Each opens the form, filled in: nothing changes until a manager approves or saves it.")]


def _way(text: str, action: Action[None], style: str | None = None) -> ButtonElement:
    return button(text, action, None, style=style, label=f"{text}: ask the managers for it")


def _leaving(linked: Linked) -> str:
    if linked.effect.counting is Counting.OVER:
        return f"{apart(linked.package.name)} stays {-linked.effect.after} over."
    return "It stays linked and uncounted."


def _more(linked: Linked, by: Person) -> int:
    """How many sessions adding asks for: as many as wait."""
    added = add_a_session(linked.package, linked.session, linked.waiting, by.workspace)
    line = linked.package.line(linked.session.service.id)
    return added.counts[line.service.id] - line.total if line else sum(sessions for _, sessions in added.added)


def _adding(linked: Linked, more: int) -> list[str]:
    package, service = linked.package, apart(linked.session.service.name)
    line, after = package.line(linked.session.service.id), linked.effect.after
    if line:
        gets = f"{service}: {_total(line.total, line.total + more)}, {_left(after, after + more)}."
    else:
        waiting = f" All {more} that are linked count then." if more > 1 else ""
        gets = f"{service} is added to the package: {_total(0, more)}, none left.{waiting}"
    return [gets, *([f"Package: {_total(package.total, package.total + more)}."] if len(package.included) > 1 else [])]


def _swapping(linked: Linked, swap: Proposal) -> list[str]:
    """Says what one session more leaves over, where several wait."""
    package, service = linked.package, linked.session.service
    given = next(line for line in package.included if swap.counts.get(line.service.id) == line.total - 1)
    line = package.line(service.id)
    over = linked.waiting - (line.total if line else 0) - 1
    becomes = f"{_total(given.total, given.total - 1)}, {_left(given.remaining, given.remaining - 1)}"
    return [
        f"One {apart(given.service.name)} is given up for it: {becomes}.",
        f"Package: {package.total} total as before"
        + (f"; {apart(service.name)} will then be {over} over." if over > 0 else "."),
    ]


def _total(before: int, after: int) -> str:
    return f"{before} → {after} total"


def _left(before: int, after: int) -> str:
    """As in "2 → 1 left", "1 over → none left"."""
    if min(before, after) > 0:
        return f"{before} → {after} left"
    return " → ".join("none left" if n == 0 else f"{n} left" if n > 0 else or_over(n) for n in (before, after))


def booked_result(booked: Booked, state: LinkState, last: LastAct | None, by: Person, at: datetime) -> View:
    session, linked = booked.session, booked.linked
    said = [
        f"Booked: {name_of(session.client, by)} · {session.service.name}, {moment(session.starts_at, by.timezone)}.",
        f"🎁 {in_words(linked)}" if linked else "It is a one-off booking. You can link it later.",
        *(_ends_before(linked.package, session, by) if linked else []),
        *_past(session.starts_at, by, at),
        *_clash(booked.clash, by),
    ]
    ways = _ways(linked, by) if linked and linked.effect.is_to_put_right else []
    blocks = [*undo_line(last, by, at), section("\n".join(said)), *ways]
    return modal(LINK_RESULT, "Booked", blocks, remembers=state, close="Done")


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
