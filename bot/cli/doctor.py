"""What `ribbon doctor` looks at, and how to fix what is wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.findings import Finding
from bot.cli.signatures import signatures
from bot.settings import Settings
from bot.slack.calls import SLACK_UNREACHABLE
from bot.slack.client import KeptAliveClient, connection_pool
from bot.slack.manifest import scopes
from storage.database import Database, DatabaseBusy, DatabaseInUse, DatabaseOutOfReach, Tx, open_database
from storage.installations import find_installation, installed_workspaces
from storage.migrating import is_up_to_date
from storage.sealing import Keys, NoKeyFits

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
        answer = client.auth_test()
    except SlackApiError as refused:
        reason = refused.response.get("error")
        yield Finding(False, f"Slack refuses the bot token: {reason}", "Reinstall the app and copy its new token")
    except SLACK_UNREACHABLE as error:
        name = type(error).__name__
        yield Finding(False, f"Slack can't be reached: {name}", "Check the network, and SLACK_API_URL if it is set")
    else:
        yield Finding(True, f"the bot token is good: workspace {answer['team_id']}, bot user {answer['user_id']}")
        yield _scopes(answer)
        yield _clock(answer)
        yield from _channel(settings, client)


def _scopes(answer: SlackResponse) -> Finding:
    granted = {scope.strip() for scope in _header(answer, "x-oauth-scopes").split(",")} - {""}
    missing = sorted(scopes() - granted)
    if not granted:
        return Finding(True, "Slack didn't say which scopes the token has")
    if missing:
        mend = "Copy the scopes from manifest.yml and reinstall the app"
        return Finding(False, f"the token lacks scopes: {', '.join(missing)}", mend)
    return Finding(True, "the token has all scopes that are needed")


def _clock(answer: SlackResponse) -> Finding:
    stamp = _header(answer, "date")
    if not stamp:
        return Finding(True, "Slack didn't say what time it is")
    off = abs((datetime.now(UTC) - parsedate_to_datetime(stamp)).total_seconds())
    if off > MOST_OFF:
        return Finding(False, f"this machine's clock is {off:.0f} seconds off", "Switch on NTP; requests look forged")
    return Finding(True, "the clock is right")


def _channel(settings: Settings, client: KeptAliveClient) -> Iterator[Finding]:
    name = settings.ribbon_managers_channel
    if name is None:
        return
    try:
        channel = client.conversations_info(channel=name)["channel"]
    except SlackApiError as refused:
        if refused.response.get("error") == "missing_scope":
            yield Finding(True, "the managers' channel can't be checked without the scope groups:read")
            return
        channel = {"is_member": False}
    if channel.get("is_member", True):
        yield Finding(True, "Ribbon is in the managers' channel")
    else:
        yield Finding(False, "Ribbon isn't in the managers' channel", f"Type /invite @Ribbon in channel {name}")
    if not channel.get("is_private", True) or channel.get("is_ext_shared"):
        others = "people who aren't managers can read clients' names in the managers' channel"
        yield Finding(False, others, "Choose a private channel, not shared with other organisations")


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
