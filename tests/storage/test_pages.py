"""Lists by pages: every session exactly once, in both directions, whatever is filtered, at a constant cost."""

from literals import person
from many_sessions import CLIENTS, PETRA, Statement, every_combination, many_sessions
from practice import NOW, TEAM

from domain.values.bookings import Cursor, Filters, Page
from domain.values.ids import ClientId, PackageId, WorkspaceId
from domain.values.sessions import Session
from domain.visibility import BookingsWish, cursor_at, list_bookings, scheduled_bookings
from domain.why import why_this_count
from storage.database import Database
from storage.records import RecordsTx

MIA = person("UMAN", manager=True)
A_PAGE = 11


def test_pages_visit_every_session_once_in_order_under_every_combination_of_filters(database: Database) -> None:
    many_sessions(database, 72)
    many_sessions(database, 20, team="T2")
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        everything = records.list_sessions(Filters(), None, 1000, newest_first=False)
        assert len(everything) == 72
        assert everything == sorted(everything, key=_in_time)
        for n, filters in enumerate(every_combination()):
            wanted = [session.id for session in everything if fits(session, filters)]
            # PostgreSQL plans each statement, a tenth of a second: there every other one is walked the other way.
            for newest_first in (False, True) if database.is_sqlite else (n % 2 == 0,):
                in_order = wanted[::-1] if newest_first else wanted
                assert walked(records, filters, newest_first=newest_first) == in_order, filters


def walked(records: RecordsTx, filters: Filters, *, newest_first: bool) -> list[str]:
    seen: list[str] = []
    cursor: Cursor | None = None
    while page := records.list_sessions(filters, cursor, A_PAGE, newest_first=newest_first):
        seen += [session.id for session in page]
        cursor = cursor_at(page[-1])
    return seen


def fits(session: Session, filters: Filters) -> bool:
    """The filters, one after the other, as one would explain them."""
    return (
        filters.practitioner in {None, session.practitioner}
        and (filters.clients is None or session.client.id in filters.clients)
        and (filters.from_at is None or session.starts_at >= filters.from_at)
        and (filters.before_at is None or session.starts_at < filters.before_at)
        and filters.confirmation in {None, session.confirmation}
        and filters.payment in {None, session.payment}
        and filters.linked in {None, session.link is not None}
        and filters.service in {None, session.service.id}
    )


def _in_time(session: Session) -> tuple[object, str]:
    return session.starts_at, session.id


def test_turning_pages_to_the_end_and_back_shows_the_same_pages(database: Database) -> None:
    many_sessions(database, 64)
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        for upcoming in (True, False):
            to_the_end = turned(
                records, list_bookings(records, MIA, NOW, BookingsWish(upcoming=upcoming)), upcoming=upcoming
            )
            back = turned(records, to_the_end[-1], upcoming=upcoming, older=upcoming)
            again = turned(records, back[-1], upcoming=upcoming)

            assert [page.sessions for page in back[::-1]] == [page.sessions for page in again]
            assert again[-len(to_the_end) :] == to_the_end
            assert all(len(page.sessions) == 10 for page in again[1:-1])
            in_order = [_in_time(session) for page in again for session in page.sessions]
            assert in_order == sorted(in_order, reverse=not upcoming)
            assert upcoming or len(in_order) == 64


def turned(records: RecordsTx, first: Page, *, upcoming: bool, older: bool | None = None) -> list[Page]:
    """The page, and all that follow it in this direction: at first the one in which the list goes."""
    older = not upcoming if older is None else older
    pages = [first]
    while cursor := pages[-1].older if older else pages[-1].newer:
        wish = BookingsWish(upcoming=upcoming, beyond=cursor, older=older)
        pages.append(list_bookings(records, MIA, NOW, wish))
    return pages


def test_the_sessions_of_a_package_are_paged_alike(database: Database) -> None:
    many_sessions(database, 200)
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        wanted = walked(records, Filters(clients=(ClientId("c1"),), linked=True), newest_first=True)
        seen: list[str] = []
        cursor, older = None, True
        while True:
            _, page = scheduled_bookings(records, MIA, PackageId("of-c1"), cursor, older=older)
            seen += [session.id for session in page.sessions]
            if page.older is None:
                break
            cursor = page.older

    assert len(wanted) > 10
    assert seen == wanted


def test_a_page_takes_the_same_few_statements_however_many_sessions_there_are(
    database: Database, statements: list[Statement]
) -> None:
    asked = [
        BookingsWish(),
        BookingsWish(upcoming=False),
        BookingsWish(client_id=ClientId("c1")),
        BookingsWish(words="c", linked=False),
    ]

    def statements_taken(team: str) -> list[int]:
        taken = []
        with database.reading() as connection:
            records = RecordsTx(connection, WorkspaceId(team))
            for wish in asked:
                statements.clear()
                list_bookings(records, MIA, NOW, wish)
                taken.append(len(statements))
            for look in (why_this_count, scheduled_bookings):
                statements.clear()
                look(records, MIA, PackageId("of-c1"), None, older=False)
                taken.append(len(statements))
        return taken

    many_sessions(database, 8, team="TFEW")
    many_sessions(database, 2000, team="TMANY")

    assert statements_taken("TFEW") == statements_taken("TMANY") == [2, 3, 3, 2, 4, 4]


def test_the_model_has_something_of_every_sort(database: Database) -> None:
    many_sessions(database, 72)
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        sessions = records.list_sessions(Filters(), None, 1000, newest_first=False)
    starts = [session.starts_at for session in sessions]

    assert {session.client.id for session in sessions} == set(CLIENTS)
    assert {session.practitioner for session in sessions} > {PETRA}
    assert len({(session.confirmation, session.payment, session.link is None) for session in sessions}) == 20
    assert len(starts) > len(set(starts))
