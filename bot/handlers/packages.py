"""A client's packages: what is on them, why they count as they do, and new ones."""

from dataclasses import replace

from bot import screens
from bot.gestures.interactions import (
    EXPIRES_ON,
    NAME,
    NEW_PACKAGE_FORM,
    SERVICE,
    SESSIONS,
    USED_BEFORE,
    HistoryState,
    ListKind,
    ListState,
    NewPackageState,
    PackagesState,
    WhyState,
)
from bot.gestures.replies import Close, Offer, Replace, Show
from bot.gestures.visit import Visit
from bot.views.new_package_form import MOST_ROWS, new_package_form
from bot.views.package_history import package_history
from bot.views.parts import service_options
from bot.views.why_count import why_count
from domain import lifecycle, visibility
from domain.values.ids import ClientId, PackageId, ServiceId
from domain.values.people import require_manager
from domain.why import why_this_count


def page_packages(visit: Visit, state: PackagesState) -> Replace:
    return Replace(screens.packages(visit, state))


def open_scheduled(visit: Visit, package_id: PackageId) -> Show:
    return Show(screens.sessions_list(visit, ListState(ListKind.SCHEDULED, package_id=package_id)))


def open_why(visit: Visit, package_id: PackageId) -> Show:
    why = why_this_count(visit.records, visit.by, package_id)
    return Show(why_count(why, WhyState(package_id), visit.by, visit.at))


def page_why(visit: Visit, state: WhyState) -> Replace:
    why = why_this_count(visit.records, visit.by, state.package_id, state.beyond, older=state.older)
    return Replace(why_count(why, state, visit.by, visit.at))


def open_history(visit: Visit, package_id: PackageId) -> Show:
    page = visibility.package_history(visit.records, visit.by, visit.at, package_id)
    return Show(package_history(page, visit.by))


def page_history(visit: Visit, state: HistoryState) -> Replace:
    page = visibility.package_history(visit.records, visit.by, visit.at, state.package_id, max(0, state.skip))
    return Replace(package_history(page, visit.by))


def open_new(visit: Visit, client_id: ClientId) -> Show:
    require_manager(visit.by, "add a package")
    client = visibility.see_client(visit.records, visit.by, client_id)
    return Show(new_package_form(client, NewPackageState(client_id), visit.by))


def add_another(visit: Visit, _: None) -> Replace:
    state = visit.remembers(NEW_PACKAGE_FORM)
    client = visibility.see_client(visit.records, visit.by, state.client_id)
    like = visibility.see_package(visit.records, visit.by, state.like) if state.like else None
    more = replace(state, services=min(state.services + 1, MOST_ROWS))
    return Replace(new_package_form(client, more, visit.by, like))


def suggest_services(visit: Visit, typed: str) -> Offer:
    return Offer(service_options(visibility.find_services(visit.records, typed)))


def submit_new(visit: Visit, state: NewPackageState) -> Close:
    wish = lifecycle.NewPackage(
        client_id=state.client_id,
        name=visit.values.get(NAME) or "",
        expires_on=visit.values.get(EXPIRES_ON),
        services=_services(visit, min(state.services, MOST_ROWS)),
        used_before=tuple(visit.values.get(USED_BEFORE.nth(n)) for n in range(1, min(state.services, MOST_ROWS) + 1)),
    )
    lifecycle.new_package(visit.records, visit.by, visit.at, wish, PackageId(visit.new_id))
    return Close()


def _services(visit: Visit, rows: int) -> tuple[tuple[ServiceId | None, int | None], ...]:
    entered = [(visit.values.get(SERVICE.nth(n)), visit.values.get(SESSIONS.nth(n))) for n in range(1, rows + 1)]
    return tuple((ServiceId(service) if service else None, sessions) for service, sessions in entered)
