"""The practice's software has replaced a service in a package; a manager drops its file."""

from collections.abc import Callable

import pytest
from going import packages
from posting import HERE, Posting

from bot.app import Ribbon
from playground.person.people import Person
from playground.server import Playground

NOT_YET = "Nothing has been imported yet."
HEADER = "package_id,client_id,name,status,expires_on,service_id,sessions\n"
MANY = "".join(f"m{n},c4,Silver {n},completed,,follow,5\n" for n in range(20))
MIXED = "n1,c4,Mixed,active,,follow,10\n"
REPLACED = (HEADER + "n1,c4,Mixed,active,,initial,3\n").encode()


@pytest.fixture
def goes_on(ribbon: Ribbon, playground: Playground, posting: Posting, mia: Person) -> Callable[[], None]:
    """Ribbon has heard all, imports what it can, and says what came of it; Mia imports what she is shown."""

    def looks() -> None:
        playground.deliveries.settle()
        while ribbon.importer.import_next(HERE):
            pass
        posting.catches_up()

    def go() -> None:
        looks()
        if any(NOT_YET in message.text for message in mia.client.messages(mia.dm().channel_id)):
            mia.dm().message(NOT_YET).press("Import")
            looks()

    return go


def test_a_service_that_was_replaced_is_named_and_the_count_is_right(mia: Person, goes_on: Callable[[], None]) -> None:
    mia.dm().drops("packages.csv", (HEADER + MANY + MIXED).encode())
    goes_on()
    mia.dm().drops("packages.csv", REPLACED)
    goes_on()

    mia.dm().sees("Imported.", "“Mixed” (“n1”) no longer includes “Follow-up 50 min”: total 10 → 0.")
    packages(mia, "dalia").row("Mixed").sees("3 of 3")


def test_more_than_a_tenth_leaves_only_if_the_manager_writes_how_many(mia: Person, goes_on: Callable[[], None]) -> None:
    mia.dm().drops("packages.csv", (HEADER + MIXED).encode())
    goes_on()
    mia.dm().drops("packages.csv", REPLACED, "what we sell now")
    goes_on()
    mia.dm().sees("Nothing was imported: 1 of 1 included services", "write “1 gone” in the same message", "“Mixed”")
    packages(mia, "dalia").row("Mixed").sees("10 of 10")
    mia.modal.close_all()

    mia.dm().drops("packages.csv", REPLACED, "1 gone")
    goes_on()
    mia.dm().sees("Imported.", "no longer includes “Follow-up 50 min”")
    packages(mia, "dalia").row("Mixed").sees("3 of 3")
