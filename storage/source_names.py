"""Who the practitioners are that files name by what Slack doesn't know; and those who are nobody yet."""

from collections.abc import Iterable

from sqlalchemy import Select, and_, bindparam, exists, func, select, update

from domain.values.ids import PersonId, SourceName
from domain.values.source_names import NamedPerson
from storage.database import HERE, Tx
from storage.people import everybody_is_known
from storage.tables import PERSON, SESSION, SOURCE_NAME

MOST = 1000  # names

_OF = SESSION.c.workspace == HERE
IS_NOBODYS = ~exists().where(PERSON.c.workspace == HERE, PERSON.c.id == SESSION.c.practitioner).correlate(SESSION)


def _practitioners() -> Select[tuple[str]]:
    """Each practitioner there is, found one after the other in an index: there are few among many sessions."""
    first = select(func.min(SESSION.c.practitioner).label("name")).where(_OF).cte("practitioners", recursive=True)
    following = select(func.min(SESSION.c.practitioner)).where(_OF, SESSION.c.practitioner > first.c.name)
    each = first.union_all(select(following.scalar_subquery()).where(first.c.name.is_not(None)))
    known = exists().where(PERSON.c.workspace == HERE, PERSON.c.id == each.c.name)
    return select(each.c.name).where(each.c.name.is_not(None), ~known).order_by(each.c.name).limit(MOST)


_NOBODY = _practitioners()
_HOW_MANY = select(func.count()).where(_OF, SESSION.c.practitioner == bindparam("known_as"))
_GIVEN = (
    select(SOURCE_NAME.c.name, SOURCE_NAME.c.person, PERSON.c.name.label("person_name"))
    .outerjoin(PERSON, and_(PERSON.c.workspace == HERE, PERSON.c.id == SOURCE_NAME.c.person))
    .where(SOURCE_NAME.c.workspace == HERE)
)
_ALL_GIVEN = _GIVEN.order_by(SOURCE_NAME.c.name).limit(MOST)
_ONE_GIVEN = _GIVEN.where(SOURCE_NAME.c.name == bindparam("known_as"))
_SOME_GIVEN = select(SOURCE_NAME.c.name, SOURCE_NAME.c.person).where(
    SOURCE_NAME.c.workspace == HERE, SOURCE_NAME.c.name.in_(bindparam("names", expanding=True))
)
_IS_KNOWN = select(PERSON.c.id).where(PERSON.c.workspace == HERE, PERSON.c.id == bindparam("known_as"))
_CLAIM = (
    update(SESSION).where(_OF, SESSION.c.practitioner == bindparam("known_as")).values(practitioner=bindparam("person"))
)


def nobodys_names(tx: Tx, /) -> list[NamedPerson]:
    """Practitioners of sessions whom Slack doesn't know; none as long as it hasn't named everybody."""
    if not everybody_is_known(tx):
        return []
    return [_nobody(tx, SourceName(name)) for name in tx.run(_NOBODY).scalars().all()]


def given_names(tx: Tx, /) -> list[NamedPerson]:
    """Those of whom somebody has said who it is."""
    rows = tx.run(_ALL_GIVEN).all()
    return [NamedPerson(SourceName(row.name), PersonId(row.person), row.person_name or "") for row in rows]


def find_name(tx: Tx, name: SourceName, /) -> NamedPerson | None:
    given = tx.run(_ONE_GIVEN, known_as=name).first()
    if given:
        return NamedPerson(name, PersonId(given.person), given.person_name or "")
    if tx.run(_IS_KNOWN, known_as=name).first():
        return None
    found = _nobody(tx, name)
    return found if found.sessions else None


def _nobody(tx: Tx, name: SourceName) -> NamedPerson:
    return NamedPerson(name, sessions=tx.run(_HOW_MANY, known_as=name).scalar_one())


def give_name(tx: Tx, name: SourceName, person: PersonId, /) -> None:
    """Keep who it is, and hand them the sessions that are nobody's."""
    insert = tx.inserting(SOURCE_NAME)
    upsert = insert.on_conflict_do_update(index_elements=["workspace", "name"], set_={"person": insert.excluded.person})
    tx.connection.execute(upsert, {"workspace": tx.workspace, "name": name, "person": person})
    tx.run(_CLAIM, known_as=name, person=person)


def people_of(tx: Tx, names: Iterable[str], /) -> dict[str, PersonId]:
    """Who these names were said to be."""
    return {row.name: PersonId(row.person) for row in tx.run(_SOME_GIVEN, names=sorted(names))}
