"""Petra asks and Mia decides in the database, and a poster that the tests drive by hand tells Slack."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from posting import HERE, Posting
from practice import NOW

from bot.app import Ribbon, build
from bot.settings import Settings
from domain import deciding, requesting
from domain.requesting import Wanted
from domain.values.ids import AdjustmentId, PackageId, PersonId, ServiceId
from domain.values.people import Person, Workspace
from playground.state.slack import Slack
from playground.state.world import Message
from storage.database import Database
from storage.records import RecordsTx

BERLIN = Workspace(
    HERE, timezone="Europe/Berlin", managers=(PersonId("UMAN"), PersonId("UMAN2")), managers_channel="CMAN"
)
PETRA = Person(PersonId("UPRAC"), "Petra Practitioner", "Europe/Berlin", is_admin=False, workspace=BERLIN)
MIA = Person(PersonId("UMAN"), "Mia Manager", "Europe/Berlin", is_admin=True, workspace=BERLIN)


@dataclass
class Office:
    """Petra asks and Mia decides in the database; Slack is told by the poster."""

    slack: Slack
    database: Database
    settings: Settings
    posting: Posting
    number: int = 0
    ribbons: list[Ribbon] = field(default_factory=list)

    def starts(self) -> None:
        """A process begins; another that was there is dead or frozen."""
        ribbon = build(self.settings, self.database, lambda: self.now, self.posting.clock)
        self.ribbons.append(ribbon)
        self.posting.of(ribbon.poster)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(milliseconds=self.number)

    def asks(self) -> AdjustmentId:
        self.number += 1
        asked = AdjustmentId(f"r-{self.number:03}")
        wanted = Wanted({ServiceId("follow"): 10 + self.number}, (), f"Reason {self.number}")
        with self.database.writing() as connection:
            records = RecordsTx(connection, HERE)
            requesting.ask_for_adjustment(records, PETRA, self.now, PackageId("p1"), wanted, asked)
        return asked

    def declines(self, asked: AdjustmentId, reason: str = "No") -> None:
        self.number += 1
        with self.database.writing() as connection:
            deciding.decline(RecordsTx(connection, HERE), MIA, self.now, asked, reason)

    # what Slack shows

    def top(self, channel: str = "CMAN") -> list[Message]:
        return [message for message in self.slack.messages[channel] if not message.is_reply]

    def replies(self, to: Message) -> list[Message]:
        return [m for m in self.slack.messages[to.channel] if m.is_reply and m.thread_ts == to.ts]

    def words(self, person: str) -> list[str]:
        """What this person was told by direct message."""
        return [message.text for message in self.slack.messages[self.slack.dm(person).id]]

    def shows_each_once(self, requests: int) -> None:
        """Each request is one message, and in its thread there is one card, the right one."""
        top = self.top()
        assert len(top) == requests, [message.text for message in top]
        for message in top:
            cards = self.replies(message)
            assert [keys(card) for card in cards] == [keys(message).replace("request:", "card:")]
        assert len(self.slack.messages["CMAN"]) == 2 * requests


def keys(message: Message) -> str:
    assert message.metadata is not None
    return str(message.metadata["event_payload"]["key"])
