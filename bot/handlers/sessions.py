"""One session: its details, and what becomes of it."""

from slack_sdk.models.views import View

from bot import screens
from bot.gestures.interactions import SESSION_DETAILS, LinkState
from bot.gestures.replies import Redraw, Replace, Show
from bot.gestures.visit import Visit
from bot.views.link_result import link_result
from bot.views.notice import notice
from bot.views.session_details import session_details
from bot.views.undo_line import undone
from domain import changing, undoing, visibility
from domain.changing import SessionChange
from domain.changing_counts import CountChanged
from domain.values.ids import ActId, SessionId
from domain.values.sessions import Session


def open_details(visit: Visit, session_id: SessionId) -> Show:
    return Show(_details(visit, visibility.see_session(visit.records, visit.by, session_id)))


def change(visit: Visit, to: SessionChange) -> Replace:
    state = visit.remembers(SESSION_DETAILS)
    try:
        changed = changing.change_session(visit.records, visit.by, visit.at, state.session_id, to, state.changes)
    except CountChanged as since:
        session = visibility.see_session(visit.records, visit.by, state.session_id)
        return Replace(_details(visit, session, str(since)))
    linked = changed.linked
    if to is SessionChange.RESTORE and linked and linked.effect.is_to_put_right:
        state_of_link = LinkState(state.session_id)
        return Replace(link_result(linked, state_of_link, screens.last(visit), visit.by, visit.at, "Restored"))
    return Replace(_details(visit, changed.session))


def undo(visit: Visit, act_id: ActId) -> Redraw | Replace:
    """Take back what was done last, wherever it is offered."""
    undoing.undo(visit.records, visit.by, visit.at, act_id)
    if visit.on.name in screens.AGAIN:
        return Redraw()
    if visit.on.name == SESSION_DETAILS.id:
        session_id = visit.remembers(SESSION_DETAILS).session_id
        return Replace(_details(visit, visibility.see_session(visit.records, visit.by, session_id)))
    last = screens.last(visit)
    return Replace(notice(undone(last, visit.by, visit.at) if last else "Undone.", "Undone"))


def _details(visit: Visit, session: Session, since: str = "") -> View:
    package = visibility.see_package(visit.records, visit.by, session.link.package_id) if session.link else None
    return session_details(session, package, screens.last(visit), visit.by, visit.at, since)
