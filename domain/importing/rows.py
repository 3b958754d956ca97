"""The rows of an import. Each column is declared here: what fills the field, and how it is read from text."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated

from domain.importing.columns import Column, Part
from domain.importing.fields import (
    a_choice_of,
    a_name,
    a_number,
    a_practitioner,
    a_total,
    an_id,
    or_else,
    or_none,
)
from domain.importing.times import a_day, a_moment
from domain.values.ids import ClientId, PackageId, ServiceId, SessionId
from domain.values.packages import PackageStatus
from domain.values.sessions import LONGEST_SESSION, Confirmation, Payment

Lacking = frozenset[str]  # the columns that a row's file doesn't have

_NOTHING: Lacking = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedClient:
    id: Annotated[ClientId, Column(an_id, "client_id", is_key=True)]
    name: Annotated[str, Column(a_name)]
    lacks: Lacking = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedService:
    id: Annotated[ServiceId, Column(an_id, "service_id", is_key=True)]
    name: Annotated[str, Column(a_name)]
    lacks: Lacking = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageState:
    """A package, without the services that it includes."""

    id: Annotated[PackageId, Column(an_id, "package_id", is_key=True)]
    client_id: Annotated[ClientId, Column(an_id)]
    name: Annotated[str, Column(a_name)]
    status: Annotated[PackageStatus, Column(a_choice_of(PackageStatus))]
    expires_on: Annotated[date | None, Column(or_none(a_day))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPackage(PackageState):
    """A row of packages: a package, and one of the services that it includes, if any."""

    service_id: Annotated[ServiceId | None, Column(or_none(an_id), part=Part.INCLUDED, is_key=True)]
    total: Annotated[int | None, Column(or_none(a_total), "sessions", Part.INCLUDED)]
    used_before: Annotated[int | None, Column(or_none(a_total), part=Part.INCLUDED)] = None  # elsewhere; None: none
    lacks: Lacking = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionColumns:
    """What the files say of a session."""

    id: Annotated[SessionId, Column(an_id, "session_id", is_key=True)]
    client_id: Annotated[ClientId, Column(an_id)]
    service_id: Annotated[ServiceId, Column(an_id)]
    practitioner: Annotated[str, Column(a_practitioner)]  # a Slack user id or an e-mail address
    starts_at: Annotated[datetime, Column(a_moment, needs_zone=True)]
    minutes: Annotated[int, Column(partial(a_number, 1, LONGEST_SESSION))]
    confirmation: Annotated[Confirmation, Column(or_else(Confirmation.UNCONFIRMED, a_choice_of(Confirmation)))]
    payment: Annotated[Payment, Column(a_choice_of(Payment))]
    package_id: Annotated[PackageId | None, Column(or_none(an_id))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSession(SessionColumns):
    lacks: Lacking = _NOTHING


ImportedRow = ImportedClient | ImportedService | ImportedPackage | ImportedSession
