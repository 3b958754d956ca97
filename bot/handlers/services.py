"""Services, for managers: what there is, new ones, changed and retired ones."""

from bot import screens
from bot.gestures.interactions import (
    OFFERED,
    SERVICE_NAME,
    USUAL_MINUTES,
    ServiceFormState,
    ServicesState,
)
from bot.gestures.replies import Close, Offer, Replace, Show
from bot.gestures.visit import Visit
from bot.views.parts import service_options
from bot.views.service_form import RETIRED, service_form
from domain import adding, visibility
from domain.values.ids import ServiceId
from domain.values.people import require_manager


def open_list(visit: Visit, _: None) -> Show:
    return Show(screens.services(visit, ServicesState()))


def page_list(visit: Visit, state: ServicesState) -> Replace:
    return Replace(screens.services(visit, state))


def open_new(visit: Visit, _: None) -> Show:
    require_manager(visit.by, "add a service")
    return Show(service_form(None))


def open_change(visit: Visit, service_id: ServiceId) -> Show:
    return Show(service_form(adding.see_service(visit.records, visit.by, service_id)))


def submit(visit: Visit, state: ServiceFormState) -> Close:
    name, minutes = visit.values.get(SERVICE_NAME) or "", visit.values.get(USUAL_MINUTES)
    if state.service_id is None:
        adding.add_service(visit.records, visit.by, name, minutes, ServiceId(visit.new_id))
        return Close()
    is_retired = visit.values.get(OFFERED) == RETIRED
    adding.change_service(visit.records, visit.by, state.service_id, name, minutes, is_retired=is_retired)
    return Close()


def suggest_any(visit: Visit, typed: str) -> Offer:
    """Retired ones, too: their sessions are there still."""
    return Offer(service_options(visibility.find_services(visit.records, typed, with_retired=True)))
