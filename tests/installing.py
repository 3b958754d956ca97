"""An admin's browser before Ribbon's web side, and a clock that goes on when told."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

from httpx import ASGITransport, AsyncClient, Cookies, Response
from practice import NOW
from starlette.applications import Starlette


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def goes_on(self, **by: float) -> None:
        self.at += timedelta(**by)


class Browser:
    """What an admin does to install Ribbon; keeps cookies."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self.cookies = Cookies()

    def get(self, path: str, **query: str) -> Response:
        return asyncio.run(self._get(path, query))

    async def _get(self, path: str, query: dict[str, str]) -> Response:
        transport = ASGITransport(self._app)
        async with AsyncClient(
            transport=transport, base_url="https://ribbon.example.com", cookies=self.cookies
        ) as client:
            answer = await client.get(path, params=query)
            self.cookies = client.cookies
            return answer

    def begins(self) -> str:
        """Open the install link; the state that Slack is sent."""
        page = self.get("/slack/install")
        assert page.status_code == 200
        links = [unescape(part.split('"')[0]) for part in page.text.split('href="')[1:]]
        (link,) = [link for link in links if "/oauth/v2/authorize" in link]
        return parse_qs(urlsplit(link).query)["state"][0]

    def comes_back(self, state: str, code: str) -> Response:
        return self.get("/slack/oauth_redirect", state=state, code=code)

    def installs(self, team: str) -> Response:
        return self.comes_back(self.begins(), team)
