"""What is told of a decided request is what was applied; of a pending one, what it would do now."""

import csv
from pathlib import Path

from going import packages
from posting import HERE, Posting
from practice import Practice
from sqlalchemy import update

from bot.app import Ribbon
from domain.values.ids import PackageId, ServiceId
from playground.person.people import Person
from playground.person.screen import Modal
from playground.state.slack import Slack
from storage.database import Database, Tx
from storage.exchange.exporting import export_files
from storage.records import RecordsTx
from storage.tables import MESSAGE
from storage.waking import WorkKind, wake

ASKED = "Count adjustment · Bo L. · Silver 5"
OUTCOME = "your request for Bo L. · Silver 5"
GONE = "A client you no longer see"


def ask(person: Person, posting: Posting, sessions: str = "6", reason: str = "Agreed") -> None:
    """For Bo's Silver 5, which had 5 follow-ups at first, ask for another number."""
    packages(person, "bo").row("Silver 5").choose("Edit package")
    form = person.modal_titled("Edit package")
    form.fill("Follow-up 50 min", sessions)
    form.fill("Reason", reason)
    form.submit()
    person.modal_titled("Bookings & Packages").sees(f"→ {sessions}")
    person.modal.close_all()
    posting.catches_up()


def approve(person: Person, posting: Posting, reason: str) -> None:
    """Press Approve on the card of the request with this reason."""
    for thread in _threads(person):
        place = person.channel("CMAN")
        place.thread_ts = thread
        if f"Reason:\n{reason}" in place.text:
            place.message("Sum |").press("Approve")
            posting.catches_up()
            person.dm()
            return
    raise AssertionError(f"no request with {reason!r}")


def card(person: Person, reason: str) -> str:
    """What stands in the thread of the request with this reason."""
    place = person.channel("CMAN")
    for thread in _threads(person):
        place.thread_ts = thread
        if f"Reason:\n{reason}" in place.text:
            return place.text
    raise AssertionError(f"no request with {reason!r}")


def _threads(person: Person) -> list[str]:
    return [message.ts for message in person.slack.messages["CMAN"] if not message.is_reply]


def told(person: Person, entry: str) -> Modal:
    packages(person, "bo").row("Silver 5").choose(entry)
    return person.modal_titled(entry)


def test_two_requests_from_the_same_count_are_told_as_they_were_applied(
    petra: Person, mia: Person, posting: Posting
) -> None:
    packages(petra, "bo").row("Silver 5").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "6")
    form.press("Add another")
    form.pick("Service to add", "Nutrition review", query="nutri")
    form.fill("Sessions to add", "2")
    form.fill("Reason", "First")
    form.submit()
    petra.modal_titled("Bookings & Packages").close_all()
    posting.catches_up()
    ask(petra, posting, reason="Second")
    approve(mia, posting, "First")
    assert "Approving this changes nothing" in card(mia, "Second")
    approve(mia, posting, "Second")

    assert "Follow-up 50 min | 5 → 6 | 5 → 6" in card(mia, "First")
    assert "Follow-up 50 min | 6 → 6 | 6 → 6" in card(mia, "Second")
    assert "changed nothing" not in card(mia, "First")
    assert "This approval changed nothing" in card(mia, "Second")
    outcomes = [message for message in petra.dm().text.split("Approved: your request") if message]
    assert "total 5 → 6, left 5 → 6" in outcomes[0]
    assert "total 6 → 6, left 6 → 6" in outcomes[1]
    assert ["This approval changed nothing" in outcome for outcome in outcomes] == [False, True]


def test_what_was_applied_stays_as_it_was_whatever_comes_after(
    petra: Person, mia: Person, posting: Posting, practice: Practice
) -> None:
    practice.session("used", "c2", "follow", -1, "p4")
    ask(petra, posting, reason="First")
    approve(mia, posting, "First")
    ask(petra, posting, "9", reason="Second")
    approve(mia, posting, "Second")

    assert "5 → 6 | 4 → 5" in card(mia, "First")
    assert "6 → 9 | 5 → 8" in card(mia, "Second")


def test_the_sums_stay_on_a_card_as_they_were_when_it_was_approved(
    petra: Person, mia: Person, posting: Posting, practice: Practice
) -> None:
    with practice.database.writing() as connection:
        RecordsTx(connection, HERE).set_total(PackageId("p4"), ServiceId("initial"), 2)
    ask(petra, posting, reason="First")
    approve(mia, posting, "First")
    sums = "Follow-up 50 min | 5 → 6 | 5 → 6\nOther services | 2 | 2\nSum | 7 → 8 | 7 → 8"
    assert sums in card(mia, "First")
    practice.session("later", "c2", "follow", -1, "p4")
    with practice.database.writing() as connection:
        connection.execute(update(MESSAGE).values(version=MESSAGE.c.version + 1, due=posting.clock()))
        wake(connection, HERE, WorkKind.MESSAGES, posting.clock())
    posting.catches_up()

    assert sums in card(mia, "First")
    assert "Sum: total 7 → 8, left 7 → 8" in petra.dm().text


def test_a_service_that_joined_is_told_as_new(petra: Person, mia: Person, posting: Posting) -> None:
    packages(petra, "bo").row("Silver 5").choose("Edit package")
    form = petra.modal_titled("Edit package")
    form.press("Add another")
    form.pick("Service to add", "Nutrition review", query="nutri")
    form.fill("Sessions to add", "2")
    form.fill("Reason", "Joins")
    form.submit()
    petra.modal_titled("Bookings & Packages").close_all()
    posting.catches_up()
    approve(mia, posting, "Joins")

    assert "Nutrition review (new) | 0 → 2 | 0 → 2" in card(mia, "Joins")
    petra.dm().message(OUTCOME).sees("Nutrition review (new): total 0 → 2, left 0 → 2")


def test_what_was_declined_is_told_as_it_was_asked_for(petra: Person, mia: Person, posting: Posting) -> None:
    ask(petra, posting)
    mia.channel("CMAN").thread(ASKED).press("Decline")
    mia.modal_titled("Decline adjustment").fill("Reason", "Not now")
    mia.modal.submit()
    mia.sees_no_modal()
    posting.catches_up()

    mia.channel("CMAN").thread(ASKED).sees("Requested:\nFollow-up 50 min: 5 → 6 total", "Nothing was changed.")
    petra.dm().message(OUTCOME).sees("Requested:\nFollow-up 50 min: 5 → 6 total", "Nothing was changed.", "Not now")


def test_lists_of_what_is_pending_start_from_the_count_as_it_is_now(
    petra: Person, mia: Person, posting: Posting
) -> None:
    ask(petra, posting, "7", reason="Later")
    ask(petra, posting, "6", reason="First")
    approve(mia, posting, "First")

    now = "Follow-up 50 min: 6 → 7 (5 when it was asked for)"
    packages(petra, "bo").sees(f"Waiting for a manager · {now} · requested by you")
    petra.modal.close_all()
    petra.command("/adjustments")
    petra.modal_titled("Pending adjustments").sees(now)
    petra.modal.close_all()
    petra.home().sees(now)


def test_who_approved_what_they_asked_for_is_said_to_have_done_both_wherever_it_stands(
    mia: Person, slack: Slack, ribbon: Ribbon, posting: Posting, database: Database, tmp_path: Path
) -> None:
    ask(mia, posting)
    slack.people["UMAN2"].deleted = True
    ribbon.rounds.make(HERE)
    approve(mia, posting, "Agreed")

    both = "asked for and approved by Mia Manager (self-approved)"
    told(mia, "History").row("Adjustment approved").sees(both)
    mia.modal.close_all()
    told(mia, "Why this count").sees(f"• 5 → 6 {both}, 2 Mar 2026: Agreed")
    rows = exported_history(database, tmp_path)
    [approved] = [row for row in rows if row["event"] == "approved"]
    assert (approved["by"], approved["asked_by"], approved["self_approved"]) == ("UMAN", "UMAN", "yes")
    assert {row["self_approved"] for row in rows if row["event"] != "approved"} == {""}


def test_who_approved_what_another_asked_for_is_told_apart_from_them(
    petra: Person, mia: Person, posting: Posting, database: Database, tmp_path: Path
) -> None:
    ask(petra, posting)
    approve(mia, posting, "Agreed")

    told(mia, "History").row("Adjustment approved").sees("by Mia Manager, asked for by Petra Practitioner")
    mia.modal.close_all()
    told(mia, "Why this count").sees("• 5 → 6 asked for by Petra Practitioner, approved by Mia Manager, 2 Mar 2026")
    [approved] = [row for row in exported_history(database, tmp_path) if row["event"] == "approved"]
    assert (approved["by"], approved["asked_by"], approved["self_approved"]) == ("UMAN", "UPRAC", "")


def test_who_withdrew_is_said_to_have_asked(petra: Person, posting: Posting) -> None:
    ask(petra, posting)
    withdraw(petra)

    told(petra, "History").row("Adjustment withdrawn").sees("asked for and withdrawn by Petra Practitioner")


def withdraw(person: Person) -> None:
    person.command("/adjustments")
    person.modal_titled("Pending adjustments").press("Withdraw")
    person.dialog.press("Withdraw it")
    person.modal.sees("No adjustments are pending")
    person.modal.close_all()


def exported_history(database: Database, folder: Path) -> list[dict[str, str]]:
    with database.reading() as connection:
        export_files(Tx(connection, HERE), folder)
    with (folder / "history.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_who_has_lost_a_client_reads_and_withdraws_their_request_without_the_clients_name(
    petra: Person, mia: Person, max_: Person, posting: Posting, practice: Practice
) -> None:
    ask(petra, posting)
    ask(mia, posting, "9", reason="Mia's")
    approve(max_, posting, "Mia's")
    practice.gives_away("c2", "UPRAC2")

    petra.command("/adjustments")
    listed = petra.modal_titled("Pending adjustments")
    listed.sees(f"{GONE}\nFollow-up 50 min: 5 → 6\nAsked for", "Reason: Agreed")
    for shown in (listed.text, petra.home().text):
        assert "Bo " not in shown
        assert "Silver" not in shown
    petra.home().sees(f"{GONE}\nFollow-up 50 min: 5 → 6\nAsked for")
    withdraw(petra)


def test_who_has_lost_a_client_is_told_the_outcome_without_the_clients_name(
    petra: Person, mia: Person, posting: Posting, practice: Practice
) -> None:
    ask(petra, posting)
    practice.gives_away("c2", "UPRAC2")
    approve(mia, posting, "Agreed")

    outcome = petra.dm().message("a client you no longer see")
    outcome.sees("@Mia Manager approved it", "Requested:\nFollow-up 50 min: 5 → 6 total")
    assert "Bo " not in petra.dm().text
    assert "Silver" not in petra.dm().text
