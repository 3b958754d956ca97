"""Screens that follow what is done over them, and that handlers of several modules draw: with what is stored now."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ATTENTION_LIST,
    MANAGED,
    PACKAGES,
    SESSIONS_LIST,
    AttentionState,
    ListKind,
    ListState,
    PackagesState,
)
from bot.gestures.visit import OnScreen, Visit
from bot.gestures.wire import Unreadable
from bot.views.attention_groups import attention_list
from bot.views.bookings_list import bookings_list
from bot.views.client_page import PACKAGES_A_PAGE, client_bookings, client_packages
from bot.views.home_view import home_view
from bot.views.manage_package import manage_package
from bot.views.scheduled_bookings import scheduled_bookings
from domain import visibility
from domain.after_sale import look_after_sale
from domain.attention import needs_attention
from domain.values.ids import PackageId
from domain.verifying import last_verification
from domain.visibility import BookingsWish

MOST_PENDING = 100


def sessions_list(visit: Visit, state: ListState) -> View:
    """The list of sessions in this state, with what is stored now."""
    if state.kind is ListKind.HOME:
        return home(visit, state)
    if state.kind is ListKind.SCHEDULED and state.package_id:
        wish = state.wish
        package, page = visibility.scheduled_bookings(
            visit.records, visit.by, state.package_id, wish.beyond, older=wish.older
        )
        return scheduled_bookings(package, state, page, visit.by, visit.at)
    page = visibility.list_bookings(visit.records, visit.by, visit.at, state.wish)
    if state.kind is ListKind.CLIENT and state.wish.client_id:
        client = visibility.see_client(visit.records, visit.by, state.wish.client_id)
        return client_bookings(client, state, page, visit.by, visit.at)
    return bookings_list(state, page, visit.by, visit.at)


def home(visit: Visit, state: ListState) -> View:
    """The Home tab: the person's bookings, or a manager's practice's, and what needs their attention."""
    page = visibility.list_bookings(visit.records, visit.by, visit.at, own_wish(visit, state))
    found = needs_attention(visit.records, visit.by, visit.at)
    verified = last_verification(visit.records, visit.by)
    return home_view(state, page, found, verified, visit.by, visit.at, is_new=is_new(visit))


def attention(visit: Visit, state: AttentionState) -> View:
    """All that needs attention of one kind."""
    found = needs_attention(visit.records, visit.by, visit.at, state.kind)
    return attention_list(state.kind, found, visit.by, visit.at)


def own_wish(visit: Visit, state: ListState) -> BookingsWish:
    """The Home tab lists the sessions of the person who looks; a manager's those of the practice."""
    return state.wish if visit.by.is_manager else replace(state.wish, practitioner=visit.by.id)


def is_new(visit: Visit) -> bool:
    """Whether the workspace has no data yet."""
    return not visit.records.has_sessions()


def packages(visit: Visit, state: PackagesState) -> View:
    """The Packages tab of a client; a page beyond the last one shows the last one."""
    client = visibility.see_client(visit.records, visit.by, state.client_id)
    found = visibility.packages_of(visit.records, visit.by, client.id, visit.at)
    last = max(0, len(found) - 1) // PACKAGES_A_PAGE
    page = PackagesState(client.id, min(max(0, state.page), last))
    pending = visit.records.pending_adjustments(None, [package.id for package in found], MOST_PENDING)
    return client_packages(client, found, pending, page, visit.by, visit.at)


def managed(visit: Visit, package_id: PackageId) -> View:
    """What can be done with a package after it was sold."""
    package = look_after_sale(visit.records, visit.by, package_id)
    return manage_package(package, visit.by, visit.at)


AGAIN: Mapping[str, Callable[[Visit], View]] = {
    SESSIONS_LIST.id: lambda visit: sessions_list(visit, visit.remembers(SESSIONS_LIST)),
    ATTENTION_LIST.id: lambda visit: attention(visit, visit.remembers(ATTENTION_LIST)),
    MANAGED.id: lambda visit: managed(visit, visit.remembers(MANAGED)),
    PACKAGES.id: lambda visit: packages(visit, visit.remembers(PACKAGES)),
}


def require_known(visit: Visit) -> None:
    """Refuse as out of date what comes from a screen that can't be drawn again."""
    if visit.on.name not in AGAIN:
        raise Unreadable


def again(visit: Visit) -> View:
    """What the visitor looks at, as it is now."""
    require_known(visit)
    return AGAIN[visit.on.name](visit)


def stack_over(on: OnScreen) -> OnScreen | None:
    """The screens that stand under a modal which opens on top of this one, as far as they can be drawn again."""
    return on if on.name in AGAIN else on.under
