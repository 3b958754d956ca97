"""Each view with nothing, with one, and with the most and longest: Slack takes it, and nothing that counts is cut."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from literals import NOW, linked_to, package, person, session
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    PACKAGES as PACKAGES_TAB,
)
from bot.gestures.interactions import (
    SESSIONS_LIST,
    BookState,
    ChangeSeveralState,
    EditState,
    LinkState,
    ListKind,
    ListState,
    MoveState,
    NameAndLastDay,
    NewPackageState,
    PackagesState,
    SeveralState,
    UnlinkState,
    WhyState,
)
from bot.gestures.labels import labelled
from bot.gestures.visit import OnScreen
from bot.gestures.wire import encode
from bot.slack.block_kit import as_json
from bot.views.adjustments_list import adjustments_list
from bot.views.attention_groups import attention_list
from bot.views.book_form import book_form
from bot.views.bookings_list import bookings_list
from bot.views.change_several_form import change_several_form, nothing_to_change
from bot.views.client_form import add_client_form, rename_client_form
from bot.views.client_page import client_bookings, client_packages
from bot.views.client_picker import client_picker
from bot.views.edit_form import edit_form
from bot.views.filters_form import filters_form
from bot.views.first_steps import nothing_to_book
from bot.views.home_view import home_view
from bot.views.link_result import booked_result, link_result
from bot.views.manage_package import manage_package, name_and_last_day_form, status_form
from bot.views.move_form import move_form
from bot.views.names_in_files import names_list, who_form
from bot.views.new_package_form import MOST_ROWS, new_package_form
from bot.views.notice import notice
from bot.views.package_history import package_history
from bot.views.package_picker import nothing_to_link_to, package_options, package_picker
from bot.views.package_row import MOST_REQUESTS, bar, status_in_words
from bot.views.request_window import request_window
from bot.views.scheduled_bookings import scheduled_bookings
from bot.views.service_form import service_form, services_list
from bot.views.session_details import session_details
from bot.views.settings_changes import settings_changes
from bot.views.settings_form import settings_form
from bot.views.several_form import nothing_fits, several_form
from bot.views.unlink_form import unlink_form
from bot.views.why_count import why_count
from domain.adding import MOST_DOUBLES, ServicesPage, Start
from domain.attention import A_FEW, MOST_LISTED, Attention, Some, Unlinked, a_few
from domain.booking import Booked, Source
from domain.changing import SessionChange
from domain.changing_several import FOR_SEVERAL
from domain.deciding import Case
from domain.fitting import Choice
from domain.linking import Counting, Effect, Linked
from domain.linking_several import MOST_AT_ONCE, Proposal, Several
from domain.undoing import LastAct, Restored
from domain.values.acts import Act, Deed
from domain.values.adjustments import Adjustment, AdjustmentStatus, Change, figures_of
from domain.values.attention import AttentionKind
from domain.values.bookings import Cursor, Page, Span
from domain.values.clients import Client
from domain.values.history import Entry, Happening
from domain.values.ids import (
    ActId,
    AdjustmentId,
    ClientId,
    PackageId,
    PersonId,
    ServiceId,
    SessionId,
    SourceName,
    WorkspaceId,
)
from domain.values.packages import Included, Package, PackageStatus
from domain.values.sessions import Confirmation, Payment, Service, Session
from domain.values.setting_changes import Setting, SettingChange, SettingsHistory
from domain.values.source_names import NamedPerson, NamesPage
from domain.values.verification import MOST_NAMED, Verification
from domain.verifying import Verified
from domain.visibility import BookingsWish, HistoryPage
from domain.why import Why
from playground.limits.rules import check_suggestions, check_view, view_is_too_large

BY = person("UMAN", manager=True)
ID = "i" * 63
LONG = "𠮷" * 200  # each counts twice where Slack counts
ANA = Client(ClientId(ID + "c"), LONG)
CURSOR = Cursor(NOW, SessionId(ID + "p"))
FULL_WISH = BookingsWish(
    True, LONG[:100], ANA.id, ServiceId(f"{ID}1"), PersonId(ID), date(2026, 1, 1), date(2026, 12, 31),
    Confirmation.LATE_CANCELLED, Payment.UNPAID, linked=False, beyond=CURSOR, older=True,
)  # fmt: skip


def long_service(n: int) -> Service:
    return Service(ServiceId(f"{ID}{n}"), LONG)


def long_package(n: int, services: int = 50, over: int = 0) -> Package:
    lines = tuple(Included(long_service(k), 999, 1500 if k < over else 998) for k in range(services))
    return Package(PackageId(f"{ID[:60]}{n:03}"), ANA, LONG, PackageStatus.ACTIVE, date(2026, 12, 31), lines, 999)


def long_session(n: int) -> Session:
    plain = session(session_id=f"{ID[:60]}{n}", client=ANA, link=linked_to(LONG, included=False, by=LONG))
    return plain.__class__(
        **{name: getattr(plain, name) for name in plain.__slots__}
        | {"service": long_service(1), "practitioner_name": LONG, "confirmation": Confirmation.LATE_CANCELLED}
    )


def long_entry(n: int) -> Entry:
    return Entry(
        Happening.APPROVED, NOW, BY.id, ANA.id, PackageId(ID), SessionId(ID), ServiceId(f"{ID}{n % 50}"),
        (0, 999), (-5, 994), "late_cancelled", "confirmed", LONG * 5, by_name=LONG, service_name=LONG, session_at=NOW,
    )  # fmt: skip


NOTHING = Start(has_services=False, has_clients=False, managers=(PersonId(ID),) * 10)
MANY_PEOPLE = tuple(PersonId(f"U{n:010}") for n in range(100))
FULL_WORKSPACE = replace(BY.workspace, managers=MANY_PEOPLE, managers_channel="C0123456789", all_see_all=True)
FULL_CHANGES = tuple(
    SettingChange(Setting.MANAGERS, NOW, BY.id, ",".join(MANY_PEOPLE), ",".join(MANY_PEOPLE[1:]), LONG)
    for _ in range(10)
)
ONE, MANY = session(session_id="s1"), tuple(long_session(n) for n in range(10))
PAGES = [Page(), Page((ONE,)), Page(MANY, CURSOR, CURSOR)]
LIST = ListState(ListKind.CLIENT, FULL_WISH, PackageId(ID))
LINK = LinkState(SessionId(ID))
FULLEST = OnScreen(
    "V" * 20,
    SESSIONS_LIST.id,
    encode(replace(LIST, wish=replace(FULL_WISH, words='"' * 200))),
    depth=1,
    under=OnScreen("V" * 20, PACKAGES_TAB.id, encode(PackagesState(ANA.id, 99)), depth=0),
)
PACKAGES = [package(), package(follow=10), long_package(0)]
CLOSED = replace(long_package(0), status=PackageStatus.COMPLETED)
BECOMES = (PackageStatus.ACTIVE, PackageStatus.COMPLETED, PackageStatus.CANCELLED)
MANY_PACKAGES = [long_package(n) for n in range(200)]
REQUEST = Adjustment(
    AdjustmentId(ID), PackageId(ID), LONG, ANA, (Change(long_service(1), None, 0, 5),), LONG * 5, BY.id, LONG, NOW
)
REQUESTS = [replace(REQUEST, package_id=of.id) for of in MANY_PACKAGES[10:20] for _ in range(MOST_REQUESTS)]
DECIDED = replace(REQUEST, status=AdjustmentStatus.DECLINED, decided_by_name=LONG, decision_reason=LONG * 5)
FIGURES = figures_of(REQUEST, long_package(1), {})
CASES = [
    Case(REQUEST, replace(long_package(1), status=PackageStatus.CANCELLED), FIGURES * 30),
    Case(DECIDED, long_package(1), FIGURES),
]
NOBODY = NamedPerson(SourceName("n" * 254), sessions=1_000_000)
MOST_BLOCKS = 100  # that Slack takes
EFFECTS = [Effect(each, LONG, 999, -500, -501) for each in Counting]


def sources(count: int, effects: Sequence[Effect | None]) -> list[Source]:
    ends = [(each, effects[n % len(effects)], n % 8 > 3) for n, each in enumerate(MANY_PACKAGES[:count])]
    return [Source(*each) for each in ends]


def choices(count: int) -> list[Choice]:
    return [Choice(each, EFFECTS[n % 4], n % 8 > 3) for n, each in enumerate(MANY_PACKAGES[:count])]


FULL_ACT = LastAct(
    Act(ActId("a" * 16), NOW, Deed.MOVE, ()),
    (long_session(1),),
    tuple(long_session(n) for n in range(20)),
    tuple(Restored(long_package(n), LONG, 999, -501, -500) for n in range(20)),
    (long_package(1), long_package(2)),
)
LAST = (
    None,
    *(replace(FULL_ACT, act=replace(FULL_ACT.act, deed=deed, undone_at=at)) for deed in Deed for at in (None, NOW)),
)


def full_of(few: int) -> Attention:
    link = Choice(long_package(1), EFFECTS[0])
    sessions = tuple(long_session(n) for n in range(few))
    return Attention(
        Some((REQUEST,) * few, 41),
        Some(tuple(Unlinked(each, link, long_entry(1)) for each in sessions), 999),
        Some(sessions, 999),
        Some((long_package(1, over=5),) * few, 999),
        Some(tuple(MANY_PACKAGES[:few]), 999),
        Span(NOW, NOW),
        is_some_aside=True,
        fitting=20,
        nobodys=Some(tuple(replace(each, practitioner=PersonId("n" * 254)) for each in sessions), 999),
    )


def twice(n: int) -> list[Session]:
    return [long_session(k) for k in range(2 * n)]


def several(clients: int, options: int, changed: bool) -> Several:
    """Twenty sessions of so many clients, each with so many packages to choose from."""
    proposals = []
    for n in range(MOST_AT_ONCE):
        client = Client(ClientId(f"{ID[:60]}{n % clients}"), LONG)
        offered = tuple(choices(options))
        proposals.append(Proposal(replace(long_session(n), client=client, link=None), offered, offered[0], changed))
    of = [replace(long_package(n), client=Client(ClientId(f"{ID[:60]}{n % clients}"), LONG)) for n in range(20)]
    return Several(tuple(proposals), tuple((each, long_package(1, over=5)) for each in of))


VIEWS: dict[str, list[Callable[[], View]]] = {
    "bookings list": [
        lambda page=page, state=state, last=last: bookings_list(state, page, last, BY, NOW)  # type: ignore[misc]
        for page in PAGES
        for state in (ListState(), LIST)
        for last in LAST
    ],
    "client's bookings": [
        lambda page=page: client_bookings(ANA, LIST, page, FULL_ACT, BY, NOW)  # type: ignore[misc]
        for page in PAGES
    ],
    "client's packages": [
        lambda found=found, n=n: client_packages(ANA, found, [], PackagesState(ANA.id, n), BY, NOW)
        for found, n in (([], 0), (PACKAGES, 0), (MANY_PACKAGES, 7))
    ]
    + [lambda: client_packages(ANA, MANY_PACKAGES, REQUESTS, PackagesState(ANA.id, 1), BY, NOW)],
    "picker": [
        lambda count=count: package_picker(long_session(1), choices(count), LINK, BY, NOW)  # type: ignore[misc]
        for count in (1, 10, 11, 200)
    ],
    "nothing to link to": [
        lambda n=n: nothing_to_link_to(long_session(1), MANY_PACKAGES[:n], BY, NOW)  # type: ignore[misc]
        for n in (0, 1, 9)
    ],
    "link result": [
        lambda e=effect: link_result(Linked(long_session(1), long_package(1), e), LINK, FULL_ACT, BY, NOW)  # type: ignore[misc]
        for effect in EFFECTS
    ],
    "booked": [
        lambda e=effect: booked_result(  # type: ignore[misc]
            Booked(long_session(1), Linked(long_session(1), long_package(1), e), long_session(2)),
            LINK,
            FULL_ACT,
            BY,
            NOW,
        )
        for effect in EFFECTS
    ],
    "link several": [
        lambda n=n, options=options, changed=changed: several_form(  # type: ignore[misc]
            several(n, options, changed), SeveralState(999, "s" * 16), BY, NOW, is_refused=True
        )
        for n in (1, 7, 20)
        for options in (1, 120)
        for changed in (False, True)
    ],
    "nothing fits": [nothing_fits],
    "change several": [
        lambda change=change, n=n: change_several_form(twice(n), ChangeSeveralState(change, 99, 1), BY)
        for change in FOR_SEVERAL
        for n in (1, 10)
    ]
    + [lambda: nothing_to_change(SessionChange.CONFIRM)],
    "unlink form": [
        lambda e=effect: unlink_form(  # type: ignore[misc]
            Linked(long_session(1), long_package(1), e), UnlinkState(SessionId(ID), PackageId(ID)), BY, NOW
        )
        for effect in EFFECTS
    ],
    "move form": [
        lambda n=n, e=effect: move_form(  # type: ignore[misc]
            Linked(long_session(1), long_package(1), e), choices(n), MoveState(SessionId(ID), PackageId(ID)), BY, NOW
        )
        for n in (0, 1, 10, 200)
        for effect in EFFECTS
    ],
    "scheduled": [
        lambda page=page, of=of: scheduled_bookings(of, LIST, page, FULL_ACT, BY, NOW)  # type: ignore[misc]
        for page in PAGES
        for of in PACKAGES
    ],
    "why": [
        lambda page=page, of=of: why_count(  # type: ignore[misc]
            Why(of, tuple(long_entry(n) for n in range(40)), page), WhyState(of.id, CURSOR), BY, NOW
        )
        for page in PAGES
        for of in PACKAGES
    ],
    "history": [
        lambda n=n: package_history(  # type: ignore[misc]
            HistoryPage(long_package(1), tuple(long_entry(k) for k in range(n)), n * 10, n == 10), BY
        )
        for n in (0, 1, 10)
    ],
    "details": [
        lambda of=of, package=package: session_details(of, package, FULL_ACT, BY, NOW, LONG)  # type: ignore[misc]
        for of in (ONE, long_session(1), replace(long_session(1), confirmation=Confirmation.CONFIRMED))
        for package in (None, long_package(1), long_package(1, 0))
    ],
    "filters": [
        lambda: filters_form(ListState(wish=FULL_WISH), None, None, BY),
        lambda: filters_form(ListState(), ANA, long_service(1), person()),
    ],
    "new package": [
        lambda n=n, like=like: new_package_form(ANA, NewPackageState(ANA.id, n, PackageId(ID)), BY, like)  # type: ignore[misc]
        for n in (1, 2, MOST_ROWS)
        for like in (None, long_package(1))
    ],
    "manage package": [
        lambda of=of: manage_package(of, BY, NOW)  # type: ignore[misc]
        for of in (*PACKAGES, CLOSED)
    ],
    "name and last day": [
        lambda of=of: name_and_last_day_form(of, NameAndLastDay(of.id, "s" * 16), BY, NOW)  # type: ignore[misc]
        for of in PACKAGES
    ],
    "package's status": [
        lambda of=of, to=to: status_form(of, to, BY, NOW)  # type: ignore[misc]
        for of in (*PACKAGES, CLOSED)
        for to in BECOMES
    ],
    "edit package": [
        lambda of=of, state=state, asked=asked: edit_form(of, state, BY, NOW, asked)  # type: ignore[misc]
        for of in (package(), package(follow=10), long_package(1, services=20), long_package(1, services=60))
        for state in (EditState(PackageId("p")), EditState(PackageId(ID), 15, saves=True))
        for asked in ([], [REQUEST] * 9)
    ],
    "request": [
        lambda of=of, by=by: request_window(of, by, NOW, LONG)  # type: ignore[misc]
        for of in CASES
        for by in (BY, person("UOTHER", manager=True), person("UOTHER"))
    ],
    "pending": [lambda n=n: adjustments_list([REQUEST] * n, person("UOTHER", manager=True)) for n in (0, 1, 41)],  # type: ignore[misc]
    "book": [
        lambda n=n, c=c, effects=effects: book_form(c, sources(n, effects), BookState(ANA.id), BY)  # type: ignore[misc]
        for n in (0, 1, 9, 10, 200)
        for c, effects in ((None, [None]), (ANA, [None]), (ANA, EFFECTS))
    ],
    "what needs attention": [
        lambda kind=kind, of=of: attention_list(kind, of, FULL_ACT, BY, NOW)  # type: ignore[misc]
        for kind in AttentionKind
        for of in (Attention(), full_of(1), full_of(MOST_LISTED), replace(full_of(MOST_LISTED), skipped=20))
    ],
    "services": [
        lambda n=n: services_list(ServicesPage(tuple(long_service(k) for k in range(n)), n * 10, n == 10))  # type: ignore[misc]
        for n in (0, 1, 10)
    ],
    "names in files": [
        lambda n=n: names_list(NamesPage((NOBODY, replace(NOBODY, person=BY.id, person_name=LONG)) * n, n * 2, n == 5))  # type: ignore[misc]
        for n in (0, 1, 5)
    ],
    "who it is": [lambda: who_form(NOBODY), lambda: who_form(replace(NOBODY, person=BY.id, person_name=LONG))],
    "service": [
        lambda: service_form(None),
        lambda: service_form(replace(long_service(1), minutes=50, is_retired=True)),
    ],
    "client's name": [
        lambda: add_client_form(BY),
        lambda: add_client_form(person(), [ANA] * MOST_DOUBLES, LONG),
        lambda: rename_client_form(ANA),
    ],
    "nothing to book": [
        lambda start=start, by=by: nothing_to_book(start, by)  # type: ignore[misc]
        for start in (NOTHING, replace(NOTHING, has_services=True), replace(NOTHING, has_clients=True))
        for by in (BY, person(), person(practitioners_add_clients=False))
    ],
    "client picker": [
        lambda: client_picker("", BY),
        lambda: client_picker(LONG, BY),
        lambda: client_picker("", BY, is_empty=True),
    ],
    "settings": [lambda: settings_form(BY.workspace), lambda: settings_form(FULL_WORKSPACE)],
    "settings' history": [
        lambda n=n: settings_changes(SettingsHistory(FULL_CHANGES[:n], n * 10, n == 10), BY)  # type: ignore[misc]
        for n in (0, 1, 10)
    ],
    "notice": [lambda: notice(LONG * 20), lambda: notice("")],
}


@pytest.mark.parametrize(
    "view", [pytest.param(view, id=f"{name} {n}") for name, made in VIEWS.items() for n, view in enumerate(made)]
)
def test_slack_takes_it(view: Callable[[], View]) -> None:
    shown: dict[str, Any] = as_json(view())

    assert shown == view().to_dict()
    assert check_view(labelled(shown, WorkspaceId("T" * 20), FULLEST), "modal") == []
    assert not view_is_too_large(shown)
    assert too_long(shown) == []
    assert len(shown["blocks"]) < MOST_BLOCKS  # there is room for words on top


VERIFIED = Verified(
    Verification(NOW, 10_000, 9_999, tuple(PackageId(f"p{n}") for n in range(MOST_NAMED))),
    full_of(MOST_NAMED).overrun.first,
)


def test_an_empty_home_is_taken_by_slack() -> None:
    for by in (BY, person()):
        shown = as_json(home_view(ListState(ListKind.HOME), Page(), Attention(), None, None, by, NOW, NOTHING))
        assert check_view(labelled(shown, WorkspaceId("T" * 20), None), "home") == []
        assert too_long(shown) == []


def test_the_fullest_home_leaves_room_for_words_on_top() -> None:
    full = full_of(A_FEW)
    full = replace(full, nobodys=Some(full.nobodys.first[: a_few(AttentionKind.NOBODYS)], 999))
    state = ListState(ListKind.HOME, FULL_WISH)
    shown = as_json(home_view(state, PAGES[-1], full, VERIFIED, FULL_ACT, BY, NOW))

    assert check_view(labelled(shown, WorkspaceId("T" * 20), None), "home") == []
    assert too_long(shown) == []
    rows = len(MANY) + A_FEW
    assert len(shown["blocks"]) + rows + len(MANY) < MOST_BLOCKS  # with a line more a session, and each on its own day


def too_long(part: Any) -> list[str]:
    """Texts of more than 3000 characters as Slack counts them."""
    if isinstance(part, dict):
        return [found for value in part.values() for found in too_long(value)]
    if isinstance(part, list):
        return [found for value in part for found in too_long(value)]
    return [part] if isinstance(part, str) and len(part.encode("utf-16-le")) > 6000 else []


@pytest.mark.parametrize(
    ("total", "used", "shown"),
    [
        (10, 0, "■■■■■■■■■■"),
        (10, 7, "■■■□□□□□□□"),
        (6, 4, "■■□□□□"),
        (40, 39, "■□□□□□□□□□"),
        (3, 3, "□□□"),
        (10, 12, ""),
        (0, 0, ""),
        (999, 1, "■■■■■■■■■■"),
    ],
)
def test_the_bar_is_filled_with_what_is_left(total: int, used: int, shown: str) -> None:
    [line] = package(follow=(total, used)).included

    assert bar(line) == shown


@pytest.mark.parametrize(
    ("status", "last", "said"),
    [
        ("active", None, "Active · no last day"),
        ("active", date(2026, 3, 2), "Active · ends Mon 2 Mar, today"),
        ("active", date(2026, 3, 3), "Active · ends Tue 3 Mar, tomorrow"),
        ("active", date(2027, 3, 2), "Active · ends Tue 2 Mar 2027, in 365 days"),
        ("active", date(2026, 2, 27), "Expired · ended Fri 27 Feb"),
        ("completed", date(2026, 6, 1), "Completed · last day Mon 1 Jun"),
        ("cancelled", None, "Cancelled · no last day"),
    ],
)
def test_a_packages_status_and_last_day_are_said_in_words(status: str, last: date | None, said: str) -> None:
    assert status_in_words(package(status=status, expires_on=last), NOW.date()) == said


def test_what_is_left_in_all_is_shown_however_many_services_there_are() -> None:
    shown = str(as_json(scheduled_bookings(long_package(1), LIST, Page(), None, BY, NOW)))

    assert "… and 30 more services" in shown
    assert "Sum: 50 of 49950 left" in shown
    assert "999 linked sessions not counted" in shown


def test_a_row_of_a_list_shows_its_package_and_that_it_does_not_count_however_long_the_names() -> None:
    shown = str(as_json(bookings_list(ListState(), Page(MANY), None, BY, NOW)))

    assert shown.count("not counted") == len(MANY)


def test_offers_of_a_type_ahead_keep_to_slacks_limits() -> None:

    offered = [as_json(option) for option in package_options(choices(100))]

    assert check_suggestions({"options": offered}) == []
    assert len({option["text"]["text"] for option in offered}) == 100
