"""A package that is in a file has all its services there: one that is gone has left it (rule 31)."""

import pytest
from importing_practice import PACKAGES, Practice, session, sessions

from domain.importing.leaving import Leaving, LeftService, TooManyGone
from domain.values.ids import PackageId, ServiceId

HEADER = PACKAGES.partition("\n")[0] + "\n"
GOLD, INITIAL = "p1,c1,Gold 10,active,2027-02-20,follow,10\n", "p1,c1,Gold 10,active,2027-02-20,initial,1\n"
MANY = HEADER + "".join(f"m{n},c2,Silver 5,active,,follow,5\n" for n in range(20))
REPLACED = HEADER + "p1,c1,Gold 10,active,2027-02-20,initial,3\n"


@pytest.fixture
def large_practice(open_practice: Practice) -> Practice:
    """One where a service or two are no tenth of all."""
    open_practice.take(packages=MANY)
    return open_practice


def told(practice: Practice, packages: str, confirmed: int | None = None) -> list[str]:
    """What is said of each service that leaves as the file is imported."""
    left: list[LeftService] = []
    practice.take_with(Leaving(confirmed, left.append), packages=packages)
    return [str(service) for service in left]


def approve(practice: Practice, service: str, total: int) -> None:
    """What an approval does to a count."""
    with practice.records() as records:
        records.set_total(PackageId("p1"), ServiceId(service), total)


def test_a_service_that_the_source_has_replaced_is_in_its_package_no_longer(large_practice: Practice) -> None:
    said = told(large_practice, REPLACED)

    assert large_practice.counts() == {"initial": (3, 3)}
    assert said == ["“Gold 10” (“p1”) no longer includes “Follow-up 50 min”: total 10 → 0."]


def test_a_service_comes_back_as_the_source_brings_it_back(large_practice: Practice) -> None:
    told(large_practice, REPLACED)

    assert told(large_practice, PACKAGES) == []
    assert large_practice.counts() == {"follow": (10, 10), "initial": (1, 1)}


def test_a_package_without_any_service_in_the_file_has_none(large_practice: Practice) -> None:
    told(large_practice, HEADER + "p1,c1,Gold 10,active,2027-02-20,,\n")

    assert large_practice.counts() == {}


def test_packages_that_are_not_in_the_file_keep_theirs(large_practice: Practice) -> None:
    told(large_practice, REPLACED)

    assert large_practice.counts("p2") == {"follow": (5, 5)}
    assert large_practice.counts("m3") == {"follow": (5, 5)}


def test_sessions_of_a_service_that_left_stay_linked_and_are_not_counted(large_practice: Practice) -> None:
    large_practice.take(sessions=sessions(session(package="p1")))
    told(large_practice, REPLACED)

    assert large_practice.link() == ("p1", "automatic")
    assert large_practice.session().link is not None
    assert large_practice.counts() == {"initial": (3, 3)}
    entry = large_practice.history()[-1]
    assert (entry.service_id, entry.total, entry.remaining, entry.by) == ("follow", (10, 0), (9, 0), None)


def test_what_was_approved_of_a_service_that_left_stays_and_is_named(large_practice: Practice) -> None:
    approve(large_practice, "follow", 12)

    said = told(large_practice, HEADER + INITIAL)

    assert large_practice.counts() == {"follow": (2, 2), "initial": (1, 1)}
    assert said == [
        "“Gold 10” (“p1”): the file no longer includes “Follow-up 50 min”. Total 12 → 2, approved in Ribbon."
    ]
    assert told(large_practice, HEADER + INITIAL) == []
    assert large_practice.counts() == {"follow": (2, 2), "initial": (1, 1)}


def test_a_service_that_an_approval_has_made_smaller_leaves(large_practice: Practice) -> None:
    approve(large_practice, "follow", 7)
    told(large_practice, HEADER + INITIAL)

    assert large_practice.counts() == {"initial": (1, 1)}


def test_a_service_that_was_included_in_ribbon_alone_is_none_of_the_files_business(large_practice: Practice) -> None:
    large_practice.take(services="service_id,name\nextra,Extra\n")
    approve(large_practice, "extra", 4)

    assert told(large_practice, PACKAGES) == []
    assert large_practice.counts()["extra"] == (4, 4)


def test_more_than_a_tenth_goes_only_if_its_number_is_confirmed(open_practice: Practice) -> None:
    before = open_practice.everything()
    for confirmed in (None, 2, 0):
        with pytest.raises(TooManyGone, match="Nothing was imported: 1 of 4 included services from your files would"):
            told(open_practice, REPLACED, confirmed)
    assert open_practice.everything() == before

    assert len(told(open_practice, REPLACED, 1)) == 1
    assert open_practice.counts() == {"initial": (3, 3)}


def test_services_are_measured_against_those_that_were_there_before_the_file(large_practice: Practice) -> None:
    more = "".join(f"n{n},c2,Silver 5,active,,follow,5\n" for n in range(100))
    gone = "".join(f"m{n},c2,Silver 5,active,,initial,5\n" for n in range(3))

    with pytest.raises(TooManyGone, match="3 of 24"):
        told(large_practice, HEADER + more + gone)


def test_the_rows_of_a_package_may_be_far_apart(large_practice: Practice) -> None:
    between = "".join(f"n{n},c2,Silver 5,active,,follow,5\n" for n in range(2500))

    assert told(large_practice, HEADER + GOLD + between + INITIAL) == []
    assert large_practice.counts() == {"follow": (10, 10), "initial": (1, 1)}


def test_a_session_in_the_same_import_is_counted_by_what_its_package_includes_now(large_practice: Practice) -> None:
    large_practice.take(packages=REPLACED, sessions=sessions(session(package="p1"), session("s2", service="initial")))

    assert large_practice.counts() == {"initial": (3, 3)}
    assert [entry.remaining for entry in large_practice.history() if entry.session_id] == [None]
