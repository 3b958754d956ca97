"""Whether the signing secret is the right one: Slack tells it to nobody, so that only requests show it.

A Ribbon that runs here has counted them.
"""

from collections import Counter
from collections.abc import Iterator

import urllib3
from prometheus_client.parser import text_string_to_metric_families
from urllib3.exceptions import HTTPError
from urllib3.util import Url

from bot.cli.findings import Finding
from bot.metrics import FORGED, NOT_NOW, TAKEN
from bot.settings import Settings

ANSWERS_WITHIN = 3.0  # seconds
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where others listen
COPY = (
    "Copy the Signing Secret, not the Client Secret, from Basic Information of your Slack app, and start Ribbon again"
)


def signatures(settings: Settings) -> Iterator[Finding]:
    secret, other = settings.slack_signing_secret, settings.slack_client_secret
    if secret == other:
        yield Finding(False, "SLACK_SIGNING_SECRET is the client secret", COPY)
    counted = _counted(settings)
    if counted is None:
        yield Finding(True, "no Ribbon runs here yet that could tell whether Slack's signatures fit")
    else:
        yield from _judged(counted)


def _judged(counted: Counter[str]) -> Iterator[Finding]:
    taken, forged, not_now = counted[TAKEN], counted[FORGED], counted[NOT_NOW]
    if taken:
        others = f"; not signed with it: {forged}" if forged else ""
        yield Finding(True, f"requests signed with SLACK_SIGNING_SECRET so far: {taken}{others}")
        return
    if forged:
        yield Finding(False, f"no request was signed with SLACK_SIGNING_SECRET yet, but {forged} with another", COPY)
    if not_now:
        yield Finding(False, f"all requests so far came at another time than they say: {not_now}", "Switch on NTP")
    if not forged and not not_now:
        yield Finding(True, "Slack has sent no request yet: type /bookings there, and ask the doctor again")


def _counted(settings: Settings) -> Counter[str] | None:
    """How many requests were taken, or turned away and why; None where no Ribbon tells."""
    host = _EVERYWHERE.get(settings.host, settings.host)
    url = Url("http", host=f"[{host}]" if ":" in host else host, port=settings.health_port, path="/metrics")
    try:
        with urllib3.PoolManager(retries=False, timeout=ANSWERS_WITHIN) as http:
            families = text_string_to_metric_families(http.request("GET", str(url)).data.decode())
            samples = [sample for family in families for sample in family.samples]
    except (HTTPError, ValueError):
        return None
    requests = [sample for sample in samples if sample.name == "ribbon_requests_total"]
    return Counter({sample.labels["outcome"]: int(sample.value) for sample in requests})
