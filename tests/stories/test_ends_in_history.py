"""A package's end stands in its history from midnight on, whoever writes it there, and once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from going import packages
from literals import NOW, person
from practice import TEAM, Practice, usual_practice

from bot.app import Ribbon
from domain.expiring import note_expiries
from domain.lifecycle import close_package
from domain.settings import choose_settings
from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, WorkspaceId
from domain.values.packages import PackageStatus
from domain.visibility import package_history
from playground.person.people import Person
from storage.database import Database
from storage.records import RecordsTx

HERE = WorkspaceId(TEAM)
MIA = person("UMAN", manager=True)
EXPIRED_5, DALIA = PackageId("p6"), ClientId("c4")
MIDNIGHT = datetime(2026, 2, 27, 23, tzinfo=UTC)  # after Friday, in Berlin
SAYS = "Package expired\nSat 28 Feb 2026, 00:00 · automatically\nactive → expired"


def history(person: Person, client: str, package: str) -> str:
    packages(person, client).row(package).choose("History")
    text = person.modal_titled("History").text
    person.modal.close_all()
    return text


def test_the_end_is_there_before_the_hourly_round_and_as_it_is_after_it(petra: Person, ribbon: Ribbon) -> None:
    before = history(petra, "dalia", "Expired 5")
    ribbon.rounds.note_expired_packages(HERE)
    after = history(petra, "dalia", "Expired 5")
    ribbon.rounds.note_expired_packages(HERE)

    assert SAYS in before
    assert history(petra, "dalia", "Expired 5") == after == before


def test_the_end_comes_with_midnight_in_the_practices_zone(petra: Person, practice: Practice, clock: Any) -> None:
    practice.package("today", "c2", "Last day", {"follow": 2}, expires_on=date(2026, 3, 2))
    clock.goes_on(hours=13, minutes=29)
    assert "Package expired" not in history(petra, "bo", "Last day")
    clock.goes_on(minutes=1)
    assert "Package expired\nTue 3 Mar 2026, 00:00 · automatically" in history(petra, "bo", "Last day")


@pytest.mark.parametrize("later", [0, 1, 9, 10, 11, 19, 20, 23])
def test_every_page_is_as_it_will_be_when_the_end_is_written_down(database: Database, later: int) -> None:
    usual_practice(database)
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        for n in range(23):
            at = MIDNIGHT + timedelta(hours=later - n, minutes=-30)
            records.record(Entry(Happening.SESSION_CHANGED, at, MIA.id, DALIA, EXPIRED_5))
        pages = every_page(records)
        note_expiries(records, MIA.workspace, NOW)
        noted = every_page(records)

    assert pages == noted
    assert [entry.event for entries, _ in pages[:21:10] for entry in entries].index(Happening.EXPIRED) == later


def every_page(records: RecordsTx) -> list[tuple[tuple[Entry, ...], bool]]:
    """Its entries, and whether there are more, from wherever one could be."""
    pages = [package_history(records, MIA, NOW, EXPIRED_5, skip) for skip in range(26)]
    return [(page.entries, page.has_more) for page in pages]


def events(records: RecordsTx) -> list[str]:
    return [entry.event for entry in records.history_of(EXPIRED_5, 0, 9)]


def test_who_completes_what_has_ended_leaves_the_end_in_its_history(database: Database) -> None:
    usual_practice(database)
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        close_package(records, MIA, NOW, EXPIRED_5, PackageStatus.COMPLETED)

        assert events(records) == ["status_changed", "expired"]


def test_an_end_that_has_come_stays_when_the_time_zone_is_changed(database: Database) -> None:
    usual_practice(database)
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        choose_settings(records, MIA, NOW, replace(MIA.workspace, timezone="Pacific/Pago_Pago"))

        (page,) = [entries for entries, _ in every_page(records)[:1]]
        assert [(entry.event, entry.at) for entry in page] == [("expired", MIDNIGHT)]


def test_an_end_that_is_changed_is_told_before_and_after_in_words(mia: Person, database: Database) -> None:
    with database.writing() as connection:
        importing = RecordsTx(connection, HERE)
        for was, becomes in (("", "2026-12-31"), ("2026-12-31", "2027-01-31"), ("2027-01-31", "")):
            importing.record(
                Entry(Happening.EXPIRY_CHANGED, NOW, None, ClientId("c2"), PackageId("p4"), was=was, becomes=becomes)
            )

    told = history(mia, "bo", "Silver 5")
    for change in ("no expiry → 31 Dec 2026", "31 Dec 2026 → 31 Jan 2027", "31 Jan 2027 → no expiry"):
        assert change in told


def set_zone(mia: Person, city: str, zone: str) -> None:
    mia.home()
    mia.press("Settings")
    form = mia.modal_titled("Settings")
    form.pick("The practice's time zone", zone, query=city)
    form.submit()
    mia.modal_titled("Settings saved").close()


def test_who_changes_the_time_zone_ends_what_is_over_there_and_lets_it_go_on_again(
    mia: Person, practice: Practice, clock: Any, ribbon: Ribbon
) -> None:
    practice.package("today", "c2", "Last day", {"follow": 2}, expires_on=date(2026, 3, 2))
    clock.goes_on(hours=1)
    set_zone(mia, "kiri", "Pacific/Kiritimati")  # where the next day has begun
    ribbon.rounds.note_expired_packages(HERE)
    ended = "Package ended by the change of the time zone\nMon 2 Mar 2026, 11:30 · by Mia Manager\nactive → expired"
    assert ended in history(mia, "bo", "Last day")
    assert "automatically" not in history(mia, "bo", "Last day")

    clock.goes_on(minutes=5)
    set_zone(mia, "berl", "Europe/Berlin")
    again = (
        "Package active again by the change of the time zone\nMon 2 Mar 2026, 11:35 · by Mia Manager\nexpired → active"
    )
    told = history(mia, "bo", "Last day")
    assert 0 <= told.index(again) < told.index(ended)

    clock.goes_on(hours=13)
    for _ in range(2):
        told = history(mia, "bo", "Last day")
        end = "Package expired\nTue 3 Mar 2026, 00:00 · automatically\nactive → expired"
        assert 0 <= told.index(end) < told.index(again) < told.index(ended)
        assert told.count("Package") == 3
        ribbon.rounds.note_expired_packages(HERE)


def test_a_change_of_the_zone_at_which_no_day_begins_or_ends_is_told_of_no_package(database: Database) -> None:
    usual_practice(database)
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        choose_settings(records, MIA, NOW, replace(MIA.workspace, timezone="Europe/Paris"))
        told = [entry for name in ("p1", "p2", "p4", "p6") for entry in records.history_of(PackageId(name), 0, 9)]

    assert [(entry.event, entry.by) for entry in told] == [("expired", None)]
