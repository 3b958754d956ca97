"""An import while requests are pending: the managers' channel goes on saying what is so."""

import pytest
from going import packages
from posting import HERE, Posting
from practice import NOW, Practice

from playground.person.people import Person
from playground.state.slack import Slack
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile
from storage.records import RecordsTx

SESSIONS = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
BOOKED = "".join(f"new{n},c1,follow,UPRAC,2026-03-1{n}T10:00:00+01:00,50,confirmed,paid,p1\n" for n in range(5))


@pytest.fixture
def asked(petra: Person, posting: Posting) -> None:
    """Petra has asked for twelve sessions instead of ten, of which eight are left."""
    packages(petra, "ana").row("Gold 10").choose("Edit package")
    petra.modal_titled("Edit package").fill("Follow-up 50 min", "12")
    petra.modal.fill("Reason", "Agreed")
    petra.modal.submit()
    petra.modal.close_all()
    posting.catches_up()


def take(practice: Practice, posting: Posting, **files: str) -> None:
    given = [GivenFile.of(f"{name}.csv", content.encode()) for name, content in files.items()]
    with practice.database.writing() as connection:
        import_files(RecordsTx(connection, HERE), given, NOW, print)
    posting.catches_up()


@pytest.mark.usefixtures("asked")
def test_a_pending_card_shows_the_figures_after_an_import(practice: Practice, mia: Person, posting: Posting) -> None:
    card = mia.channel("CMAN").thread("Count adjustment")
    card.sees("10 → 12 | 8 → 10")

    take(practice, posting, sessions=SESSIONS + BOOKED)

    card.sees("10 → 12 | 3 → 5")


@pytest.mark.usefixtures("asked")
def test_a_pending_request_has_the_names_after_an_import(practice: Practice, mia: Person, posting: Posting) -> None:
    mia.channel("CMAN").sees("Count adjustment · Ana R. · Gold 10")

    take(practice, posting, clients="client_id,name\nc1,Anna Ruiz\n", services="service_id,name\nfollow,Next 50 min\n")

    mia.channel("CMAN").sees("Count adjustment · Anna R. · Gold 10")
    mia.channel("CMAN").thread("Count adjustment").sees("Anna R. · Gold 10", "Next 50 min | 10 → 12")


@pytest.mark.usefixtures("asked")
def test_an_import_that_changes_nothing_redraws_nothing(practice: Practice, posting: Posting, slack: Slack) -> None:
    take(practice, posting, services="service_id,name\nfollow,Next 50 min\n")
    shown = len(slack.calls_of("chat.update"))

    take(practice, posting, services="service_id,name\nfollow,Next 50 min\n")

    assert len(slack.calls_of("chat.update")) == shown > 0
