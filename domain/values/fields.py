"""What people enter, field by field, in the words of the domain; a form says where on it each of these is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.values.ids import ServiceId
from domain.values.refusal import Refusal
from domain.values.setting_changes import Setting


class BookingField(StrEnum):
    """What is said of a new session."""

    SERVICE = "service"
    PRACTITIONER = "practitioner"
    STARTS_AT = "starts_at"
    MINUTES = "minutes"


class PackageField(StrEnum):
    """What is said of a new package, besides its services."""

    NAME = "name"
    EXPIRES_ON = "expires_on"


class RequestField(StrEnum):
    """What is said when an adjustment is asked for or decided, besides the services."""

    REASON = "reason"


class ClientField(StrEnum):
    """What is said of a client."""

    NAME = "client_name"


class ServiceField(StrEnum):
    """What is said of a service."""

    NAME = "service_name"
    MINUTES = "service_minutes"


class NameField(StrEnum):
    """What is said of a name that files have for a practitioner."""

    PERSON = "names_person"


class SearchField(StrEnum):
    """What limits a list of sessions."""

    TO_DAY = "to_day"


@dataclass(frozen=True, slots=True)
class CountOf:
    """The number of sessions of a service that a package includes."""

    service_id: ServiceId


@dataclass(frozen=True, slots=True)
class ServiceOfRow:
    """The service in a row of services to include, counted from 1."""

    row: int


@dataclass(frozen=True, slots=True)
class SessionsOfRow:
    """The number of sessions in a row of services to include, counted from 1."""

    row: int


@dataclass(frozen=True, slots=True)
class UsedBeforeOfRow:
    """How many sessions were used elsewhere before, in a row of services to include, counted from 1."""

    row: int


Said = BookingField | ClientField | NameField | PackageField | RequestField | SearchField | ServiceField | Setting
Entered = Said | CountOf | ServiceOfRow | SessionsOfRow | UsedBeforeOfRow


class NotAcceptable(Refusal):
    """Some of what was entered can't be taken as it is: for each field, what to do about it."""

    def __init__(self, fields: Mapping[Entered, str]) -> None:
        super().__init__("\n".join(fields.values()))
        self.fields = fields
