"""Deciding in the managers' channel: at once, too late, on old figures, by whom it isn't for, and in words."""

from dataclasses import replace
from threading import Thread

import pytest
from posting import HERE, Posting
from practice import Practice
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.app import Ribbon, build
from bot.serving.received import received
from bot.settings import Settings
from domain.values.ids import PackageId
from playground.person.people import People, Person
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database
from storage.records import RecordsTx

HOW = "Write approve, or decline: reason."
ASKED = "Count adjustment · Bo L. · Silver 5"
OUTCOME = "your request for Bo L. · Silver 5"
FIVE = [f"UM{n}" for n in range(1, 6)]


def ask(person: Person, posting: Posting, sessions: str = "6") -> None:
    """For Bo's Silver 5, which has 5 follow-ups, ask for another number."""
    person.command("/client bo")
    person.modal_titled("Bookings & Packages").press("Packages")
    person.modal.row("Silver 5").choose("Edit package")
    person.modal_titled("Edit package").fill("Follow-up 50 min", sessions)
    person.modal.fill("Reason", "Agreed")
    person.modal.submit()
    person.modal_titled("Bookings & Packages").sees(f"5 → {sessions} · requested by you")
    person.modal.close_all()
    posting.catches_up()


def silver(person: Person) -> str:
    person.dm().command("/client bo")
    person.modal_titled("Bookings & Packages").press("Packages")
    text = person.modal.row("Silver 5").text
    person.modal.close_all()
    return text


def link(person: Person) -> None:
    person.command("/bookings bo")
    person.modal.row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link to package").submit()
    person.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁")
    person.modal.close_all()


def history(database: Database) -> list[str]:
    """What happened to Silver 5: time stands still here, so it has no order."""
    with database.reading() as connection:
        return sorted(str(entry.event) for entry in RecordsTx(connection, HERE).history_of(PackageId("p4"), 0, 100))


@pytest.fixture
def five_managers(people: People, slack: Slack, database: Database, ribbon: Ribbon) -> list[Person]:
    for user in FIVE:
        slack.add_person(user, f"Manager {user}", tz="Europe/Berlin")
        slack.channels["CMAN"].members.append(user)
    choose(ribbon, database, managers=tuple(FIVE))
    return [people.person(user) for user in FIVE]


def choose(ribbon: Ribbon, database: Database, **chosen: object) -> None:
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        workspace = records.find_workspace(ribbon.router.default_workspace(HERE))
        records.choose(replace(workspace, **chosen))  # type: ignore[arg-type]  # whatever the test names


def test_of_five_managers_who_press_at_once_one_wins_and_four_are_told_who(
    petra: Person, five_managers: list[Person], posting: Posting, database: Database
) -> None:
    ask(petra, posting)
    threads = [manager.channel("CMAN").thread(ASKED) for manager in five_managers]
    presses = [Thread(target=thread.press, args=("Approve",)) for thread in threads]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    posting.catches_up()
    [winner] = [m for m in five_managers if f"Approved by @{m.name}" in m.channel("CMAN").thread(ASKED).text]
    losers = [manager for manager in five_managers if manager is not winner]
    for loser in losers:
        loser.channel("CMAN").thread(ASKED).sees(f"This request was already approved by {winner.name}.")
    assert "approved already" not in winner.channel("CMAN").thread(ASKED).text
    assert history(database) == ["approved", "requested"]
    assert "6 of 6 left" in silver(petra)


def test_one_who_presses_twice_approves_once(petra: Person, mia: Person, posting: Posting, database: Database) -> None:
    ask(petra, posting)
    mia.channel("CMAN").thread(ASKED).press("Approve", times=2)
    posting.catches_up()
    assert history(database) == ["approved", "requested"]


def test_after_the_package_changed_an_old_press_applies_nothing_and_the_second_one_approves(
    petra: Person, mia: Person, posting: Posting
) -> None:
    ask(petra, posting)
    link(petra)
    thread = mia.channel("CMAN").thread(ASKED)
    thread.sees("Follow-up 50 min | 5 → 6 | 5 → 6")
    thread.press("Approve")
    thread.sees("The package has changed since this card was drawn. Nothing was approved")
    assert "4 of 5 left" in silver(petra)
    posting.catches_up()
    thread.sees(
        "Follow-up 50 min | 5 → 6 | 4 → 5",
        "The package has changed since this was asked for (Follow-up 50 min). These are the current figures.",
    )
    card = mia.channel("CMAN").thread(ASKED).message("5 → 6 |")
    card.press("Approve")
    posting.catches_up()
    assert "5 of 6 left" in silver(petra)


def test_the_only_manager_approves_their_own_and_it_says_so_everywhere(
    mia: Person, ribbon: Ribbon, database: Database, posting: Posting
) -> None:
    ask(mia, posting)
    choose(ribbon, database, managers=("UMAN",))
    mia.channel("CMAN").thread(ASKED).press("Approve")
    posting.catches_up()
    mia.channel("CMAN").thread(ASKED).sees("Self-approved by @Mia Manager")
    mia.channel("CMAN").message(ASKED).sees("Approved · by @Mia Manager (self-approved)")


def test_words_that_slack_does_not_take_are_counted_and_logged_as_such(mia: Person, posting: Posting) -> None:
    def not_taken() -> float:
        labels = {"method": "response_url", "outcome": "http_500"}
        return REGISTRY.get_sample_value("ribbon_slack_calls_total", labels) or 0.0

    ask(mia, posting)
    before = not_taken()
    mia.slack.spoil("response_url", status=500)
    with capture_logs() as log:
        mia.channel("CMAN").thread(ASKED).message("5 → 6 |").press("Approve")
    assert not_taken() == before + 1
    [warning] = [entry for entry in log if entry["log_level"] == "warning"]
    assert warning["error"] == "http_500"
    assert warning["event"] == "slack did not show what was asked for"


def test_with_another_manager_there_nobody_decides_their_own(mia: Person, posting: Posting) -> None:
    ask(mia, posting)
    for label in ("Approve", "Decline"):
        mia.channel("CMAN").thread(ASKED).message("5 → 6 |").press(label)
        mia.channel("CMAN").thread(ASKED).sees("You can't decide your own request.")
    assert not mia.has_modal
    assert "5 of 5 left" in silver(mia)


def test_withdrawn_and_approved_at_once_it_is_one_of_them_and_the_other_is_told(
    petra: Person, mia: Person, posting: Posting, database: Database
) -> None:
    ask(petra, posting)
    petra.command("/adjustments")
    petra.modal_titled("Pending adjustments").row("Silver 5").press("Withdraw")
    thread = mia.channel("CMAN").thread(ASKED)
    pressing = Thread(target=thread.press, args=("Approve",))
    pressing.start()
    petra.dialog.press("Withdraw it")
    pressing.join()
    posting.catches_up()
    done = history(database)
    assert done in (["approved", "requested"], ["requested", "withdrawn"])
    if "approved" in done:
        petra.modal.sees("This request was already approved by Mia Manager.")
    else:
        mia.channel("CMAN").thread(ASKED).sees("This request was already withdrawn by Petra Practitioner.")


def test_withdrawn_while_it_was_about_to_be_declined_the_form_says_so(
    petra: Person, mia: Person, posting: Posting, database: Database
) -> None:
    ask(petra, posting)
    mia.channel("CMAN").thread(ASKED).press("Decline")
    mia.modal_titled("Decline adjustment").fill("Reason", "No")
    petra.command("/adjustments")
    petra.modal_titled("Pending adjustments").row("Silver 5").press("Withdraw")
    petra.dialog.press("Withdraw it")
    petra.modal.sees("No adjustments are pending")
    mia.modal.submit()
    mia.modal.sees("This request was already withdrawn by Petra Practitioner.")
    assert history(database) == ["requested", "withdrawn"]


def test_a_message_from_before_a_restart_is_decided_by_the_new_process(
    petra: Person, mia: Person, posting: Posting, playground: Playground, settings: Settings, database: Database
) -> None:
    ask(petra, posting)
    fresh = build(settings, database, posting.people, posting.clock)
    posting.of(fresh.poster)

    def dispatch(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = fresh.bolt.dispatch(received(body, headers))
        return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()

    playground.connect(dispatch)
    mia.channel("CMAN").thread(ASKED).press("Approve")
    posting.catches_up()
    mia.channel("CMAN").thread(ASKED).sees("Approved by @Mia Manager")
    assert "6 of 6 left" in silver(petra)
    fresh.finish()


@pytest.mark.parametrize("user", ["UPRAC2", "UGUEST", "UOUT"])
@pytest.mark.parametrize("label", ["Approve", "Decline"])
def test_whoever_is_no_manager_here_gets_a_refusal_that_only_they_see(
    petra: Person, mia: Person, people: People, slack: Slack, posting: Posting, user: str, label: str
) -> None:
    ask(petra, posting)
    slack.add_workspace("T2", token="")
    slack.add_person("UOUT", "Olga Outsider", workspace="T2")
    slack.channels["CMAN"].shared_with = ("T2",)
    slack.channels["CMAN"].members.append(user)
    intruder = people.person(user)
    intruder.channel("CMAN").thread(ASKED).press(label)
    why = "Only a manager can decide this" if user == "UPRAC2" else "Ribbon is for members of this workspace"
    intruder.channel("CMAN").thread(ASKED).sees(why)
    assert why not in mia.channel("CMAN").thread(ASKED).text
    assert not intruder.has_modal
    assert "5 of 5 left" in silver(petra)


def test_without_a_managers_channel_the_refusal_says_who_can_set_it(
    petra: Person, practice: Practice, settings: Settings, playground: Playground, database: Database, posting: Posting
) -> None:
    assert practice
    homeless = build(
        settings.model_copy(update={"ribbon_managers_channel": None}), database, posting.people, posting.clock
    )

    def dispatch(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = homeless.bolt.dispatch(received(body, headers))
        return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()

    playground.connect(dispatch)
    petra.command("/client bo")
    petra.modal_titled("Bookings & Packages").press("Packages")
    petra.modal.row("Silver 5").choose("Edit package")
    petra.modal_titled("Edit package").fill("Follow-up 50 min", "6")
    petra.modal.fill("Reason", "Agreed")
    petra.modal.submit()
    petra.modal.sees("no managers' channel is set", "A manager can choose one under Settings on Ribbon's Home tab")
    assert history(database) == []
    homeless.finish()


def test_approve_can_be_written_in_the_thread(
    petra: Person, mia: Person, playground: Playground, posting: Posting
) -> None:
    ask(petra, posting)
    mia.channel("CMAN").thread(ASKED).says("approve")
    playground.deliveries.settle()
    posting.catches_up()
    mia.channel("CMAN").message(ASKED).sees("Approved · by @Mia Manager")
    assert "6 of 6 left" in silver(petra)


@pytest.mark.parametrize("words", ["Decline: not before May", "decline, not before May", "Decline - not before May"])
def test_decline_can_be_written_with_its_reason(
    petra: Person, mia: Person, playground: Playground, posting: Posting, words: str
) -> None:
    ask(petra, posting)
    mia.channel("CMAN").thread(ASKED).says(words)
    playground.deliveries.settle()
    posting.catches_up()
    petra.dm().message(OUTCOME).sees("@Mia Manager declined it", "not before May")


def test_what_is_written_is_checked_like_a_press(
    petra: Person, mia: Person, paul: Person, slack: Slack, playground: Playground, posting: Posting
) -> None:
    ask(petra, posting)
    slack.channels["CMAN"].members.append("UPRAC2")
    paul.channel("CMAN").thread(ASKED).says("approve")
    playground.deliveries.settle()
    paul.screen.sees("Only a manager can decide this")
    link(petra)
    mia.channel("CMAN").thread(ASKED).says("approve")
    playground.deliveries.settle()
    mia.screen.sees("The package has changed since this card was drawn. Nothing was approved")
    mia.channel("CMAN").thread(ASKED).says("decline:")
    playground.deliveries.settle()
    mia.screen.sees("Give a reason of up to 1000 characters")
    assert "4 of 5 left" in silver(petra)
    posting.catches_up()
    mia.channel("CMAN").thread(ASKED).says(" Approve ")
    playground.deliveries.settle()
    assert "5 of 6 left" in silver(petra)


@pytest.mark.parametrize(
    "words", ["decline", "declined: no", "ok approve", "Okay, approve", "approve it?", "Approved!", "decline-it"]
)
def test_what_was_meant_as_a_decision_but_is_none_is_told_how_to_write_one(
    petra: Person,
    mia: Person,
    max_: Person,
    playground: Playground,
    posting: Posting,
    database: Database,
    words: str,
) -> None:
    ask(petra, posting)
    mia.channel("CMAN").thread(ASKED).says(words)
    playground.deliveries.settle()
    mia.screen.sees(HOW)
    assert HOW not in max_.channel("CMAN").thread(ASKED).text
    assert history(database) == ["requested"]


def test_who_cannot_decide_is_not_told_how_to_write_a_decision(
    mia: Person, paul: Person, max_: Person, slack: Slack, playground: Playground, posting: Posting
) -> None:
    ask(mia, posting)
    slack.channels["CMAN"].members.append("UPRAC2")
    for person in (paul, mia):
        person.channel("CMAN").thread(ASKED).says("approve it?")
    thread = max_.channel("CMAN").thread(ASKED)
    thread.says("approve")
    playground.deliveries.settle()
    posting.catches_up()
    thread.sees("Approved by @Max Manager")
    thread.says("Approved, as you see")
    playground.deliveries.settle()
    assert [HOW in person.channel("CMAN").thread(ASKED).text for person in (paul, mia, max_)] == [False] * 3


def test_other_talk_in_the_thread_and_elsewhere_decides_nothing(
    petra: Person, mia: Person, playground: Playground, posting: Posting, database: Database
) -> None:
    ask(petra, posting)
    for words in ("I'd approve", "Please don't decline", "ok"):
        mia.channel("CMAN").thread(ASKED).says(words)
    mia.channel("CMAN").says("approve")
    mia.channel("CGEN").says("approve")
    playground.deliveries.settle()
    assert HOW not in mia.channel("CMAN").thread(ASKED).text
    assert history(database) == ["requested"]


@pytest.mark.parametrize(
    ("naming", "shown"), [("short", "Bo L. · Silver"), ("code", "c2 · Silver"), ("full", "Bo Lindqvist · Silver")]
)
def test_clients_are_named_in_messages_as_the_workspace_chose(
    petra: Person,
    mia: Person,
    slack: Slack,
    ribbon: Ribbon,
    database: Database,
    posting: Posting,
    naming: str,
    shown: str,
) -> None:
    choose(ribbon, database, naming=naming)
    petra.command("/client bo")
    petra.modal_titled("Bookings & Packages").press("Packages")
    petra.modal.row("Silver 5").choose("Edit package")
    petra.modal_titled("Edit package").fill("Follow-up 50 min", "6")
    petra.modal.fill("Reason", "Agreed")
    petra.modal.submit()
    posting.catches_up()
    mia.channel("CMAN").thread(shown).press("Approve")
    posting.catches_up()
    petra.dm().message("Approved: your request").sees(shown)
    posted = [m for channel in ("CMAN", slack.dm("UPRAC").id) for m in slack.messages[channel] if not m.only_for]
    everything = " ".join(f"{message.text} {message.blocks} {message.metadata}" for message in posted)
    assert ("Lindqvist" in everything) == (naming == "full")


def test_where_two_short_names_are_equal_the_code_is_added(
    petra: Person, mia: Person, practice: Practice, posting: Posting
) -> None:
    practice.client("c9", "Bo Lagercrantz")
    ask(petra, posting)
    mia.channel("CMAN").sees("Bo L. (c2) · Silver 5")
