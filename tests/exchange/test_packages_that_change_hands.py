"""An import that gives a package to another client, and erasing either of the two."""

from dataclasses import replace

import pytest
from importing_practice import MANAGER, NOW, PACKAGES, TEAM, Practice, session, sessions
from sqlalchemy import update

from domain.erasing import forget_client
from domain.linking import link_session, unlink_session
from domain.requesting import Wanted, ask_for_adjustment
from domain.values.ids import AdjustmentId, ClientId, PackageId, ServiceId, SessionId
from storage.tables import HISTORY

P1 = PackageId("p1")
MOVED = PACKAGES.replace("p1,c1,", "p1,c2,")
KEPT = (
    "The package belongs to “c1”, and more than its creation is in its history."
    " Leave it with them, or use another package_id."
)


def forget(practice: Practice, client: str) -> None:
    with practice.records() as records:
        forget_client(records, ClientId(client), "a test", NOW, "reference")


def clients_in_history(practice: Practice, package_id: str = "p1") -> list[str]:
    return [entry.client_id for entry in practice.history(package_id)]


@pytest.fixture
def asked(open_practice: Practice) -> Practice:
    """Twelve follow-ups are asked for instead of ten."""
    manager = replace(MANAGER, workspace=replace(TEAM, managers_channel="CMAN"))
    wanted = Wanted({ServiceId("follow"): 12}, (), "Agreed")
    with open_practice.records() as records:
        ask_for_adjustment(records, manager, NOW, P1, wanted, AdjustmentId("a1"))
    return open_practice


def test_a_package_with_a_request_stays_with_its_client(asked: Practice) -> None:
    assert asked.refused(packages=MOVED) == [
        f"packages.csv, line 2, client_id: {KEPT}",
        f"packages.csv, line 3, client_id: {KEPT}",
    ]


def test_a_package_that_a_session_was_linked_to_stays_with_its_client(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session()))
    open_practice.do(link_session, SessionId("s1"), P1)
    open_practice.do(unlink_session, SessionId("s1"), P1)

    assert open_practice.refused(packages=MOVED)[0] == f"packages.csv, line 2, client_id: {KEPT}"


def test_a_package_that_was_closed_stays_with_its_client(open_practice: Practice) -> None:
    open_practice.take(packages=PACKAGES.replace("p3,c2,Silver 5,active", "p3,c2,Silver 5,completed"))

    (problem,) = open_practice.refused(packages=PACKAGES.replace("p3,c2,Silver 5,active", "p3,c1,Silver 5,completed"))

    assert problem.startswith("packages.csv, line 5, client_id: The package belongs to “c2”")


def test_a_package_that_was_only_created_goes_with_its_history(open_practice: Practice) -> None:
    before = open_practice.history()

    assert open_practice.take(packages=MOVED.replace("follow,10", "follow,12")) == {"packages": (0, 1, 3)}

    assert open_practice.history()[:3] == [replace(entry, client_id=ClientId("c2")) for entry in before]
    assert clients_in_history(open_practice) == ["c2"] * 4
    assert clients_in_history(open_practice, "p2") == ["c1"] * 2


def test_erasing_the_former_client_leaves_the_package_its_history(open_practice: Practice) -> None:
    open_practice.take(packages=MOVED)

    forget(open_practice, "c1")

    assert clients_in_history(open_practice) == ["c2"] * 3
    assert open_practice.counts() == {"follow": (10, 10), "initial": (1, 1)}


def test_erasing_the_new_client_takes_the_packages_history_along(open_practice: Practice) -> None:
    open_practice.take(packages=MOVED)

    forget(open_practice, "c2")

    assert open_practice.history() == []


def test_erasing_takes_what_an_earlier_version_left_under_the_former_client(open_practice: Practice) -> None:
    open_practice.take(packages=MOVED)
    with open_practice.records() as records:
        records.run(update(HISTORY).where(HISTORY.c.package_id == P1).values(client_id="c1"))

    forget(open_practice, "c2")

    assert open_practice.history() == []
