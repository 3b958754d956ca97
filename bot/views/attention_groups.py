"""What needs attention, by kind: how many, what the kind means, and the first few, each with its remedies."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeVar, assert_never

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ATTENTION_LIST,
    ATTENTION_PAGE,
    BOOK_A_SESSION,
    EDIT_PACKAGE,
    LEAVE_AS_IT_IS,
    LINK,
    LINK_BEST,
    LINK_SEVERAL,
    MAKE_IT_COUNT,
    MAKE_PACKAGE_COUNT,
    NAME_AND_LAST_DAY,
    OPEN_PENDING,
    SAY_WHO,
    SELL_AGAIN,
    SHOW_AGAIN,
    SHOW_ALL,
    AttentionState,
    BestLink,
    BookState,
)
from bot.gestures.wire import Action
from bot.views.adjustment_words import pending_changes_in_words, subject_of
from bot.views.emphasis import titled
from bot.views.package_picker import choice_in_words
from bot.views.package_row import left
from bot.views.parts import actions, button, context, count, cut, day, header, modal, moment, name_of, section
from bot.views.request_window import remedy
from bot.views.session_rows import dated_row
from bot.views.undo_line import undo_line
from domain.attention import MOST_LISTED, SOON, Attention, Some, Unlinked, a_few
from domain.fitting import Choice
from domain.linking_several import MOST_AT_ONCE
from domain.requesting import MOST_PENDING
from domain.undoing import LastAct
from domain.values.adjustments import Adjustment
from domain.values.attention import Aside, AttentionKind, ending_aside, overrun_aside, session_aside
from domain.values.bookings import Span
from domain.values.ids import PackageId, SourceName
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session

T = TypeVar("T")

MOST_LINES = 3  # of a request or a package
LINE = 300  # characters of a change or a reason
NAME = 100  # characters
NAMES = {
    AttentionKind.UNLINKED: "Not linked",
    AttentionKind.NOT_COUNTED: "Not counted",
    AttentionKind.OVERRUN: "Over",
    AttentionKind.EXPIRING: "Ending soon",
    AttentionKind.NOBODYS: "Nobody's sessions",
}
MEANINGS = {
    AttentionKind.UNLINKED: "Their client has an active package.",
    AttentionKind.NOT_COUNTED: "Linked, but the service isn't included.",
    AttentionKind.OVERRUN: "More sessions used than the package has.",
    AttentionKind.EXPIRING: f"Packages that end within {count(SOON.days, 'day')} with sessions left.",
    AttentionKind.NOBODYS: "Slack doesn't know their practitioner.",
}


def attention_groups(attention: Attention, by: Person, at: datetime) -> Iterator[Block]:
    yield header("Needs attention")
    if attention.is_empty:
        which = "session that was checked" if attention.only_within else "session"
        yield section(f"Nothing: every {which} is linked and counted as far as it can be. 👍")
    groups = [list(_pending(attention.pending, by)), *(_group(attention, kind, by, at) for kind in NAMES)]
    for n, group in enumerate(filter(None, groups)):
        yield from [DividerBlock(), *group] if n else group
    if attention.is_some_aside:
        again = button("Show it again", SHOW_AGAIN, None, label="Show again what was left as it is")
        yield titled("Left as it is", "What you left as it is isn't listed until it changes.", accessory=again)
    if attention.only_within:
        yield _only_within(attention.only_within, by)


def attention_list(kind: AttentionKind, attention: Attention, last: LastAct | None, by: Person, at: datetime) -> View:
    """All of one kind, a page of them."""
    rows, number = _rows(attention, kind, by, at)
    all_right = section("Nothing any more: all of it is put right. 👍")
    blocks = [
        *undo_line(last, by, at),
        section(MEANINGS[kind]),
        *_link_several(attention, kind),
        *(rows or [all_right]),
    ]
    blocks += _paging(kind, attention.skipped, number)
    if attention.only_within:
        blocks.append(_only_within(attention.only_within, by))
    return modal(ATTENTION_LIST, NAMES[kind], blocks, remembers=AttentionState(kind, attention.skipped))


def _paging(kind: AttentionKind, skipped: int, number: int) -> list[Block]:
    """Which of them these are, and the way to the others, where they aren't all."""
    if number <= MOST_LISTED:
        return []
    before, beyond = AttentionState(kind, max(0, skipped - MOST_LISTED)), AttentionState(kind, skipped + MOST_LISTED)
    turns = [
        *([button("Previous", ATTENTION_PAGE, before, apart="back")] if skipped else []),
        *([button("Next", ATTENTION_PAGE, beyond, apart="on")] if beyond.skip < number else []),
    ]
    return [context(f"{skipped + 1} to {min(beyond.skip, number)} of {number}"), *actions(turns)]


def _link_several(attention: Attention, kind: AttentionKind) -> list[Block]:
    """All that fit, where that is more than one; of those not looked at here it isn't known."""
    if kind is not AttentionKind.UNLINKED or attention.fitting <= 1:
        return []
    is_all = attention.unlinked.number <= MOST_AT_ONCE
    text = f"Link {attention.fitting}" if is_all else "Link several"
    label = f"{text}: each to the package that fits best"
    return actions([button(text, LINK_SEVERAL, None, style="primary", label=label)])


def _group(attention: Attention, kind: AttentionKind, by: Person, at: datetime) -> list[Block]:
    rows, number = _rows(attention, kind, by, at)
    if not rows:
        return []
    about = titled(f"{NAMES[kind]} ({number})", MEANINGS[kind], accessory=_show_all(kind, number))
    return [about, *_link_several(attention, kind), *rows]


def _show_all(kind: AttentionKind, number: int) -> ButtonElement | None:
    if number <= a_few(kind):
        return None
    label = f"Show all {number}"
    return button(label, SHOW_ALL, AttentionState(kind), label=f"{label}: {NAMES[kind].lower()}")


def _rows(attention: Attention, kind: AttentionKind, by: Person, at: datetime) -> tuple[list[Block], int]:
    """What is shown of the kind, and how many there are in all."""
    match kind:
        case AttentionKind.UNLINKED:
            return _each(attention.unlinked, lambda unlinked: _unlinked(unlinked, by))
        case AttentionKind.NOT_COUNTED:
            return _each(attention.not_counted, lambda session: _not_counted(session, by, at))
        case AttentionKind.OVERRUN:
            return _each(attention.overrun, lambda package: _overrun(package, by))
        case AttentionKind.EXPIRING:
            return _each(attention.expiring, lambda package: _ending(package, by, by.workspace.today(at)))
        case AttentionKind.NOBODYS:
            return _each(attention.nobodys, lambda session: _nobodys(session, by))
        case _:
            assert_never(kind)


def _each(some: Some[T], row: Callable[[T], list[Block]]) -> tuple[list[Block], int]:
    return [block for one in some.first for block in row(one)], some.number


def _pending(some: Some[Adjustment], by: Person) -> Iterator[Block]:
    """The oldest first; the list has them all."""
    if some.number:
        whose = "They wait for a manager." if by.is_manager else "Yours, which wait for a manager."
        more = some.number > len(some.first)
        label = f"Show all {in_number(some.number)}"
        show_all = button(label, OPEN_PENDING, None, label=f"{label}: pending requests") if more else None
        yield titled(f"Pending requests ({in_number(some.number)})", whose, accessory=show_all)
        for adjustment in some.first:
            about = subject_of(name_of(adjustment.client, by), adjustment)
            yield titled(f"⏳ {about}", *_asked(adjustment, by), accessory=remedy(adjustment, by, about))


def in_number(pending: int) -> str:
    """How many are pending, as far as they are counted."""
    return str(pending) if pending < MOST_PENDING else f"{MOST_PENDING - 1}+"


def _asked(adjustment: Adjustment, by: Person) -> Iterator[str]:
    changes = pending_changes_in_words(adjustment, LINE)
    yield from changes[:MOST_LINES]
    if len(changes) > MOST_LINES:
        yield f"and {count(len(changes) - MOST_LINES, 'more change')}"
    asked = moment(adjustment.requested_at, by.timezone)
    yield f"Asked for by {adjustment.requested_by_name}, {asked}: {_one_line(adjustment.reason)}"


def _one_line(text: str) -> str:
    return cut(" ".join(text.split()), LINE)


def _unlinked(unlinked: Unlinked, by: Person) -> list[Block]:
    session, best = unlinked.session, unlinked.best
    before = unlinked.unlinked_before
    why = (
        f"unlinked by {cut(before.by_name or 'an import', NAME)}, {moment(before.at, by.timezone)}"
        if before
        else "one-off"
    )
    fit = "Best fit" if best.is_best_fit else "No package fits"
    lines = [
        " · ".join([cut(session.service.name, NAME), why, *_whose(session, by)]),
        f"{fit}: {cut(best.package.name, NAME)} ({choice_in_words(best)})",
    ]
    aside = session_aside(AttentionKind.UNLINKED, session)
    return [titled(_what(session, by), *lines), *_ways(_what(session, by), aside, _link(session, best, by))]


def _ways(what: str, aside: Aside, *remedies: ButtonElement) -> list[Block]:
    """What puts it right, and that it is right as it is."""
    leave = button("Leave as it is", LEAVE_AS_IT_IS, aside, apart=aside.kind, label=f"Leave as it is: {what}")
    return actions([*remedies, leave])


def _what(session: Session, by: Person) -> str:
    return f"{cut(name_of(session.client, by), NAME)} · {moment(session.starts_at, by.timezone)}"


def _whose(session: Session, by: Person) -> list[str]:
    """The practitioner, where it isn't who looks."""
    return [] if session.practitioner == by.id else [cut(session.practitioner_name, NAME)]


def _link(session: Session, best: Choice, by: Person) -> ButtonElement:
    """Links at once where the package fits; where none does, opens the choice."""
    what = _what(session, by)
    if not best.is_best_fit:
        return button("Link to package", LINK, session.id, label=f"Link to package: {what}")
    data = BestLink(session.id, best.package.id, session.link_changes)
    return button("Link", LINK_BEST, data, label=f"Link {what} to {best.package.name}")


def _not_counted(session: Session, by: Person, at: datetime) -> list[Block]:
    what, aside = _what(session, by), session_aside(AttentionKind.NOT_COUNTED, session)
    make = button("Make it count", MAKE_IT_COUNT, session.id, label=f"Make it count: {what}")
    return [*dated_row(session, by, at), *_ways(what, aside, make)]


def _nobodys(session: Session, by: Person) -> list[Block]:
    what, aside = _what(session, by), session_aside(AttentionKind.NOBODYS, session)
    name = SourceName(session.practitioner)
    say = button("Say who it is", SAY_WHO, name, label=f"Say who it is: {cut(name, NAME)}")
    of = f"{cut(session.service.name, NAME)} with “{cut(name, NAME)}”"
    return [titled(what, of), *_ways(what, aside, say)]


def _overrun(package: Package, by: Person) -> list[Block]:
    over = [line for line in package.included if line.remaining < 0]
    lines = [f"{cut(line.service.name, NAME)}: {left(line.remaining, line.total)}" for line in over[:MOST_LINES]]
    more = len(over) - MOST_LINES
    lines += [f"and {count(more, 'more service')}"] if more > 0 else []
    make = _for_package("Make it count", MAKE_PACKAGE_COUNT, package, by)
    return [titled(_of(package, by), *lines), *_ways(_of(package, by), overrun_aside(package), make)]


def _ending(package: Package, by: Person, today: date) -> list[Block]:
    ends = f"{_ends(package.expires_on, today)} · " if package.expires_on else ""
    remedies = _before_it_ends(package, by)
    return [
        titled(_of(package, by), f"{ends}{left(package.remaining, package.total)}"),
        *_ways(_of(package, by), ending_aside(package), *remedies),
    ]


def _before_it_ends(package: Package, by: Person) -> list[ButtonElement]:
    if by.is_manager:
        return [
            _for_package("Name and last day", NAME_AND_LAST_DAY, package, by),
            _for_package("Sell again", SELL_AGAIN, package, by),
        ]
    label = f"Book a session: {_of(package, by)}"
    return [
        button("Book a session", BOOK_A_SESSION, BookState(package.client.id), label=label),
        _for_package("Edit package", EDIT_PACKAGE, package, by),
    ]


def _ends(on: date, today: date) -> str:
    days = (on - today).days
    return f"Ends {day(on, weekday=True)}, " + (f"in {count(days, 'day')}" if days else "today")


def _of(package: Package, by: Person) -> str:
    return f"{cut(name_of(package.client, by), NAME)} · {cut(package.name, NAME)}"


def _for_package(text: str, action: Action[PackageId], package: Package, by: Person) -> ButtonElement:
    return button(text, action, package.id, label=f"{text}: {_of(package, by)}")


def _only_within(span: Span, by: Person) -> Block:
    days = f"{moment(span.from_at, by.timezone)} to {moment(span.to_at, by.timezone)}"
    return context(
        f"There are too many sessions to check each. Only those from {days} were checked. /bookings lists all."
    )
