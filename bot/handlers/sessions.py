"""One session: its details, and what becomes of it."""

from bot import screens
from bot.interactions import SESSION_DETAILS, SESSIONS_LIST, Behind
from bot.replies import Reply, Show, Turn
from bot.views.session_details import session_details
from bot.visit import Visit
from domain import booking, seeing
from domain.booking import SessionChange
from domain.ids import SessionId


def open_details(visit: Visit, session_id: SessionId) -> Reply:
    behind = Behind(visit.on.id, visit.remembers(SESSIONS_LIST))
    session = seeing.see_session(visit.records, visit.by, session_id)
    return Show(session_details(session, behind, visit.by, visit.at))


def change(visit: Visit, to: SessionChange) -> Reply:
    state = visit.remembers(SESSION_DETAILS)
    session = booking.change_session(visit.records, visit.by, visit.at, state.session_id, to, state.changes)
    view = session_details(session, state.behind, visit.by, visit.at)
    return Turn(view, screens.redraw(visit, state.behind))
