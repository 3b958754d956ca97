"""The sample practice: what the guide names is there, and of each kind of package there are some."""

from collections import Counter
from datetime import date
from itertools import chain

from playground.demo.practice import SERVICES, sample_practice
from playground.demo.scene import GUIDE, demo_stage

TODAY = date(2026, 3, 2)


def test_there_are_forty_clients_with_a_name_each() -> None:
    names = [name for _, name in sample_practice(TODAY).rows["clients"]]
    assert len(names) == len(set(names)) == 40


def test_ids_are_there_once_and_what_refers_refers_to_something() -> None:
    rows = sample_practice(TODAY).rows
    clients, services = ({row[0] for row in rows[kind]} for kind in ("clients", "services"))
    packages = {row[0]: row[1] for row in rows["packages"]}
    assert {row[5] for row in rows["packages"]} <= services
    assert all(count == 1 for count in Counter(row[0] for row in rows["sessions"]).values())
    assert {row[1] for row in rows["sessions"]} <= clients
    assert all(packages[row[8]] == row[1] for row in rows["sessions"] if row[8])


def test_packages_are_of_every_status_and_some_expired_or_about_to() -> None:
    rows = sample_practice(TODAY).rows["packages"]
    assert {row[3] for row in rows} == {"active", "completed", "cancelled"}
    last_days = [str(row[4]) for row in rows if row[3] == "active" and row[4]]
    assert any(day < TODAY.isoformat() for day in last_days)
    assert any(TODAY.isoformat() <= day < "2026-03-09" for day in last_days)


def test_nobody_has_two_sessions_at_once() -> None:
    sessions = sample_practice(TODAY).rows["sessions"]
    twice = [when for when, n in Counter((row[3], row[4]) for row in sessions).items() if n > 1]
    assert twice == []


def test_the_guide_names_what_is_there() -> None:
    told = " ".join(step.text for step in GUIDE).replace("’s", "")
    names = {str(row[1]) for row in chain(sample_practice(TODAY).rows["clients"])}
    assert [name for name in ("Ana Ruiz", "Bo Lindqvist") if name in told and name in names] == [
        "Ana Ruiz",
        "Bo Lindqvist",
    ]
    assert SERVICES["NUTRITION"] in told
    assert {step.person for step in GUIDE} <= {role.id for role in demo_stage().roles}


def test_the_commands_are_those_of_the_manifest() -> None:
    assert [command.name for command in demo_stage().commands] == ["/bookings", "/client", "/book", "/adjustments"]
