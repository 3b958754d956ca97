"""What storage must offer to the use cases: one workspace's records inside one open transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.values.acts import Act, Deed, Part
from domain.values.adjustments import Adjustment, AdjustmentStatus, Figures, Sums
from domain.values.attention import Aside
from domain.values.bookings import Cursor, Filters, Look, Span, Standing
from domain.values.clients import Client
from domain.values.history import Belongings, Entry, Erasure
from domain.values.ids import (
    ActId,
    AdjustmentId,
    ClientId,
    DropId,
    PackageId,
    PersonId,
    ServiceId,
    SessionId,
    SourceName,
)
from domain.values.import_looks import ImportLook
from domain.values.messages import Drop, Message
from domain.values.packages import Package, PackageStatus
from domain.values.people import Workspace
from domain.values.sessions import Confirmation, Origin, Service, Session
from domain.values.setting_changes import SettingChange
from domain.values.source_names import NamedPerson
from domain.values.verification import Verification


class Records(Protocol):
    # clients and services
    def find_client(self, client_id: ClientId, visible_to: PersonId | None, /) -> Client | None:
        """The client, if they have a session with `visible_to`; None there means anybody."""

    def find_clients(self, words: Sequence[str], visible_to: PersonId | None, most: int, /) -> list[Client]:
        """Clients whose folded names contain every word, by name."""

    def add_client(self, client: Client, added_by: PersonId, /) -> bool:
        """Store a new client, who is theirs; False where there is one of this id."""

    def rename_client(self, client_id: ClientId, name: str, at: datetime, /) -> None:
        """Store the name, and have what is posted with the name before drawn anew."""

    def find_service(self, service_id: ServiceId, /) -> Service | None: ...

    def find_services(self, words: Sequence[str], skip: int, most: int, /, *, with_retired: bool) -> list[Service]:
        """Services whose folded names contain every word, by name."""

    def add_service(self, service: Service, /) -> bool:
        """Store a new service; False where there is one of this id."""

    def change_service(self, becomes: Service, /) -> None:
        """Store name, length, and whether it is retired."""

    # sessions
    def find_session(self, session_id: SessionId, /) -> Session | None: ...

    def list_sessions(
        self, filters: Filters, after: Cursor | None, most: int, /, *, newest_first: bool
    ) -> list[Session]:
        """The first sessions in that order beyond `after`."""

    def linked_sessions(
        self, package_id: PackageId, after: Cursor | None, most: int, /, *, newest_first: bool
    ) -> list[Session]:
        """Sessions linked to the package, in that order beyond `after`."""

    def add_session(self, session: Session, /) -> bool:
        """Store a new session, not linked; False where there is one of this id."""

    def link(
        self,
        was: Session,
        package_id: PackageId,
        origin: Origin,
        by: PersonId | None,
        at: datetime,
        /,
    ) -> bool:
        """Link the session to the package; False where it has been linked, unlinked, cancelled or restored since."""

    def unlink(self, was: Session, package_id: PackageId, /) -> bool:
        """Unlink it; False where the session isn't linked to this package, or is not as it was in any other way."""

    def hold_sessions(self, session_ids: Sequence[SessionId], /) -> None:
        """Keep them, in this order, from being changed by anybody else until the transaction ends."""

    def change_session(self, was: Session, becomes: Session, /) -> bool:
        """Store confirmation and payment; False where they aren't what they `was` any more."""

    # packages
    def find_package(self, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None: ...

    def find_package_to_change(self, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None:
        """The package, kept from being changed by anybody else until the transaction ends."""

    def packages_of(self, clients: Collection[ClientId], holding: Collection[Confirmation], /) -> list[Package]: ...

    def ending_packages(self, look: Look, last: date, most: int, /) -> list[Package]:
        """Active packages with sessions left whose last day is today or later, up to `last`; soonest first."""

    def count_ending(self, look: Look, last: date, /) -> int: ...

    def add_package(self, package: Package, /) -> bool:
        """Store a new package; False where there is one of this id."""

    def change_package(self, becomes: Package, /) -> None:
        """Store its name and last day."""

    def change_package_status(self, package_id: PackageId, was: PackageStatus, becomes: PackageStatus, /) -> bool:
        """Store the status; False where it isn't what it `was` any more."""

    def expiries_to_note(self, today: date, most: int, /) -> list[Package]:
        """Active packages whose last day has passed and whose expiry isn't in their history yet."""

    def expiries_to_take_back(self, today: date, most: int, /) -> list[Package]:
        """Active packages whose expiry is in their history although their last day hasn't passed."""

    def note_expiry(self, package_id: PackageId, expired_on: date | None, /) -> bool:
        """Keep that this expiry is in the history, None that it isn't; False where that was known already."""

    def set_total(self, package_id: PackageId, service_id: ServiceId, total: int, /) -> None:
        """Set how many sessions of the service the package includes; includes it if it didn't."""

    def used_by_service(self, package_id: PackageId, holding: Collection[Confirmation], /) -> Mapping[ServiceId, int]:
        """How many linked sessions hold their place, of included services and others."""

    def standings_of(
        self, sessions: Collection[SessionId], holding: Collection[Confirmation], /
    ) -> Mapping[SessionId, Standing]:
        """How those among them stand that are linked to a package which includes their service."""

    # what needs attention
    def span_looked_at(self, span: Span, at: datetime, visible_to: PersonId | None, most: int, /) -> Span:
        """As much of it around that moment as has some `most` sessions before and as many after."""

    def not_counted_sessions(self, look: Look, most: int, /) -> list[Session]:
        """The first that are linked and hold their place, but whose service isn't included."""

    def unlinked_sessions(self, look: Look, most: int, /) -> list[Session]:
        """The first that would hold a place, of clients who have an active package."""

    def nobodys_sessions(self, look: Look, most: int, /) -> list[Session]:
        """The first that hold their place and are of a practitioner whom Slack doesn't know."""

    def count_nobodys(self, look: Look, /) -> int:
        """How many those are."""

    def overrun_packages(self, look: Look, most: int, /) -> list[Package]:
        """Packages that such sessions are linked to and of which a service is used beyond its total."""

    def count_not_counted(self, look: Look, /) -> int: ...

    def count_unlinked(self, look: Look, /) -> int: ...

    def count_overrun(self, look: Look, /) -> int: ...

    def set_aside(self, by: PersonId, aside: Aside, /) -> None:
        """Keep off that person's list what stands as it did."""

    def take_up_again(self, by: PersonId, /) -> None:
        """List everything again that the person had set aside."""

    def has_set_aside(self, by: PersonId, /) -> bool: ...

    # what somebody did last
    def keep_act(self, by: PersonId, at: datetime, deed: Deed, parts: Sequence[Part], /) -> None:
        """Keep it, in the place of what that person did before."""

    def last_act(self, by: PersonId, /) -> Act | None: ...

    def note_undone(self, by: PersonId, act_id: ActId, at: datetime, left: Sequence[SessionId], /) -> bool:
        """Keep that it was taken back, but for these sessions; False where that, or another act, is kept already."""

    # adjustments
    def add_adjustment(self, adjustment: Adjustment, /) -> bool:
        """Store a new request; False where there is one of this id."""

    def find_adjustment(self, adjustment_id: AdjustmentId, /) -> Adjustment | None: ...

    def pending_adjustments(
        self, asked_by: PersonId | None, package_ids: Collection[PackageId] | None, most: int, /
    ) -> list[Adjustment]:
        """The oldest pending requests, of this person and for these packages where given."""

    def decide(
        self,
        adjustment_id: AdjustmentId,
        becomes: AdjustmentStatus,
        by: PersonId,
        at: datetime,
        reason: str,
        /,
        *,
        self_approved: bool,
    ) -> bool:
        """Store the decision; False where there is one already."""

    def note_applied(self, adjustment_id: AdjustmentId, figures: Figures, /) -> None:
        """Keep what the approval did with this service."""

    def note_sums(self, adjustment_id: AdjustmentId, sums: Sums, /) -> None:
        """Keep what the approval did with the package's sums."""

    # people
    def admins(self) -> Collection[PersonId]:
        """The workspace's admins, as far as they are known."""

    def people_who_left(self, people: Collection[PersonId], /) -> Collection[PersonId]:
        """Those among them who are known to be no members (any more)."""

    def members_among(self, people: Collection[PersonId], /) -> Collection[PersonId]:
        """Those among them who are known to be members."""

    def timezone_of(self, person_id: PersonId, /) -> str | None:
        """Where this person is, as far as it is known."""

    def everybody_is_known(self) -> bool:
        """Whether all members of the workspace are known, and so its admins."""

    # the workspace's choices
    def choose(self, workspace: Workspace, /) -> bool:
        """Store the choices, as one more; False where the workspace was chosen more than `times_chosen` times."""

    def note_setting_changes(self, times_chosen: int, changes: Sequence[SettingChange], /) -> None:
        """Keep what was changed when the workspace was chosen for this time."""

    def note_no_shows_set(self, by: PersonId, at: datetime, /, *, hold: bool) -> None:
        """Write into the histories of the packages that this touches what remains of them before and after."""

    def setting_changes(self, skip: int, most: int, /) -> list[SettingChange]:
        """What was changed under Settings, the latest first."""

    # kept messages
    def mark(self, message: Message, names: Collection[ClientId], at: datetime, /) -> None:
        """The message is to be shown, or shown again, with what is stored after this transaction.

        `names` are the clients who may be recognised in it: it is taken back when one of them is erased.
        """

    def mark_cards_of(self, package_id: PackageId, at: datetime, /) -> None:
        """The cards of the package's pending requests are to be shown again: its figures change."""

    def mark_requests_of(self, package_id: PackageId, at: datetime, /) -> None:
        """All messages of the package's pending requests are to be shown again: it is called otherwise."""

    def request_in_thread(self, channel: str, thread: str, /) -> AdjustmentId | None:
        """Which request the managers talk about there, if it is one; `thread` is the id of its first message."""

    def painted_on_card(self, adjustment_id: AdjustmentId, /) -> str:
        """The fingerprint of the figures that the managers see on the request's card."""

    def send_requests_to(self, channel: str, at: datetime, /) -> None:
        """Requests that aren't posted yet go to this channel, and with them their cards."""

    def mark_what_names_clients(self, at: datetime, /) -> None:
        """Have what is posted named anew; what isn't in Slack any more stays away."""

    def mark_pending_requests(self, at: datetime, /) -> None:
        """The messages of every pending request are to be shown again: figures or names change."""

    # history
    def record(self, entry: Entry, /) -> None: ...

    def history_of(self, package_id: PackageId, skip: int, most: int, /) -> list[Entry]:
        """The package's entries, newest first."""

    def last_turn(self, package_id: PackageId, /) -> datetime | None:
        """When the package came to be, ended, or was given another status or end, whichever was last."""

    def last_unlink(self, session_id: SessionId, /) -> Entry | None:
        """When the session was unlinked last, if ever."""

    def has_sessions(self) -> bool:
        """Whether there is any booking yet."""

    def count_changes(self, package_id: PackageId, most: int, /) -> list[Entry]:
        """The newest entries, as they happened: of each service, so many of new totals, and so many of what counts."""

    # checking every count
    def packages_beyond(
        self, after: PackageId | None, holding: Collection[Confirmation], most: int, /
    ) -> list[Package]:
        """So many packages by their ids, beyond that one."""

    def entries_of(self, packages: Collection[PackageId], /) -> Iterator[tuple[PackageId, Iterable[Entry]]]:
        """Each one's entries with what they say of counts and links, oldest first; to be read one after the other."""

    def links_of(self, packages: Collection[PackageId], /) -> Iterable[tuple[PackageId, SessionId]]:
        """The sessions linked to them."""

    def keep_verification(self, verification: Verification, /) -> None: ...

    def verification(self) -> Verification | None:
        """How the last check came out, if there was one."""

    # names that files have for practitioners
    def nobodys_names(self) -> list[NamedPerson]:
        """Those of sessions whom Slack doesn't know, once it has named everybody."""

    def given_names(self) -> list[NamedPerson]:
        """Those of whom somebody has said who it is."""

    def find_name(self, name: SourceName, /) -> NamedPerson | None:
        """One of either; None where Slack knows them, or there is no such name."""

    def give_name(self, name: SourceName, person: PersonId, /) -> None:
        """Have it be that person's from then on, and the sessions that are nobody's."""

    # files to import
    def keep_drop(self, drop: Drop, at: datetime, /) -> None:
        """Have the files looked at, once, and who dropped them told what importing would do."""

    def look_of(self, drop_id: DropId, /) -> ImportLook | None:
        """What importing those files would do, if they wait for a word."""

    def want_import(self, drop_id: DropId, by: PersonId, at: datetime, /) -> bool:
        """Have what was looked at imported; False where it doesn't wait (any more)."""

    def leave_drop(self, drop_id: DropId, answer: str, at: datetime, /) -> bool:
        """Say this instead of the look, and forget the files; False where they don't wait (any more)."""

    # erasing a client
    def lock_client(self, client_id: ClientId, /) -> bool:
        """Keep everybody else from adding to the client until the transaction ends; False where there is none."""

    def belongings_of(self, client_id: ClientId, /) -> Belongings:
        """How much there is of the client."""

    def take_messages_back(self, client_id: ClientId, at: datetime, /) -> None:
        """Have every message that names the client deleted where it was posted, and post nothing more."""

    def erase_client(self, client_id: ClientId, /) -> None:
        """Delete the client and every row of theirs."""

    def note_erasure(self, erasure: Erasure, /) -> None: ...
