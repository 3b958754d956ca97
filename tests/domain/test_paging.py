"""Pages of a list of sessions: ten rows, and where to go on."""

from literals import session

from domain.values.bookings import Page
from domain.values.sessions import Session
from domain.visibility import cursor_at, page_of

OLDEST_FIRST = [session(session_id=f"s{n:02}", days=n) for n in range(30)]
NEWEST_FIRST = OLDEST_FIRST[::-1]
EDGE = cursor_at(session(session_id="edge"))


def ids(sessions: list[Session] | tuple[Session, ...]) -> list[str]:
    return [each.id for each in sessions]


def test_a_first_page_that_holds_everything_leads_nowhere() -> None:
    assert page_of(NEWEST_FIRST[:10], None, came_older=True, newest_first=True) == Page(tuple(NEWEST_FIRST[:10]))


def test_an_eleventh_row_is_not_shown_and_makes_a_way_on() -> None:
    past = page_of(NEWEST_FIRST[:11], None, came_older=True, newest_first=True)
    upcoming = page_of(OLDEST_FIRST[:11], None, came_older=False, newest_first=False)

    assert (ids(past.sessions), past.newer) == (ids(NEWEST_FIRST[:10]), None)
    assert past.older == cursor_at(NEWEST_FIRST[9])
    assert (ids(upcoming.sessions), upcoming.older) == (ids(OLDEST_FIRST[:10]), None)
    assert upcoming.newer == cursor_at(OLDEST_FIRST[9])


def test_a_page_in_the_middle_leads_both_ways() -> None:
    page = page_of(NEWEST_FIRST[10:21], EDGE, came_older=True, newest_first=True)

    assert (page.newer, page.older) == (cursor_at(NEWEST_FIRST[10]), cursor_at(NEWEST_FIRST[19]))


def test_a_page_found_backwards_is_shown_in_the_order_of_its_list() -> None:
    back_in_a_past_list = page_of(OLDEST_FIRST[:11], EDGE, came_older=False, newest_first=True)
    back_in_an_upcoming_list = page_of(NEWEST_FIRST[:11], EDGE, came_older=True, newest_first=False)

    assert ids(back_in_a_past_list.sessions) == ids(OLDEST_FIRST[:10])[::-1]
    assert ids(back_in_an_upcoming_list.sessions) == ids(NEWEST_FIRST[:10])[::-1]


def test_the_last_page_leads_back_only() -> None:
    page = page_of(NEWEST_FIRST[-3:], EDGE, came_older=True, newest_first=True)

    assert (page.newer, page.older) == (cursor_at(NEWEST_FIRST[-3]), None)


def test_a_page_that_has_emptied_meanwhile_leads_back_to_where_one_came_from() -> None:
    assert page_of([], EDGE, came_older=True, newest_first=True) == Page(newer=EDGE)
    assert page_of([], EDGE, came_older=False, newest_first=False) == Page(older=EDGE)
