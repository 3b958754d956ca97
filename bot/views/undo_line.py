"""What somebody did last, with Undo and what that restores: the first line of whatever they see next (rule 22)."""

from collections.abc import Iterator
from datetime import datetime

from slack_sdk.models.blocks import Block, DividerBlock

from bot.gestures.interactions import UNDO
from bot.views.emphasis import titled
from bot.views.package_row import left
from bot.views.parts import apart, button, clock, count, cut, local_day, name_of, near, or_over, section
from bot.views.session_words import NAME
from domain.undoing import LastAct, Restored
from domain.values.acts import Deed
from domain.values.people import Person
from domain.values.sessions import Session

A_FEW = 3  # counts, and sessions that were left, which are named

_DONE = {
    Deed.LINK: "Linked {what}{to}",
    Deed.UNLINK: "Unlinked {what}{from_}",
    Deed.MOVE: "Moved {what}{to}",
    Deed.BOOK: "Booked {what}",
    Deed.CONFIRM: "Confirmed {what}",
    Deed.MARK_PAID: "Marked {what} as paid",
    Deed.MARK_UNPAID: "Marked {what} as unpaid",
    Deed.CANCEL: "Cancelled {what}",
    Deed.CANCEL_LATE: "Marked {what} as cancelled late",
    Deed.NO_SHOW: "Marked {what} as a no-show",
    Deed.RESTORE: "Restored {what}",
}


def undo_line(last: LastAct | None, by: Person, at: datetime) -> Iterator[Block]:
    if last is None:
        return
    if last.act.undone_at:
        yield section(undone(last, by, at))
    else:
        said = done(last, by, at)
        becomes = "; ".join([*_restores(last), *_left(last, by, at)])
        yield titled(said, becomes, accessory=button("Undo", UNDO, last.act.id, label=f"Undo: {said}"))
    yield DividerBlock()


def done(last: LastAct, by: Person, at: datetime) -> str:
    """As in "Linked Ana Ruiz, today 09:00, to Gold 10"."""
    to = {session.link.package_name for session in last.sessions if session.link}
    from_ = {package.name for package in last.packages} - to
    said = _DONE[last.act.deed].format(what=_which(last.sessions, by, at), to=_one("to", to), from_=_one("from", from_))
    return said.removesuffix(",")


def undone(last: LastAct, by: Person, at: datetime) -> str:
    """What was taken back, and what was left as somebody has changed it since."""
    becomes = "cancelled" if last.act.deed is Deed.BOOK else "as before"
    are = "is" if len(last.sessions) == 1 else "are"
    return "\n".join(
        [f"Undone: {_which(last.sessions, by, at)} {are} {becomes}.", *(f"{text}." for text in _left(last, by, at))]
    )


def _which(sessions: tuple[Session, ...], by: Person, at: datetime) -> str:
    """The one session, set off by a comma from what follows, or how many there are."""
    return f"{_named(sessions[0], by, at)}," if len(sessions) == 1 else count(len(sessions), "session")


def _named(session: Session, by: Person, at: datetime) -> str:
    on, today = local_day(session.starts_at, by.timezone), local_day(at, by.timezone)
    return f"{cut(name_of(session.client, by), NAME)}, {near(on, today)} {clock(session.starts_at, by.timezone)}"


def _one(word: str, names: set[str]) -> str:
    return f" {word} {apart(cut(names.pop(), NAME))}" if len(names) == 1 else ""


def _restores(last: LastAct) -> Iterator[str]:
    """The counts now, and before → after."""
    if not last.restored:
        yield "Undo changes no count"
    for restored in last.restored[:A_FEW]:
        yield _restored(restored, named=len(last.restored) > 1)
    if (more := len(last.restored) - A_FEW) > 0:
        yield f"and {count(more, 'more count')}"


def _restored(restored: Restored, *, named: bool) -> str:
    becomes = f"{or_over(restored.before)} → {or_over(restored.after)}"
    if named:
        return f"Undo: {apart(cut(restored.package.name, NAME))}, {apart(cut(restored.service_name, NAME))}: {becomes}"
    return f"Now {left(restored.before, restored.total)}; Undo: {becomes}"


def _left(last: LastAct, by: Person, at: datetime) -> Iterator[str]:
    if not last.left:
        return
    named = [_named(session, by, at) for session in last.left[:A_FEW]]
    more = len(last.left) - A_FEW
    names = " and ".join([*named, *([f"{more} more"] if more > 0 else [])])
    yield f"Left as it is, changed since: {names}" if len(last.left) == 1 else f"Left, changed since: {names}"
