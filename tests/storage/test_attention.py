"""What needs attention is all that one would find by looking at each session, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from practice import NOW, TEAM, Practice

from domain.values.bookings import Look, Span
from domain.values.ids import PersonId, WorkspaceId
from domain.values.sessions import TO_HAPPEN, Confirmation
from storage.database import Database
from storage.records import RecordsTx

PETRA = PersonId("UPRAC")
WEEK = Span(NOW - timedelta(days=7), NOW + timedelta(days=7))
HOLDING = TO_HAPPEN | {Confirmation.NO_SHOW}
TODAY = NOW.date()


@pytest.fixture
def practice(database: Database) -> Practice:
    """Ana has one package; another workspace has the same ids, and everything there is wrong."""
    elsewhere, practice = Practice(database, "TELSE"), Practice(database)
    for each in (elsewhere, practice):
        each.service("follow", "Follow-up 50 min")
        each.service("nutri", "Nutrition review")
        each.client("ana", "Ana Ruiz")
        each.client("bo", "Bo Lindqvist")
        each.package("gold", "ana", "Gold 2", {"follow": 2})
    for n in range(3):
        elsewhere.session(f"f{n}", "ana", "follow", n, "gold")
        elsewhere.session(f"n{n}", "ana", "nutri", n, "gold")
        elsewhere.session(f"u{n}", "ana", "follow", n)
    return practice


def look(visible_to: PersonId | None = None) -> Look:
    return Look(PETRA, visible_to, WEEK, TODAY, frozenset(HOLDING))


@contextmanager
def reading(practice: Practice) -> Iterator[RecordsTx]:
    with practice.database.reading() as connection:
        yield RecordsTx(connection, WorkspaceId(TEAM))


def not_counted(practice: Practice, visible_to: PersonId | None = None, most: int = 5) -> list[str]:
    with reading(practice) as records:
        found: list[str] = [session.id for session in records.not_counted_sessions(look(visible_to), most)]
        assert len(found) == min(most, records.count_not_counted(look(visible_to)))
        return found


def unlinked(practice: Practice, visible_to: PersonId | None = None, most: int = 5) -> list[str]:
    with reading(practice) as records:
        found: list[str] = [session.id for session in records.unlinked_sessions(look(visible_to), most)]
        assert len(found) == min(most, records.count_unlinked(look(visible_to)))
        return found


def overrun(practice: Practice, visible_to: PersonId | None = None, most: int = 5) -> dict[str, list[int]]:
    """The packages found, and what remains of each of their services."""
    with reading(practice) as records:
        found = records.overrun_packages(look(visible_to), most)
        assert len(found) == min(most, records.count_overrun(look(visible_to)))
    return {package.id: [line.remaining for line in package.included] for package in found}


def test_a_linked_session_is_not_counted_while_it_holds_its_place_and_its_service_is_not_included(
    practice: Practice,
) -> None:
    practice.session("later", "ana", "nutri", 3, "gold")
    practice.session("sooner", "ana", "nutri", -7, "gold", practitioner="UPRAC2")
    practice.session("no show", "ana", "nutri", -1, "gold", confirmation="no_show")
    practice.session("included", "ana", "follow", 1, "gold")
    practice.session("not linked", "ana", "nutri", 1)
    practice.session("cancelled", "ana", "nutri", 1, "gold", confirmation="cancelled")
    practice.session("too long ago", "ana", "nutri", -7.1, "gold")
    practice.session("too far ahead", "ana", "nutri", 7.1, "gold")

    assert not_counted(practice) == ["sooner", "no show", "later"]
    assert not_counted(practice, PETRA) == ["no show", "later"]
    assert not_counted(practice, most=2) == ["sooner", "no show"]


@pytest.mark.parametrize(
    ("status", "expires_on", "is_found"),
    [
        ("active", None, True),
        ("active", TODAY, True),
        ("active", TODAY - timedelta(days=1), False),
        ("completed", None, False),
        ("cancelled", None, False),
    ],
)
def test_a_session_could_be_linked_while_its_client_has_an_active_package(
    practice: Practice, status: str, expires_on: date | None, *, is_found: bool
) -> None:
    practice.session("bo's", "bo", "nutri", 1)
    practice.session("ana's", "ana", "nutri", 2, practitioner="UPRAC2")
    practice.session("linked", "ana", "nutri", 1, "gold")
    practice.session("cancelled", "ana", "nutri", 1, confirmation="cancelled")
    practice.session("too far ahead", "ana", "nutri", 7.1)
    practice.package("silver", "bo", "Silver", {"follow": 1}, status=status, expires_on=expires_on)

    assert unlinked(practice) == (["bo's", "ana's"] if is_found else ["ana's"])
    assert unlinked(practice, PETRA) == (["bo's"] if is_found else [])
    assert unlinked(practice, most=1) == (["bo's"] if is_found else ["ana's"])


def test_a_package_is_overrun_where_a_service_is_used_beyond_its_total(practice: Practice) -> None:
    practice.package("both", "bo", "Both", {"follow": 9, "nutri": 0})
    practice.package("cancelled", "bo", "All but one cancelled", {"nutri": 1})
    practice.package("last year's", "bo", "Last year's", {"follow": 1}, status="completed")
    for n in range(3):
        practice.session(
            f"g{n}", "ana", "follow", n - 9, "gold", practitioner="UPRAC2"
        )  # the last of three is this week
        practice.session(f"c{n}", "bo", "nutri", n, "cancelled", confirmation="cancelled" if n else "no_show")
        practice.session(f"l{n}", "bo", "follow", -300 - n, "last year's")
    practice.session("follow", "bo", "follow", 1, "both")
    assert overrun(practice) == {"gold": [-1]}
    assert overrun(practice, PETRA) == {}

    practice.session("nutri", "bo", "nutri", 2, "both", practitioner="UPRAC2")

    assert overrun(practice) == {"both": [8, -1], "gold": [-1]}
    assert overrun(practice, PETRA) == {"both": [8, -1]}
    assert overrun(practice, most=1) == {"both": [8, -1]}


def test_of_too_many_sessions_the_nearest_are_looked_at(practice: Practice) -> None:
    for day in (-8, -6, -4, -2, 0, 3, 5):
        practice.session(f"on {day}", "ana", "follow", day, practitioner="UPRAC2" if day in {-2, 3} else "UPRAC")

    def looked_at(most: int, visible_to: PersonId | None = None) -> tuple[float, float]:
        with reading(practice) as records:
            span = records.span_looked_at(WEEK, NOW, visible_to, most)
        return (span.from_at - NOW) / timedelta(days=1), (span.to_at - NOW) / timedelta(days=1)

    assert looked_at(3) == (-7, 7)
    assert looked_at(2) == (-6, 5)
    assert looked_at(1) == (-4, 3)
    assert looked_at(1, PETRA) == (-6, 5)
