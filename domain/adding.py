"""Clients and services that are added in Slack, and renamed (rule 26)."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.records import Records
from domain.values.bookings import PAGE
from domain.values.clients import Client, folded
from domain.values.fields import ClientField, Entered, NotAcceptable, ServiceField
from domain.values.ids import LONGEST_NAME, ClientId, PersonId, ServiceId
from domain.values.people import Person, require_manager
from domain.values.refusal import DoneAlready, Refusal
from domain.values.sessions import LONGEST_SESSION, Service
from domain.visibility import ServiceNotFound, find_clients, find_services, see_client

MOST_DOUBLES = 3  # that are named


@dataclass(frozen=True, slots=True)
class Start:
    """What there is to work with, as this person sees it, and who can add what is missing."""

    has_services: bool
    has_clients: bool
    managers: tuple[PersonId, ...] = ()

    @property
    def can_book(self) -> bool:
        return self.has_services and self.has_clients


@dataclass(frozen=True, slots=True)
class ServicesPage:
    services: tuple[Service, ...]
    skipped: int
    has_more: bool


class OnlyManagersAddClients(Refusal):
    def __init__(self) -> None:
        super().__init__("Only a manager can add clients here. Ask one of your managers.")


class WithoutName(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({ClientField.NAME: f"Enter a name of up to {LONGEST_NAME} characters."})


class NotAService(NotAcceptable):
    """Something that was said of a service can't be so."""


def start_of(records: Records, by: Person) -> Start:
    return Start(
        has_services=bool(records.find_services((), 0, 1, with_retired=False)),
        has_clients=bool(records.find_clients((), by.own_only, 1)),
        managers=by.workspace.managers or tuple(records.admins()),
    )


def require_may_add(by: Person) -> None:
    if not by.may_add_clients:
        raise OnlyManagersAddClients


def likely_doubles(records: Records, by: Person, name: str) -> list[Client]:
    """Clients of this name, for managers: others aren't told who there is besides their own."""
    if not by.is_manager or not name.strip():
        return []
    called = folded(_one_line(name))
    return [client for client in find_clients(records, by, name) if folded(client.name) == called][:MOST_DOUBLES]


def add_client(records: Records, by: Person, name: str, new_id: ClientId) -> Client:
    """Add a client, who is theirs from then on."""
    require_may_add(by)
    client = Client(new_id, _client_name(name))
    if not records.add_client(client, by.id):
        raise DoneAlready
    return client


def rename_client(records: Records, by: Person, at: datetime, client_id: ClientId, name: str) -> None:
    """Call a client otherwise, in what is posted, too."""
    require_manager(by, "rename a client")
    client, becomes = see_client(records, by, client_id), _client_name(name)
    if client.name != becomes:
        records.rename_client(client.id, becomes, at)


def services_page(records: Records, by: Person, skip: int) -> ServicesPage:
    """A page of all services, for managers."""
    require_manager(by, "change services")
    found = records.find_services((), skip, PAGE + 1, with_retired=True)
    return ServicesPage(tuple(found[:PAGE]), skip, len(found) > PAGE)


def see_service(records: Records, by: Person, service_id: ServiceId) -> Service:
    require_manager(by, "change services")
    service = records.find_service(service_id)
    if service is None:
        raise ServiceNotFound
    return service


def add_service(records: Records, by: Person, name: str, minutes: int | None, new_id: ServiceId) -> None:
    require_manager(by, "add a service")
    if not records.add_service(_acceptable(records, Service(new_id, _one_line(name), minutes))):
        raise DoneAlready


def change_service(
    records: Records, by: Person, service_id: ServiceId, name: str, minutes: int | None, *, is_retired: bool
) -> None:
    """Call a service otherwise, or give it another usual length; a retired one keeps its sessions and packages."""
    service = see_service(records, by, service_id)
    becomes = replace(service, name=_one_line(name), minutes=minutes, is_retired=is_retired)
    records.change_service(_acceptable(records, becomes))


def _acceptable(records: Records, service: Service) -> Service:
    """The service, or everything that is wrong with it at once."""
    errors: dict[Entered, str] = {}
    if not 1 <= len(service.name) <= LONGEST_NAME:
        errors[ServiceField.NAME] = f"Enter a name of up to {LONGEST_NAME} characters."
    elif any(folded(one.name) == folded(service.name) for one in _others(records, service)):
        errors[ServiceField.NAME] = "There is a service of this name already."
    if service.minutes is not None and not 1 <= service.minutes <= LONGEST_SESSION:
        errors[ServiceField.MINUTES] = f"A session lasts 1 to {LONGEST_SESSION} minutes."
    if errors:
        raise NotAService(errors)
    return service


def _others(records: Records, service: Service) -> list[Service]:
    """Others that are offered under names like this one's."""
    if service.is_retired:
        return []
    return [one for one in find_services(records, service.name) if one.id != service.id]


def _client_name(name: str) -> str:
    called = _one_line(name)
    if not 1 <= len(called) <= LONGEST_NAME:
        raise WithoutName
    return called


def _one_line(text: str) -> str:
    return " ".join(text.split())
