"""Fetching a file from Slack: from Slack's own addresses alone, which are shown the token, and no more than agreed."""

from dataclasses import dataclass
from time import monotonic

import urllib3
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

WITHIN = 60.0  # seconds for the whole file
STEP = urllib3.Timeout(connect=2.5, read=10.0)
PIECE = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What came; of a file that is larger than wanted, one byte too many."""

    status: int
    media_type: str
    content: bytes


def is_slacks(url: str, api_url: str) -> bool:
    """Whether it is an address of the Slack whose Web API we call."""
    try:
        there, api = parse_url(url), parse_url(api_url)
    except LocationParseError:
        return False
    if _origin(there) == _origin(api):
        return True
    below = (".slack.com", f".{(api.host or '').removeprefix('www.')}")
    return there.scheme == "https" and there.port in {None, 443} and (there.host or "").endswith(below)


def _origin(url: Url) -> tuple[str | None, str | None, int | None]:
    return url.scheme, url.host, url.port


def download(pool: urllib3.PoolManager, url: str, token: str, most: int) -> Downloaded:
    """Read the file in pieces; it isn't followed elsewhere, where the token would go with it."""
    until, head = monotonic() + WITHIN, {"Authorization": f"Bearer {token}"}
    answer = pool.request("GET", url, headers=head, timeout=STEP, retries=False, redirect=False, preload_content=False)
    try:
        content = bytearray()
        for piece in answer.stream(PIECE):
            content += piece
            if len(content) > most:
                break
            if monotonic() > until:
                raise TimeoutError("the file takes too long")
        return Downloaded(answer.status, answer.headers.get("content-type", ""), bytes(content[: most + 1]))
    finally:
        answer.close()
