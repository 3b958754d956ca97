from zoneinfo import ZoneInfo

import pytest
from importing_practice import CLIENTS, PACKAGES, SERVICES, SESSION_HEADER, Practice, session, sessions

from domain.importing.files import Problem
from domain.linking import link_session
from domain.values.ids import PackageId, SessionId
from storage.exchange.reading import GivenFile, open_file

PACKAGE_HEADER = PACKAGES.split("\n", maxsplit=1)[0] + "\n"


def test_one_bad_row_keeps_all_files_out_and_every_bad_row_is_reported(practice: Practice) -> None:
    problems = practice.refused(
        clients=CLIENTS + "c\t3,Chidi\n" + "c4,\n",
        services=SERVICES,
        packages=PACKAGES,
        sessions=sessions(session("s1"), session("s2", minutes="0", payment="later")),
    )

    assert problems == [
        "clients.csv, line 4, client_id: “c�3” contains a character that can't be seen. Remove it.",
        "clients.csv, line 5, name: is empty. Give a name.",
        "sessions.csv, line 3, minutes: “0” isn't a whole number from 1 to 1440.",
        "sessions.csv, line 3, payment: “later” isn't one of unpaid, paid.",
    ]


def test_lines_are_counted_as_an_editor_does_and_a_row_stands_where_it_begins(practice: Practice) -> None:
    content = 'client_id,name\r\n\r\nc1,"Ana\r\nRuiz"\nc2,"Bo\rL"\n"c\t3",x\nc\t4,"y\nz"\nc\t5,x'

    assert [problem.split(":")[0] for problem in practice.refused(clients=content)] == [
        "clients.csv, line 7, client_id",
        "clients.csv, line 8, client_id",
        "clients.csv, line 10, client_id",
    ]


def test_what_a_row_refers_to_must_be_there(open_practice: Practice) -> None:
    problems = open_practice.refused(
        packages=PACKAGE_HEADER + "p9,c9,Gold,active,,nutri,5\n" + "p8,c1,Gold,active,,nutri,5\n",
        sessions=sessions(session(client="c9", service="nutri", package="p7")),
    )

    hint = "Import it first, or with this file."
    assert problems == [
        f"packages.csv, line 2, client_id: “c9” is not among the clients. {hint}",
        f"packages.csv, line 2, service_id: “nutri” is not among the services. {hint}",
        f"packages.csv, line 3, service_id: “nutri” is not among the services. {hint}",
        f"sessions.csv, line 2, client_id: “c9” is not among the clients. {hint}",
        f"sessions.csv, line 2, service_id: “nutri” is not among the services. {hint}",
        f"sessions.csv, line 2, package_id: “p7” is not among the packages. {hint}",
    ]


def test_a_row_that_refers_to_a_bad_row_is_not_reported_beside_it(practice: Practice) -> None:
    problems = practice.refused(
        clients="client_id,name\nc1,\n",
        services=SERVICES,
        packages=PACKAGE_HEADER + "p1,c1,Gold,active,,follow,5\n",
        sessions=sessions(session(package="p1")),
    )

    assert problems == ["clients.csv, line 2, name: is empty. Give a name."]


@pytest.mark.parametrize("lost", ["c1,\xff\n", 'c1,"Ana\n', "c1,A\0na\n", 'c1,"A"na\n'])
def test_a_row_that_cannot_even_be_read_is_reported_alone(practice: Practice, lost: str) -> None:
    problems = practice.refused(
        clients=f"client_id,name\n{lost}".encode("latin-1"), services=SERVICES, sessions=sessions(session())
    )

    assert len(problems) == 1
    assert problems[0].startswith("clients.csv, line 2: ")


def test_a_package_must_be_one_of_the_sessions_client(open_practice: Practice) -> None:
    assert open_practice.refused(sessions=sessions(session(package="p3"))) == [
        "sessions.csv, line 2, package_id: “p3” is not a package of the client “c1”. Give one of theirs, or none."
    ]


def test_a_linked_session_cannot_go_to_another_client(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session()))
    open_practice.do(link_session, SessionId("s1"), PackageId("p1"))

    (problem,) = open_practice.refused(sessions=sessions(session(client="c2")))

    assert problem.startswith("sessions.csv, line 2, client_id: The session is linked to a package of its current cl")


def test_a_package_with_linked_sessions_cannot_go_to_another_client(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(package="p2")))

    (problem,) = open_practice.refused(packages=PACKAGE_HEADER + "p2,c2,Old 5,completed,,follow,5\n")

    assert problem.startswith(
        "packages.csv, line 2, client_id: The package belongs to “c1”, and more than its creation"
    )


def test_a_package_without_sessions_can_go_to_another_client(open_practice: Practice) -> None:
    done = open_practice.take(packages=PACKAGE_HEADER + "p2,c2,Old 5,completed,,follow,5\n")

    assert done == {"packages": (0, 1, 0)}


def test_an_id_may_stand_only_once_in_all_files_of_a_call(open_practice: Practice) -> None:
    problems = open_practice.refused(
        one=sessions(session("s1"), session("s2"), session("s1", minutes="30")),
        two=sessions(session("s2", minutes="30"), session("s3")),
        clients=CLIENTS + "c1,Ana R.\n",
    )

    assert problems == [
        "clients.csv, line 4, client_id: “c1” is already in clients.csv, line 2. Remove one of the two.",
        "one.csv, line 4, session_id: “s1” is already in one.csv, line 2. Remove one of the two.",
        "two.csv, line 2, session_id: “s2” is already in one.csv, line 3. Remove one of the two.",
    ]


def test_an_id_that_stands_again_thousands_of_rows_later_is_found(open_practice: Practice) -> None:
    rows = [session(f"s{n}") for n in range(2500)]

    assert open_practice.refused(sessions=sessions(*rows, session("s7", minutes="30"))) == [
        "sessions.csv, line 2502, session_id: “s7” is already in sessions.csv, line 9. Remove one of the two."
    ]


def test_a_service_may_be_included_only_once_in_a_package(practice: Practice) -> None:
    problems = practice.refused(
        clients=CLIENTS, services=SERVICES, packages=PACKAGES + "p1,c1,Gold 10,active,2027-02-20,follow,3\n"
    )

    assert problems == [
        "packages.csv, line 6, package_id: “p1” is already in packages.csv, line 2. Remove one of the two."
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("p1,c2,Gold 10,active,2027-02-20,nutri,3", "client_id"),
        ("p1,c1,Gold 11,active,2027-02-20,nutri,3", "name"),
        ("p1,c1,Gold 10,expired,2027-02-20,nutri,3", "status"),
        ("p1,c1,Gold 10,active,,nutri,3", "expires_on"),
    ],
)
def test_the_rows_of_a_package_must_agree(practice: Practice, row: str, column: str) -> None:
    problems = practice.refused(
        clients=CLIENTS, services=SERVICES + "nutri,Nutrition\n", packages=PACKAGES + row + "\n"
    )

    place = f"packages.csv, line 6, {column}"
    assert problems == [f"{place}: is not what packages.csv, line 2 says of “p1”. The rows of a package must agree."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: The file is empty. Its first line must name its columns."),
        (b"\n\n", "line 1: The file is empty. Its first line must name its columns."),
        (
            b"client_id,name\nc1,Ana,Ruiz\n",
            "line 2: This row has 3 fields instead of 2. Put one under each column.",
        ),
        (
            b"client_id,name\nc1,Ru\xedz\n",
            "line 2: This row isn't in UTF-8. Save the file as CSV in UTF-8.",
        ),
        (
            "client_id,name\nc1,Ana\n".encode("utf-16-le"),
            "line 1: This row contains NUL characters. Save the file as CSV in UTF-8.",
        ),
        (
            "client_id,name\nc1,Ana\nc2,".encode("utf-16") + b"\x00\xd8",
            "line 3: This row isn't whole in UTF-16. Save the file as CSV in UTF-8.",
        ),
        (
            b"client_id,name\nc1,A\0na\n",
            "line 2: This row contains NUL characters. Save the file as CSV in UTF-8.",
        ),
        (
            b'client_id,name\nc1,Ana\nc2,"Bo\nc3,Chidi\n',
            "line 3: A quotation mark that opens in this row isn't closed. Close it, or remove it.",
        ),
        (
            b'client_id,name\nc1,"' + b"Bo\n" * 50_000,
            "line 2: A field in this row is too long. Is a quotation mark missing?",
        ),
        (
            b'client_id,name\nc1,"Ana" Ruiz\n',
            'line 2: A quotation mark stands where none can. Write "" for one inside of quotation marks.',
        ),
        (
            b"client_id,name\nc1," + b"x" * 300_000,
            "line 2: This line has more than 262144 characters. Is this a CSV file?",
        ),
    ],
)
def test_a_file_that_is_no_csv_in_utf8_says_so(content: bytes, said: str) -> None:
    problems = list[Problem]()

    opened = open_file(GivenFile.of("clients.csv", content), problems.append, ZoneInfo("UTC"))
    for _ in opened.rows() if opened else ():
        pass

    assert [str(problem) for problem in problems] == [f"clients.csv, {said}"]


def test_a_header_that_is_not_understood_is_reported_beside_the_bad_rows_of_other_files(practice: Practice) -> None:
    problems = practice.refused(clients="id,name\nc1,Ana\n", sessions=SESSION_HEADER + session(minutes="x"))

    assert [problem.split(":")[0] for problem in problems] == ["clients.csv, line 1", "sessions.csv, line 2, minutes"]


def test_no_problem_shows_a_clients_name(practice: Practice) -> None:
    problems = practice.refused(
        clients="client_id,name\nc1," + "Ana" * 70 + "\n" + "c2,Ana,Ruiz\n" + "c3,Ana\nc3,Anna\n",
        packages=PACKAGE_HEADER + "p1,c1,Ana,active,,,\n" + "p1,c1,Anna,active,,,3\n",
    )

    assert len(problems) >= 4
    assert not any("Ana" in problem or "Anna" in problem for problem in problems)
