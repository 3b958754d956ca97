"""Ways to reach a bot: over HTTP, over a Socket Mode connection, or as a function in this process."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlencode

import urllib3

if TYPE_CHECKING:
    from playground.state.world import Json

What = Literal["command", "interaction", "options", "event"]
InProcess = Callable[[bytes, dict[str, str]], tuple[int, Mapping[str, str], bytes]]
LATE, UNREACHABLE = "operation_timeout", "dispatch_failed"


@dataclass(frozen=True)
class Parcel:
    """One thing to deliver; `retry` counts the deliveries of an event before this one."""

    what: What
    payload: Json
    retry: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Reply:
    """What the bot answered, or why it did not: LATE, UNREACHABLE or http_<status>."""

    status: int = 0
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


class Bot(Protocol):
    """A bot that takes parcels and answers them within so many seconds."""

    def take(self, parcel: Parcel, seconds: float) -> Reply: ...


def encode(parcel: Parcel) -> tuple[bytes, str]:
    """Body and content type, as Slack sends them."""
    if parcel.what == "event":
        return json.dumps(parcel.payload).encode(), "application/json"
    form = parcel.payload if parcel.what == "command" else {"payload": json.dumps(parcel.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def sign(body: bytes, secret: str, age: float = 0) -> dict[str, str]:
    """Give the headers by which a bot knows that a request comes from Slack; `age` makes them old."""
    stamp = str(int(time.time() - age))
    seal = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={seal}"}


def request_of(parcel: Parcel, secret: str) -> tuple[bytes, dict[str, str]]:
    """Give the signed request that carries a parcel."""
    body, content_type = encode(parcel)
    headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (playground)", **sign(body, secret)}
    if parcel.retry:
        headers |= {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.reason}
    return body, headers


def reply_of(status: int, headers: Mapping[str, str], body: bytes) -> Reply:
    lower = {key.lower(): value for key, value in headers.items()}
    error = "" if 200 <= status < 300 else f"http_{status}"  # noqa: PLR2004
    return Reply(status, _read(body), lower, error)


def _read(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else None
    except ValueError:
        return body.decode(errors="replace")


class HttpBot:
    """A bot that listens at a request URL."""

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        self._pool = urllib3.PoolManager(maxsize=16, retries=False)

    def take(self, parcel: Parcel, seconds: float) -> Reply:
        body, headers = request_of(parcel, self.secret)
        try:
            answer = self._pool.request("POST", self.url, body=body, headers=headers, timeout=seconds)
        except urllib3.exceptions.ReadTimeoutError:
            return Reply(error=LATE)
        except urllib3.exceptions.HTTPError:
            return Reply(error=UNREACHABLE)
        return reply_of(answer.status, answer.headers, answer.data)

    def close(self) -> None:
        self._pool.clear()


class FunctionBot:
    """A bot in this process: a function of body and headers."""

    def __init__(self, function: InProcess, secret: str) -> None:
        self.function, self.secret = function, secret

    def take(self, parcel: Parcel, seconds: float) -> Reply:
        started = time.monotonic()
        status, headers, body = self.function(*request_of(parcel, self.secret))
        if time.monotonic() - started > seconds:
            return Reply(error=LATE)
        return reply_of(status, headers, body)


ENVELOPE_TYPE = {"command": "slash_commands", "event": "events_api"}


def envelope(parcel: Parcel) -> Json:
    """Give a parcel as Socket Mode wraps it."""
    wrapped: Json = {
        "envelope_id": secrets.token_hex(8),
        "type": ENVELOPE_TYPE.get(parcel.what, "interactive"),
        "payload": parcel.payload,
        "accepts_response_payload": parcel.what != "event",
    }
    if parcel.what == "event":
        wrapped |= {"retry_attempt": parcel.retry, "retry_reason": parcel.reason}
    return wrapped
