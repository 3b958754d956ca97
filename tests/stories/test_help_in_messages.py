"""Whoever writes to Ribbon reads what can be done, with buttons."""

import pytest
from posting import Posting

from playground.person.people import Person
from playground.server import Playground


def answers(person: Person) -> list[str]:
    told = person.client.messages(person.dm().channel_id)
    return [message.text for message in told if message.bot_id]


@pytest.mark.parametrize("words", ["help", "hello", "approve", "How do I link a session?"])
def test_words_are_answered_with_what_can_be_done(
    petra: Person, playground: Playground, posting: Posting, words: str
) -> None:
    petra.dm().says(words)
    playground.deliveries.settle()
    posting.catches_up()

    petra.dm().sees("What would you like to do?", "Anywhere in Slack: /bookings, /client, /book and /adjustments.")
    petra.dm().press("Find a client")
    petra.modal_titled("Choose a client")


def test_each_message_is_answered_once_however_often_slack_tells_of_it(
    petra: Person, playground: Playground, posting: Posting
) -> None:
    for words in ("help", "And what else?"):
        petra.dm().says(words)
        playground.deliveries.settle()
        posting.catches_up()
        playground.deliveries.again(playground.deliveries.made[-1])
        posting.catches_up()

    assert len(answers(petra)) == 2


def test_what_ribbon_itself_writes_is_not_answered(petra: Person, playground: Playground, posting: Posting) -> None:
    petra.dm().says("help")
    for _ in range(3):
        playground.deliveries.settle()
        posting.catches_up()

    assert len(answers(petra)) == 1


def test_a_guest_is_refused_politely(gus: Person, playground: Playground, posting: Posting) -> None:
    gus.dm().says("help")
    playground.deliveries.settle()
    posting.catches_up()

    gus.dm().sees("Ribbon is for members of this workspace")
    assert "What would you like to do?" not in gus.dm().text
