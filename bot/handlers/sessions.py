"""One session: its details, and what becomes of it."""

from dataclasses import replace

from slack_sdk.models.views import View

from bot import screens
from bot.gestures.interactions import CHOSEN_SESSIONS, SESSION_DETAILS, SESSIONS_LIST, ChangeSeveralState, LinkState
from bot.gestures.replies import Close, Redraw, Replace, Show
from bot.gestures.visit import Visit
from bot.gestures.wire import Unreadable
from bot.views.change_several_form import change_several_form, nothing_to_change
from bot.views.link_result import link_result
from bot.views.notice import notice
from bot.views.session_details import session_details
from bot.views.undo_line import undone
from domain import changing, changing_several, undoing, visibility
from domain.changing import SessionChange
from domain.changing_counts import CountChanged
from domain.linking_several import MOST_AT_ONCE
from domain.values.ids import ActId, SessionId
from domain.values.sessions import Session

MOST_LOOKED_AT = 200  # sessions of a day


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


def open_change_several(visit: Visit, change: SessionChange) -> Show:
    """Of the day that the list is filtered to."""
    if change not in changing_several.FOR_SEVERAL:
        raise Unreadable
    wish = visit.remembers(SESSIONS_LIST).wish
    listed = visibility.sessions_matching(visit.records, visit.by, visit.at, wish, MOST_LOOKED_AT)
    sessions = changing_several.can_be_changed(listed, change, visit.at)
    if not sessions:
        return Show(nothing_to_change(change))
    state = ChangeSeveralState(change, len(sessions))
    return Show(change_several_form(sessions[:MOST_AT_ONCE], state, visit.by))


def submit_change_several(visit: Visit, state: ChangeSeveralState) -> Close | Replace:
    chosen = [_as_shown(value) for value in visit.values.get(CHOSEN_SESSIONS.nth(state.refusals)) or ()]
    if not 0 < len(chosen) <= MOST_AT_ONCE or state.change not in changing_several.FOR_SEVERAL:
        raise Unreadable
    if changing_several.change_several(visit.records, visit.by, visit.at, chosen, state.change):
        return Close()
    seen = (visibility.seen_session(visit.records, visit.by, one.session_id) for one in chosen)
    sessions = changing_several.can_be_changed((session for session in seen if session), state.change, visit.at)
    if not sessions:
        return Replace(nothing_to_change(state.change))
    return Replace(change_several_form(sessions, replace(state, refusals=state.refusals + 1), visit.by))


def _as_shown(value: str) -> changing_several.AsShown:
    changes, _, session_id = value.partition("_")
    if not (changes.isdecimal() and session_id):
        raise Unreadable
    return changing_several.AsShown(SessionId(session_id), int(changes))


def _details(visit: Visit, session: Session, since: str = "") -> View:
    package = visibility.see_package(visit.records, visit.by, session.link.package_id) if session.link else None
    return session_details(session, package, screens.last(visit), visit.by, visit.at, since)
