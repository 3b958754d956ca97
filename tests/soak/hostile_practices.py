"""Two practices whose ids partly coincide; whatever must not be seen by everybody is a word of its own."""

import re
from datetime import date

from practice import NOW, Practice
from sqlalchemy import update

from domain import requesting
from domain.deciding import case_of
from domain.values.ids import AdjustmentId, PackageId, PersonId, ServiceId, WorkspaceId
from domain.values.people import Naming, Person, Workspace
from storage.database import Database
from storage.installations import Installation, keep_installation
from storage.people import Member
from storage.records import RecordsTx
from storage.sealing import Keys
from storage.tables import MESSAGE

TEAMS = {"T1": "one", "T2": "two"}
ELSEWHERE = "T3"  # where Ribbon isn't installed
WORD = re.compile(r"Zq[a-z]+|\bU[A-Z]+T[12]\b")  # a name of whatever kind, or a person's id
SERVICES = ("follow", "nutri")
PRACTITIONERS, MANAGERS = ("PETRA", "PAUL"), ("MIA", "MAX")
BARRED = {
    "MULTI": "is_restricted",
    "SINGLE": "is_ultra_restricted",
    "GONE": "deleted",
    "ROBOT": "is_bot",
    "FLOW": "is_workflow_bot",
}
WHOSE = {"petra": ("PETRA",), "paul": ("PAUL",), "both": PRACTITIONERS, "nobody": ()}
ASKED_BY = {"petra": "PETRA", "paul": "PAUL", "both": "MIA", "nobody": "MAX"}


def clients_of(team: str) -> dict[str, str]:
    """Ids and whose they are: half of the ids are the other practice's too."""
    return {f"{whose}{suffix}": whose for whose in WHOSE for suffix in ("", f"-{team}")}


def user(name: str, team: str) -> str:
    return f"U{name}{team}"


def home_of(person: str) -> str:
    return person[-2:] if person[-2:] in TEAMS else ""


def word(kind: str, key: str, team: str) -> str:
    return f"Zq{kind}{key.replace(f'-{team}', 'x')}{TEAMS[team]}"


def _of_client(client: str, team: str) -> set[str]:
    return {word(kind, client, team) for kind in ("first", "last", "gold", "tiny", "old", "reason")}


def of_everybody(team: str) -> set[str]:
    everybody = (*PRACTITIONERS, *MANAGERS, *BARRED)
    people = {word("who", name.lower(), team) for name in everybody} | {user(name, team) for name in everybody}
    return people | {word("service", service, team) for service in SERVICES}


def may_see_client(person: str, client: str) -> bool:
    """Whether it is a client of their own workspace, and they are a manager or have sessions with them."""
    team, name = home_of(person), person[1:-2]
    whose = clients_of(team).get(client) if team else None
    return whose is not None and (name in MANAGERS or name in WHOSE[whose])


def client_of(subject: str) -> str:
    """Whose session or package it is, by its id."""
    return re.sub(r"^[a-z]+-(?:[A-Z]+-)?", "", subject)


def may_see(person: str) -> frozenset[str]:
    """The words that this person may be shown."""
    team, name = home_of(person), person[1:-2]
    if not team or name not in (*PRACTITIONERS, *MANAGERS):
        return frozenset()
    seen = [_of_client(client, team) for client in clients_of(team) if may_see_client(person, client)]
    return frozenset(of_everybody(team).union(*seen))


def all_of(team: str) -> frozenset[str]:
    return frozenset(of_everybody(team).union(*(_of_client(client, team) for client in clients_of(team))))


def fill(database: Database, keys: Keys) -> set[str]:
    """Both practices; the fingerprints of the figures on the requests' cards."""
    seen: set[str] = set()
    for team in TEAMS:
        _install(database, keys, team)
        practice = Practice(database, team)
        for service in SERVICES:
            practice.service(service, word("service", service, team))
        for client, whose in clients_of(team).items():
            _client(practice, client, WHOSE[whose])
        seen |= _requests(database, team)
    return seen


def _install(database: Database, keys: Keys, team: str) -> None:
    managers = tuple(PersonId(user(name, team)) for name in MANAGERS)
    naming = Naming.SHORT if team == "T1" else Naming.FULL
    with database.writing() as connection:
        records = RecordsTx(connection, WorkspaceId(team))
        records.choose(Workspace(records.workspace, "Europe/Berlin", managers, f"CMAN{team}", naming=naming))
        records.remember([_member(name, team) for name in (*PRACTITIONERS, *MANAGERS, *BARRED)])
        records.learned_everybody(NOW)
        kept = Installation(records.workspace, f"xoxb-{team}", "B1", f"UBOT{team}", "https://x.invalid/", "", None, NOW)
        keep_installation(records, keys, kept)


def _member(name: str, team: str) -> Member:
    shown = word("who", name.lower(), team)
    return Member(PersonId(user(name, team)), shown, None, "Europe/Berlin", False, name not in BARRED, NOW)


def _client(practice: Practice, client: str, practitioners: tuple[str, ...]) -> None:
    team = practice.team
    practice.client(client, f"{word('first', client, team)} {word('last', client, team)}")
    practice.package(f"gold-{client}", client, word("gold", client, team), {"follow": 10})
    practice.package(f"tiny-{client}", client, word("tiny", client, team), {"follow": 1}, expires_on=date(2026, 3, 7))
    practice.package(f"old-{client}", client, word("old", client, team), {"nutri": 5}, status="completed")
    for name in practitioners:
        who, key = user(name, team), f"{name}-{client}"
        practice.session(f"next-{key}", client, "follow", 2, practitioner=who)
        practice.session(f"past-{key}", client, "nutri", -2, practitioner=who, confirmation="unconfirmed")
        practice.session(f"linked-{key}", client, "follow", 1, f"gold-{client}", practitioner=who)
        practice.session(f"uncounted-{key}", client, "nutri", -1, f"gold-{client}", practitioner=who)
        practice.session(f"over-{key}", client, "follow", -5, f"tiny-{client}", practitioner=who, payment="paid")


def _requests(database: Database, team: str) -> set[str]:
    """A pending request for each client's gold package, posted already."""
    seen = set()
    with database.writing() as connection:
        records = RecordsTx(connection, WorkspaceId(team))
        workspace = records.find_workspace(Workspace(records.workspace))
        for client, whose in clients_of(team).items():
            name = ASKED_BY[whose]
            by = Person(PersonId(user(name, team)), name, "UTC", is_admin=True, workspace=workspace)
            wanted = requesting.Wanted({ServiceId("follow"): 12}, (), word("reason", client, team))
            key = AdjustmentId(f"more-{client}")
            asked = requesting.ask_for_adjustment(records, by, NOW, PackageId(f"gold-{client}"), wanted, key)
            figures = case_of(records, workspace, asked).fingerprint
            seen.add(figures)
            posted = update(MESSAGE).where(MESSAGE.c.workspace == team, MESSAGE.c.subject == key)
            connection.execute(posted.values(ts=f"ts-{client}", shown=1, painted=figures))
    return seen
