"""Slack is called through the proxy that the environment names."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.settings import Misconfigured
from bot.slack.calls import SLACK_UNREACHABLE
from bot.slack.client import KeptAliveClient, connection_pool

SLACK = "https://slack.com/api/"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def asked_of(listening: socket.socket) -> str:
    """What a proxy is asked, which then hangs up."""
    connection, _ = listening.accept()
    with connection:
        return connection.recv(4096).decode()


@pytest.mark.parametrize("named", ["http://{}", "{}", "http://ribbon:p%40ss@{}"])
def test_slack_is_asked_for_over_the_proxy(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, ThreadPoolExecutor(1) as threads:
        proxy.settimeout(5)
        monkeypatch.setenv("HTTPS_PROXY", named.format(f"127.0.0.1:{proxy.getsockname()[1]}"))
        asking = threads.submit(asked_of, proxy)
        with pytest.raises(SLACK_UNREACHABLE):
            KeptAliveClient(connection_pool(1, SLACK), "xoxb-1", SLACK).auth_test()
        asked = asking.result()

    assert asked.startswith("CONNECT slack.com:443 HTTP/1.")
    assert ("Basic cmliYm9uOnBAc3M=" in asked) == ("@" in named)  # ribbon:p@ss
    assert "xoxb" not in asked


@pytest.mark.parametrize(
    ("exempt", "api_url"), [("slack.com", SLACK), ("localhost,.slack.com", SLACK), ("", "http://127.0.0.1:9/api/")]
)
def test_slack_is_called_itself_where_it_is_exempt_or_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, exempt: str, api_url: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", exempt)
    assert connection_pool(1, api_url).proxy is None


@pytest.mark.parametrize("named", ["socks5://127.0.0.1:9", "http://a:b:c", "http://user:password@proxy:nine"])
def test_what_is_no_proxy_is_said_in_a_clear_line(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", named)
    with pytest.raises(Misconfigured) as said:
        connection_pool(1, SLACK)
    assert str(said.value) == "HTTPS_PROXY: this isn't the http:// or https:// address of a proxy"
