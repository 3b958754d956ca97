"""What `ribbon doctor` looks at, and how to fix what is wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.findings import Finding
from bot.cli.signatures import signatures
from bot.cli.tokens import TokenRefused, of_the_app, of_the_bot
from bot.settings import Settings
from bot.slack.calls import NOBODY, SLACK_UNREACHABLE, Slack, no
from bot.slack.client import KeptAliveClient, connection_pool
from bot.slack.manifest import scopes
from domain.values.ids import PersonId, WorkspaceId
from storage.database import Database, DatabaseBusy, DatabaseInUse, DatabaseOutOfReach, Tx, open_database
from storage.installations import find_installation, installed_workspaces
from storage.migrating import is_empty, is_up_to_date
from storage.sealing import Keys, NoKeyFits

TAKE_OVER = "Copy the scopes from what `ribbon manifest` prints and reinstall the app"
MOST_OFF = 120  # seconds; Slack's signatures hold for five minutes


def examine(settings: Settings) -> Iterator[Finding]:
    """One finding after the other, as they come."""
    yield from _installing(settings) if settings.uses_oauth else _token(settings)
    if settings.slack_signing_secret and not settings.uses_socket_mode:
        yield from signatures(settings)
    yield from _database(settings)


def _installing(settings: Settings) -> Iterator[Finding]:
    if settings.slack_signing_secret is None:
        yield Finding(False, "no signing secret", "Set SLACK_SIGNING_SECRET: Basic Information of your Slack app")
    if settings.ribbon_keys is None:
        yield Finding(False, "no key for tokens", "Set RIBBON_KEYS to a key that `ribbon keys new` prints")
    else:
        yield Finding(True, "workspaces install Ribbon by its link, /slack/install")


def _token(settings: Settings) -> Iterator[Finding]:
    if settings.slack_bot_token is None:
        yield Finding(False, "no bot token", "Set SLACK_BOT_TOKEN: OAuth & Permissions of your Slack app, xoxb-…")
        return
    if not settings.uses_socket_mode and settings.slack_signing_secret is None:
        yield Finding(False, "no signing secret", "Set SLACK_SIGNING_SECRET: Basic Information of your Slack app")
    pool = connection_pool(1, settings.slack_api_url)
    client = KeptAliveClient(pool, settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    try:
        yield from _in_slack(settings, client)
    except TokenRefused as refused:
        yield Finding(False, refused.what, refused.mend)
    except SLACK_UNREACHABLE as error:
        name = type(error).__name__
        yield Finding(False, f"Slack can't be reached: {name}", "Check the network, and SLACK_API_URL if it is set")


def _in_slack(settings: Settings, client: KeptAliveClient) -> Iterator[Finding]:
    answer = of_the_bot(client.auth_test)
    yield Finding(True, f"the bot token is good: workspace {answer['team_id']}, bot user {answer['user_id']}")
    yield _scopes(answer)
    yield _clock(answer)
    yield from _managers(settings, Slack(client), WorkspaceId(answer["team_id"]))
    if settings.ribbon_managers_channel:
        yield from _channel(settings.ribbon_managers_channel, client)
    if settings.slack_app_token:
        of_the_app(client, settings.slack_app_token.get_secret_value())
        yield Finding(True, "the app token opens sockets")


def _scopes(answer: SlackResponse) -> Finding:
    granted = {scope.strip() for scope in _header(answer, "x-oauth-scopes").split(",")} - {""}
    missing = sorted(scopes() - granted)
    if not granted:
        return Finding(True, "Slack didn't say which scopes the token has")
    if missing:
        return Finding(False, f"the token lacks scopes: {', '.join(missing)}", TAKE_OVER)
    return Finding(True, "the token has all scopes that are needed")


def _clock(answer: SlackResponse) -> Finding:
    stamp = _header(answer, "date")
    if not stamp:
        return Finding(True, "Slack didn't say what time it is")
    off = abs((datetime.now(UTC) - parsedate_to_datetime(stamp)).total_seconds())
    if off > MOST_OFF:
        return Finding(False, f"this machine's clock is {off:.0f} seconds off", "Switch on NTP; requests look forged")
    return Finding(True, "the clock is right")


def _managers(settings: Settings, slack: Slack, of: WorkspaceId) -> Iterator[Finding]:
    if not settings.ribbon_managers:
        yield Finding(True, "managers are the workspace's admins, until some are chosen under Settings")
    for name in settings.ribbon_managers:
        try:
            member = slack.member(PersonId(name), of)
        except SlackApiError as refused:
            if no(refused).error not in NOBODY:
                raise
            wrong = f"RIBBON_MANAGERS: nobody in this workspace has the id {name}"
            yield Finding(False, wrong, "Copy it from the person's profile in Slack: ⋮, Copy member ID")
            continue
        if member.is_member:
            yield Finding(True, f"RIBBON_MANAGERS: {member.name}")
        else:
            wrong = f"RIBBON_MANAGERS: {member.name} can't use Ribbon: a guest, a bot, or somebody who has left"
            yield Finding(False, wrong, "Name a member of the workspace instead")


def _channel(name: str, client: KeptAliveClient) -> Iterator[Finding]:
    public = Finding(
        False,
        "people who aren't managers can read clients' names in the managers' channel",
        "Choose a private channel, not shared with other organisations",
    )
    try:
        channel = client.conversations_info(channel=name)["channel"]
    except SlackApiError as refused:
        if no(refused).error == "missing_scope":
            yield public if refused.response.get("needed") == "channels:read" else _unseen("groups:read")
            return
        channel = {"is_member": False}
    if channel.get("is_member", True):
        yield Finding(True, "Ribbon is in the managers' channel")
    else:
        yield Finding(False, "Ribbon isn't in the managers' channel", f"Type /invite @Ribbon in channel {name}")
    if not channel.get("is_private", True) or channel.get("is_ext_shared"):
        yield public


def _unseen(scope: str) -> Finding:
    wrong = f"the managers' channel can't be checked without the scope {scope}"
    return Finding(False, wrong, TAKE_OVER)


def _header(answer: SlackResponse, name: str) -> str:
    values = {str(key).lower(): value for key, value in answer.headers.items()}
    value = values.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        database = open_database(settings.database)
    except DatabaseInUse:
        yield Finding(True, "the database file is in use by a running Ribbon")
        return
    except DatabaseOutOfReach as problem:
        yield Finding(False, str(problem), "Check DATABASE_URL")
        return
    try:
        yield _migrated(database)
        if settings.uses_oauth and settings.ribbon_keys and is_up_to_date(database):
            yield _tokens(database, settings.keys)
    except DatabaseBusy:
        yield Finding(True, "the database is reachable; somebody else is writing to it just now")
    except SQLAlchemyError as error:
        yield Finding(False, f"the database can't be used: {type(error).__name__}", "Check DATABASE_URL")
    finally:
        database.close()


def _migrated(database: Database) -> Finding:
    if is_up_to_date(database):
        return Finding(True, "the database is reachable and up to date")
    if is_empty(database):
        return Finding(True, "the database is reachable, and empty: the first import or start fills it")
    return Finding(False, "the database isn't up to date", "Run `ribbon migrate`; serve and import do so themselves")


def _tokens(database: Database, keys: Keys) -> Finding:
    with database.reading() as connection:
        workspaces = installed_workspaces(connection)
        sealed = [workspace for workspace in workspaces if not _opens(Tx(connection, workspace), keys)]
    if sealed:
        mend = "Add the key they were sealed with to RIBBON_KEYS, or have them install Ribbon again"
        return Finding(False, f"no key opens the tokens of {', '.join(sealed)}", mend)
    return Finding(True, f"tokens of {len(workspaces)} workspaces can be opened")


def _opens(tx: Tx, keys: Keys) -> bool:
    try:
        find_installation(tx, keys)
    except NoKeyFits:
        return False
    return True
