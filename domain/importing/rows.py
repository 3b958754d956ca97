"""The rows of an import: what each holds, and how it is read from text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from json import JSONEncoder
from typing import Any, Generic, TypeVar

from domain.booking import LONGEST_SESSION
from domain.importing import fields
from domain.importing.fields import Unfit
from domain.importing.files import COLUMNS, FileKind
from domain.values.ids import ClientId, PackageId, ServiceId, SessionId
from domain.values.packages import PackageStatus
from domain.values.sessions import Confirmation, Payment

Faults = list[tuple[str, str]]  # column, what is wrong
Row = TypeVar("Row")

_as_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class ImportedName:
    """A row of clients or services."""

    id: str
    name: str

    @property
    def source(self) -> str:
        return _as_json([self.name])


@dataclass(frozen=True, slots=True)
class ImportedPackage:
    """A row of packages: a package, and one of the services that it includes, if any."""

    id: PackageId
    client_id: ClientId
    name: str
    status: PackageStatus
    expires_on: date | None
    service_id: ServiceId | None
    sessions: int | None

    @property
    def source(self) -> str:
        """Of the package, without the included service."""
        return _as_json([self.client_id, self.name, self.status, self.expires_on and self.expires_on.isoformat()])

    @property
    def included_source(self) -> str:
        return _as_json([self.sessions])


@dataclass(frozen=True, slots=True)
class ImportedSession:
    id: SessionId
    client_id: ClientId
    service_id: ServiceId
    practitioner: str  # a Slack user id or an e-mail address
    starts_at: datetime
    minutes: int
    confirmation: Confirmation
    payment: Payment
    package_id: PackageId | None

    @property
    def source(self) -> str:
        booking = [self.client_id, self.service_id, self.practitioner, self.starts_at.isoformat(), self.minutes]
        return _as_json([*booking, self.confirmation, self.payment, self.package_id])


@dataclass(frozen=True, slots=True)
class Format(Generic[Row]):
    """How the rows of one kind are read: a reader for each of its columns, and what the values make."""

    kind: FileKind
    readers: tuple[Callable[[str], Any], ...]
    make: Callable[..., Row]
    check: Callable[[Row], Faults] = lambda _: []

    def read(self, texts: Sequence[str]) -> Row | Faults:
        """The row of these texts, which stand in the order of COLUMNS; or everything that is wrong with them."""
        try:
            row = self.make(*[read(text) for read, text in zip(self.readers, texts, strict=True)])
        except Unfit:
            return self._faults(texts)
        return self.check(row) or row

    def _faults(self, texts: Sequence[str]) -> Faults:
        faults = []
        for column, read, text in zip(COLUMNS[self.kind], self.readers, texts, strict=True):
            try:
                read(text)
            except Unfit as unfit:
                faults.append((column, str(unfit)))
        return faults


def _half_included(row: ImportedPackage) -> Faults:
    if (row.service_id is None) == (row.sessions is None):
        return []
    empty, other = ("service_id", "sessions") if row.service_id is None else ("sessions", "service_id")
    return [(empty, f"is empty, but {other} is not. Fill both or neither.")]


_id, _id_or_none = fields.an_id, fields.an_id_or_none

CLIENTS = Format(FileKind.CLIENTS, (_id, fields.a_name), ImportedName)
SERVICES = Format(FileKind.SERVICES, (_id, fields.a_name), ImportedName)
PACKAGES = Format(
    FileKind.PACKAGES,
    (
        *(_id, _id, fields.a_name, fields.a_choice_of(PackageStatus), fields.a_day_or_none),
        *(_id_or_none, fields.a_total_or_none),
    ),
    ImportedPackage,
    _half_included,
)
SESSIONS = Format(
    FileKind.SESSIONS,
    (
        *(_id, _id, _id, fields.a_practitioner, fields.a_moment, partial(fields.a_number, 1, LONGEST_SESSION)),
        *(fields.a_choice_of(Confirmation), fields.a_choice_of(Payment), _id_or_none),
    ),
    ImportedSession,
)
