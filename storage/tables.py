"""The schema, with the invariants in it. Every primary and foreign key begins with the workspace.

What comes from files keeps what its row said last, as JSON by the names of columns, in `as_imported`; NULL where it was
made in Slack. `source` has the same without names, for the release before, and goes in the next
(storage/exchange/release_before.py).
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from domain.values.acts import Deed
from domain.values.adjustments import AdjustmentStatus
from domain.values.attention import AttentionKind
from domain.values.messages import MessageKind
from domain.values.packages import MOST_SESSIONS, PackageStatus
from domain.values.sessions import Confirmation, Origin, Payment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment as microseconds since 1970 in UTC: the same, and sorted the same, in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _EPOCH + timedelta(microseconds=value)


def known_value(column: str, values: type[Any]) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


def part_of(table: str, *columns: str) -> ForeignKeyConstraint:
    """The columns name a row of the table: they end in its key; the workspace always goes with them."""
    keys = [f"{table}.{'client_id' if column == 'client_id' and len(columns) > 1 else 'id'}" for column in columns]
    return ForeignKeyConstraint(["workspace", *columns], [f"{table}.workspace", *keys])


SQLModel.metadata.naming_convention = {
    "ix": "%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class WorkspaceRow(SQLModel, table=True):
    """What a workspace has chosen; NULL where it hasn't."""

    __tablename__ = "workspace"

    id: str = Field(primary_key=True)
    timezone: str | None
    managers: list[str] | None = Field(sa_column=Column(JSON))
    managers_channel: str | None
    all_see_all: bool | None
    no_shows_hold: bool | None
    managers_decide_their_own: bool | None
    naming: str | None
    people_learned_at: datetime | None = Field(sa_type=Instant)  # when Slack last told everybody in it
    times_chosen: int = Field(sa_column_kwargs={"server_default": "0"})
    practitioners_add_clients: bool | None
    imports_at_once: bool | None


class SettingChangeRow(SQLModel, table=True):
    """What was changed of a workspace's choices, at each of the times that it was chosen; never updated."""

    __tablename__ = "setting_change"

    workspace: str = Field(primary_key=True)
    times_chosen: int = Field(primary_key=True)
    setting: str = Field(primary_key=True)
    ordinal: int  # of those changed at one time
    at: datetime = Field(sa_type=Instant)
    by: str
    was: str = Field(sa_type=Text)
    becomes: str = Field(sa_type=Text)


class PersonRow(SQLModel, table=True):
    """What Slack says of a person, as of `fetched_at`."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "workspace", "email"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    email: str | None
    timezone: str
    is_admin: bool
    is_member: bool  # of this workspace, and neither guest nor bot, stranger or deactivated
    fetched_at: datetime = Field(sa_type=Instant)
    teams_known: bool = Field(sa_column_kwargs={"server_default": false()})  # since 0011; before, nobody looked


class ClientRow(SQLModel, table=True):
    __tablename__ = "client"
    __table_args__ = (Index(None, "workspace", "folded", "id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    folded: str
    source: str | None = Field(sa_type=Text)
    as_imported: str | None = Field(sa_type=Text)
    added_by: str | None  # the client is theirs, as by a session with them; NULL in what was imported


class ServiceRow(SQLModel, table=True):
    __tablename__ = "service"
    __table_args__ = (Index(None, "workspace", "folded", "id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    folded: str
    source: str | None = Field(sa_type=Text)
    as_imported: str | None = Field(sa_type=Text)
    minutes: int | None  # the usual length of its sessions
    is_retired: bool = Field(sa_column_kwargs={"server_default": false()})  # not offered for what is new


class PackageRow(SQLModel, table=True):
    __tablename__ = "package"
    __table_args__ = (
        UniqueConstraint("workspace", "client_id", "id"),
        part_of("client", "client_id"),
        known_value("status", PackageStatus),
        Index(None, "workspace", "status", "expires_on"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    client_id: str
    name: str
    status: str
    expires_on: date | None = Field(sa_type=Date)
    expiry_noted: date | None = Field(sa_type=Date)
    source: str | None = Field(sa_type=Text)
    as_imported: str | None = Field(sa_type=Text)


class IncludedRow(SQLModel, table=True):
    """A service under a package's sessions & services."""

    __tablename__ = "included"
    __table_args__ = (
        part_of("package", "package_id"),
        part_of("service", "service_id"),
        CheckConstraint(f"total BETWEEN 0 AND {MOST_SESSIONS}", name="total_in_range"),
    )

    workspace: str = Field(primary_key=True)
    package_id: str = Field(primary_key=True)
    service_id: str = Field(primary_key=True)
    total: int
    source: str | None = Field(sa_type=Text)
    as_imported: str | None = Field(sa_type=Text)
    used_before: int = Field(sa_column_kwargs={"server_default": "0"})  # elsewhere, before Ribbon


class SessionRow(SQLModel, table=True):
    """A booking. The link is a column: one package at a time, of the same client, by construction (rules 2 and 3)."""

    __tablename__ = "session"
    __table_args__ = (
        part_of("client", "client_id"),
        part_of("service", "service_id"),
        part_of("package", "client_id", "package_id"),
        known_value("confirmation", Confirmation),
        known_value("payment", Payment),
        known_value("origin", Origin),
        CheckConstraint(
            "(package_id IS NULL) = (origin IS NULL) AND (package_id IS NULL) = (linked_at IS NULL)",
            name="link_whole",
        ),
        Index(None, "workspace", "starts_at", "id"),
        Index(None, "workspace", "linked", "confirmation", "payment", "starts_at", "id"),
        Index(None, "workspace", "practitioner", "starts_at", "id"),
        Index(
            "session_practitioner_filters",
            *("workspace", "practitioner", "linked", "confirmation", "payment", "starts_at", "id"),
        ),
        Index(
            "session_service_filters",
            *("workspace", "service_id", "linked", "confirmation", "payment", "starts_at", "id"),
        ),
        Index(None, "workspace", "client_id", "starts_at", "id"),
        Index(None, "workspace", "client_id", "practitioner", "starts_at", "id"),
        Index(  # a package's sessions in their order; its counts are read from here alone
            "session_of_package",
            *("workspace", "package_id", "starts_at", "id", "service_id", "confirmation"),
            sqlite_where=text("package_id IS NOT NULL"),
            postgresql_where=text("package_id IS NOT NULL"),
        ),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    client_id: str
    service_id: str
    practitioner: str
    starts_at: datetime = Field(sa_type=Instant)
    minutes: int
    confirmation: str
    restores_to: str | None
    payment: str
    package_id: str | None
    origin: str | None
    linked_by: str | None
    linked_at: datetime | None = Field(sa_type=Instant)
    linked: bool = Field(sa_column=Column(Boolean, Computed("package_id IS NOT NULL", persisted=True), nullable=False))
    source: str | None = Field(sa_type=Text)
    link_changes: int = Field(  # links and unlinks so far; the column is still called as in earlier releases
        sa_column=Column("ties", Integer, key="link_changes", nullable=False, server_default="0")
    )
    confirmation_changes: int = Field(sa_column_kwargs={"server_default": "0"})
    payment_changes: int = Field(sa_column_kwargs={"server_default": "0"})
    as_imported: str | None = Field(sa_type=Text)


class HistoryRow(SQLModel, table=True):
    """An entry a change; who did what when is never updated. `ordinal` orders the entries of one transaction."""

    __tablename__ = "history"
    __table_args__ = (
        Index(None, "workspace", "package_id", "at", "ordinal", "id"),
        Index(None, "workspace", "session_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    ordinal: int = Field(sa_type=BigInteger)
    event: str = Field(sa_type=String)
    by: str | None
    client_id: str
    package_id: str | None
    session_id: str | None
    service_id: str | None
    total_before: int | None
    total_after: int | None
    remaining_before: int | None
    remaining_after: int | None
    was: str
    becomes: str
    reason: str = Field(sa_type=Text)
    asked_by: str | None


class AdjustmentRow(SQLModel, table=True):
    """A request to change a package's sessions & services, and what became of it."""

    __tablename__ = "adjustment"
    __table_args__ = (
        part_of("package", "client_id", "package_id"),
        known_value("status", AdjustmentStatus),
        CheckConstraint(
            "(status = 'pending') = (decided_by IS NULL) AND (status = 'pending') = (decided_at IS NULL)",
            name="decision_whole",
        ),
        Index(None, "workspace", "status", "requested_at", "id"),
        Index(None, "workspace", "package_id", "status"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    client_id: str
    package_id: str
    requested_by: str
    requested_at: datetime = Field(sa_type=Instant)
    reason: str = Field(sa_type=Text)
    status: str
    decided_by: str | None
    decided_at: datetime | None = Field(sa_type=Instant)
    decision_reason: str = Field(sa_type=Text)
    self_approved: bool
    sum_total: int | None  # over all services, these two as they were at the approval; NULL in earlier ones
    sum_remaining: int | None


class ChangeRow(SQLModel, table=True):
    """A service's new total in a request; `total_before` is NULL where the service wasn't included."""

    __tablename__ = "adjustment_change"
    __table_args__ = (
        part_of("adjustment", "adjustment_id"),
        part_of("service", "service_id"),
        CheckConstraint(f"total_after BETWEEN 0 AND {MOST_SESSIONS}", name="total_in_range"),
        CheckConstraint("applied_before IS NULL OR applied_used IS NOT NULL", name="applied_whole"),
    )

    workspace: str = Field(primary_key=True)
    adjustment_id: str = Field(primary_key=True)
    service_id: str = Field(primary_key=True)
    ordinal: int
    total_before: int | None
    used_before: int
    total_after: int
    applied_before: int | None  # these two as they were at the approval; the total is NULL if it wasn't included then
    applied_used: int | None


class MessageRow(SQLModel, table=True):
    """A kept message: `version` is what Slack should show, `shown` what it has acknowledged."""

    __tablename__ = "message"
    __table_args__ = (
        known_value("kind", MessageKind),
        Index(
            "message_out_of_date",
            *("workspace", "due"),
            sqlite_where=text("shown < version"),
            postgresql_where=text("shown < version"),
        ),
        Index(None, "workspace", "channel", "ts"),
    )

    workspace: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    channel: str
    after: str | None
    in_thread: bool
    marked_at: datetime = Field(sa_type=Instant)  # first: posts of a channel keep this order
    version: int
    shown: int
    ts: str | None
    painted: str  # the fingerprint of the figures that it shows
    in_doubt: bool  # a post was begun, and its outcome isn't known
    due: datetime = Field(sa_type=Instant)
    attempts: int
    lease: str | None  # of the poster that is at it
    lease_until: datetime | None = Field(sa_type=Instant)
    error: str | None
    tried_at: datetime | None = Field(sa_type=Instant)  # first: a post in doubt is newer
    looked_to: str | None  # Slack's cursor of the page from which a post in doubt is looked for
    renamed: int | None  # the version that only names a client anew: not to be posted, should it not be in Slack


class MessageClientRow(SQLModel, table=True):
    """A client whom a kept message names; `known_id` is the same, but NULL where there was no such client then.

    So nobody can be erased while a message names them, and the word that a row of theirs can't be imported is found.
    """

    __tablename__ = "message_client"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "kind", "subject"],
            ["message.workspace", "message.kind", "message.subject"],
            ondelete="CASCADE",
        ),
        part_of("client", "known_id"),
        CheckConstraint("known_id = client_id", name="known_is_named"),
        Index(None, "workspace", "client_id"),
    )

    workspace: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    known_id: str | None


class PaceRow(SQLModel, table=True):
    """When the next message may be posted into a channel: Slack takes one a second."""

    __tablename__ = "pace"

    workspace: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=Instant)


class DueRow(SQLModel, table=True):
    """When work of a kind is to be looked at in a workspace; while somebody is at it, when their lease ends."""

    __tablename__ = "due"
    __table_args__ = (
        Index(
            "due_next",
            *("kind", "due_at"),
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    workspace: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    due_at: datetime | None = Field(sa_type=Instant)  # NULL: nothing waits
    not_before: datetime | None = Field(sa_type=Instant)  # after trouble, whatever is marked meanwhile
    marks: int = Field(sa_type=BigInteger)
    lease: str | None
    attempts: int  # that ended in trouble, one after the other
    cursor: str | None = Field(sa_type=Text)  # where a long piece of work has got to


class InstallationRow(SQLModel, table=True):
    """Where Ribbon is installed through its link; one workspace's token from the environment isn't stored."""

    __tablename__ = "installation"

    workspace: str = Field(primary_key=True)
    sealed_token: str = Field(sa_type=Text)
    bot_id: str | None
    bot_user_id: str
    url: str
    scopes: str = Field(sa_type=Text)
    installed_by: str | None
    installed_at: datetime = Field(sa_type=Instant)


class InstallStateRow(SQLModel, table=True):
    """A state with which somebody came back from Slack: it isn't good again. Of which workspace isn't known yet."""

    __tablename__ = "install_state"

    id: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Instant)


class TakeBackRow(SQLModel, table=True):
    """A message to be deleted in Slack; without a `ts` it may have been posted, and is looked for by its key."""

    __tablename__ = "take_back"
    __table_args__ = (Index(None, "workspace", "due"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    channel: str
    thread_ts: str | None
    ts: str | None
    key: str
    due: datetime = Field(sa_type=Instant)
    attempts: int
    since: datetime | None = Field(sa_type=Instant)  # without a `ts` it is newer
    looked_to: str | None


class ErasureRow(SQLModel, table=True):
    """That a client was erased: when, how, and how much; not who."""

    __tablename__ = "erasure"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    by: str
    sessions: int
    packages: int
    adjustments: int


class DropRow(SQLModel, table=True):
    """Files that were dropped into the direct messages to be imported; `answer` says what came of it."""

    __tablename__ = "file_drop"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)  # sorts as they were dropped
    channel: str
    ts: str  # of the message
    files: list[str] = Field(sa_column=Column(JSON, nullable=False))
    kept_at: datetime = Field(sa_type=Instant)
    due: datetime = Field(sa_type=Instant)
    attempts: int
    answer: str | None = Field(sa_type=Text)
    gone: int | None  # services that may leave their packages
    look: dict[str, Any] | None = Field(sa_column=Column(JSON(none_as_null=True)))  # what importing would do
    wanted_by: str | None  # who said to import what was looked at


class SetAsideRow(SQLModel, table=True):
    """What somebody left as it is, and how it stood: it doesn't need their attention until that changes."""

    __tablename__ = "set_aside"
    __table_args__ = (known_value("kind", AttentionKind), Index(None, "workspace", "subject"))

    workspace: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)  # a session or a package
    stood: int  # links and unlinks of a session, or sessions over of a package
    last_day: date | None = Field(sa_type=Date)


class ActRow(SQLModel, table=True):
    """What somebody did last, to be taken back; `parts` are sessions as they were before, `left` those left so."""

    __tablename__ = "act"
    __table_args__ = (known_value("deed", Deed),)

    workspace: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    id: str
    at: datetime = Field(sa_type=Instant)
    deed: str
    parts: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    undone_at: datetime | None = Field(sa_type=Instant)
    left: list[str] = Field(sa_column=Column(JSON, nullable=False))


class SourceNameRow(SQLModel, table=True):
    """Who a practitioner is whom files name by what Slack doesn't know."""

    __tablename__ = "source_name"

    workspace: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    person: str


class VerificationRow(SQLModel, table=True):
    """How the last check of every count came out; `named` are the first packages that differed."""

    __tablename__ = "verification"

    workspace: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    packages: int
    differing: int
    named: list[str] = Field(sa_column=Column(JSON, nullable=False))


# For statements: the tables that the classes above declare.
WORKSPACE, PERSON, CLIENT, SERVICE, PACKAGE, INCLUDED, SESSION, HISTORY, ADJUSTMENT, CHANGE, MESSAGE, PACE = (
    SQLModel.metadata.tables[name]
    for name in (
        *("workspace", "person", "client", "service", "package", "included", "session", "history"),
        *("adjustment", "adjustment_change", "message", "pace"),
    )
)
INSTALLATION, INSTALL_STATE, TAKE_BACK, ERASURE, DROP, SETTING_CHANGE = (
    SQLModel.metadata.tables[name]
    for name in ("installation", "install_state", "take_back", "erasure", "file_drop", "setting_change")
)
MESSAGE_CLIENT, DUE, VERIFICATION, SET_ASIDE, ACT = (
    SQLModel.metadata.tables[name] for name in ("message_client", "due", "verification", "set_aside", "act")
)
SOURCE_NAME = SQLModel.metadata.tables["source_name"]
