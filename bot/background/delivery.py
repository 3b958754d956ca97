"""One message on its way to Slack. Who sends it touches no database: what is to be noted is kept until others note it.

Of a first post the outcome may stay unknown: the process died, or the answer never came. It is noted before the call
that this is so, and then looked for among the channel's recent messages before it is posted again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.background.painting import Painted
from bot.background.trouble import tell_of_refusal
from bot.logs import about
from bot.slack.calls import CANT_BE_SEEN, GONE, OF_THE_TOKEN, PEOPLE, SLACK_UNREACHABLE, Fate, Looked, No, Slack, no
from domain.values.messages import Message, MessageKind
from domain.values.people import Workspace
from storage.database import UNAVAILABLE
from storage.due import Held
from storage.outbox.claiming import UPDATES, ClaimedMessage
from storage.outbox.messages import ts_of
from storage.outbox.posting import has_been_shown, paint_again, set_aside, slow_down, try_later
from storage.outbox.take_backs import leave_there, take_back
from storage.outbox.waiting import LONGEST_WAIT
from storage.records import RecordsTx
from storage.waking import WorkKind

LEAST_LEASE = timedelta(seconds=10)  # with less of it left nothing is sent any more
MOST_REFUSALS = 3  # of what Slack says it never takes

log = structlog.get_logger()


@dataclass(eq=False)
class Delivery:
    held: Held
    claimed: ClaimedMessage
    slack: Slack
    slack_url: str
    default: Workspace
    clock: Callable[[], datetime]
    painted: Painted | Exception | None = None
    unreachable: bool = False
    notes: list[Callable[[RecordsTx], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._looked_to = self.claimed.looked_to

    @property
    def message(self) -> Message:
        return self.claimed.message

    @property
    def is_post(self) -> bool:
        return self.claimed.ts is None

    def make(self) -> None:
        """Have Slack show the message; whatever is wrong with this one, others must go on."""
        try:
            self._make()
        except SLACK_UNREACHABLE as error:
            log.warning("a message may or may not have been sent", kind=self.message.kind, **about(error))
            self.unreachable = True
            self._later(self._back_off(), in_doubt=self.is_post)
        except UNAVAILABLE:
            self._give_back(timedelta())
        except Exception as error:  # noqa: BLE001 - any of them would come again at each attempt
            log.error("a message can't be shown", kind=self.message.kind, **about(error))  # noqa: TRY400 - client data
            self._later(self._back_off(), in_doubt=self.is_post, error=type(error).__name__)

    def note(self, records: RecordsTx) -> None:
        """Write down what became of it."""
        for write in self.notes:
            write(records)

    def _make(self) -> None:
        if isinstance(self.painted, Exception):
            raise self.painted
        if self.painted is None:
            self._give_back(LONGEST_WAIT, error="there is nothing to show")
        elif self.clock() > self.claimed.lease_until - LEAST_LEASE:
            self._give_back(timedelta())
        else:
            self._deliver(self.painted)

    def _deliver(self, painted: Painted) -> None:
        try:
            looked = self._looked(painted)
        except SlackApiError as refused:
            if no(refused).error == "invalid_cursor":
                self._looked_to = None
            self._refused(no(refused), leaves_doubt=True)
            return
        if looked.found:  # it shows what was stored when it was posted
            self._shown(*looked.found, version=painted.version, painted="", again=True)
            return
        self._looked_to = looked.further
        if looked.further or self.claimed.looked_to:  # a post that is begun now is looked for from the first page again
            self._later(timedelta(), in_doubt=looked.further is not None)
            return
        try:
            channel, ts = self._sent(painted)
        except SlackApiError as refused:
            self._refused(no(refused), leaves_doubt=False)
        else:
            self._shown(channel, ts, version=painted.version, painted=painted.shows.painted)

    def _looked(self, painted: Painted) -> Looked:
        """Whether an earlier attempt posted it after all, as far as a page tells."""
        if not (self.is_post and self.claimed.in_doubt):
            return Looked()
        place = (painted.thread, self.claimed.tried_at, self._looked_to)
        try:
            return self.slack.find_posted(painted.channel, key_of(self.message), *place)
        except SlackApiError as refused:
            if no(refused).error in CANT_BE_SEEN | GONE:
                return Looked()
            raise

    def _sent(self, painted: Painted) -> tuple[str, str]:
        text, blocks = painted.shows.text, painted.shows.blocks
        if self.claimed.ts is None:
            return self.slack.post(painted.channel, text, blocks, key_of(self.message), painted.thread)
        self.slack.repaint(self.message.channel, self.claimed.ts, text, blocks)
        return self.message.channel, self.claimed.ts

    def _shown(self, channel: str, ts: str, *, version: int, painted: str, again: bool = False) -> None:
        """Note what Slack shows; where this poster was too late, what it posted is to go again."""

        def write(records: RecordsTx) -> None:
            mine = has_been_shown(records, self.claimed, channel=channel, ts=ts, version=version, painted=painted)
            if again or not mine:
                paint_again(records, self.message, self.clock())
            if mine and again:
                leave_there(records, channel, ts)
            elif self.is_post and not mine and ts_of(records, self.message.kind, self.message.subject) != (channel, ts):
                take_back(records, channel, ts, key_of(self.message), self.clock())
            if self.message.kind is MessageKind.IMPORT:  # who imports forgets what has been said
                records.wake(WorkKind.IMPORTS, self.clock())

        metrics.messages.labels(self.message.kind, "shown").inc()
        self.notes.append(write)

    def _refused(self, answered: No, *, leaves_doubt: bool) -> None:
        """Slack said no, so nothing was posted just now; except that a server's trouble leaves a doubt."""
        metrics.messages.labels(self.message.kind, "refused").inc()
        if answered.is_too_many:
            self._wait_as_answered(answered, leaves_doubt=leaves_doubt)
        elif answered.is_servers_trouble:
            self._later(self._back_off(), in_doubt=self.is_post)
        elif answered.error in GONE and self.claimed.is_renamed:
            self.notes.append(lambda records: set_aside(records, self.claimed, answered.error))
        elif answered.error in GONE:
            self._gone()
        elif self._fate(answered) is Fate.PASSES:
            self._later(self._back_off(), in_doubt=leaves_doubt)
        elif self._fate(answered) is Fate.NEEDS_A_PERSON:  # whatever else is to be posted there waits too
            say = log.error if answered.error in OF_THE_TOKEN else log.warning
            say("slack doesn't take messages", kind=self.message.kind, error=answered.error)
            self._later(LONGEST_WAIT, in_doubt=leaves_doubt)
            self.notes.append(lambda records: self._fix(records, answered.error))
        else:
            self._never_taken(answered.error)

    def _fate(self, answered: No) -> Fate:
        """A person's direct messages that aren't found won't be, as long as that person is the same."""
        is_nobody = self.message.channel.startswith(PEOPLE) and answered.error == "channel_not_found"
        return Fate.FINAL if is_nobody else answered.fate

    def _never_taken(self, error: str) -> None:
        log.error("slack doesn't take a message", kind=self.message.kind, error=error)
        if self.claimed.attempts < MOST_REFUSALS:
            self._later(self._back_off(), in_doubt=False, error=error)
            return
        self.notes.append(lambda records: set_aside(records, self.claimed, error))
        self.notes.append(lambda records: self._fix(records, error))

    def _gone(self) -> None:
        """Somebody has deleted the message, or the one whose thread it belongs into: that one will notice too."""
        self._later(timedelta() if not self.is_post else self._back_off(), in_doubt=False, gone=not self.is_post)
        if self.is_post and self.message.after:
            parent = Message(self.message.after, self.message.subject, self.message.channel)
            self.notes.append(lambda records: paint_again(records, parent, self.clock()))

    def _wait_as_answered(self, answered: No, *, leaves_doubt: bool) -> None:
        wait = min(timedelta(seconds=answered.retry_after), LONGEST_WAIT)
        channel = self.message.channel if self.is_post else UPDATES
        until = self.clock() + wait
        self.notes.append(lambda records: slow_down(records, channel, until))
        self._later(wait, in_doubt=leaves_doubt)

    def _give_back(self, wait: timedelta, error: str | None = None) -> None:
        """Nothing was sent: what was in doubt before is, and nothing else."""
        self._later(wait, in_doubt=self.claimed.in_doubt, error=error)

    def _later(self, wait: timedelta, *, in_doubt: bool, error: str | None = None, gone: bool = False) -> None:
        due, in_doubt = self.clock() + wait, in_doubt and self.is_post
        how = {"error": error, "looked_to": self._looked_to if in_doubt else None}
        self.notes.append(
            lambda records: try_later(records, self.claimed, due=due, in_doubt=in_doubt, gone=gone, **how)
        )

    def _back_off(self) -> timedelta:
        return min(LONGEST_WAIT, timedelta(seconds=2.0 ** min(self.claimed.attempts, 10)))

    def _fix(self, records: RecordsTx, error: str) -> None:
        """Requests go to the managers' channel as it is chosen now; if that is it already, a manager is told."""
        if error in OF_THE_TOKEN or self.message.kind is MessageKind.TROUBLE:
            return
        workspace, channel = records.find_workspace(self.default), self.message.channel
        if self.message.kind.is_for_managers:
            if workspace.managers_channel and self.is_post:
                records.send_requests_to(workspace.managers_channel, self.clock())
            if channel != workspace.managers_channel:
                return
        tell_of_refusal(records, workspace, channel, error, self.clock())


def key_of(message: Message) -> str:
    return f"{message.kind}:{message.subject}"
