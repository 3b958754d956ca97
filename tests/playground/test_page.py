"""The page's own server: what it shows to whom, what it does for them, and whom it turns away."""

from __future__ import annotations

import asyncio
import re
import urllib.request
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from stalls import A_STALL
from toy_bot import Toy

from playground.__main__ import main, open_playground
from playground.page_server import Page
from playground.server import Playground, PortTakenError
from playground.stage import REAL_SECRETS, Command, RealSecretsError, Stage, Step, refuse_real_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGE = Stage(commands=(Command("/bookings", "Your sessions"),), guide=(Step("Link", "Type /bookings", "UPETRA"),))


class Browser:
    """A browser with the page open."""

    def __init__(self, playground: Playground) -> None:
        self.http = httpx.Client(base_url=playground.slack.base_url, trust_env=False)
        found = re.search(r'playground-key" content="([^"]+)"', self.http.get("/").text)
        assert found
        self.headers = {"x-playground-key": found[1]}

    def state(self, person: str = "UPETRA") -> Any:
        return self.http.get("/page/state", params={"person": person}, headers=self.headers).json()

    def do(self, deed: str, person: str = "UPETRA", **told: Any) -> httpx.Response:
        return self.http.post(f"/page/do/{deed}", json={"person": person, **told}, headers=self.headers)

    def drop(self, files: dict[str, bytes]) -> httpx.Response:
        where: dict[str, Any] = {"person": "UPETRA", "channel": "CGENERAL", "name": list(files)}
        where["size"] = list(map(len, files.values()))
        return self.http.post("/page/files", params=where, content=b"".join(files.values()), headers=self.headers)

    def modal(self) -> Any:
        return self.state()["modals"][-1]


@pytest.fixture
def stage_playground() -> Iterator[Playground]:
    playground = Playground(STAGE.slack(), within=A_STALL)
    playground.start(Page(playground, STAGE).routes())
    toy = Toy(playground.slack)
    playground.connect(toy.as_function())
    yield playground
    playground.deliveries.settle()
    toy.close()
    playground.stop()


@pytest.fixture
def browser(stage_playground: Playground) -> Iterator[Browser]:
    browser = Browser(stage_playground)
    yield browser
    browser.http.close()


def test_everybody_sees_their_own_channels(browser: Browser) -> None:
    assert [c["name"] for c in browser.state("UPETRA")["channels"]] == ["Ribbon", "general"]
    assert [c["name"] for c in browser.state("UMIA")["channels"]] == ["Ribbon", "general", "managers"]


def test_the_page_knows_people_commands_and_guide(browser: Browser) -> None:
    state = browser.state()
    assert [person["role"] for person in state["people"]] == ["practitioner", "manager", "guest"]
    assert state["commands"] == [{"name": "/bookings", "description": "Your sessions", "hint": ""}]
    assert state["guide"][0]["title"] == "Link"


def test_an_unknown_person_becomes_the_first(browser: Browser) -> None:
    assert browser.state("UNOBODY")["me"] == "UPETRA"


def test_a_command_opens_a_modal(browser: Browser, stage_playground: Playground) -> None:
    browser.do("command", channel="CGENERAL", line="/bookings")
    slack = stage_playground.slack
    slack.wait(lambda: slack.modals["UPETRA"], lambda: "no modal")
    assert browser.modal()["title"]["text"] == "Bookings"
    assert browser.state("UMIA")["modals"] == []


def open_form(browser: Browser, playground: Playground) -> str:
    slack = playground.slack
    browser.do("command", channel="CGENERAL", line="/bookings")
    slack.wait(lambda: slack.modals["UPETRA"], lambda: "no modal")
    row = {"block": "Bo Lindqvist", "action": "menu", "value": "link to package"}
    browser.do("choose", shown=browser.modal()["id"], **row)
    slack.wait(lambda: len(slack.modals["UPETRA"]) == 2, lambda: "no form")
    return str(browser.modal()["id"])


def test_a_form_is_filled_and_refused_and_sent(browser: Browser, stage_playground: Playground) -> None:
    form = open_form(browser, stage_playground)
    browser.do("submit", shown=form, values={"reason": {"reason": "no"}})
    assert browser.modal()["errors"] == {"package": "Please complete this required field."}
    silver = {"text": {"type": "plain_text", "text": "Silver 5", "emoji": True}, "value": "silver 5"}
    assert browser.do("submit", shown=form, values={"package": {"package": silver}}).status_code == 403
    silver["text"] = {"type": "plain_text", "text": "Silver 5"}
    browser.do("submit", shown=form, values={"package": {"package": silver}})
    assert browser.modal()["errors"] == {"reason": "Say more."}
    browser.do("submit", shown=form, values={"reason": {"reason": "fine"}, "gone": {"gone": "x"}})
    assert browser.modal()["title"]["text"] == "Bookings"


def test_a_type_ahead_is_asked(browser: Browser, stage_playground: Playground) -> None:
    form = open_form(browser, stage_playground)
    offers = browser.do("suggest", shown=form, block="client", action="client", typed="an").json()["result"]
    assert [offer["text"]["text"] for offer in offers] == ["Ana Rúa"]


def test_a_form_is_closed(browser: Browser, stage_playground: Playground) -> None:
    form = open_form(browser, stage_playground)
    browser.do("close", shown=form)
    assert browser.modal()["title"]["text"] == "Bookings"
    browser.do("close", shown=browser.modal()["id"], everything=True)
    assert browser.state()["modals"] == []


def test_what_is_said_and_dropped_is_there(browser: Browser) -> None:
    browser.do("say", channel="CGENERAL", text="Hello")
    dropped = {"clients.csv": b"client_id,name\n", "services.csv": b"", "notes.txt": b"x"}
    assert browser.drop(dropped).status_code == 200
    told = browser.state("UGUS")["channels"][1]["messages"]
    assert [message["text"] for message in told] == ["Hello", ""]
    assert [(file["name"], file["size"]) for file in told[1]["files"]] == [
        *(("clients.csv", 15), ("services.csv", 0), ("notes.txt", 1))
    ]


def test_what_is_dropped_together_keeps_its_contents(browser: Browser, stage_playground: Playground) -> None:
    browser.drop({"a.csv": b"first", "b.csv": b"second"})
    assert [file.content for file in stage_playground.slack.files.values()] == [b"first", b"second"]


@pytest.mark.parametrize("sizes", [[], ["4"], ["5", "1"], ["6", "-1"], ["five"]])
def test_files_that_do_not_add_up_are_refused(browser: Browser, sizes: list[str]) -> None:
    where = {"person": "UPETRA", "channel": "CGENERAL", "name": "a.csv", "size": sizes}
    answer = browser.http.post("/page/files", params=where, content=b"first", headers=browser.headers)
    assert (answer.status_code, browser.state()["channels"][1]["messages"]) == (403, [])


def test_home_is_opened(browser: Browser, stage_playground: Playground) -> None:
    browser.do("home")
    slack = stage_playground.slack
    slack.wait(lambda: slack.home_of("UPETRA"), lambda: "no home")
    assert browser.state()["home"]["blocks"][0]["text"]["text"] == "Hello UPETRA"


def test_a_button_is_pressed_by_whom_sees_it(browser: Browser, stage_playground: Playground) -> None:
    toy = Toy(stage_playground.slack)
    blocks = [{"type": "actions", "block_id": "b", "elements": [_button("approve")]}]
    told = toy.client.chat_postMessage(channel="CMANAGERS", text="Card", blocks=blocks)
    shown = {"shown": f"CMANAGERS:{told['ts']}", "block": "b", "action": "approve"}
    assert browser.do("press", person="UPETRA", **shown).status_code == 403
    assert browser.do("press", person="UMIA", **shown).status_code == 200
    toy.close()


def _button(name: str) -> dict[str, Any]:
    return {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name}}


def test_problems_are_shown_to_developers(browser: Browser) -> None:
    browser.do("command", channel="CGENERAL", line="/unheard")
    state = browser.state()
    assert state["notices"][0]["text"] == "/unheard failed with the error “http_404”."
    assert "/unheard was not acknowledged" in state["log"]["problems"][0]
    assert state["log"]["traffic"][-1]["name"] == "/unheard"


def test_changes_are_told_as_they_happen(browser: Browser) -> None:
    key = {"key": browser.headers["x-playground-key"]}
    with browser.http.stream("GET", "/page/changes", params=key) as changes:
        lines = (line for line in changes.iter_lines() if line)
        first = next(lines)
        browser.do("say", channel="CGENERAL", text="Hello")
        assert next(lines) != first


def test_what_changes_while_the_last_change_is_being_told_is_told_at_once(stage_playground: Playground) -> None:
    slack = stage_playground.slack

    async def told() -> list[str]:
        versions = Page(stage_playground, STAGE).versions()
        first = await anext(versions)
        slack.notice("UPETRA", "while the first is on its way")
        await asyncio.sleep(0)  # the loop takes note
        return [first, await asyncio.wait_for(anext(versions), A_STALL)]

    assert asyncio.run(told()) == [f"data: {slack.version - 1}\n\n", f"data: {slack.version}\n\n"]


@pytest.mark.parametrize("path", ["/page/state", "/page/changes", "/page/state?key=guessed"])
def test_without_the_key_nothing_is_told(browser: Browser, path: str) -> None:
    assert browser.http.get(path).status_code == 403


def test_without_the_key_nothing_is_done(browser: Browser) -> None:
    told = {"person": "UPETRA", "channel": "CGENERAL", "text": "forged"}
    assert browser.http.post("/page/do/say", json=told).status_code == 403
    assert browser.http.post("/page/files", params={"person": "UPETRA"}).status_code == 403
    assert browser.state()["channels"][1]["messages"] == []


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"origin": "null"}])
def test_other_sites_are_turned_away(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.http.get("/", headers=headers).status_code == 403
    assert browser.http.post("/page/do/home", headers={**browser.headers, **headers}).status_code == 403


@pytest.mark.parametrize("told", [b"", b"[]", b'{"person": "UNOBODY"}', b"{"])
def test_nonsense_is_refused(browser: Browser, told: bytes) -> None:
    answer = browser.http.post("/page/do/home", content=told, headers=browser.headers)
    assert (answer.status_code, answer.json()) == (403, {"refused": "Not understood."})


def test_only_files_of_the_page_are_served(browser: Browser) -> None:
    assert browser.http.get("/page/app.js").headers["content-type"].startswith("text/javascript")
    for path in ("/page/..%2fserver.py", "/page/nothing.js", "/page/__init__.py"):
        assert browser.http.get(path).status_code == 404


def test_the_page_fetches_nothing_from_elsewhere(browser: Browser) -> None:
    policy = browser.http.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for source in files("playground").joinpath("page").iterdir():
        addresses = re.findall(r"https?://[\w./-]+", source.read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, source.name


def test_every_module_that_is_imported_is_there() -> None:
    folder = files("playground").joinpath("page")
    names = {entry.name for entry in folder.iterdir()}
    for entry in folder.iterdir():
        imported = re.findall(r'from "\./([\w.]+)"', entry.read_text(encoding="utf-8"))
        assert set(imported) <= names, entry.name


def test_real_secrets_stop_the_playground() -> None:
    refuse_real_secrets({"PATH": "/bin"})
    with pytest.raises(RealSecretsError, match="SLACK_BOT_TOKEN is set"):
        refuse_real_secrets({"SLACK_BOT_TOKEN": "xoxb-real"})


def test_every_start_has_its_own_secrets() -> None:
    assert Stage().signing_secret != Stage().signing_secret
    assert Stage().slack().first_workspace().token != Stage().slack().first_workspace().token


def test_the_web_api_is_beside_the_page(stage_playground: Playground) -> None:
    url = f"{stage_playground.slack.base_url}/api/api.test"
    with urllib.request.urlopen(url) as answer:  # noqa: S310  # loopback
        assert b'"ok": true' in answer.read()


def test_a_taken_port_is_refused(stage_playground: Playground) -> None:
    with pytest.raises(PortTakenError, match=f"port {stage_playground.port} is taken"):
        Playground(STAGE.slack(), port=stage_playground.port).start()


def test_it_opens_with_page_and_web_api(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in REAL_SECRETS:
        monkeypatch.delenv(name, raising=False)
    playground = open_playground(STAGE, None)
    browser = Browser(playground)
    assert browser.state()["practice"] == STAGE.practice
    assert playground.environment()["SLACK_BOT_TOKEN"] == STAGE.token
    browser.http.close()
    playground.stop()


def test_it_says_why_it_does_not_start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "real")
    assert main([]) == 1
    assert "SLACK_SIGNING_SECRET is set" in capsys.readouterr().err
