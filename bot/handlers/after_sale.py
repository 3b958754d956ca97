"""After the sale: a package's name and last day, closing and reopening it, selling it again."""

from hashlib import sha256

from bot import screens
from bot.gestures.interactions import EXPIRES_ON, MANAGED, NAME, NameAndLastDay, NewPackageState, StatusData
from bot.gestures.replies import Close, Replace, Show
from bot.gestures.visit import Visit
from bot.gestures.wire import Unreadable
from bot.views.manage_package import name_and_last_day_form, status_form
from bot.views.new_package_form import MOST_ROWS, new_package_form
from domain import after_sale, lifecycle
from domain.after_sale import PackageChanged
from domain.values.ids import PackageId
from domain.values.packages import Package, PackageStatus


def open_manage(visit: Visit, package_id: PackageId) -> Show:
    return Show(screens.managed(visit, package_id))


def open_name_and_last_day(visit: Visit, package_id: PackageId) -> Show:
    package = after_sale.look_after_sale(visit.records, visit.by, package_id)
    return Show(name_and_last_day_form(package, NameAndLastDay(package_id, _as_shown(package)), visit.by, visit.at))


def submit_name_and_last_day(visit: Visit, state: NameAndLastDay) -> Close:
    package = after_sale.look_after_sale(visit.records, visit.by, state.package_id)
    if state.seen != _as_shown(package):
        raise PackageChanged(package)
    becomes = visit.values.get(NAME) or "", visit.values.get(EXPIRES_ON)
    as_shown = package.name, package.expires_on
    after_sale.change_name_and_last_day(visit.records, visit.by, visit.at, package.id, becomes, as_shown)
    return Close()


def _as_shown(package: Package) -> str:
    """A fingerprint of name and last day: the name itself could be too long to remember."""
    return sha256(f"{package.expires_on} {package.name}".encode()).hexdigest()[:16]


def open_status(visit: Visit, data: StatusData) -> Show:
    _require_somebody_can(data)
    package = after_sale.look_after_sale(visit.records, visit.by, data.package_id)
    return Show(status_form(package, data.becomes, visit.by, visit.at))


def submit_status(visit: Visit, data: StatusData) -> Close:
    _require_somebody_can(data)
    if data.becomes is PackageStatus.ACTIVE:
        after_sale.reopen_package(visit.records, visit.by, visit.at, data.package_id)
    else:
        lifecycle.close_package(visit.records, visit.by, visit.at, data.package_id, data.becomes)
    return Close()


def _require_somebody_can(data: StatusData) -> None:
    if data.becomes is PackageStatus.EXPIRED:  # only time makes it so
        raise Unreadable


def sell_again(visit: Visit, package_id: PackageId) -> Show | Replace:
    """New package, filled in; in the place of Manage package, under which the client's packages stand."""
    package = after_sale.look_after_sale(visit.records, visit.by, package_id)
    rows = max(1, min(len(package.included), MOST_ROWS))
    state = NewPackageState(package.client.id, rows, package.id)
    form = new_package_form(package.client, state, visit.by, package)
    return Replace(form) if visit.on.name == MANAGED.id else Show(form)
