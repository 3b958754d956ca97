"""Whatever is done in whatever order, counts, history and "why" agree with a naive model."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from literals import member
from naive import HOLDS, TAKES_PLACE, NaiveAct, NaivePart, NaivePractice, NaiveRequest, NaiveSession

from domain import deciding, requesting
from domain.booking import NewBooking, book_session
from domain.changing import DoesNotApply, SessionChange, change_session
from domain.deciding import BelowUsed, FiguresChanged, OwnRequest
from domain.expiring import note_expiries
from domain.importing.files import Problem
from domain.linking import AlreadyLinked, LinkedElsewhere, NotLinked, PackageNotActive, link_session, unlink_session
from domain.linking_several import Pick, link_several, propose
from domain.moving import AlreadyThere, move_session
from domain.requesting import AlreadyAsked, AlreadyDecided, NotAnAdjustment, NotYourRequest, Wanted
from domain.settings import choose_settings
from domain.undoing import KEPT_FOR, ChangedSince, NothingToUndo, UndoneAlready, undo
from domain.values.history import Entry, Happening
from domain.values.ids import ActId, AdjustmentId, ClientId, PackageId, PersonId, ServiceId, SessionId, WorkspaceId
from domain.values.packages import Package
from domain.values.people import Person, Workspace
from domain.values.refusal import Refusal
from domain.values.sessions import holding
from domain.why import why_not_counted, why_this_count
from storage.checks import checks
from storage.database import Database
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile
from storage.records import RecordsTx

DEEP = os.environ.get("RIBBON_MACHINE") == "deep"
RUNS, STEPS = (1500, 60) if DEEP else (35, 30)
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LAST_DAY = {"gold": None, "silver": date(2026, 3, 20)}
SERVICES = ("follow", "initial", "nutri")
NUMBERS = count(1)
IMPORTED = (
    "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
    "{id},c1,{service},UPRAC,{starts},50,{confirmation},unpaid,{package}\n"
)

packages = st.sampled_from(["gold", "silver"])
services = st.sampled_from(SERVICES)
totals = st.integers(0, 5)


class Practice(RuleBasedStateMachine):
    """Petra, who isn't a manager, and Mia, who is; a workspace of its own for each run."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.team = WorkspaceId(f"T{next(NUMBERS)}")
        managers = (PersonId("UMAN"), PersonId("UMAN2"))
        self.workspace = Workspace(self.team, managers=managers, managers_channel="CMAN")
        self.people = {user: self._person(user) for user in ("UPRAC", "UMAN")}
        self.at, self.steps = START, count(1)
        self.acts: dict[str, NaiveAct] = {}
        self.changes: Counter[tuple[str, str]] = Counter()
        self.source = {"gold": {"follow": 3, "initial": 1}, "silver": {"follow": 1}}
        self.naive = NaivePractice({name: dict(lines) for name, lines in self.source.items()})
        with self.database.writing() as connection:
            RecordsTx(connection, self.team).remember([member("UPRAC")])
        self._import("client_id,name\nc1,Ana Ruiz\n")
        self._import("service_id,name\n" + "".join(f"{name},{name}\n" for name in SERVICES))
        self._import_packages()

    def _person(self, user: str) -> Person:
        return Person(PersonId(user), user, "UTC", user == "UMAN", self.workspace)

    # doing

    def _do(self, use_case: Callable[..., Any], *args: Any, by: str = "UPRAC") -> Any:
        self.at += timedelta(minutes=1)
        with self.database.writing() as connection:
            return use_case(RecordsTx(connection, self.team), self.people[by], self.at, *args)

    def _refused(self, why: type[Refusal], use_case: Callable[..., Any], *args: Any, by: str = "UPRAC") -> None:
        try:
            self._do(use_case, *args, by=by)
        except why:
            return
        raise AssertionError(f"{why.__name__} was expected")

    def _import(self, text: str) -> None:
        self.at += timedelta(minutes=1)
        problems: list[Problem] = []
        with self.database.writing() as connection:
            import_files(
                RecordsTx(connection, self.team), [GivenFile.of("file.csv", text.encode())], self.at, problems.append
            )

    def _import_packages(self) -> None:
        rows = "".join(
            f"{name},c1,{name},active,{LAST_DAY[name] or ''},{service},{total}\n"
            for name, lines in self.source.items()
            for service, total in lines.items()
        )
        self._import(f"package_id,client_id,name,status,expires_on,service_id,sessions\n{rows}")

    def _a_session(self, data: st.DataObject) -> tuple[SessionId, NaiveSession]:
        name = data.draw(st.sampled_from(sorted(self.naive.sessions)))
        return SessionId(name), self.naive.sessions[name]

    def _a_request(self, data: st.DataObject) -> tuple[AdjustmentId, NaiveRequest]:
        name = data.draw(st.sampled_from(sorted(self.naive.requests)))
        return AdjustmentId(name), self.naive.requests[name]

    def _acted(self, name: str, what: str, was: NaiveSession, by: str = "UPRAC") -> None:
        """Somebody has changed the session's package or confirmation, or booked it."""
        self.acts[by] = NaiveAct([self._changed(name, what, was)], self.at)

    def _changed(self, name: str, what: str, was: NaiveSession) -> NaivePart:
        self.changes[name, what] += 1
        return NaivePart(name, what, was, self.changes[name, what])

    def _is_over(self, package: str) -> bool:
        last = LAST_DAY[package]
        return last is not None and self.workspace.today(self.at + timedelta(minutes=1)) > last

    # the rules

    @rule(service=services, package=st.none() | packages, past=st.booleans())
    def book(self, service: str, package: str | None, past: bool) -> None:
        name = SessionId(f"s{next(self.steps)}")
        starts = self.at + timedelta(days=-3 if past else 400)
        into = PackageId(package) if package else None
        booking = NewBooking(ClientId("c1"), ServiceId(service), PersonId("UPRAC"), starts, 50, into)
        if package and self._is_over(package):
            self._refused(PackageNotActive, book_session, booking, name, by="UMAN")
            return
        self._do(book_session, booking, name, by="UMAN")
        self.naive.sessions[name] = NaiveSession(service, package, past=past)
        self._acted(name, "booking", NaiveSession(service, package, "cancelled", "unconfirmed", past=past), by="UMAN")

    @precondition(lambda self: self.naive.sessions)
    @rule(data=st.data(), package=packages)
    def link(self, data: st.DataObject, package: str) -> None:
        name, session = self._a_session(data)
        if session.package:
            self._refused(AlreadyLinked, link_session, name, PackageId(package))
        elif self._is_over(package):
            self._refused(PackageNotActive, link_session, name, PackageId(package))
        else:
            self._do(link_session, name, PackageId(package))
            self._acted(name, "package", replace(session))
            session.package = package

    @precondition(lambda self: self.naive.sessions)
    @rule(data=st.data(), package=packages)
    def unlink(self, data: st.DataObject, package: str) -> None:
        name, session = self._a_session(data)
        if session.package is None:
            self._refused(NotLinked, unlink_session, name, PackageId(package))
        elif session.package != package:
            self._refused(LinkedElsewhere, unlink_session, name, PackageId(package))
        else:
            self._do(unlink_session, name, PackageId(package))
            self._acted(name, "package", replace(session))
            session.package = None

    @precondition(lambda self: self.naive.sessions)
    @rule(data=st.data(), there=packages)
    def move(self, data: st.DataObject, there: str) -> None:
        name, session = self._a_session(data)
        here = session.package or "gold"
        ids = PackageId(here), PackageId(there)
        if here == there:
            self._refused(AlreadyThere, move_session, name, *ids)
        elif session.package is None:
            self._refused(NotLinked, move_session, name, *ids)
        elif self._is_over(there):
            self._refused(PackageNotActive, move_session, name, *ids)
        else:
            self._do(move_session, name, *ids)
            self._acted(name, "package", replace(session))
            session.package = there

    @precondition(lambda self: self.naive.sessions)
    @rule(data=st.data(), how=st.sampled_from([SessionChange.CANCEL, SessionChange.CANCEL_LATE, SessionChange.NO_SHOW]))
    def give_up(self, data: st.DataObject, how: SessionChange) -> None:
        name, session = self._a_session(data)
        is_to_happen = session.confirmation in {"unconfirmed", "confirmed"}
        if not is_to_happen or (how is SessionChange.NO_SHOW and not session.past):
            self._refused(DoesNotApply, change_session, name, how)
            return
        self._do(change_session, name, how)
        self._acted(name, "confirmation", replace(session))
        session.restores_to = session.confirmation
        session.confirmation = {"cancel": "cancelled", "cancel_late": "late_cancelled", "no_show": "no_show"}[how]

    @precondition(lambda self: self.naive.sessions)
    @rule(data=st.data(), how=st.sampled_from([SessionChange.CONFIRM, SessionChange.RESTORE]))
    def take_place(self, data: st.DataObject, how: SessionChange) -> None:
        name, session = self._a_session(data)
        confirming = how is SessionChange.CONFIRM
        if confirming != (session.confirmation == "unconfirmed") or session.confirmation == "confirmed":
            self._refused(DoesNotApply, change_session, name, how)
            return
        self._do(change_session, name, how)
        self._acted(name, "confirmation", replace(session))
        session.confirmation = "confirmed" if confirming else session.restores_to

    @precondition(lambda self: any(session.package is None for session in self.naive.sessions.values()))
    @rule()
    def link_several(self) -> None:
        free = [SessionId(name) for name, session in self.naive.sessions.items() if session.package is None]
        with self.database.reading() as connection:
            records = RecordsTx(connection, self.team)
            sessions = [found for name in free if (found := records.find_session(name))]
            several = propose(records, self.people["UPRAC"], self.at + timedelta(minutes=1), sessions)
        picks = [Pick(each.id, each.link_changes, choice.package.id) for each, choice in several.chosen]
        if not picks:
            return
        assert self._do(link_several, picks, several.fingerprint).are_linked
        parts = []
        for pick in picks:
            session = self.naive.sessions[pick.session_id]
            assert session.confirmation in self.naive.holds
            parts.append(self._changed(pick.session_id, "package", replace(session)))
            session.package = pick.package_id
            assert not self._is_over(str(session.package))
        self.acts["UPRAC"] = NaiveAct(parts, self.at)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(sorted(self.acts)))
        act, act_id = self.acts[by], self._last_act(by)
        if self.at + timedelta(minutes=1) - act.at > KEPT_FOR:
            self._refused(NothingToUndo, undo, act_id, by=by)
        elif act.is_undone:
            self._refused(UndoneAlready, undo, act_id, by=by)
        elif not (back := [part for part in act.parts if self._can_be_undone(part)]):
            self._refused(ChangedSince, undo, act_id, by=by)
        else:
            self._do(undo, act_id, by=by)
            act.is_undone = True
            for part in back:
                self._set_back(part)

    def _can_be_undone(self, part: NaivePart) -> bool:
        if part.what == "booking":
            return not any(self.changes[part.name, what] for what in ("package", "confirmation"))
        is_closed = part.what == "package" and part.was.package is not None and self._is_over(part.was.package)
        return self.changes[part.name, part.what] == part.changes and not is_closed

    def _set_back(self, part: NaivePart) -> None:
        session = self.naive.sessions[part.name]
        if part.what == "package":
            session.package = part.was.package
        else:
            session.confirmation, session.restores_to = part.was.confirmation, part.was.restores_to
        self.changes[part.name, "confirmation" if part.what == "booking" else part.what] += 1

    def _last_act(self, by: str) -> ActId:
        with self.database.reading() as connection:
            last = RecordsTx(connection, self.team).last_act(PersonId(by))
        assert last is not None
        return last.id

    @rule(
        package=packages, changes=st.dictionaries(services, totals, min_size=1), by=st.sampled_from(["UPRAC", "UMAN"])
    )
    def ask(self, package: str, changes: dict[str, int], by: str) -> None:
        now, name = self.naive.totals[package], AdjustmentId(f"r{next(self.steps)}")
        counts = {ServiceId(s): n for s, n in changes.items() if s in now}
        added = tuple((ServiceId(s), n) for s, n in changes.items() if s not in now)
        real = {s: n for s, n in changes.items() if now.get(s) != n}
        request = NaiveRequest(package, real, by)
        wanted = (PackageId(package), Wanted(counts, added, "because"), name)
        if not real or self.naive.would_overrun(request):
            self._refused(NotAnAdjustment, requesting.ask_for_adjustment, *wanted, by="UMAN")
            return
        waiting = [(one.package, one.changes) for one in self.naive.requests.values() if one.status == "pending"]
        if (package, real) in waiting:
            self._refused(AlreadyAsked, requesting.ask_for_adjustment, *wanted, by="UMAN")
            return
        if not self.naive.sessions:  # Petra sees no client of hers yet
            request.by = "UMAN"
        self._do(requesting.ask_for_adjustment, *wanted, by=request.by)
        self.naive.requests[name] = request
        request.seen = (self._card(name).fingerprint, self.naive.figures(request))

    @precondition(lambda self: self.naive.requests)
    @rule(data=st.data())
    def look_at_the_card(self, data: st.DataObject) -> None:
        name, request = self._a_request(data)
        request.seen = (self._card(name).fingerprint, self.naive.figures(request))

    def _card(self, name: AdjustmentId) -> deciding.Case:
        with self.database.reading() as connection:
            records = RecordsTx(connection, self.team)
            adjustment = records.find_adjustment(name)
            assert adjustment is not None
            return deciding.case_of(records, self.workspace, adjustment)

    @precondition(lambda self: self.naive.requests)
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        name, request = self._a_request(data)
        seen, figures = request.seen
        if request.status != "pending":
            self._refused(AlreadyDecided, deciding.approve, name, seen, by="UMAN")
        elif request.by == "UMAN":
            self._refused(OwnRequest, deciding.approve, name, seen, by="UMAN")
        elif figures != self.naive.figures(request):
            assert isinstance(self._do(deciding.approve, name, seen, by="UMAN"), FiguresChanged)
        elif self.naive.would_overrun(request):
            self._refused(BelowUsed, deciding.approve, name, seen, by="UMAN")
        else:
            assert isinstance(self._do(deciding.approve, name, seen, by="UMAN"), deciding.Case)
            self.naive.totals[request.package] |= request.changes
            request.status = "approved"

    @precondition(lambda self: self.naive.requests)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        name, request = self._a_request(data)
        if request.status != "pending":
            self._refused(AlreadyDecided, deciding.decline, name, "no", by="UMAN")
        elif request.by == "UMAN":
            self._refused(OwnRequest, deciding.decline, name, "no", by="UMAN")
        else:
            self._do(deciding.decline, name, "no", by="UMAN")
            request.status = "declined"

    @precondition(lambda self: self.naive.requests)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        name, request = self._a_request(data)
        if request.status != "pending":
            self._refused(AlreadyDecided, requesting.withdraw, name, by=request.by)
            return
        if request.by == "UPRAC":
            self._refused(NotYourRequest, requesting.withdraw, name, by="UMAN")
        self._do(requesting.withdraw, name, by=request.by)
        request.status = "withdrawn"

    @rule(hold=st.booleans())
    def choose_whether_no_shows_hold(self, hold: bool) -> None:
        self.workspace = self._do(choose_settings, replace(self.workspace, no_shows_hold=hold), by="UMAN")
        self.people = {user: self._person(user) for user in self.people}
        self.naive.holds = HOLDS if hold else TAKES_PLACE

    @rule(days=st.integers(1, 12))
    def expire(self, days: int) -> None:
        self.at += timedelta(days=days)
        with self.database.writing() as connection:
            note_expiries(RecordsTx(connection, self.team), self.workspace, self.at)
        self.naive.expired = {name for name, last in LAST_DAY.items() if last and self.workspace.today(self.at) > last}

    @rule(service=services, package=st.none() | packages, confirmation=st.sampled_from(sorted(HOLDS | {"cancelled"})))
    def import_a_session(self, service: str, package: str | None, confirmation: str) -> None:
        name, starts = f"i{next(self.steps)}", (self.at - timedelta(days=2)).isoformat()
        row = IMPORTED.format(id=name, service=service, starts=starts, confirmation=confirmation, package=package or "")
        self._import(row)
        self._import(row)
        self.naive.sessions[name] = NaiveSession(service, package, confirmation, "unconfirmed", past=True)

    @rule(package=packages, service=services, total=totals)
    def import_a_total(self, package: str, service: str, total: int) -> None:
        if self.source[package].get(service) != total:
            self.naive.totals[package][service] = total
        self.source[package][service] = total
        self._import_packages()

    # what must always hold

    @invariant()
    def counts_history_and_why_agree(self) -> None:
        with self.database.reading() as connection:
            records = RecordsTx(connection, self.team)
            for name in self.naive.totals:
                package = records.find_package(PackageId(name), holding(self.workspace))
                assert package is not None
                history = records.history_of(package.id, 0, 10_000)[::-1]
                self._counts_are_right(package)
                _figures_chain(package, history)
                self._every_decision_is_told_once(package, history)
                _why_explains(records, self.people["UMAN"], package)
        [checked] = checks(self.database, self.workspace)
        assert checked.packages == len(self.naive.totals)
        assert checked.disagreements == ()

    def _counts_are_right(self, package: Package) -> None:
        counts = {str(line.service.id): (line.total, line.used, line.remaining) for line in package.included}
        assert counts == self.naive.counts(package.id)
        assert package.not_counted == self.naive.not_counted(package.id)
        assert (package.total, package.remaining) == self.naive.sums(package.id)
        assert package.status_on(self.workspace.today(self.at)) == (
            "expired" if self._is_over(package.id) else "active"
        )

    def _every_decision_is_told_once(self, package: Package, history: list[Entry]) -> None:
        requests = [request for request in self.naive.requests.values() if request.package == package.id]
        told = [str(entry.event) for entry in history]
        assert told.count(Happening.REQUESTED) == sum(len(request.changes) for request in requests)
        approved = [request for request in requests if request.status == "approved"]
        assert told.count(Happening.APPROVED) == sum(len(request.changes) for request in approved)
        for status in (Happening.DECLINED, Happening.WITHDRAWN):
            assert told.count(status) == sum(request.status == status for request in requests)
        assert told.count(Happening.EXPIRED) == (package.id in self.naive.expired)


def _figures_chain(package: Package, history: list[Entry]) -> None:
    """Each before is the after of what happened before it, and the last after is what there is now."""
    total, remaining = defaultdict[ServiceId | None, int](int), defaultdict[ServiceId | None, int](int)
    for entry in history:
        if entry.event is Happening.REQUESTED:
            continue
        if entry.total:
            assert entry.total[0] == total[entry.service_id], entry
            total[entry.service_id] = entry.total[1]
        if entry.remaining:
            assert entry.remaining[0] == remaining[entry.service_id], entry
            remaining[entry.service_id] = entry.remaining[1]
    for line in package.included:
        assert (total[line.service.id], remaining[line.service.id]) == (line.total, line.remaining)


def _why_explains(records: RecordsTx, by: Person, package: Package) -> None:
    """The sessions that count are those that are used, and the last change of each total is the total."""
    used = defaultdict[ServiceId, int](int)
    why = why_this_count(records, by, package.id)
    while True:
        for session in why.page.sessions:
            used[session.service.id] += why_not_counted(session, by.workspace) is None
        if why.page.older is None:
            break
        why = why_this_count(records, by, package.id, why.page.older, older=True)
    assert why.package == package
    assert {line.service.id: line.used for line in package.included} == {
        line.service.id: used[line.service.id] for line in package.included
    }
    last = {entry.service_id: entry.total[1] for entry in why.changes if entry.total}
    assert last == {line.service.id: line.total for line in package.included}


def test_counts_history_and_why_agree_whatever_is_done_in_whatever_order(database: Database) -> None:
    machine = type("PracticeHere", (Practice,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=bool(os.environ.get("CI")),
            suppress_health_check=list(HealthCheck),
        ),
    )
