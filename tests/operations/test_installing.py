"""Several workspaces: installed by a link, uninstalled, installed again; tokens sealed at rest."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from holding import another_writer
from httpx import Response
from installing import Browser, Clock
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import Ribbon, build
from bot.settings import Settings
from bot.slack.client import connection_pool
from bot.slack.installations import LIFE, NotInstalled, StoredInstallations
from domain.values.ids import WorkspaceId
from playground.person.people import People
from playground.server import Playground
from playground.to_the_bot.bots import Parcel
from storage.database import Database, DatabaseBusy, Tx
from storage.installations import find_installation, installed_workspaces
from storage.sealing import Keys, NoKeyFits, new_key
from storage.tables import INSTALL_STATE, INSTALLATION, PERSON

T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")


def stored_tokens(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(INSTALLATION.c.sealed_token)).scalars())


def installed(database: Database) -> list[WorkspaceId]:
    with database.reading() as connection:
        return installed_workspaces(connection)


def test_each_workspace_that_installs_ribbon_is_served_with_its_own_token(
    admin: Browser, playground: Playground, database: Database
) -> None:
    assert admin.installs("T1").status_code == 200
    assert admin.installs("T2").status_code == 200

    assert installed(database) == ["T1", "T2"]
    for user in ("UPRACT1", "UPRACT2"):
        petra = People(playground.client).person(user)
        petra.command("/bookings")
        assert petra.modal.title == "Bookings"
    assert [call.workspace for call in playground.slack.calls_of("views.open")] == ["T1", "T2"]


def test_tokens_are_not_readable_in_the_database(admin: Browser, playground: Playground, database: Database) -> None:
    admin.installs("T1")

    (sealed,) = stored_tokens(database)
    assert playground.slack.workspaces["T1"].token not in sealed
    assert sealed.startswith("gAAAA")


def test_a_state_is_good_once(admin: Browser, database: Database) -> None:
    state = admin.begins()

    assert admin.comes_back(state, "T1").status_code == 200
    admin.cookies.set("slack-app-oauth-state", state)
    again = admin.comes_back(state, "T2")

    assert again.status_code == 401
    assert installed(database) == ["T1"]


def test_a_state_is_good_for_ten_minutes(admin: Browser, database: Database, clock: Clock) -> None:
    state = admin.begins()
    clock.goes_on(minutes=10)

    assert admin.comes_back(state, "T1").status_code == 401
    assert installed(database) == []


def test_a_state_of_another_browser_or_made_up_is_refused(admin: Browser, database: Database) -> None:
    state = admin.begins()
    admin.cookies.clear()

    assert admin.comes_back(state, "T1").status_code == 400
    admin.cookies.set("slack-app-oauth-state", "made-up")
    assert admin.comes_back("made-up", "T1").status_code == 401
    assert installed(database) == []


def used_states(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(INSTALL_STATE.c.id)).scalars())


def test_nothing_is_stored_before_somebody_comes_back_and_that_is_swept_later(
    admin: Browser, database: Database, clock: Clock
) -> None:
    states = {admin.begins() for _ in range(5)}
    assert (len(states), used_states(database)) == (5, [])

    state = admin.begins()
    admin.comes_back(state, "T1")
    (used,) = used_states(database)
    assert state not in used
    clock.goes_on(minutes=11)
    admin.installs("T1")
    assert used not in used_states(database)
    assert len(used_states(database)) == 1


def test_what_else_is_sealed_with_our_keys_is_no_state(
    admin: Browser, settings: Settings, database: Database, clock: Clock
) -> None:
    end = clock.at.timestamp() + 60
    for secret in ("xoxb-T1", f"another {end} x", f"install {end}", "install soon x", f"install {end} x y"):
        state = settings.keys.seal(secret).rstrip("=")
        admin.cookies.set("slack-app-oauth-state", state)
        assert admin.comes_back(state, "T1").status_code == 401
    assert installed(database) == []


def authorize(page: Response) -> dict[str, list[str]]:
    """What Slack is asked by who follows the link on a page."""
    (link,) = re.findall(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page.text)
    return parse_qs(urlsplit(unescape(link)).query, keep_blank_values=True)


@pytest.mark.parametrize(
    "team",
    ["T1&scope=admin", "T1&redirect_uri=https://elsewhere.example.com", "t1", "", "T" * 50, "E1", "T1\n", "../T1"],
)
def test_only_a_workspace_can_be_named_in_the_link(admin: Browser, team: str) -> None:
    usual = authorize(admin.get("/slack/install"))
    assert authorize(admin.get("/slack/install", team="T1"))["team"] == ["T1"]
    strange = authorize(admin.get("/slack/install", team=team))
    assert strange | {"state": []} == usual | {"state": []}


def test_no_page_of_it_can_be_framed_and_what_slack_says_is_not_taken_for_markup(admin: Browser) -> None:
    pages = [
        admin.get("/slack/install"),
        admin.installs("T1"),
        admin.get("/slack/oauth_redirect", error="<script>alert(1)</script>"),
    ]
    for page in pages:
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert "<script>alert" not in pages[-1].text


def test_storage_that_does_not_answer_is_said_to_who_comes_back(
    admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = admin.begins()

    def away(_: Database) -> None:
        raise DatabaseBusy

    with monkeypatch.context() as patched:
        patched.setattr(Database, "writing", away)
        answer = admin.comes_back(state, "T1")
    assert (answer.status_code, "Open the link again shortly" in answer.text) == (503, True)
    assert admin.installs("T1").status_code == 200


def test_a_refusal_at_slack_installs_nothing(admin: Browser, database: Database) -> None:
    admin.begins()

    assert admin.get("/slack/oauth_redirect", error="access_denied").status_code == 200
    assert installed(database) == []


def test_for_a_whole_organisation_it_is_refused_with_how_to_install_it_in_a_workspace(
    admin: Browser, playground: Playground, database: Database
) -> None:
    workspace = playground.slack.workspaces["T1"]
    workspace.organisation, workspace.for_organisation = "E1", True

    answer = admin.installs("T1")

    assert answer.status_code == 403
    assert "Ribbon is installed in one workspace at a time, not for a whole organisation." in answer.text
    assert 'Open <a href="/slack/install">the link</a> again, and choose a workspace at the top right' in answer.text
    assert installed(database) == []
    workspace.for_organisation = False
    assert admin.installs("T1").status_code == 200
    assert installed(database) == ["T1"]


def test_slack_out_of_reach_is_said_and_installs_nothing(
    admin: Browser, playground: Playground, database: Database
) -> None:
    playground.slack.spoil("oauth.v2.access", cut=True)

    answer = admin.installs("T1")

    assert answer.status_code == 503
    assert "again" in answer.text
    assert installed(database) == []


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U"]}}])
def test_uninstalling_and_revoking_delete_the_token_and_what_slack_told_of_people(
    admin: Browser, ribbon: Ribbon, playground: Playground, database: Database, event: dict[str, object]
) -> None:
    admin.installs("T1")
    admin.installs("T2")
    People(playground.client).person("UPRACT1").command("/bookings")

    playground.deliveries.event(playground.slack.workspaces["T1"], event)
    playground.deliveries.settle()

    assert installed(database) == ["T2"]
    with database.reading() as connection:
        assert list(connection.execute(select(PERSON.c.workspace))) == []
    with pytest.raises(NotInstalled):
        ribbon.router.guard.admit(T1, "UPRACT1", None)  # type: ignore[arg-type]


@pytest.mark.parametrize("told_at", ["soon", None, [], 10**20])
def test_a_farewell_at_no_time_ends_nothing(
    admin: Browser, playground: Playground, database: Database, told_at: object
) -> None:
    admin.installs("T1")

    payload = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_uninstalled"}, "event_time": told_at}

    assert playground.deliveries.bot.take(Parcel("event", payload), 3).status == 200
    assert installed(database) == ["T1"]


def test_a_farewell_that_meets_a_busy_database_is_told_again_by_slack(
    admin: Browser, playground: Playground, database: Database, database_url: str
) -> None:
    admin.installs("T1")
    event = {"type": "app_uninstalled"}
    parcel = Parcel("event", {"type": "event_callback", "team_id": "T1", "event": event, "event_time": 2_000_000_000})

    with another_writer(database_url, "LOCK TABLE installation"), structlog.testing.capture_logs() as log:
        assert playground.deliveries.bot.take(parcel, 3).status == 503

    assert [line["log_level"] for line in log] == ["warning"]
    assert playground.deliveries.bot.take(parcel, 3).status == 200
    assert installed(database) == []


@pytest.mark.parametrize("team", ["\ud800", ["T1"]], ids=["half a name", "a list"])
def test_a_press_in_what_is_no_workspace_is_not_a_failure_of_ours(
    admin: Browser, playground: Playground, team: object
) -> None:
    admin.installs("T1")
    press = {"type": "button", "action_id": "settings", "value": ""}
    payload = {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": "U"},
        "trigger_id": "t",
        "actions": [press],
    }

    with structlog.testing.capture_logs() as log:
        assert playground.deliveries.bot.take(Parcel("interaction", payload), 3).status == 200

    assert [entry["outcome"] for entry in log if entry["event"] == "answered"] == ["refused"]
    assert [entry for entry in log if entry["log_level"] == "error"] == []


def test_a_persons_own_token_that_is_revoked_ends_nothing(
    admin: Browser, playground: Playground, database: Database
) -> None:
    admin.installs("T1")

    event = {"type": "tokens_revoked", "tokens": {"oauth": ["UPRACT1"], "bot": []}}
    playground.deliveries.event(playground.slack.workspaces["T1"], event)
    playground.deliveries.settle()

    assert installed(database) == ["T1"]


def test_installing_again_works_and_an_old_farewell_that_comes_late_does_not_end_it(
    admin: Browser, playground: Playground, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = playground.slack
    monkeypatch.setattr(slack, "now", lambda: clock.at.timestamp() + 1)
    admin.installs("T1")
    playground.deliveries.event(slack.workspaces["T1"], {"type": "app_uninstalled"})
    playground.deliveries.settle()
    assert installed(database) == []

    clock.goes_on(minutes=1)
    admin.installs("T1")
    playground.deliveries.again(playground.deliveries.made[-1])

    assert installed(database) == ["T1"]


def test_an_uninstall_seen_by_another_process_is_seen_here_soon(
    admin: Browser, settings: Settings, database: Database, playground: Playground
) -> None:
    admin.installs("T1")
    at = [0.0]
    here = StoredInstallations(
        connection_pool(1, settings.slack_api_url), settings.slack_api_url, database, settings.keys, lambda: at[0]
    )
    assert here.find(T1) is not None

    playground.deliveries.event(playground.slack.workspaces["T1"], {"type": "app_uninstalled"})
    playground.deliveries.settle()

    assert here.find(T1) is not None
    at[0] += LIFE
    assert here.find(T1) is None


def test_while_storage_does_not_say_people_are_told_with_the_token_that_was_there_last(
    admin: Browser, settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.installs("T1")
    at, url = [0.0], settings.slack_api_url
    here = StoredInstallations(connection_pool(1, url), url, database, settings.keys, lambda: at[0])
    here.slack_of(T1)

    def away(*_: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(Database, "reading", away)
    at[0] += LIFE * 10

    assert here.slack_of(T1)
    with pytest.raises(DatabaseBusy):
        here.slack_of(T2)
    here.changed(T1)
    with pytest.raises(DatabaseBusy):
        here.slack_of(T1)


def test_whose_token_it_is_needs_no_call(admin: Browser, ribbon: Ribbon, playground: Playground) -> None:
    admin.installs("T1")
    before = len(playground.slack.calls)

    for _ in range(3):
        assert ribbon.installations.slack_url(T1)

    assert len(playground.slack.calls) == before


def test_a_token_moved_to_another_workspaces_row_is_not_used(
    admin: Browser, settings: Settings, database: Database
) -> None:
    admin.installs("T1")
    admin.installs("T2")
    with database.writing() as connection:
        token = connection.execute(select(INSTALLATION.c.sealed_token).where(INSTALLATION.c.workspace == "T1")).scalar()
        connection.execute(INSTALLATION.update().where(INSTALLATION.c.workspace == "T2").values(sealed_token=token))

    with database.reading() as connection, pytest.raises(NoKeyFits):
        find_installation(Tx(connection, T2), settings.keys)


def test_a_token_that_no_key_opens_is_as_not_installed_and_said_in_the_log(
    admin: Browser, settings: Settings, database: Database
) -> None:
    admin.installs("T1")
    with structlog.testing.capture_logs() as lines:
        other = StoredInstallations(
            connection_pool(1, settings.slack_api_url), settings.slack_api_url, database, Keys([new_key()])
        )
        assert other.find(T1) is None

    assert [line["event"] for line in lines] == ["no key of RIBBON_KEYS opens a workspace's token"]


def test_keys_rotate(
    admin: Browser, settings: Settings, database: Database, keys: list[str], ribbon_command: Callable[..., str]
) -> None:
    admin.installs("T1")
    admin.installs("T2")
    database.close()
    fresh = ribbon_command("keys", "new").strip()

    said = ribbon_command("keys", "rotate", RIBBON_KEYS=f"{fresh},{keys[0]}")

    assert said == "Tokens sealed with the first key: 2. They no longer need the other keys.\n"
    with database.reading() as connection:
        found = find_installation(Tx(connection, T1), Keys([fresh]))
        assert found is not None
        assert found.token == f"xoxb-{T1}"
        with pytest.raises(NoKeyFits):
            find_installation(Tx(connection, T1), settings.keys)


def test_without_a_key_that_opens_them_all_no_token_is_touched(
    admin: Browser, database: Database, ribbon_command: Callable[..., str]
) -> None:
    admin.installs("T1")
    before = stored_tokens(database)
    database.close()

    said = ribbon_command("keys", "rotate", RIBBON_KEYS=new_key(), status=1)

    assert "Nothing was changed" in said
    assert stored_tokens(database) == before


def test_client_id_and_secret_in_the_environment_do_not_make_bolt_keep_tokens_in_files(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")
    monkeypatch.setenv("SLACK_SCOPES", "admin")
    monkeypatch.setenv("SLACK_REDIRECT_URI", "https://elsewhere.example.com")
    one = settings.model_copy(update={"slack_client_id": None, "slack_bot_token": SecretStr("xoxb-T1")})

    many, single = build(settings, database), build(one, database)

    assert many.install_flow is not None
    assert type(many.install_flow.settings.installation_store).__module__ == "bot.slack.oauth"
    assert type(many.install_flow.settings.state_store).__module__ == "bot.slack.oauth"
    assert "admin" not in (many.install_flow.settings.scopes or ())
    assert single.install_flow is None
    for ribbon in (many, single):
        ribbon.finish()
