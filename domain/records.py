"""What storage must offer to the use cases: one workspace's records inside one open transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.bookings import Filters, Place
from domain.clients import Client
from domain.history import Entry
from domain.ids import ClientId, PackageId, PersonId, ServiceId, SessionId
from domain.packages import Package, PackageStatus
from domain.sessions import Confirmation, Origin, Service, Session


class Records(Protocol):
    # clients and services
    def find_client(self, client_id: ClientId, seen_by: PersonId | None, /) -> Client | None:
        """The client, if they have a session with `seen_by`; None there means anybody."""

    def find_clients(self, words: Sequence[str], seen_by: PersonId | None, most: int, /) -> list[Client]:
        """Clients whose folded names contain every word, by name."""

    def find_service(self, service_id: ServiceId, /) -> Service | None: ...

    def find_services(self, words: Sequence[str], most: int, /) -> list[Service]:
        """Services whose folded names contain every word, by name."""

    # sessions
    def find_session(self, session_id: SessionId, /) -> Session | None: ...

    def list_sessions(
        self, filters: Filters, after: Place | None, most: int, /, *, newest_first: bool
    ) -> list[Session]:
        """The first sessions in that order beyond `after`."""

    def linked_sessions(
        self, package_id: PackageId, after: Place | None, most: int, /, *, newest_first: bool
    ) -> list[Session]:
        """Sessions linked to the package, in that order beyond `after`."""

    def add_session(self, session: Session, /) -> None:
        """Store a new session, not linked."""

    def link(
        self,
        session_id: SessionId,
        package_id: PackageId,
        origin: Origin,
        by: PersonId | None,
        at: datetime,
        /,
    ) -> bool:
        """Tie the session to the package; False where it is tied already."""

    def unlink(self, session_id: SessionId, package_id: PackageId, /) -> bool:
        """Remove the tie; False where the session isn't tied to this package."""

    def change_session(self, was: Session, becomes: Session, /) -> bool:
        """Store confirmation and payment; False where they aren't what they `was` any more."""

    # packages
    def find_package(self, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None: ...

    def find_package_to_change(self, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None:
        """The package, kept from being changed by anybody else until the transaction ends."""

    def packages_of(self, client_id: ClientId, holding: Collection[Confirmation], /) -> list[Package]: ...

    def add_package(self, package: Package, /) -> None: ...

    def change_package_status(self, package_id: PackageId, was: PackageStatus, becomes: PackageStatus, /) -> bool:
        """Store the status; False where it isn't what it `was` any more."""

    def expiries_to_note(self, today: date, most: int, /) -> list[Package]:
        """Active packages whose last day has passed and whose expiry isn't in their history yet."""

    def note_expiry(self, package_id: PackageId, expired_on: date, /) -> bool:
        """Keep that this expiry is in the history; False where it was already."""

    # history
    def record(self, entry: Entry, /) -> None: ...

    def history_of(self, package_id: PackageId, skip: int, most: int, /) -> list[Entry]:
        """The package's entries, newest first."""

    def total_changes(self, package_id: PackageId, most: int, /) -> list[Entry]:
        """The package's newest entries that changed a total, in the order in which they happened."""
