"""Importing sessions, and with them their links."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Executable, Row, insert

from domain.importing.fields import is_slacks
from domain.importing.files import FileKind, shown
from domain.importing.history import LinkHistory
from domain.importing.reconciling import LinkedToFormerClient, SessionState, merged_session, moved_in_words
from domain.importing.remembering import as_imported, news
from domain.importing.rows import ImportedSession
from domain.values.history import Entry
from domain.values.ids import PersonId, ServiceId
from domain.values.import_looks import Note
from domain.values.sessions import Confirmation, Origin, Payment
from storage.exchange.counting import count
from storage.exchange.job import GivenRow, Job, by_ids, change_of
from storage.exchange.locking import Overtaken, insist
from storage.exchange.release_before import BOTH, kept, last_said
from storage.people import everybody_is_known, known_emails, known_people
from storage.source_names import people_of
from storage.tables import CLIENT, PACKAGE, SERVICE, SESSION

Rows = list[GivenRow[ImportedSession]]

_FIELDS = tuple(field.name for field in fields(SessionState) if field.name != "id")
_CLIENTS, _SERVICES = by_ids(CLIENT), by_ids(SERVICE, "name")
_PACKAGES = by_ids(PACKAGE, "client_id").with_for_update()
_GLANCE, _LINKS = by_ids(SESSION, *BOTH), by_ids(SESSION, "package_id")
_STORED = by_ids(SESSION, *_FIELDS, *BOTH).with_for_update()
_ADD, _CHANGE = insert(SESSION), change_of(SESSION, "id")


def import_sessions(job: Job, rows: Rows) -> None:
    stored = job.find(_GLANCE, (row.id for _, row in rows))
    to_take = [given for given in rows if _differs(given.row, stored)]
    job.tallies[FileKind.SESSIONS].unchanged += len(rows) - len(to_take)
    if to_take:
        batch = _load(job, to_take, stored)
        for given in batch.rows:
            batch.take(given)
        batch.write()


def _differs(row: ImportedSession, stored: Mapping[str, Row[Any]]) -> bool:
    return row.id not in stored or bool(news(row, last_said(SESSION, stored[row.id])))


def _load(job: Job, rows: Rows, stored: Mapping[str, Row[Any]]) -> "_Batch":
    known = [row.id for _, row in rows if row.id in stored]
    packages, sessions = insist(job.tx, lambda: _locked(job, rows, known))
    services = job.find(_SERVICES, [*(row.service_id for _, row in rows), *(s.service_id for s in sessions.values())])
    count(job, packages)
    names = {ServiceId(key): row.name for key, row in services.items()}
    people = _people(job, rows)
    return _Batch(
        job,
        _that_refer(job, rows, services, packages),
        {key: (_state(row), last_said(SESSION, row)) for key, row in sessions.items()},
        people,
        _known(job, rows, people),
        LinkHistory(job.counts, job.holding, names, job.at),
    )


def _locked(job: Job, rows: Rows, known: Collection[str]) -> tuple[dict[str, Row[Any]], dict[str, Row[Any]]]:
    """The packages concerned and the sessions known already, locked in this order, as everywhere."""
    links = job.find(_LINKS, known).values()
    packages = job.find(_PACKAGES, [*(row.package_id for _, row in rows), *(row.package_id for row in links)])
    sessions = job.find(_STORED, known)
    if any(row.package_id and row.package_id not in packages for row in sessions.values()):
        raise Overtaken
    return packages, sessions


def _that_refer(job: Job, rows: Rows, services: Mapping[str, Any], packages: Mapping[str, Row[Any]]) -> Rows:
    """The rows whose client, service and package are there and belong together."""
    clients = job.find(_CLIENTS, (row.client_id for _, row in rows))
    return [
        given
        for given in rows
        if not (
            job.lacks(given.line, "client_id", FileKind.CLIENTS, clients, given.row.client_id)
            | job.lacks(given.line, "service_id", FileKind.SERVICES, services, given.row.service_id)
            | job.lacks(given.line, "package_id", FileKind.PACKAGES, packages, given.row.package_id)
            or _is_anothers(job, given, packages)
        )
    ]


def _is_anothers(job: Job, given: GivenRow[ImportedSession], packages: Mapping[str, Row[Any]]) -> bool:
    row = given.row
    if row.package_id is None or packages[row.package_id].client_id == row.client_id:
        return False
    what = (
        f"{shown(row.package_id)} is not a package of the client {shown(row.client_id)}. Give one of theirs, or none."
    )
    job.refuse(given.line, "package_id", what)
    return True


def _people(job: Job, rows: Rows) -> dict[str, PersonId]:
    """Who the practitioners are that the rows name by e-mail, or by a name of which somebody said who it is."""
    names = {row.practitioner for _, row in rows}
    addresses = {name for name in names if "@" in name}
    known = known_emails(job.tx, sorted(addresses)) if addresses else {}
    return people_of(job.tx, names) | known


def _known(job: Job, rows: Rows, people: Mapping[str, PersonId]) -> set[str]:
    """Those of the practitioners whom Slack knows; until it has named everybody, whoever has an id of its making."""
    ids = {row.practitioner for _, row in rows if is_slacks(row.practitioner)}
    if not ids or not everybody_is_known(job.tx):
        return ids | set(people.values())
    return {*known_people(job.tx, [PersonId(one) for one in sorted(ids)]), *people.values()}


def _state(row: Row[Any]) -> SessionState:
    return SessionState(
        **{name: getattr(row, name) for name in ("id", *_FIELDS)}
        | {
            "confirmation": Confirmation(row.confirmation),
            "payment": Payment(row.payment),
            "restores_to": row.restores_to and Confirmation(row.restores_to),
            "origin": row.origin and Origin(row.origin),
        }
    )


@dataclass(slots=True)
class _Batch:
    """Some rows that are new or have news, and what they meet: what is stored, and was last imported."""

    job: Job
    rows: Rows
    stored: dict[str, tuple[SessionState, str | None]]
    people: dict[str, PersonId]
    practitioners: Collection[str]  # of the rows, whom Ribbon knows
    history: LinkHistory
    writes: dict[Executable, list[dict[str, Any]]] = field(default_factory=lambda: {_ADD: [], _CHANGE: []})
    entries: list[Entry] = field(default_factory=list)

    def take(self, given: GivenRow[ImportedSession]) -> None:
        row = given.row
        now, before = self.stored.get(row.id, (None, None))
        practitioner = self.people.get(row.practitioner, PersonId(row.practitioner))
        try:
            becomes = merged_session(now, before, row, practitioner, self.job.at)
        except LinkedToFormerClient:
            self.job.refuse(given.line, "client_id", _UNLINK_FIRST)
            return
        self._store(becomes, as_imported(row, before), is_new=now is None)
        self.entries += self.history.entries(row.id, now, becomes)
        self.job.count(FileKind.SESSIONS, row.id, is_new=now is None, is_changed=now is not None and now != becomes)
        self._note(now, becomes, practitioner)

    def _note(self, now: SessionState | None, becomes: SessionState, practitioner: PersonId) -> None:
        """What somebody should look at before it is done."""
        if practitioner == becomes.practitioner and practitioner not in self.practitioners:
            self.job.noted.note_unknown(practitioner)
        if now is not None and now.package_id and now.package_id != becomes.package_id:
            self.job.noted.note(Note.LINKS, moved_in_words(now, becomes), now.client_id, becomes.client_id)

    def _store(self, session: SessionState, said: str, *, is_new: bool) -> None:
        values = {name: getattr(session, name) for name in _FIELDS} | kept(SESSION, said)
        if is_new:
            self.writes[_ADD].append({"workspace": self.job.tx.workspace, "id": session.id, **values})
        else:
            self.writes[_CHANGE].append({"here": self.job.tx.workspace, "key_id": session.id, **values})

    def write(self) -> None:
        for statement, rows in self.writes.items():
            self.job.write(statement, rows)
        self.job.record(self.entries)


_UNLINK_FIRST = (
    "The session is linked to a package of its current client. Unlink it in Ribbon before it goes to another client."
)
