"""What Slack says of people, so that sessions show names and find their practitioner."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from domain.values.ids import PersonId
from storage.database import HERE, Tx
from storage.tables import PERSON, SESSION, WORKSPACE

_KEPT = ("name", "email", "timezone", "is_admin", "is_member", "fetched_at", "teams_known")
_FIND = select(PERSON).where(PERSON.c.workspace == HERE, PERSON.c.id == bindparam("person_id"))
_BY_EMAIL = select(PERSON.c.id, PERSON.c.email).where(
    PERSON.c.workspace == HERE, PERSON.c.email.in_(bindparam("emails", expanding=True))
)
_ADMINS = (
    select(PERSON.c.id).where(PERSON.c.workspace == HERE, PERSON.c.is_admin, PERSON.c.is_member).order_by(PERSON.c.id)
)
_AMONG = select(PERSON.c.id).where(PERSON.c.workspace == HERE, PERSON.c.id.in_(bindparam("people", expanding=True)))
_LEFT = _AMONG.where(~PERSON.c.is_member)
_MEMBERS = _AMONG.where(PERSON.c.is_member)
_LEARNED = select(WORKSPACE.c.people_learned_at).where(WORKSPACE.c.id == HERE)
_CLAIM = (
    update(SESSION)
    .where(SESSION.c.workspace == HERE, SESSION.c.practitioner == bindparam("known_as"))
    .values(practitioner=bindparam("person_id"))
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person as Slack describes them."""

    id: PersonId
    name: str
    email: str | None
    timezone: str
    is_admin: bool
    is_member: bool  # of this workspace, and neither guest nor bot, stranger or deactivated
    fetched_at: datetime
    teams_known: bool = True  # whether it was looked at which workspaces they are in


def find_member(tx: Tx, person_id: PersonId, /) -> Member | None:
    row = tx.run(_FIND, person_id=person_id).first()
    return Member(PersonId(row.id), *(getattr(row, name) for name in _KEPT)) if row else None


def timezone_of(tx: Tx, person_id: PersonId, /) -> str | None:
    """Where this person is, as far as Slack has said."""
    member = find_member(tx, person_id)
    return member.timezone if member else None


def remember(tx: Tx, members: Sequence[Member], /) -> None:
    """Keep what Slack says of them, and hand them the sessions imported under their e-mail addresses."""
    if not members:
        return
    insert = tx.inserting(PERSON)
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace", "id"], set_={name: insert.excluded[name] for name in _KEPT}
    )
    tx.connection.execute(upsert, [_row(tx, member) for member in members])
    for member in members:
        if member.email and member.is_member:
            tx.run(_CLAIM, known_as=member.email, person_id=member.id)


def _row(tx: Tx, member: Member) -> dict[str, Any]:
    return {"workspace": tx.workspace, "id": member.id} | {name: getattr(member, name) for name in _KEPT}


def known_emails(tx: Tx, emails: Iterable[str], /) -> dict[str, PersonId]:
    """Who of the workspace these addresses belong to."""
    return {row.email: PersonId(row.id) for row in tx.run(_BY_EMAIL, emails=list(emails))}


def people_who_left(tx: Tx, people: Collection[PersonId], /) -> set[PersonId]:
    """Tell those of whom Slack has said that they are no members (any more)."""
    return {PersonId(row.id) for row in tx.run(_LEFT, people=list(people))}


def known_people(tx: Tx, people: Collection[PersonId], /) -> set[PersonId]:
    """Tell those of whom Slack has said anything."""
    return {PersonId(row.id) for row in tx.run(_AMONG, people=list(people))}


def members_among(tx: Tx, people: Collection[PersonId], /) -> set[PersonId]:
    """Tell those of whom Slack has said that they are members."""
    return {PersonId(row.id) for row in tx.run(_MEMBERS, people=list(people))}


def everybody_is_known(tx: Tx, /) -> bool:
    """Tell whether Slack has named all members of the workspace, so that its admins are known."""
    row = tx.run(_LEARNED).first()
    return row is not None and row.people_learned_at is not None


def learned_everybody(tx: Tx, at: datetime, /) -> None:
    insert = tx.inserting(WORKSPACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["id"], set_={"people_learned_at": insert.excluded.people_learned_at}
    )
    tx.connection.execute(upsert, {"id": tx.workspace, "people_learned_at": at})


def admins(tx: Tx, /) -> tuple[PersonId, ...]:
    return tuple(PersonId(row.id) for row in tx.run(_ADMINS))
