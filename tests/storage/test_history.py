"""The order of a package's history: figures lead from one entry to the next, whatever clock wrote them."""

from datetime import timedelta

from literals import NOW, person
from practice import TEAM, usual_practice

from domain.lifecycle import close_package
from domain.linking import link_session, unlink_session
from domain.values.history import Happening
from domain.values.ids import PackageId, SessionId, WorkspaceId
from domain.values.packages import PackageStatus
from storage.database import Database
from storage.records import RecordsTx

MIA = person("UMAN", manager=True)
SESSION, GOLD = SessionId("s04"), PackageId("p1")
AN_HOUR, JUST = timedelta(hours=1), timedelta(microseconds=1)


def test_what_changes_a_count_comes_after_all_before_it_though_the_clock_was_set_back(database: Database) -> None:
    usual_practice(database)
    with database.writing() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        link_session(records, MIA, NOW, SESSION, GOLD)
        unlink_session(records, MIA, NOW - AN_HOUR, SESSION, GOLD)
        link_session(records, MIA, NOW + AN_HOUR, SESSION, GOLD)
        close_package(records, MIA, NOW - AN_HOUR, GOLD, PackageStatus.COMPLETED)
        newest_first = records.history_of(GOLD, 0, 10)

    assert [(entry.event, entry.at, entry.remaining) for entry in newest_first] == [
        (Happening.LINKED, NOW + AN_HOUR, (8, 7)),
        (Happening.UNLINKED, NOW + JUST, (7, 8)),
        (Happening.LINKED, NOW, (8, 7)),
        (Happening.STATUS_CHANGED, NOW - AN_HOUR, None),
    ]
