"""Ids of what isn't theirs, in every entry: nothing changes, nothing is shown, and words say that it can't be found."""

from collections.abc import Callable

import pytest
from forging import Forger, contents
from going import bookings
from practice import Practice

from bot.gestures.interactions import (
    BookState,
    HistoryState,
    ListKind,
    ListState,
    NameAndLastDay,
    NewPackageState,
    PackagesState,
    StatusData,
    UnlinkState,
    WhyState,
)
from bot.gestures.wire import encode
from domain.values.ids import ClientId, PackageId, SessionId
from domain.values.packages import PackageStatus
from domain.visibility import BookingsWish
from playground.person.people import Person
from playground.server import Playground
from storage.database import Database

MOMENT = {"type": "datetimepicker", "selected_date_time": 1_773_147_600}
FIFTY = {"type": "number_input", "value": "50"}
ONE = {"type": "number_input", "value": "1"}
Try = Callable[[Forger, str], object]


@pytest.fixture
def others(practice: Practice, database: Database) -> None:
    """Another workspace's things, and another practitioner's."""
    elsewhere = Practice(database, "T2")
    elsewhere.service("follow", "Secret service")
    elsewhere.client("client-T2", "Secret Client")
    elsewhere.package("package-T2", "client-T2", "Secret package", {"follow": 5})
    elsewhere.session("session-T2", "client-T2", "follow", 1, "package-T2")
    practice.client("client-Paul", "Secret Client")
    practice.package("package-Paul", "client-Paul", "Secret package", {"follow": 5})
    practice.session("session-Paul", "client-Paul", "follow", 1, practitioner="UPRAC2")
    practice.session("linked-Paul", "client-Paul", "follow", 1, "package-Paul", practitioner="UPRAC2")


@pytest.fixture
def forger(petra: Person, playground: Playground, others: None) -> Forger:
    del others
    bookings(petra)
    return Forger(playground, petra)


OF_A_SESSION: dict[str, Try] = {
    "link": lambda f, key: f.menu(f"link {key}"),
    "unlink": lambda f, key: f.menu(f"unlink {key}"),
    "details": lambda f, key: f.menu(f"details {key}"),
    "link form": lambda f, key: f.submit("link_form", f.link_state(key), package="p4"),
    "unlink form": lambda f, key: f.submit("unlink_form", encode(UnlinkState(SessionId(key), PackageId("p1")))),
    "change": lambda f, key: f.remembering("session_details", f.link_state(key)).button("change_session", "cancel"),
}
OF_A_PACKAGE: dict[str, Try] = {
    "scheduled": lambda f, key: f.menu(f"scheduled {key}"),
    "why": lambda f, key: f.menu(f"why {key}"),
    "history": lambda f, key: f.menu(f"history {key}"),
    "why page": lambda f, key: f.button("why_page.older", encode(WhyState(PackageId(key)))),
    "history page": lambda f, key: f.button("history_page.older", encode(HistoryState(PackageId(key), 10))),
    "edit": lambda f, key: f.menu(f"edit_package {key}"),
    "list": lambda f, key: f.remembering(
        "sessions_list", encode(ListState(ListKind.SCHEDULED, package_id=PackageId(key)))
    ).button("hide_past", ""),
    "link form": lambda f, key: f.submit("link_form", f.link_state("s06"), package=key),
    "book form": lambda f, key: f.submit(
        "book_form",
        encode(BookState(ClientId("c2"))),
        client="c2",
        service="follow",
        starts_at=MOMENT,
        minutes=FIFTY,
        booked_from=key,
    ),
}
OF_A_CLIENT: dict[str, Try] = {
    "bookings tab": lambda f, key: f.button("bookings_tab", key),
    "packages tab": lambda f, key: f.button("packages_tab", key),
    "packages page": lambda f, key: f.button("packages_page.on", encode(PackagesState(ClientId(key), 1))),
    "list": lambda f, key: f.remembering(
        "sessions_list", encode(ListState(ListKind.CLIENT, BookingsWish(client_id=ClientId(key))))
    ).button("show_past", ""),
    "picker": lambda f, key: f.remembering("client_picker", "{}").choice("pick_client", key),
    "picker form": lambda f, key: f.submit("client_picker", "{}", client=key),
    "book client": lambda f, key: f.remembering("book_form", "{}").choice("book_client", key),
    "book form": lambda f, key: f.submit(
        "book_form", encode(BookState()), client=key, service="follow", starts_at=MOMENT, minutes=FIFTY
    ),
}
FOR_PETRA = [
    pytest.param(noun, entry, id=f"{noun}, {name}")
    for noun, entries in {"session": OF_A_SESSION, "package": OF_A_PACKAGE, "client": OF_A_CLIENT}.items()
    for name, entry in entries.items()
]


@pytest.mark.parametrize(("noun", "entry"), FOR_PETRA)
def test_what_is_not_theirs_is_not_there(forger: Forger, database: Database, noun: str, entry: Try) -> None:
    before = contents(database)
    for whose in ("T2", "Paul", "nobody"):
        bookings(forger.person)

        entry(forger, f"{noun}-{whose}")

        forger.person.modal_titled("That didn't work").sees("can't be found")
        assert contents(database) == before
        assert "Secret" not in str(forger.person.slack.modals)


@pytest.mark.parametrize("key", ["session-T2", "session-Paul", "nobody", ""])
def test_a_type_ahead_offers_nothing_for_a_session_that_is_not_theirs(forger: Forger, key: str) -> None:
    assert forger.remembering("link_form", forger.link_state("s06")).suggestions("package") != []
    assert forger.remembering("link_form", forger.link_state(key)).suggestions("package") == []


@pytest.mark.parametrize("key", ["client-T2", "client-Paul", "nobody"])
def test_a_type_ahead_offers_no_packages_of_a_client_who_is_not_theirs(forger: Forger, key: str) -> None:
    form = encode(BookState(ClientId(key)))

    assert forger.remembering("book_form", form).suggestions("booked_from_0") == []


def test_a_type_ahead_finds_no_client_who_is_not_theirs(forger: Forger) -> None:
    assert forger.remembering("client_picker", "{}").suggestions("pick_client", "secret") == []
    assert forger.remembering("book_form", "{}").suggestions("book_client", "secret") == []


FOR_A_MANAGER: dict[str, Try] = {
    "manage": lambda f, key: f.button("manage_package", f"package-{key}"),
    "name and last day": lambda f, key: f.button("name_and_last_day", f"package-{key}"),
    "save name and last day": lambda f, key: f.submit(
        "name_and_last_day_form",
        encode(NameAndLastDay(PackageId(f"package-{key}"), "seen")),
        name={"type": "plain_text_input", "value": "Mine"},
    ),
    "sell again": lambda f, key: f.button("sell_again", f"package-{key}"),
    **{
        f"becomes {status}": lambda f, key, status=status: f.submit(  # type: ignore[misc]  # a lambda
            "status_form", encode(StatusData(PackageId(f"package-{key}"), status))
        )
        for status in (PackageStatus.ACTIVE, PackageStatus.COMPLETED, PackageStatus.CANCELLED)
    },
    "new package": lambda f, key: f.button("new_package", f"client-{key}"),
    "new package form": lambda f, key: f.submit(
        "new_package_form",
        encode(NewPackageState(ClientId(f"client-{key}"))),
        name={"type": "plain_text_input", "value": "Mine"},
        service_1="follow",
        sessions_1=ONE,
    ),
}


@pytest.mark.parametrize("key", ["T2", "nobody"])
@pytest.mark.parametrize("entry", FOR_A_MANAGER.values(), ids=FOR_A_MANAGER)
def test_even_a_manager_has_no_hand_in_another_workspace(
    mia: Person, playground: Playground, others: None, database: Database, entry: Try, key: str
) -> None:
    del others
    bookings(mia)
    before = contents(database)

    entry(Forger(playground, mia), key)

    mia.modal_titled("That didn't work").sees("can't be found")
    assert contents(database) == before


@pytest.mark.parametrize("entry", FOR_A_MANAGER.values(), ids=FOR_A_MANAGER)
def test_what_only_managers_may_do_is_refused_to_a_practitioner_who_forges_it(
    forger: Forger, practice: Practice, database: Database, entry: Try
) -> None:
    practice.client("client-hers", "Her Client")
    practice.package("package-hers", "client-hers", "Her package", {"follow": 5})
    practice.session("session-hers", "client-hers", "follow", 1)
    before = contents(database)

    entry(forger, "hers")

    forger.person.modal_titled("That didn't work").sees("Only a manager can")
    assert contents(database) == before
