"""Whether a request is Slack's: its stamp is looked at before its body, its signature before the body is read."""

import hashlib
import hmac
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bot.metrics import FORGED, NOT_NOW, UNSIGNED
from bot.serving.bodies import TurnedAway

OLDEST = 300  # seconds; Slack: Verifying requests from Slack
WARNED_EVERY = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seal:
    at: str
    signature: str


@dataclass
class Seals:
    """Turns away what Slack didn't sign just now, and tells the operator, as the fault may be theirs."""

    secret: str
    clock: Callable[[], float] = time.time
    _untold: Counter[str] = field(default_factory=Counter)
    _warned_at: float = float("-inf")

    def on(self, headers: Mapping[str, str]) -> Seal:
        """What a request says of itself; raises TurnedAway where that can't be, whatever its body is."""
        seal = Seal(headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", ""))
        if not re.fullmatch("[0-9]{1,15}", seal.at) or not re.fullmatch("v0=[0-9a-f]{64}", seal.signature):
            raise TurnedAway(401, UNSIGNED)
        if abs(self.clock() - int(seal.at)) > OLDEST:
            raise self._noted(NOT_NOW)
        return seal

    def require(self, seal: Seal, body: bytes) -> None:
        """Raises TurnedAway where the signature isn't of this body, by this secret."""
        signed = hmac.new(self.secret.encode(), f"v0:{seal.at}:".encode() + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"v0={signed}", seal.signature):
            raise self._noted(FORGED)

    def _noted(self, why: str) -> TurnedAway:
        self._untold[why] += 1
        if self.clock() - self._warned_at >= WARNED_EVERY:
            self._warned_at = self.clock()
            log.warning(
                "requests don't look like Slack's: compare SLACK_SIGNING_SECRET with the Signing Secret under Basic"
                " Information of the Slack app, and this machine's clock with the time",
                **{why.replace(" ", "_"): count for why, count in self._untold.items()},
            )
            self._untold.clear()
        return TurnedAway(401, why)
