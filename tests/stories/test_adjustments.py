"""A count is changed by hand: asked for, seen before and after, decided by a manager in a thread."""

from collections.abc import Callable

import pytest
from posting import Posting
from practice import Practice

from bot.app import Ribbon
from domain.values.people import Workspace
from playground.person.people import Person
from playground.state.slack import Slack

REASON = "Nutrition review on Fri 6 Mar is linked and is not counted."
ASKED = "Count adjustment · Ana R. · Gold 10"
OUTCOME = "your request for Ana R. · Gold 10"


@pytest.fixture
def ask(petra: Person, posting: Posting) -> Callable[[], None]:
    """Petra links what isn't included, asks for a session to be added, and the managers see it."""
    return lambda: asks_for_a_session(petra, posting)


def asks_for_a_session(person: Person, posting: Posting) -> None:
    link(person, "Nutrition review", "Gold 10")
    person.modal_titled("Linked, not counted").press("Add a session")
    person.modal_titled("Edit package").submit()
    person.modal_titled("Count adjustment").close()
    posting.catches_up()


def link(person: Person, row: str, package: str) -> None:
    person.command("/bookings")
    person.modal.row(row).choose("Link to package")
    person.modal_titled("Link to package").pick(package)
    person.modal.submit()


def package(person: Person, client: str, name: str) -> str:
    """What the client's page says of a package."""
    person.command(f"/client {client}")
    person.modal_titled("Bookings & Packages").press("Packages")
    text = person.modal.row(name).text
    person.modal.close_all()
    return text


def told(person: Person, client: str, name: str, entry: str) -> str:
    """What an entry of the package's menu shows."""
    person.command(f"/client {client}")
    person.modal_titled("Bookings & Packages").press("Packages")
    person.modal.row(name).choose(entry)
    text = person.modal_titled(entry).text
    person.modal.close_all()
    return text


def edit(person: Person, client: str, name: str) -> None:
    person.command(f"/client {client}")
    person.modal_titled("Bookings & Packages").press("Packages")
    person.modal.row(name).choose("Edit package")
    person.modal_titled("Edit package")


def test_the_link_says_what_either_way_does_before_it_is_asked_for(petra: Person) -> None:
    link(petra, "Nutrition review", "Gold 10")
    petra.modal_titled("Linked, not counted").sees(
        "Add a session\nNutrition review is added to the package: 0 → 1 total, none left.\nPackage: 11 → 12 total.",
        "Swap one\nOne Follow-up 50 min is given up for it: 10 → 9 total, 8 → 7 left.\nPackage: 11 total as before.",
    )


def test_where_several_wait_to_be_counted_the_link_says_what_the_form_then_asks_for(
    petra: Person, practice: Practice
) -> None:
    practice.session("n2", "c1", "nutri", -1, "p1")
    link(petra, "Nutrition review", "Gold 10")
    petra.modal_titled("Linked, not counted").sees(
        "Nutrition review is added to the package: 0 → 2 total, none left. All 2 that are linked count then."
    )
    petra.modal.press("Add a session")
    assert petra.modal_titled("Edit package").value("Sessions to add") == "2"


def test_adding_a_session_opens_the_form_filled_in_with_a_reason(petra: Person) -> None:
    link(petra, "Nutrition review", "Gold 10")
    petra.modal_titled("Linked, not counted").press("Add a session")
    form = petra.modal_titled("Edit package")
    assert form.value("Service to add") == "Nutrition review"
    assert form.value("Sessions to add") == "1"
    assert form.value("Reason") == REASON
    assert (form.value("Follow-up 50 min"), form.value("Initial consultation")) == ("10", "1")


def test_a_request_is_one_message_and_in_its_thread_the_card_with_before_and_after(
    petra: Person, mia: Person, ask: Callable[[], None]
) -> None:
    assert "8 of 10 left" in package(petra, "ana", "Gold 10")
    ask()
    channel = mia.channel("CMAN")
    channel.message(ASKED).sees("Nutrition review: 0 → 1 total", "Pending · requested by @Petra Practitioner")
    assert "Approve" not in channel.text
    mia.channel("CMAN").thread(ASKED).sees(
        "Nutrition review (new) | 0 → 1 | 0 → 0",
        "Sum | 11 → 12 | 9 → 9",
        f"Reason:\n{REASON}",
        "Requested by @Petra Practitioner",
        "Approve",
        "Decline",
    )
    gold = package(petra, "ana", "Gold 10")
    assert "Waiting for a manager · Nutrition review: not included → 1 · requested by you, Mon 2 Mar 2026" in gold
    assert "1 linked session not counted" in gold


def test_approved_the_session_counts_and_everybody_is_told(
    petra: Person, mia: Person, ask: Callable[[], None], posting: Posting
) -> None:
    ask()
    mia.channel("CMAN").thread(ASKED).press("Approve")
    posting.catches_up()
    thread = mia.channel("CMAN").thread(ASKED)
    thread.sees("Approved by @Mia Manager", "Nutrition review (new) | 0 → 1 | 0 → 0")
    assert "Decline" not in thread.text
    mia.channel("CMAN").message(ASKED).sees("Approved · by @Mia Manager")
    petra.dm().message(OUTCOME).sees("Approved: your request", "@Mia Manager approved it")
    assert "Open the thread" not in petra.dm().text  # the thread is in a channel where she isn't
    gold = package(petra, "ana", "Gold 10")
    assert "0 of 1 left" in gold
    assert "not counted" not in gold
    assert "Waiting" not in gold


@pytest.mark.parametrize("by_admins", [False, True])
def test_the_word_to_a_manager_who_asked_links_to_the_thread(
    mia: Person, max_: Person, slack: Slack, ribbon: Ribbon, posting: Posting, *, by_admins: bool
) -> None:
    if by_admins:
        for user in ("UMAN", "UMAN2"):
            slack.people[user].is_admin = True
        ribbon.poster.default_workspace = ribbon.router.default_workspace = lambda one: Workspace(
            one, "Europe/Berlin", managers_channel="CMAN"
        )
    asks_for_a_session(mia, posting)
    max_.channel("CMAN").thread(ASKED).press("Approve")
    posting.catches_up()
    mia.dm().message(OUTCOME).sees("@Max Manager approved it", "Open the thread")
    [request] = [m for m in slack.messages["CMAN"] if not m.is_reply]
    [outcome] = [m for m in slack.messages[slack.dm("UMAN").id] if "your request" in m.text]
    link = f"https://t1.slack.com/archives/CMAN/p{request.ts.replace('.', '')}?thread_ts={request.ts}&cid=CMAN"
    assert link in str(outcome.blocks).replace("&amp;", "&")


def test_history_and_why_show_who_asked_who_decided_and_the_reason(
    petra: Person, mia: Person, ask: Callable[[], None], posting: Posting
) -> None:
    ask()
    mia.channel("CMAN").thread(ASKED).press("Approve")
    posting.catches_up()
    history = told(petra, "ana", "Gold 10", "History")
    for words in (
        "Adjustment requested",
        "Adjustment approved",
        "by Mia Manager, asked for by Petra Practitioner",
        REASON,
    ):
        assert words in history
    assert history.count("total 0 → 1, left 0 → 0") == 2
    why = told(petra, "ana", "Gold 10", "Why this count")
    assert f"0 → 1 asked for by Petra Practitioner, approved by Mia Manager, 2 Mar 2026: {REASON}" in why


def test_swapping_one_leaves_the_total_as_it_is(petra: Person, mia: Person, posting: Posting) -> None:
    link(petra, "Nutrition review", "Gold 10")
    petra.modal_titled("Linked, not counted").press("Swap one")
    form = petra.modal_titled("Edit package")
    assert form.value("Follow-up 50 min") == "9"
    assert (form.value("Service to add"), form.value("Sessions to add")) == ("Nutrition review", "1")
    form.submit()
    petra.modal_titled("Count adjustment").close()
    posting.catches_up()
    thread = mia.channel("CMAN").thread(ASKED)
    thread.sees(
        "Follow-up 50 min | 10 → 9 | 8 → 7",
        "Nutrition review (new) | 0 → 1 | 0 → 0",
        "Sum | 11 → 11 | 9 → 8",
    )
    thread.press("Approve")
    posting.catches_up()
    gold = package(petra, "ana", "Gold 10")
    assert "7 of 9 left" in gold
    assert "0 of 1 left" in gold


def test_a_link_over_the_total_is_put_right_by_one_more_session(petra: Person, mia: Person, posting: Posting) -> None:
    petra.command("/bookings")
    petra.modal.row("Chidi Okafor").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, 1 over").press("Add a session")
    form = petra.modal_titled("Edit package")
    assert form.value("Follow-up 50 min") == "2"
    form.submit()
    petra.modal_titled("Count adjustment").close()
    posting.catches_up()
    thread = mia.channel("CMAN").thread("Chidi O. · One left")
    thread.sees("Follow-up 50 min | 1 → 2 | 1 over → 0")
    thread.press("Approve")
    posting.catches_up()
    assert "0 of 2 left" in package(petra, "chidi", "One left")


def test_several_changes_in_one_request_are_decided_together(petra: Person, mia: Person, posting: Posting) -> None:
    edit(petra, "ana", "Gold 10")
    petra.modal.fill("Follow-up 50 min", "12")
    petra.modal.fill("Initial consultation", "0")
    petra.modal.press("Add another")
    petra.modal.sees("Service to add")
    assert petra.modal.value("Follow-up 50 min") == "12"
    petra.modal.pick("Service to add", "Nutrition review")
    petra.modal.fill("Sessions to add", "3")
    petra.modal.fill("Reason", "Agreed with Ana")
    petra.modal.submit()
    petra.modal_titled("Bookings & Packages").row("Gold 10").sees(
        "Follow-up 50 min: 10 → 12; Initial consultation: 1 → 0; Nutrition review: not included → 3",
        "requested by you",
    )
    posting.catches_up()
    thread = mia.channel("CMAN").thread(ASKED)
    thread.sees("Sum | 11 → 15 | 9 → 13", "Reason:\nAgreed with Ana")
    thread.press("Approve")
    posting.catches_up()
    gold = package(petra, "ana", "Gold 10")
    for counts in ("10 of 12 left", "0 of 0 left", "3 of 3 left"):
        assert counts in gold


def test_another_row_keeps_what_was_typed_before(petra: Person) -> None:
    edit(petra, "ana", "Gold 10")
    petra.modal.press("Add another")
    petra.modal.pick("Service to add", "Nutrition review")
    petra.modal.fill("Sessions to add", "3")
    petra.modal.fill("Reason", "Agreed with Ana")
    petra.modal.press("Add another")
    petra.modal.sees("Service to add 2")
    assert petra.modal.value("Service to add") == "Nutrition review"
    assert petra.modal.value("Sessions to add") == "3"
    assert petra.modal.value("Reason") == "Agreed with Ana"


@pytest.fixture
def two_more(mia: Person, max_: Person, posting: Posting) -> Callable[[], None]:
    """Mia asks for two follow-ups more and Max approves."""

    def happens() -> None:
        edit(mia, "ana", "Gold 10")
        mia.modal.fill("Follow-up 50 min", "12")
        mia.modal.fill("Reason", "Two more bought")
        mia.modal.submit()
        posting.catches_up()
        max_.channel("CMAN").thread(ASKED).press("Approve")
        posting.catches_up()

    return happens


@pytest.mark.parametrize("another_row", [False, True])
def test_what_was_changed_while_the_form_was_open_is_not_asked_back(
    petra: Person, mia: Person, two_more: Callable[[], None], posting: Posting, *, another_row: bool
) -> None:
    edit(petra, "ana", "Gold 10")
    two_more()
    if another_row:
        petra.modal.press("Add another")
        petra.modal.sees("Service to add")
    petra.modal.fill("Initial consultation", "2")
    petra.modal.fill("Reason", "One more")
    petra.modal.submit()
    petra.modal_titled("Bookings & Packages")
    posting.catches_up()
    mia.command("/adjustments")
    mia.modal_titled("Pending adjustments").row("One more").sees("Initial consultation: 1 → 2")
    assert "Follow-up" not in mia.modal.text


def test_who_changes_what_somebody_else_changed_while_the_form_was_open_is_told(
    petra: Person, two_more: Callable[[], None]
) -> None:
    edit(petra, "ana", "Gold 10")
    two_more()
    petra.modal.fill("Follow-up 50 min", "11")
    petra.modal.fill("Reason", "One more")
    petra.modal.submit()
    since = "This has changed since you opened it: it is now 12. Open the form again to change it."
    assert petra.modal.errors == {"Follow-up 50 min": since}


def test_every_mistake_stands_at_its_field_and_nothing_is_sent(petra: Person, posting: Posting) -> None:
    edit(petra, "ana", "Gold 10")
    petra.modal.press("Add another")
    petra.modal.press("Add another")
    petra.modal.sees("Service to add 2")
    petra.modal.fill("Follow-up 50 min", "1")
    petra.modal.pick("Service to add", "Nutrition review")
    petra.modal.pick("Service to add 2", "Nutrition review")
    petra.modal.fill("Sessions to add 2", "2")
    petra.modal.fill("Reason", "   ")
    petra.modal.submit()
    assert petra.modal.errors == {
        "Follow-up 50 min": "2 are used. Enter 2 or more.",
        "Sessions to add": "Enter a whole number from 0 to 999.",
        "Service to add 2": "This service is already listed. Change its number there.",
        "Reason": "Give a reason of up to 1000 characters. The managers decide by it.",
    }
    assert posting.behind() == 0


def test_a_request_that_changes_nothing_is_told_so_at_the_field(petra: Person) -> None:
    edit(petra, "bo", "Silver 5")
    petra.modal.fill("Reason", "Just so")
    petra.modal.submit()
    assert petra.modal.errors == {
        "Follow-up 50 min": "This changes nothing. Enter a different number, or add a service."
    }


def test_declined_with_a_reason_nothing_changes_and_who_asked_reads_why(
    petra: Person, mia: Person, ask: Callable[[], None], posting: Posting
) -> None:
    ask()
    mia.channel("CMAN").thread(ASKED).press("Decline")
    form = mia.modal_titled("Decline adjustment")
    form.sees("Nutrition review: not included → 1")
    form.fill("Reason", "Please book a new package")
    form.submit()
    mia.sees_no_modal()
    posting.catches_up()
    mia.channel("CMAN").thread(ASKED).sees("Declined by @Mia Manager", "Answer:\nPlease book a new package")
    mia.channel("CMAN").message(ASKED).sees("Declined · by @Mia Manager")
    petra.dm().message(OUTCOME).sees("Declined: your request", "Please book a new package")
    assert "1 linked session not counted" in package(petra, "ana", "Gold 10")
    history = told(petra, "ana", "Gold 10", "History")
    assert "Adjustment declined" in history
    assert "Please book a new package" in history


def test_who_asked_can_take_it_back_and_the_thread_says_so(
    petra: Person, mia: Person, ask: Callable[[], None], posting: Posting
) -> None:
    ask()
    petra.command("/adjustments")
    petra.modal_titled("Pending adjustments").row(ASKED.replace("Ana R.", "Ana Ruiz")).press("Withdraw")
    petra.dialog.press("Withdraw it")
    petra.modal.sees("No adjustments are pending")
    posting.catches_up()
    mia.channel("CMAN").message(ASKED).sees("Withdrawn · by @Petra Practitioner")
    thread = mia.channel("CMAN").thread(ASKED)
    thread.sees("Withdrawn by @Petra Practitioner")
    assert "Approve" not in thread.text
    assert "Adjustment withdrawn" in told(petra, "ana", "Gold 10", "History")


def test_managers_see_what_everybody_asked_for_and_withdraw_only_their_own(
    paul: Person, mia: Person, ask: Callable[[], None]
) -> None:
    ask()
    mia.command("/adjustments")
    row = mia.modal_titled("Pending adjustments").row("Asked for by Petra Practitioner")
    assert "Withdraw" not in row.text
    paul.command("/adjustments")
    paul.modal_titled("Pending adjustments").sees("No adjustments are pending")
    assert "Ana" not in paul.modal.text
