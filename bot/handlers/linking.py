"""Linking a session to a package, and unlinking it."""

from collections.abc import Iterable

from bot import screens
from bot.gestures.interactions import (
    LINK_FORM,
    MOVE_FORM,
    MOVE_TO,
    PACKAGE,
    LinkState,
    MoveState,
    UnlinkState,
)
from bot.gestures.replies import Close, Offer, Replace, Show
from bot.gestures.visit import Visit
from bot.views.link_result import link_result, make_it_count
from bot.views.move_form import move_form
from bot.views.package_picker import nothing_to_link_to, package_options, package_picker
from bot.views.unlink_form import unlink_form
from domain import fitting, linking, moving
from domain.fitting import Choice
from domain.linking import Linked
from domain.putting_right import look_before_putting_right, session_over_total
from domain.values.clients import folded
from domain.values.ids import PackageId, SessionId

MOST_OFFERED = 100  # Slack's limit


def open_picker(visit: Visit, session_id: SessionId) -> Show:
    session, choices = fitting.packages_to_link(visit.records, visit.by, visit.at, session_id)
    if not choices:
        ended = fitting.ended_packages(visit.records, visit.by, visit.at, session)
        return Show(nothing_to_link_to(session, ended, visit.by, visit.at))
    return Show(package_picker(session, choices, LinkState(session_id, session.link_changes), visit.by, visit.at))


def suggest_packages(visit: Visit, typed: str) -> Offer:
    state = visit.remembers(LINK_FORM)
    _, choices = fitting.packages_to_link(visit.records, visit.by, visit.at, state.session_id)
    return _matching(choices, typed)


def submit_link(visit: Visit, state: LinkState) -> Replace | Close:
    package_id = PackageId(visit.values.get(PACKAGE) or "")
    linked = linking.link_session(visit.records, visit.by, visit.at, state.session_id, package_id, state.ties)
    return _result(visit, linked, state)


def open_unlink(visit: Visit, session_id: SessionId) -> Show:
    linked = linking.look_before_unlinking(visit.records, visit.by, session_id)
    state = UnlinkState(session_id, linked.package.id, linked.session.link_changes)
    return Show(unlink_form(linked, state, visit.by, visit.at))


def submit_unlink(visit: Visit, state: UnlinkState) -> Close:
    linking.unlink_session(visit.records, visit.by, visit.at, state.session_id, state.package_id, state.ties)
    return Close()


def open_move(visit: Visit, session_id: SessionId) -> Show:
    away, choices = moving.packages_to_move_to(visit.records, visit.by, visit.at, session_id)
    state = MoveState(session_id, away.package.id, away.session.link_changes)
    return Show(move_form(away, choices, state, visit.by, visit.at))


def suggest_packages_to_move_to(visit: Visit, typed: str) -> Offer:
    state = visit.remembers(MOVE_FORM)
    _, choices = moving.packages_to_move_to(visit.records, visit.by, visit.at, state.session_id)
    return _matching(choices, typed)


def submit_move(visit: Visit, state: MoveState) -> Replace | Close:
    to_package = PackageId(visit.values.get(MOVE_TO) or "")
    moved = moving.move_session(
        visit.records, visit.by, visit.at, state.session_id, state.package_id, to_package, state.link_changes
    )
    return _result(visit, moved.linked, LinkState(state.session_id), "Moved")


def _result(visit: Visit, linked: Linked, state: LinkState, done: str = "Linked") -> Replace | Close:
    """Where the count doesn't change or runs over, that, with the ways to put it right."""
    if not linked.effect.is_to_put_right:
        return Close()
    return Replace(link_result(linked, state, screens.last(visit), visit.by, visit.at, done))


def open_make_it_count(visit: Visit, session_id: SessionId) -> Show:
    """The ways to put it right, long after it was linked."""
    linked = look_before_putting_right(visit.records, visit.by, session_id)
    return Show(make_it_count(linked, LinkState(session_id), visit.by, visit.at))


def open_make_package_count(visit: Visit, package_id: PackageId) -> Show:
    """The same, from a package that runs over: of the session that was linked beyond its total last."""
    return open_make_it_count(visit, session_over_total(visit.records, visit.by, package_id))


def _matching(choices: Iterable[Choice], typed: str) -> Offer:
    words = folded(typed).split()
    matching = [choice for choice in choices if all(word in folded(choice.package.name) for word in words)]
    return Offer(package_options(matching)[:MOST_OFFERED])
