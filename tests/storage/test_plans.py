"""How the databases go about a list: by an index, in its order, a few rows, never over all sessions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from many_sessions import CLIENTS, PETRA, Statement, every_combination, many_sessions
from practice import NOW, TEAM
from sqlalchemy import Connection, text

from domain.values.bookings import Cursor, Filters, Look, Span
from domain.values.ids import ClientId, PackageId, PersonId, SessionId, WorkspaceId
from domain.values.sessions import TO_HAPPEN
from storage.database import Database
from storage.records import RecordsTx

BEYOND = Cursor(NOW, SessionId("s00500"))
MANY_CLIENTS = [f"c{n}" for n in range(200)]
SPAN = Span(NOW - timedelta(days=2), NOW + timedelta(days=2))
TO_LOOK_AT = SPAN, NOW.date(), frozenset(TO_HAPPEN)


def many_sessions_analysed(database: Database, count: int, clients: Sequence[str] = CLIENTS) -> None:
    """So many, and statistics of them for the planner."""
    many_sessions(database, count, clients=clients)
    with database.writing() as connection:
        connection.execute(text("ANALYZE"))


def lists(records: RecordsTx) -> Iterator[Filters | None]:
    """Ask for every shape of list, one at a time; None for those of a package."""
    for newest_first, beyond in ((True, BEYOND), (False, None)):
        for filters in every_combination():
            records.list_sessions(filters, beyond, 11, newest_first=newest_first)
            yield filters
        records.linked_sessions(PackageId("of-c1"), beyond, 11, newest_first=newest_first)
        yield None


def looks_for_attention(records: RecordsTx, statements: list[Statement]) -> Iterator[tuple[PersonId | None, Statement]]:
    """Ask for what needs a practitioner's or a manager's attention, one at a time."""
    for who in (PETRA, None):
        for look in (
            lambda who=who: records.span_looked_at(SPAN, NOW, who, 500),
            lambda who=who: records.not_counted_sessions(Look(PETRA, who, *TO_LOOK_AT), 5),
            lambda who=who: records.unlinked_sessions(Look(PETRA, who, *TO_LOOK_AT), 5),
            lambda who=who: records.overrun_packages(Look(PETRA, who, *TO_LOOK_AT), 5),
            lambda who=who: records.count_not_counted(Look(PETRA, who, *TO_LOOK_AT)),
            lambda who=who: records.count_unlinked(Look(PETRA, who, *TO_LOOK_AT)),
            lambda who=who: records.count_overrun(Look(PETRA, who, *TO_LOOK_AT)),
            lambda who=who: records.nobodys_sessions(Look(PETRA, who, *TO_LOOK_AT), 5),
            lambda who=who: records.count_nobodys(Look(PETRA, who, *TO_LOOK_AT)),
        ):
            statements.clear()
            look()
            yield who, statements[0]


@pytest.mark.on_sqlite("it reads SQLite's own plans; PostgreSQL's are read below")
def test_on_sqlite_no_list_scans_or_sorts_all_sessions(database: Database, statements: list[Statement]) -> None:
    many_sessions(database, 500)
    with database.reading() as connection:
        for filters in lists(RecordsTx(connection, WorkspaceId(TEAM))):
            statement, parameters = statements[-1]
            steps = sqlite_plan(connection, statement, parameters)
            scans = [step for group in steps for step in group if step.startswith("SCAN session")]
            assert not scans, (filters, steps)
            assert of_few(filters) or not any(map(sorts_sessions, steps)), (filters, steps)
            assert of_few(filters) or found_by_index(filters, steps), (filters, steps)


@pytest.mark.on_sqlite("it reads SQLite's own plans; PostgreSQL's are read below")
def test_on_sqlite_no_list_reads_whole_tables_beforehand(database: Database, statements: list[Statement]) -> None:
    """A Bloom filter is filled from a whole table, which pays only where a list is as long."""
    many_sessions_analysed(database, 500, MANY_CLIENTS)
    with database.reading() as connection:
        for filters in lists(RecordsTx(connection, WorkspaceId(TEAM))):
            steps = [step for group in sqlite_plan(connection, *statements[-1]) for step in group]
            assert of_few(filters) or not [step for step in steps if "BLOOM" in step], (filters, steps)


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.on_sqlite("it reads SQLite's own plans; PostgreSQL's are read below")
def test_on_sqlite_what_needs_attention_is_found_among_the_sessions_of_the_span(
    database: Database, statements: list[Statement], *, analysed: bool
) -> None:
    (many_sessions_analysed if analysed else many_sessions)(database, 4000, clients=MANY_CLIENTS)
    with database.reading() as connection:
        for who, (statement, parameters) in looks_for_attention(RecordsTx(connection, WorkspaceId(TEAM)), statements):
            steps = [step for group in sqlite_plan(connection, statement, parameters) for step in group]
            finds = [
                step for step in steps if "session" in step and "AND id=?" not in step and "package_id=?" not in step
            ]
            owner = "practitioner=? AND " if who else ""
            assert finds, steps
            assert all(f"(workspace=? AND {owner}starts_at>? AND starts_at<?)" in step for step in finds), steps
            packages = [step for step in steps if re.match(r"\w+ (package|included)\b", step)]
            assert all("AND client_id=?" in step or "id=?" in step for step in packages), steps


def of_few(filters: Filters | None) -> bool:
    """The sessions of a few clients, found by an index of theirs, are few enough to look at each and to sort."""
    return filters is not None and filters.clients is not None


def of_some_days(filters: Filters | None) -> bool:
    """Where statistics say that these days hold a handful of sessions, it is right to look at each."""
    return filters is not None and filters.before_at is not None


def sqlite_plan(connection: Connection, statement: str, parameters: Any) -> list[list[str]]:
    """The steps of each query and subquery."""
    groups: dict[int, list[str]] = defaultdict(list)
    for _, parent, _, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
        groups[parent].append(step)
    return list(groups.values())


def sorts_sessions(steps: list[str]) -> bool:
    """Whether sessions found by more than their key are sorted here."""
    sorts = any("TEMP B-TREE" in step for step in steps)
    finds = any(step.startswith("SEARCH session") and "AND id=?" not in step for step in steps)
    return sorts and finds


def found_by_index(filters: Filters | None, steps: list[list[str]]) -> bool:
    """Whether the index leads to the first rows that fit, so that none are read in vain."""
    names = [name for name in ("practitioner", "linked", "confirmation", "payment") if has(filters, name)]
    finds = [step for group in steps for step in group if step.startswith("SEARCH session") and " AND id=?" not in step]
    of_service = has(filters, "service") and not has(filters, "practitioner")
    return bool(finds) and all(
        all(f"{name}=?" in step for name in names) and (not of_service or "service_id=?" in step or of_a_span(step))
        for step in finds
    )


def of_a_span(step: str) -> bool:
    """Between two moments SQLite may take any index in that order: there are only so many sessions."""
    return "starts_at>? AND " in step


def has(filters: Filters | None, name: str) -> bool:
    return filters is not None and getattr(filters, name) is not None


@pytest.mark.on_postgresql("it reads PostgreSQL's own plans; SQLite's are read above")
def test_on_postgresql_no_list_scans_or_sorts_all_sessions(database: Database, statements: list[Statement]) -> None:
    many_sessions_analysed(database, 3000)
    with database.reading() as connection:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):  # taken only where there is no other
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        for filters in lists(RecordsTx(connection, WorkspaceId(TEAM))):
            plan = generic_plan(connection, statements[-1][0])
            assert not scanned(plan), (filters, plan)
            assert of_few(filters) or not sorted_whole(plan), (filters, plan)
            of_one = has(filters, "practitioner") and has(filters, "service")  # whose sessions are looked at each
            assert of_few(filters) or of_some_days(filters) or of_one or not sifted(plan), (filters, plan)


@pytest.mark.on_postgresql("it reads PostgreSQL's own plans; SQLite's are read above")
def test_on_postgresql_what_needs_attention_is_found_among_the_sessions_of_the_span(
    database: Database, statements: list[Statement]
) -> None:
    many_sessions_analysed(database, 4000, MANY_CLIENTS)
    with database.reading() as connection:
        for who, (statement, _) in looks_for_attention(RecordsTx(connection, WorkspaceId(TEAM)), statements):
            plan = generic_plan(connection, statement)
            assert not scanned(plan), plan
            finds = [found for found in map(found_sessions, nodes(plan)) if found]
            assert all("starts_at" in found or "package_id" in found or "(id)" in found for found in finds), finds
            assert any("starts_at" in found and ("practitioner" in found or not who) for found in finds), finds


def found_sessions(node: dict[str, Any]) -> str:
    """By what an index leads to sessions."""
    return str(node.get("Index Cond", "")) if node.get("Relation Name") == "session" else ""


@pytest.mark.on_postgresql("only PostgreSQL keeps plans on the server")
def test_on_postgresql_a_list_is_planned_once_for_whatever_values(database: Database) -> None:
    many_sessions(database, 20)
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        for practitioner in ("UPRAC", "UPRAC2", "UNOBODY"):
            records.list_sessions(Filters(PersonId(practitioner)), None, 11, newest_first=True)
        prepared = connection.execute(text("SELECT statement, custom_plans, generic_plans FROM pg_prepared_statements"))
        assert [tuple(plans) for statement, *plans in prepared if "LIMIT 11" in statement] == [(0, 3)]


@pytest.mark.on_postgresql("it reads PostgreSQL's own plans; SQLite's are read above")
def test_on_postgresql_lists_of_any_length_are_a_few_statements(database: Database) -> None:
    many_sessions(database, 20)
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        for most in range(1, 33):
            clients = tuple(ClientId(f"c{n}") for n in range(1, most + 1))
            listed = records.list_sessions(Filters(clients=clients), None, 100, newest_first=True)
            packages = records.packages_of(clients, TO_HAPPEN)
            assert {session.client.id for session in listed} == {package.client.id for package in packages}
            assert sorted(package.client.id for package in packages) == sorted(set(clients) & set(CLIENTS))
        kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement ~ 'client_id IN [(]'"
        lengths, statements = 6, 3  # 1, 2, 4 … 32; sessions, packages, and what is included
        assert connection.execute(text(kept)).scalar_one() == lengths * statements


def generic_plan(connection: Connection, statement: str) -> dict[str, Any]:
    """The plan that is made once for whatever values."""
    numbers: dict[str, int] = {}
    numbered = re.sub(r"%\((\w+)\)s", lambda name: f"${numbers.setdefault(name[1], len(numbers) + 1)}", statement)
    cursor = psycopg.ClientCursor[Any](connection.connection.driver_connection)  # type: ignore[arg-type]  # it is one
    (((explained),),) = cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}").fetchall()
    plan: dict[str, Any] = explained[0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def scanned(plan: dict[str, Any]) -> bool:
    return any(node["Node Type"] == "Seq Scan" and node["Relation Name"] == "session" for node in nodes(plan))


def sifted(plan: dict[str, Any]) -> bool:
    """Whether sessions are read in vain: found by an index and then left out."""
    return any("Filter" in node and node.get("Relation Name") == "session" for node in nodes(plan))


def sorted_whole(plan: dict[str, Any]) -> bool:
    """Whether there is a sort whose rows nothing has limited before."""
    return any(node["Node Type"].endswith("Sort") and not _limited(node) for node in nodes(plan))


def _limited(node: dict[str, Any]) -> bool:
    """Whether what comes from here is a few rows: limited, or found by their key."""
    if node["Node Type"] == "Limit" or node.get("Index Name", "").endswith("_pkey"):
        return True
    below = node.get("Plans", [])
    if node["Node Type"] == "Nested Loop":
        return _limited(below[0])
    return bool(below) and all(map(_limited, below))
