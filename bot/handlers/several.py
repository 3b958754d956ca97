"""Linking several sessions in one go."""

from slack_sdk.models.views import View

from bot.gestures.interactions import ONE_OF_SEVERAL, SESSIONS_LIST, SEVERAL_FORM, SeveralState
from bot.gestures.replies import Close, Correct, Replace, Show
from bot.gestures.visit import Visit
from bot.gestures.wire import Unreadable
from bot.views.several_form import LEFT_OUT, nothing_fits, one_of, several_form
from domain.attention import MOST_TRIED, what_fits
from domain.linking_several import MOST_AT_ONCE, NothingChosen, Pick, Several, link_several, look_again, propose
from domain.values.ids import ClientId, PackageId, SessionId
from domain.visibility import BookingsWish, sessions_matching


def open_all(visit: Visit, _: None) -> Show:
    """Of all that need to be linked."""
    several, number = what_fits(visit.records, visit.by, visit.at)
    return _show(visit, several, number)


def open_listed(visit: Visit, _: None) -> Show:
    """Of those that the list is filtered to."""
    return _of_wish(visit, visit.remembers(SESSIONS_LIST).wish)


def open_of_client(visit: Visit, client_id: ClientId) -> Show:
    """Of those that aren't linked of a client, wherever they are in time."""
    return _of_wish(visit, BookingsWish(upcoming=False, client_id=client_id, linked=False))


def _of_wish(visit: Visit, wish: BookingsWish) -> Show:
    sessions = sessions_matching(visit.records, visit.by, visit.at, wish, MOST_TRIED)
    free = [session for session in sessions if session.link is None]
    return _show(visit, propose(visit.records, visit.by, visit.at, free), len(free))


def _show(visit: Visit, several: Several, number: int) -> Show:
    if not several.proposals:
        return Show(nothing_fits())
    return Show(_form(visit, several, number))


def _form(visit: Visit, several: Several, of: int, *, is_refused: bool = False) -> View:
    state = SeveralState(of, several.fingerprint)
    return several_form(several, state, visit.by, visit.at, is_refused=is_refused)


def choose(visit: Visit, _: PackageId) -> Replace:
    """Each choice changes what those after it would do."""
    several = look_again(visit.records, visit.by, visit.at, _picks(visit))
    return Replace(_form(visit, several, visit.remembers(SEVERAL_FORM).of))


def submit(visit: Visit, state: SeveralState) -> Close | Replace | Correct:
    picks = _picks(visit)
    try:
        several = link_several(visit.records, visit.by, visit.at, picks, state.seen)
    except NothingChosen as nothing:
        return Correct({one_of(picks[0].session_id, picks[0].link_changes).name: str(nothing)})
    return Close() if several.are_linked else Replace(_form(visit, several, state.of, is_refused=True))


def _picks(visit: Visit) -> list[Pick]:
    chosen = visit.values.each(ONE_OF_SEVERAL)
    if not 0 < len(chosen) <= MOST_AT_ONCE:
        raise Unreadable
    return [_pick(which, package) for which, package in chosen.items()]


def _pick(which: str, package: str | None) -> Pick:
    changes, _, session_id = which.partition("_")
    if not (changes.isdecimal() and session_id):
        raise Unreadable
    return Pick(SessionId(session_id), int(changes), None if package in {None, LEFT_OUT} else PackageId(str(package)))
