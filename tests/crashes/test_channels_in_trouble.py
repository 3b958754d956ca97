"""The managers' channel takes no messages, or somebody deletes them."""

from dataclasses import replace

import pytest
from office import MIA, Office, keys
from posting import HERE
from structlog.testing import capture_logs

from domain.settings import choose_settings
from storage.records import RecordsTx


def chooses(office: Office, channel: str) -> None:
    with office.database.writing() as connection:
        chosen = replace(MIA.workspace, managers_channel=channel)
        choose_settings(RecordsTx(connection, HERE), MIA, office.now, chosen)


def removes_ribbon(office: Office) -> None:
    office.slack.channels["CMAN"].members.remove("UBOTT1")


def invites_ribbon(office: Office) -> None:
    office.slack.channels["CMAN"].members.append("UBOTT1")


def test_a_manager_is_told_once_and_after_an_invitation_all_is_there_in_order(office: Office) -> None:
    removes_ribbon(office)
    for _ in range(3):
        office.asks()
    office.posting.runs(1200)
    assert office.slack.messages["CMAN"] == []
    [word] = office.words("UMAN")
    assert "can't post requests for adjustments in <#CMAN>" in word
    assert office.words("UMAN2") == []
    invites_ribbon(office)
    office.posting.catches_up(within=330)
    office.shows_each_once(3)
    assert [keys(message) for message in office.top()] == ["request:r-001", "request:r-002", "request:r-003"]


def test_when_it_happens_again_months_later_a_manager_is_told_again(office: Office) -> None:
    removes_ribbon(office)
    office.asks()
    office.posting.runs(60)
    invites_ribbon(office)
    office.posting.catches_up()
    removes_ribbon(office)
    office.asks()
    office.posting.runs(60)
    assert len(office.words("UMAN")) == 2


def test_a_manager_who_has_left_is_not_the_one_who_is_told(office: Office) -> None:
    removes_ribbon(office)
    with office.database.writing() as connection:
        records = RecordsTx(connection, HERE)
        member = records.find_member(MIA.id)
        assert member is not None
        records.remember([replace(member, is_member=False)])
    office.asks()
    office.posting.runs(60)
    assert office.words("UMAN") == []
    assert len(office.words("UMAN2")) == 1


def test_an_archived_channel_is_told_of_and_requests_go_to_the_one_that_is_chosen_then(office: Office) -> None:
    office.slack.add_channel("CNEW", "new managers", ["UMAN", "UMAN2", "UBOTT1"], kind="private")
    office.slack.spoil("chat.postMessage", error="is_archived")
    office.asks()
    office.asks()
    office.posting.runs(20)
    assert "is archived" in office.words("UMAN")[0]
    chooses(office, "CNEW")
    office.posting.catches_up(within=30)
    assert office.slack.messages["CMAN"] == []
    assert [keys(message) for message in office.top("CNEW")] == ["request:r-001", "request:r-002"]
    assert [len(office.replies(message)) for message in office.top("CNEW")] == [1, 1]


def test_what_slack_never_takes_is_given_up_and_told_until_it_changes_and_holds_up_nothing(office: Office) -> None:
    office.slack.spoil("chat.postMessage", error="invalid_blocks", times=3)
    asked = office.asks()
    office.posting.runs(30)
    office.asks()
    office.posting.runs(3600)

    tries = [call for call in office.slack.calls_of("chat.postMessage") if call.answer.get("error") == "invalid_blocks"]
    assert len(tries) == 3
    assert [keys(message) for message in office.top()] == ["request:r-002"]
    [word] = office.words("UMAN")
    assert "Slack refuses a message about a request in <#CMAN> (invalid_blocks)" in word
    office.declines(asked)
    office.posting.catches_up()
    assert sorted(keys(message) for message in office.top()) == ["request:r-001", "request:r-002"]


@pytest.mark.parametrize(("error", "times"), [("channel_not_found", 3), ("user_not_found", 3), ("is_inactive", 1)])
def test_a_direct_message_that_somebody_can_not_get_is_told_to_a_manager(
    office: Office, error: str, times: int
) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.slack.spoil("chat.postMessage", error=error, times=times)
    office.declines(asked)
    office.posting.runs(1200)

    assert len(office.words("UPRAC")) == (0 if times == 3 else 1)  # once and for all, or until it is mended
    [word] = office.words("UMAN")
    assert "Ribbon can't send <@UPRAC> direct messages" in word


def test_a_token_that_slack_refuses_is_said_in_the_log_as_an_error_and_to_nobody_afterwards(office: Office) -> None:
    office.slack.spoil("chat.postMessage", error="invalid_auth", times=2)
    office.asks()
    with capture_logs() as log:
        office.posting.catches_up(within=1200)

    assert office.words("UMAN") == []
    assert [entry["error"] for entry in log if entry["log_level"] == "error"] == ["invalid_auth"] * 2
    office.shows_each_once(1)


def test_what_is_posted_stays_where_it_is_when_another_channel_is_chosen(office: Office) -> None:
    office.slack.add_channel("CNEW", "new managers", ["UMAN", "UMAN2", "UBOTT1"], kind="private")
    asked = office.asks()
    while not office.top():
        office.posting.runs(0.5)
    chooses(office, "CNEW")
    office.posting.catches_up()
    office.shows_each_once(1)
    office.declines(asked)
    office.posting.catches_up()
    assert "Declined" in office.top()[0].text
    assert office.slack.messages["CNEW"] == []


def test_a_card_that_somebody_deleted_is_posted_again_with_the_next_change(office: Office) -> None:
    asked = office.asks()
    office.posting.catches_up()
    [card] = office.replies(office.top()[0])
    office.slack.messages["CMAN"].remove(card)
    office.declines(asked)
    office.posting.catches_up()
    office.shows_each_once(1)
    assert "Declined" in office.replies(office.top()[0])[0].text


def test_a_request_that_somebody_deleted_with_its_thread_is_posted_again(office: Office) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.slack.messages["CMAN"].clear()
    office.declines(asked)
    office.posting.catches_up()
    office.shows_each_once(1)
    assert "Declined" in office.top()[0].text
    assert len(office.words("UPRAC")) == 1
