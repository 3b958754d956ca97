"""What an import writes into the histories of packages (rule 15): as everybody's, but by nobody."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.importing.counts import BeforeAfter, CountChanges, RunningCounts
from domain.importing.reconciling import SessionState
from domain.importing.rows import PackageState
from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, ServiceId, SessionId
from domain.values.sessions import Confirmation

BY_ITS_FILES = (Happening.CREATED, Happening.CONFIGURED, Happening.USED_BEFORE_SET)  # how a package came to be


def package_entries(
    package_id: PackageId, was: PackageState | None, becomes: PackageState, at: datetime
) -> Iterator[Entry]:
    if was is None:
        yield Entry(Happening.CREATED, at, None, becomes.client_id, package_id, becomes=becomes.status)
        return
    if was.name != becomes.name:
        yield _changed(Happening.RENAMED, package_id, becomes, at, was.name, becomes.name)
    if was.status is not becomes.status:
        yield _changed(Happening.STATUS_CHANGED, package_id, becomes, at, was.status, becomes.status)
    if was.expires_on != becomes.expires_on:
        yield _changed(
            Happening.EXPIRY_CHANGED, package_id, becomes, at, _day(was.expires_on), _day(becomes.expires_on)
        )


def configured(
    at: datetime, client_id: ClientId, package_id: PackageId, service_id: ServiceId, changes: CountChanges
) -> Iterator[Entry]:
    """The entries of a service's total and of what was used of it before Ribbon, as far as they have changed."""
    left, between, after = changes.remaining
    of = Entry(Happening.CONFIGURED, at, None, client_id, package_id, service_id=service_id)
    is_of_used_before_alone = changes.total[0] == changes.total[1] and left == between != after
    if not is_of_used_before_alone:
        yield replace(of, total=changes.total, remaining=(left, between))
    if between != after:
        was, becomes = map(str, changes.used_before)
        yield replace(of, event=Happening.USED_BEFORE_SET, remaining=(between, after), was=was, becomes=becomes)


def _changed(
    event: Happening, package_id: PackageId, package: PackageState, at: datetime, was: str, becomes: str
) -> Entry:
    return Entry(event, at, None, package.client_id, package_id, was=was, becomes=becomes)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """Follows the counts of packages through the changes of their sessions, and writes each down."""

    counts: RunningCounts
    holding: Collection[Confirmation]
    service_names: Mapping[ServiceId, str]
    at: datetime

    def entries(self, session_id: SessionId, was: SessionState | None, becomes: SessionState) -> Iterator[Entry]:
        """The entries of one session's change; each must be taken, for the counts to be right for the next."""
        stays = was is not None and was.package_id == becomes.package_id
        if was is not None and stays and becomes.package_id is not None:
            yield from self._changes(session_id, was, becomes)
            return
        if was is not None and was.package_id is not None and not stays:
            yield self._entry(Happening.UNLINKED, session_id, was, self._use(was, -self._holds(was)))
        if becomes.package_id is not None:
            yield self._entry(Happening.BOOKED, session_id, becomes, self._use(becomes, self._holds(becomes)))

    def _changes(self, session_id: SessionId, was: SessionState, becomes: SessionState) -> Iterator[Entry]:
        """What happened to a session that stays linked to its package."""
        if was.confirmation is not becomes.confirmation:
            remaining = self._use(was, self._holds(becomes) - self._holds(was))
            texts: tuple[str, str] = (was.confirmation, becomes.confirmation)
            yield self._entry(Happening.SESSION_CHANGED, session_id, was, remaining, *texts)
        if was.service_id != becomes.service_id:
            holds = self._holds(becomes)
            texts = self.service_names[was.service_id], self.service_names[becomes.service_id]
            yield self._entry(Happening.SESSION_CHANGED, session_id, was, self._use(was, -holds), *texts)
            yield self._entry(Happening.SESSION_CHANGED, session_id, becomes, self._use(becomes, holds), *texts)

    def _holds(self, session: SessionState) -> int:
        return int(session.confirmation in self.holding)

    def _use(self, session: SessionState, more: int) -> BeforeAfter | None:
        if session.package_id is None:
            return None
        return self.counts.use(session.package_id, session.service_id, more)

    def _entry(
        self,
        event: Happening,
        session_id: SessionId,
        session: SessionState,
        remaining: BeforeAfter | None,
        was: str = "",
        becomes: str = "",
    ) -> Entry:
        return Entry(
            event,
            self.at,
            None,
            session.client_id,
            session.package_id,
            session_id,
            session.service_id,
            remaining=remaining,
            was=was,
            becomes=becomes,
        )
