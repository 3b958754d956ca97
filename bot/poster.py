"""Makes Slack show what storage says: the only sender of messages.

Of a first post the outcome may stay unknown: the process died, or the answer never came. It is noted before the call
that this is so, and then looked for among the channel's recent messages before it is posted again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event, Thread

import structlog
from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.guard import SLACK_UNREACHABLE
from bot.kept_messages import picture
from bot.logs import told
from bot.slack_calls import Slack
from bot.views.parts import Picture
from domain.ids import WorkspaceId
from domain.messages import Message, MessageKind
from domain.people import Workspace
from storage.database import Database
from storage.messages import (
    Claimed,
    behind,
    claim,
    has_been_shown,
    paint_again,
    slow_down,
    try_later,
    ts_of,
    version_of,
)
from storage.records import Records

LOOK_EVERY = 1.0  # seconds; another process, or a message that waited, may have work for us
LEAST_LEASE = timedelta(seconds=10)  # with less of it left nothing is sent any more
LONGEST_WAIT = timedelta(minutes=5)
TOO_MANY_REQUESTS = 429
CANT_BE_SEEN = {"missing_scope", "not_allowed_token_type", "no_permission"}
GONE = {"message_not_found", "thread_not_found"}
NEEDS_A_PERSON = {
    *("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "msg_blocks_too_long"),
    *("invalid_blocks", "invalid_arguments", "account_inactive", "invalid_auth", "token_revoked", "missing_scope"),
}

log = structlog.get_logger()


@dataclass
class Poster:
    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    workspace_ids: Callable[[], list[WorkspaceId]]
    slack_url: Callable[[WorkspaceId], str]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    _wake: Event = field(default_factory=Event)
    _ended: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._go, name="poster", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the message under way."""
        self._ended.set()
        self._wake.set()
        if self._thread:
            self._thread.join()

    def wake(self) -> None:
        self._wake.set()

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _go(self) -> None:
        while not self._ended.is_set():
            self._wake.clear()
            if not self._made_progress():
                self._wake.wait(LOOK_EVERY)

    def _made_progress(self) -> bool:
        try:
            shown = [self.show_next(workspace_id) for workspace_id in self.workspace_ids()]
            return any(shown)
        except SLACK_UNREACHABLE as error:
            log.warning("slack can't be reached", **told(error))
        except Exception as error:  # noqa: BLE001 - the message waits in storage, and the next look finds it
            log.error("the poster failed", **told(error))  # noqa: TRY400 - a traceback may hold client data
        return False

    def show_next(self, workspace_id: WorkspaceId) -> bool:
        """Show one message that is out of date, if one may be sent now."""
        with self.database.writing() as connection:
            claimed = claim(Records(connection, workspace_id), self.clock(), token_hex(8))
        if claimed is None:
            return False
        Delivery(self, workspace_id, claimed).make()
        return True

    def messages_behind(self, workspace_id: WorkspaceId) -> tuple[int, datetime | None]:
        with self.database.reading() as connection:
            return behind(Records(connection, workspace_id))


@dataclass
class Delivery:
    """One message that has been claimed, on its way to Slack. No transaction is open while Slack answers."""

    poster: Poster
    workspace_id: WorkspaceId
    claimed: Claimed

    def make(self) -> None:
        slack = self.poster.slack_of(self.workspace_id)
        version, shows, thread = self._painted()
        if shows is None:
            self._later(LONGEST_WAIT, in_doubt=False, error="its subject is gone")
            return
        if self.poster.clock() > self.claimed.lease_until - LEAST_LEASE:
            self._later(timedelta(), in_doubt=self.claimed.in_doubt)
            return
        try:
            channel, ts = self._found(slack, thread) or self._sent(slack, shows, thread)
        except SlackApiError as refused:
            self._refused(refused)
        except SLACK_UNREACHABLE as error:
            log.warning("a message may or may not have been sent", kind=self.claimed.message.kind, **told(error))
            self._later(self._back_off(), in_doubt=self.claimed.ts is None)
        else:
            self._note(slack, channel, ts, version, shows)

    def _painted(self) -> tuple[int, Picture | None, str | None]:
        """The version that is stored now, how it looks, and the thread that it belongs into."""
        message = self.claimed.message
        with self.poster.database.reading() as connection:
            records = Records(connection, self.workspace_id)
            workspace = records.find_workspace(self.poster.default_workspace(self.workspace_id))
            shows = picture(records, workspace, message, self.poster.slack_url(self.workspace_id))
            parent = ts_of(records, message.after, message.subject) if message.in_thread and message.after else None
            return version_of(records, message), shows, parent[1] if parent else None

    def _found(self, slack: Slack, thread: str | None) -> tuple[str, str] | None:
        """What an earlier attempt posted after all; to be painted again, as it shows what was stored then."""
        if not self.claimed.in_doubt or self.claimed.ts:
            return None
        message = self.claimed.message
        try:
            found = slack.find_posted(message.channel, _key(message), thread)
        except SlackApiError as refused:
            if refused.response.get("error") in CANT_BE_SEEN:
                return None
            raise
        if found:
            self._paint_again()
        return found

    def _sent(self, slack: Slack, shows: Picture, thread: str | None) -> tuple[str, str]:
        message = self.claimed.message
        if self.claimed.ts is None:
            return slack.post(message.channel, shows.text, shows.blocks, _key(message), thread)
        slack.repaint(message.channel, self.claimed.ts, shows.text, shows.blocks)
        return message.channel, self.claimed.ts

    def _note(self, slack: Slack, channel: str, ts: str, version: int, shows: Picture) -> None:
        with self.poster.database.writing() as connection:
            records, now = Records(connection, self.workspace_id), self.poster.clock()
            values = {"channel": channel, "ts": ts, "painted": shows.painted}
            still_mine = has_been_shown(records, self.claimed, now, version=version, **values)
        metrics.messages.labels(self.claimed.message.kind, "shown").inc()
        if not still_mine:
            self._came_too_late(slack, channel, ts)

    def _came_too_late(self, slack: Slack, channel: str, ts: str) -> None:
        """Another poster has been at it since: what was posted beside its message is taken back."""
        if self.claimed.ts is None:
            slack.take_back(channel, ts)
        self._paint_again()

    def _paint_again(self) -> None:
        with self.poster.database.writing() as connection:
            paint_again(Records(connection, self.workspace_id), self.claimed.message, self.poster.clock())

    def _refused(self, refused: SlackApiError) -> None:
        """Slack said no, so nothing was posted; except that a server's error leaves a doubt."""
        error, status = str(refused.response.get("error")), refused.response.status_code
        metrics.messages.labels(self.claimed.message.kind, "refused").inc()
        if status == TOO_MANY_REQUESTS or error == "ratelimited":
            self._wait_as_told(refused)
        elif error in GONE and self.claimed.ts:
            self._later(timedelta(), in_doubt=False, gone=True)
        elif error in NEEDS_A_PERSON:
            log.warning("slack doesn't take a message", kind=self.claimed.message.kind, error=error)
            self._later(LONGEST_WAIT, in_doubt=False, error=error)
            self._tell_a_manager(error)
        else:
            self._later(self._back_off(), in_doubt=self.claimed.ts is None)

    def _wait_as_told(self, refused: SlackApiError) -> None:
        seconds = float({k.lower(): v for k, v in refused.response.headers.items()}.get("retry-after", 1))
        until = self.poster.clock() + timedelta(seconds=seconds)
        with self.poster.database.writing() as connection:
            slow_down(Records(connection, self.workspace_id), self.claimed.message.channel, until)
        self._later(timedelta(seconds=seconds), in_doubt=False)

    def _later(self, wait: timedelta, *, in_doubt: bool, error: str | None = None, gone: bool = False) -> None:
        with self.poster.database.writing() as connection:
            records, now = Records(connection, self.workspace_id), self.poster.clock()
            how = {"in_doubt": in_doubt, "gone": gone}
            try_later(records, self.claimed, now, due=now + wait, error=error, **how)

    def _back_off(self) -> timedelta:
        return min(LONGEST_WAIT, timedelta(seconds=2.0 ** min(self.claimed.attempts, 10)))

    def _tell_a_manager(self, error: str) -> None:
        message = self.claimed.message
        if message.kind not in {MessageKind.REQUEST, MessageKind.CARD}:
            return
        with self.poster.database.writing() as connection:
            records = Records(connection, self.workspace_id)
            workspace = records.find_workspace(self.poster.default_workspace(self.workspace_id))
            for manager in sorted(workspace.managers or records.admins())[:1]:
                word = Message(MessageKind.TROUBLE, f"{message.channel} {error}", manager)
                if version_of(records, word) == 0:
                    records.mark(word, self.poster.clock())


def _key(message: Message) -> str:
    return f"{message.kind}:{message.subject}"
