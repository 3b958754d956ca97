"""Deliveries reach the bot as Slack's do, over HTTP, a socket or a call; and faults can be ordered."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from toy_bot import Toy

from playground.person.people import People
from playground.server import Playground, free_port
from playground.to_the_bot.bots import sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.person.people import Person
    from playground.state.slack import Slack

Seen = list[tuple[bytes, dict[str, str]]]


def answering(status: int, seen: Seen, body: bytes = b"") -> Callable[..., Any]:
    def take(sent: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        seen.append((sent, headers))
        return status, {}, body

    return take


class _Listening(BaseHTTPRequestHandler):
    """Answers every request with its own path."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"heard at " + self.path.encode())

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


def test_a_bot_can_listen_at_a_request_url(slack: Slack) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Listening)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with Playground(slack, f"http://127.0.0.1:{server.server_port}/slack/events") as playground:
        People(playground.client).person("UPRAC").command("/bookings")
    server.shutdown()
    server.server_close()
    thread.join()
    assert slack.messages["DT1UPRAC"][0].text == "heard at /slack/events"


def test_requests_are_signed(playground: Playground) -> None:
    seen: Seen = []
    playground.connect(answering(200, seen))
    playground.client("UPRAC").command("CGEN", "/bookings today")
    body, headers = seen[0]
    assert SignatureVerifier(playground.slack.signing_secret).is_valid_request(body, headers)
    assert b"command=%2Fbookings&text=today" in body


def test_a_forged_or_old_signature_is_not_valid() -> None:
    verifier = SignatureVerifier("right")
    assert verifier.is_valid_request(b"x", sign(b"x", "right"))
    assert not verifier.is_valid_request(b"x", sign(b"x", "wrong"))
    assert not verifier.is_valid_request(b"x", sign(b"x", "right", age=301))


def test_an_event_that_fails_is_sent_three_times_more(playground: Playground) -> None:
    seen: Seen = []
    playground.connect(answering(500, seen))
    playground.deliveries.retry_after = (0.0, 0.0, 0.0)
    playground.client("UPRAC").open_home()
    playground.deliveries.settle()
    assert [headers.get("X-Slack-Retry-Num") for _, headers in seen] == [None, "1", "2", "3"]
    assert seen[1][1]["X-Slack-Retry-Reason"] == "http_error"
    assert playground.slack.problems == ["event app_home_opened was not acknowledged: http_500"]


def test_a_command_that_fails_is_not_sent_again(playground: Playground) -> None:
    seen: Seen = []
    playground.connect(answering(500, seen))
    playground.client("UPRAC").command("CGEN", "/bookings")
    assert len(seen) == 1
    assert playground.slack.notices[0].text == "/bookings failed with the error “http_500”."


def test_a_delivery_can_be_repeated(playground: Playground) -> None:
    seen: Seen = []
    playground.connect(answering(200, seen))
    playground.client("UPRAC").command("CGEN", "/bookings")
    playground.deliveries.again(playground.deliveries.made[0])
    assert len(seen) == 2
    assert seen[0][0] == seen[1][0]


def test_a_bot_that_does_not_listen_is_noticed(slack: Slack) -> None:
    with Playground(slack, f"http://127.0.0.1:{free_port()}/slack/events") as playground:
        playground.client("UPRAC").command("CGEN", "/bookings")
    assert slack.notices[0].text == "/bookings failed with the error “dispatch_failed”."


@pytest.mark.parametrize(
    "answer",
    [
        b'{"response_action": "errors", "errors": {"nowhere": "Wrong"}}',
        b'{"response_action": "update", "view": {"type": "modal"}}',
        b'{"response_action": "vanish"}',
        b"thanks",
    ],
)
def test_a_senseless_answer_to_a_form_leaves_it_open(petra: Person, playground: Playground, answer: bytes) -> None:
    petra.command("/bookings")
    petra.modal.row("Bo").choose("Link to package")
    form = petra.modal_titled("Link")
    form.pick("Silver 5")
    form.fill("Reason", "yes")
    playground.connect(answering(200, [], answer))
    form.submit()
    assert petra.modal.trouble == "We had some trouble connecting. Try again?"
    assert "answer to view_submission" in playground.slack.problems[0]


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (b'{"response_action": "clear"}', []),
        (b"", ["Bookings"]),
        (b'{"response_action": "push", "view": %s}', ["Bookings", "Link", "New"]),
        (b'{"response_action": "update", "view": %s}', ["Bookings", "New"]),
    ],
)
def test_a_form_is_answered(petra: Person, playground: Playground, answer: bytes, titles: list[str]) -> None:
    petra.command("/bookings")
    petra.modal.row("Bo").choose("Link to package")
    form = petra.modal_titled("Link")
    form.pick("Silver 5")
    form.fill("Reason", "yes")
    new = b'{"type": "modal", "title": {"type": "plain_text", "text": "New"}, "blocks": []}'
    playground.connect(answering(200, [], answer.replace(b"%s", new)))
    form.submit()
    assert [petra.reader.text(view.content["title"]) for view in playground.slack.modals["UPRAC"]] == titles


def test_a_call_can_be_limited_for_a_while(toy: Toy, slack: Slack) -> None:
    slack.spoil("chat.postMessage", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        toy.client.chat_postMessage(channel="CGEN", text="Hi")
    assert refused.value.response.headers["retry-after"] == "7"
    assert toy.client.chat_postMessage(channel="CGEN", text="Hi")["ok"]
    assert slack.problems == []


@pytest.mark.parametrize(("when", "posted"), [("before", 0), ("after", 1)])
def test_a_call_can_fail_before_or_after_it_took_effect(toy: Toy, slack: Slack, when: str, posted: int) -> None:
    slack.spoil("*", status=503, when=when)
    with pytest.raises(SlackApiError):
        toy.client.chat_postMessage(channel="CGEN", text="Hi")
    assert len(slack.messages["CGEN"]) == posted


def test_a_call_can_be_answered_with_an_error(toy: Toy, slack: Slack) -> None:
    slack.spoil("auth.test", error="account_inactive")
    with pytest.raises(SlackApiError, match="account_inactive"):
        toy.client.auth_test()


def test_a_connection_can_be_cut(toy: Toy, slack: Slack) -> None:
    slack.spoil("chat.postMessage", cut=True, when="after")
    with pytest.raises((http.client.HTTPException, urllib.error.URLError, ConnectionError)):
        toy.client.chat_postMessage(channel="CGEN", text="Hi")
    assert len(slack.messages["CGEN"]) == 1


def test_an_answer_can_be_late(toy: Toy, slack: Slack) -> None:
    slack.spoil("auth.test", delay=0.05)
    toy.client.retry_handlers = []
    toy.client.timeout = 0  # seconds that slack_sdk passes on; 0 gives up at once
    with pytest.raises((TimeoutError, urllib.error.URLError, BlockingIOError)):
        toy.client.auth_test()


def test_a_bot_can_come_by_socket(slack: Slack) -> None:
    with Playground(slack) as playground:
        toy = Toy(slack)
        handler = SocketModeHandler(toy.app, slack.app_token, web_client=toy.client, trace_enabled=False)
        handler.connect()  # type: ignore[no-untyped-call]
        slack.wait(lambda: playground.sockets.connections, lambda: "no socket came")
        petra = People(playground.client).person("UPRAC")
        petra.command("/echo by socket")
        petra.sees("You said by socket")
        petra.home().sees("Hello UPRAC")
        handler.close()  # type: ignore[no-untyped-call]
        slack.wait(lambda: not playground.sockets.connections, lambda: "the socket stayed")
        toy.close()
    assert slack.problems == []


def test_without_a_socket_a_command_fails(playground: Playground) -> None:
    playground.client("UPRAC").command("CGEN", "/bookings")
    assert "dispatch_failed" in playground.slack.problems[0]


def test_a_dropped_file_can_be_fetched_by_the_bot_only(petra: Person, playground: Playground) -> None:
    message = petra.dm().drops("clients.csv", b"client_id,name\n")
    url = message.files[0]["url_private_download"]
    signed = urllib.request.Request(url, headers={"Authorization": "Bearer xoxb-T1"})  # noqa: S310  # loopback
    with urllib.request.urlopen(signed) as answer:  # noqa: S310  # loopback
        assert answer.read() == b"client_id,name\n"
    with urllib.request.urlopen(url) as answer:  # noqa: S310  # loopback
        assert b"Sign in" in answer.read()
    playground.deliveries.settle()
    event = playground.deliveries.made[0].parcel.payload["event"]
    assert (event["subtype"], event["files"][0]["name"]) == ("file_share", "clients.csv")


def test_a_bot_that_may_not_read_files_is_asked_to_sign_in(petra: Person, slack: Slack) -> None:
    url = petra.dm().drops("clients.csv", b"client_id,name\n").files[0]["url_private_download"]
    slack.workspaces["T1"].scopes = frozenset({"chat:write"})
    signed = urllib.request.Request(url, headers={"Authorization": "Bearer xoxb-T1"})  # noqa: S310  # loopback
    with urllib.request.urlopen(signed) as answer:  # noqa: S310  # loopback
        assert (answer.headers["content-type"].partition(";")[0], b"Sign in" in answer.read()) == ("text/html", True)


def test_files_dropped_together_come_in_one_message(petra: Person, playground: Playground) -> None:
    petra.dm().drops_together(("clients.csv", b"client_id,name\n"), ("services.csv", b"service_id,name\n"))
    playground.deliveries.settle()
    heard = [delivery.parcel.payload["event"] for delivery in playground.deliveries.made]
    assert [[file["name"] for file in event["files"]] for event in heard] == [["clients.csv", "services.csv"]]


def test_the_server_serves_many_at_once(toy: Toy, slack: Slack) -> None:
    posts = [
        threading.Thread(target=toy.client.chat_postMessage, kwargs={"channel": "CGEN", "text": f"{n}"})
        for n in range(20)
    ]
    for post in posts:
        post.start()
    for post in posts:
        post.join()
    assert len({message.ts for message in slack.messages["CGEN"]}) == 20
