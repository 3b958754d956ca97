"""Socket Mode: a socket to Slack, opened again whenever it is lost, until the end."""

import time
from dataclasses import dataclass, field
from threading import Event, Thread

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.logs import about
from bot.slack.calls import SLACK_UNREACHABLE, no
from storage.deadlines import ANSWERED_WITHIN, answered_by

LOOKED_EVERY = 0.5  # seconds
TRIED_AFTER, LONGEST_APART = 3.0, 30.0
LONGEST_WAIT = 60.0
PING_EVERY = 1.0  # the SDK gives a socket up that has been silent for four of these
LONGEST_END = 4.0

log = structlog.get_logger()


class Client(SocketModeClient):
    """The SDK's, which here leaves it to us when to connect again."""

    def issue_new_wss_url(self) -> str:
        """The SDK's own sleeps for as long as Slack asks, deaf to the end of the process."""
        return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])


@dataclass
class SlackSocket:
    """A thread that keeps a socket to Slack open; what comes over it is answered by Bolt."""

    bolt: App
    app_token: str
    threads: int
    _ended: Event = field(default_factory=Event)
    _tries: int = 0  # in vain, since there was a connection
    _heard_on: str | None = None  # the connection over which Slack has said something, its hello first

    def __post_init__(self) -> None:
        self._client = Client(
            self.app_token,
            logger=self.bolt.logger,
            web_client=self.bolt.client,
            auto_reconnect_enabled=False,
            ping_interval=PING_EVERY,
            concurrency=self.threads,
            on_error_listeners=[lambda error: log.warning("the socket to Slack is in trouble", **about(error))],
        )
        self._client.socket_mode_request_listeners.append(self._answer)
        self._client.on_message_listeners.append(self._hear)
        self._thread = Thread(target=self._go, name="socket", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def not_ready(self) -> list[str]:
        """What isn't as it should be, in words; for /readyz."""
        is_used = self._client.is_connected() and self._heard_on == self._client.session_id()
        return [] if is_used else ["not connected to Slack over Socket Mode"]

    def end(self) -> None:
        """Take nothing more, and answer what is under way."""
        self._ended.set()
        self._thread.join(LONGEST_END)

    def _go(self) -> None:
        while not self._ended.is_set():
            self._ended.wait(LOOKED_EVERY if self._client.is_connected() else self._connected())
        self._client.message_workers.shutdown()  # the SDK's close would hang up before they have answered
        self._client.close()

    def _connected(self) -> float:
        """Try to connect; the seconds until it is to be looked at again, more after each try in vain."""
        wait = min(TRIED_AFTER * 2.0 ** min(self._tries, 10), LONGEST_APART)
        self._tries += 1
        try:
            self._client.connect_to_new_endpoint()
        except SlackApiError as refused:
            said = no(refused)
            log.warning("slack opens no socket", said=said.error)
            wait = max(wait, min(said.retry_after, LONGEST_WAIT))
        except SLACK_UNREACHABLE as error:
            log.warning("slack can't be reached", **about(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next try may go well
            log.error("connecting over Socket Mode failed", **about(error))  # noqa: TRY400 - a message may hold a ticket
        if not self._client.is_connected():
            return wait
        self._tries = 0
        log.info("connected over Socket Mode")
        return LOOKED_EVERY

    def _hear(self, _message: str) -> None:
        """Slack sends nothing over a connection before its hello (Slack: Using Socket Mode)."""
        self._heard_on = self._client.session_id()

    def _answer(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with answered_by(time.monotonic() + ANSWERED_WITHIN):
            answer = run_bolt_app(self.bolt, request)
        send_response(client, request, answer, time.time())
