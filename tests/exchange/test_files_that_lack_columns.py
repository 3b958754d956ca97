"""Files without the columns that may be left out: what they say nothing of stays as it is."""

from importing_practice import PACKAGES, Practice, session, sessions

from domain.changing import SessionChange, change_session
from domain.values.ids import SessionId

LINKED = sessions(session("s1", package="p1"), session("s2"))


def without(column: str, file: str) -> str:
    rows = [line.split(",") for line in file.splitlines()]
    n = rows[0].index(column)
    return "\n".join(",".join([*row[:n], *row[n + 1 :]]) for row in rows)


def test_new_sessions_without_a_package_are_linked_to_none(open_practice: Practice) -> None:
    assert open_practice.take(sessions=without("package_id", LINKED)) == {"sessions": (2, 0, 0)}

    assert open_practice.link("s1") is None


def test_links_stay_as_they_are_and_go_on_following_the_source(open_practice: Practice) -> None:
    open_practice.take(sessions=LINKED)

    assert open_practice.take(sessions=without("package_id", LINKED)) == {"sessions": (0, 0, 2)}
    assert open_practice.take(sessions=without("package_id", LINKED.replace(",50,", ",30,"))) == {"sessions": (0, 2, 0)}
    assert open_practice.link("s1") == ("p1", "automatic")
    assert open_practice.session("s1").minutes == 30

    assert open_practice.take(sessions=LINKED.replace(",50,", ",30,")) == {"sessions": (0, 0, 2)}
    assert open_practice.take(sessions=LINKED.replace(",50,", ",30,").replace(",p1", ",")) == {"sessions": (0, 1, 1)}
    assert open_practice.link("s1") is None


def test_what_people_did_stays_while_files_come_with_and_without(open_practice: Practice) -> None:
    open_practice.take(sessions=LINKED)
    open_practice.do(change_session, SessionId("s1"), SessionChange.NO_SHOW)

    open_practice.take(sessions=without("package_id", LINKED))
    open_practice.take(sessions=LINKED)

    assert open_practice.session("s1").confirmation == "no_show"


def test_the_last_days_of_packages_stay(open_practice: Practice) -> None:
    before = open_practice.counts_of_clients("c1", "c2")

    assert open_practice.take(packages=without("expires_on", PACKAGES)) == {"packages": (0, 0, 4)}
    assert open_practice.counts_of_clients("c1", "c2") == before
    assert open_practice.take(packages=PACKAGES) == {"packages": (0, 0, 4)}


def test_a_row_that_is_wrong_is_reported_by_the_columns_that_are_there(open_practice: Practice) -> None:
    wrong = without("package_id", LINKED).replace(",50,", ",fifty,", 1)

    problems = open_practice.refused(sessions=wrong)

    assert problems == ["sessions.csv, line 2, minutes: “fifty” isn't a whole number from 1 to 1440."]


def test_columns_that_are_needed_are_asked_for(open_practice: Practice) -> None:
    problems = open_practice.refused(sessions=without("payment", LINKED))

    assert len(problems) == 1
    assert "The column “payment” is missing. The columns of sessions are session_id, " in problems[0]
    assert ", payment, package_id (optional)" in problems[0]
