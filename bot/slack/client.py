"""Slack's client over kept-alive connections."""

import json
import logging
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import Request, getproxies, proxy_bypass

import urllib3
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from urllib3.exceptions import LocationParseError, ProxySchemeUnknown
from urllib3.util import make_headers, parse_url

from bot import metrics
from bot.settings import Misconfigured
from bot.slack.downloads import Downloaded, download, is_slacks

OK = 200
TIMEOUT = 2.5  # seconds: an answer that comes later is too late for the person who waits
ASKED_WITHIN = 1.2  # seconds: nobody can be answered before Slack has said who it is, and whose token
ASKED_FIRST = {"auth.test", "users.info"}


class KeptAliveClient(WebClient):
    """Slack's client, on a pool of connections: its own opens one, with a TLS handshake, for every call."""

    def __init__(self, pool: urllib3.PoolManager, token: str | None, base_url: str) -> None:
        # Its own retry of a broken connection could post twice without telling. Its own logger has no level of its
        # own, which it takes for DEBUG: it wrote out every payload, for nobody.
        super().__init__(token=token, base_url=base_url, retry_handlers=[], logger=logging.getLogger("slack_sdk"))
        self._pool = pool

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        with metrics.slack_call(api_method):
            return super().api_call(api_method, **arguments)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        body = req.data if isinstance(req.data, bytes) else None
        head = dict(req.header_items())
        timeout = urllib3.Timeout(total=ASKED_WITHIN if url.rpartition("/")[2] in ASKED_FIRST else TIMEOUT)
        answer = self._pool.request(req.get_method(), url, body=body, headers=head, timeout=timeout, retries=False)
        return {"status": answer.status, "headers": answer.headers, "body": answer.data.decode(errors="replace")}

    def whisper(self, response_url: str, text: str, thread_ts: str) -> None:
        """A word that only the person who acted sees. The SDK has a client for it that connects anew each time.

        Slack puts it into the channel, even where a message in a thread was used, unless the thread is named.
        """
        where = {"thread_ts": thread_ts} if thread_ts else {}
        said = json.dumps({"text": text, "response_type": "ephemeral", "replace_original": False, **where}).encode()
        head = {"Content-Type": "application/json;charset=utf-8"}
        with metrics.slack_call("response_url"):
            answer = self._pool.request("POST", response_url, body=said, headers=head, timeout=TIMEOUT, retries=False)
            if answer.status != OK:
                raise SlackApiError("a response_url said no", self._said(answer))  # type: ignore[no-untyped-call]  # the SDK

    def _said(self, answer: urllib3.BaseHTTPResponse) -> SlackResponse:
        """A no in the shape that the Web API gives it: a response_url says it by its status."""
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url="response_url",
            req_args={},
            data={"ok": False, "error": f"http_{answer.status}"},
            headers=dict(answer.headers),
            status_code=answer.status,
        )

    def keeps(self, url: str) -> bool:
        """Whether this is an address of Slack's own, which may be shown the token."""
        return is_slacks(url, self.base_url)

    def download(self, url: str, most: int) -> Downloaded:
        if not self.keeps(url):
            raise ValueError("an address that isn't Slack's")
        with metrics.slack_call("download"):
            return download(self._pool, url, self.token or "", most)


def connection_pool(connections: int, api_url: str) -> urllib3.PoolManager:
    """One TLS context and one pool for the whole process: a context of its own per client is dear."""
    proxy = _proxy(api_url)
    if proxy is None:
        return urllib3.PoolManager(num_pools=4, maxsize=connections)
    try:
        name_and_password = parse_url(proxy).auth
        head = make_headers(proxy_basic_auth=unquote(name_and_password)) if name_and_password else None
        return urllib3.ProxyManager(proxy, proxy_headers=head, num_pools=4, maxsize=connections)
    except (LocationParseError, ProxySchemeUnknown):
        raise Misconfigured("HTTPS_PROXY: this isn't the http:// or https:// address of a proxy") from None


def _proxy(api_url: str) -> str | None:
    """HTTPS_PROXY, unless NO_PROXY exempts Slack. What isn't HTTPS is a Slack on this machine."""
    address = urlsplit(api_url)
    proxy = getproxies().get("https") if address.scheme == "https" and not proxy_bypass(address.netloc) else None
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"
