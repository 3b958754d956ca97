"""Delivering to the bot: within three seconds, failed events again, and a note of all that went wrong."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.to_the_bot.bots import LATE, UNREACHABLE, Bot, Parcel, Reply, What
from playground.to_the_bot.payloads import event as event_payload

if TYPE_CHECKING:
    from playground.state.slack import Slack
    from playground.state.world import Json, Workspace

ACKNOWLEDGE_WITHIN = 3.0
REASONS = {LATE: "http_timeout", UNREACHABLE: "connection_failed"}


@dataclass(frozen=True)
class Delivery:
    """One parcel, what was answered, and how long that took."""

    parcel: Parcel
    reply: Reply
    seconds: float
    at: float

    @property
    def name(self) -> str:
        payload = self.parcel.payload
        return str(payload.get("command") or payload.get("event", payload).get("type"))


class Deliveries:
    """Sends what happens on this Slack to its bot."""

    def __init__(
        self,
        slack: Slack,
        bot: Bot,
        *,
        within: float = ACKNOWLEDGE_WITHIN,
        retry_after: tuple[float, ...] = (0.0, 0.05, 0.1),
    ) -> None:
        """`retry_after` are the waits before an event is sent again; Slack's own are 0, 1 and 5 minutes."""
        self.slack, self.bot, self.within, self.retry_after = slack, bot, within, retry_after
        self.made: list[Delivery] = []
        self._events: list[threading.Thread] = []
        self._stopping = threading.Event()

    def send(self, what: What, payload: Json) -> Reply:
        """Deliver a command or interaction, once; an answer that is late or wrong is a problem."""
        delivery = self._deliver(Parcel(what, payload))
        if delivery.reply.error:
            took = f"after {delivery.seconds:.1f} s"
            self.slack.problem(f"{delivery.name} was not acknowledged: {delivery.reply.error} {took}")
        return delivery.reply

    def again(self, delivery: Delivery) -> Reply:
        """Deliver the same once more, as a network that repeats itself would."""
        return self._deliver(delivery.parcel).reply

    def event(self, workspace: Workspace, body: Json, *, shared: bool = False) -> str:
        """Deliver an event in the background, up to three times more where the bot fails; gives its id."""
        payload = event_payload(self.slack, workspace, body, shared=shared)
        thread = threading.Thread(target=self._event, args=(payload,), daemon=True)
        self._events = [one for one in self._events if one.is_alive()] + [thread]
        thread.start()
        return str(payload["event_id"])

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until every event is delivered or given up."""
        limit = time.monotonic() + seconds
        for thread in list(self._events):
            thread.join(max(0.0, limit - time.monotonic()))

    def stop(self) -> None:
        """Send no event again, and wait for those on their way."""
        self._stopping.set()
        self.settle()

    def _event(self, payload: Json) -> None:
        reply, reason = Reply(), ""
        for count, wait in enumerate((0.0, *self.retry_after)):
            if count and self._stopping.wait(wait):
                return
            reply = self._deliver(Parcel("event", payload, count, reason)).reply
            if not reply.error:
                return
            reason = REASONS.get(reply.error, "http_error")
            if reply.headers.get("x-slack-no-retry") == "1":
                break
        self.slack.problem(f"event {payload['event']['type']} was not acknowledged: {reply.error}")

    def _deliver(self, parcel: Parcel) -> Delivery:
        started = time.monotonic()
        reply = self.bot.take(parcel, self.within)
        delivery = Delivery(parcel, reply, time.monotonic() - started, self.slack.now())
        with self.slack.changing():
            self.made.append(delivery)
        return delivery
