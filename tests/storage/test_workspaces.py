"""What a workspace has chosen, as far as it still holds: managers leave, and Ribbon's settings aren't told."""

from collections.abc import Iterator

import pytest
from practice import NOW, TEAM

from domain.values.ids import PersonId, WorkspaceId
from domain.values.people import Workspace
from storage.database import Database
from storage.people import Member
from storage.records import RecordsTx

MIA, MAX, ENA = PersonId("UMIA"), PersonId("UMAX"), PersonId("UENA")
BY_ENVIRONMENT = Workspace(WorkspaceId(TEAM), managers=(ENA,))


@pytest.fixture
def records(database: Database) -> Iterator[RecordsTx]:
    """Of a workspace that has chosen Mia and Max, of whom Slack hasn't told anything yet."""
    with database.writing() as connection:
        RecordsTx(connection, WorkspaceId("TELSE")).remember([member(MIA, is_member=False)])
        records = RecordsTx(connection, WorkspaceId(TEAM))
        records.choose(Workspace(WorkspaceId(TEAM), managers=(MIA, MAX)))
        yield records


def member(who: PersonId, *, is_member: bool) -> Member:
    return Member(who, who, None, "UTC", is_admin=False, is_member=is_member, fetched_at=NOW)


def left(records: RecordsTx, *people: PersonId) -> tuple[PersonId, ...]:
    """The managers after Slack has said that these are no members."""
    records.remember([member(who, is_member=False) for who in people])
    return stayed(records, BY_ENVIRONMENT)


def stayed(records: RecordsTx, default: Workspace) -> tuple[PersonId, ...]:
    return records.with_managers_who_stayed(records.find_workspace(default), default).managers


def test_managers_are_those_chosen_who_have_not_left(records: RecordsTx) -> None:
    assert left(records) == (MIA, MAX)
    assert left(records, MIA) == (MAX,)
    records.remember([member(MIA, is_member=True)])
    assert left(records) == (MIA, MAX)


def test_when_all_who_were_chosen_have_left_it_is_as_if_none_was(records: RecordsTx) -> None:
    assert left(records, MIA, MAX) == (ENA,)
    assert left(records, ENA) == ()
    assert stayed(records, Workspace(WorkspaceId(TEAM))) == ()
