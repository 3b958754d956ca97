"""A running Ribbon, put together; the only wiring."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow
from sqlalchemy.exc import SQLAlchemyError

from bot.background.disk_watch import DiskWatch
from bot.background.importer import Importer
from bot.background.nightly_check import NightlyCheck
from bot.background.poster import SENDERS, Poster
from bot.background.rounds import Rounds
from bot.background.thread import Background
from bot.connect import connect
from bot.door.guard import Guard
from bot.door.router import Router
from bot.logs import about
from bot.metrics import exposition
from bot.settings import Settings
from bot.slack.client import connection_pool
from bot.slack.installations import Installations, OneWorkspace, StoredInstallations
from bot.slack.oauth import Farewell, Granted, States, oauth_flow
from storage.database import Database, DatabaseBusy, OutcomeUnknown
from storage.migrating import is_up_to_date
from storage.outbox.backlog import Backlog, backlog

LONGEST_END = 8.0  # seconds that what is done in the background is waited for, all together
THREADS = 64  # people who can be waiting for us at the same time

log = structlog.get_logger()


@dataclass
class Ribbon:
    """A running bot: what its server needs to hold."""

    bolt: App
    database: Database
    router: Router
    installations: Installations
    rounds: Rounds
    nightly_check: NightlyCheck
    poster: Poster
    importer: Importer
    background: Background
    disk: DiskWatch
    afterwards: ThreadPoolExecutor

    @property
    def install_flow(self) -> OAuthFlow | None:
        """How workspaces install Ribbon, where they do; Bolt may have made up one from the environment."""
        return self.bolt.oauth_flow if isinstance(self.installations, StoredInstallations) else None

    def start(self) -> None:
        self.background.start()
        self.disk.start()

    def not_ready(self) -> list[str]:
        """What isn't as it should be, in words; for /readyz."""
        if gone := self.disk.wrong():
            return gone
        return self._wrong_with_database() + [
            f"the thread of the {name} isn't running" for name in self.background.not_running()
        ]

    def noted(self) -> list[str]:
        """What somebody should look at, although all works; for /readyz, too."""
        return self.disk.noted()

    def _wrong_with_database(self) -> list[str]:
        """Nothing where others keep us from looking: it was as it should be when we started."""
        try:
            wrong = [] if is_up_to_date(self.database) else ["the database isn't migrated"]
        except DatabaseBusy:
            return []
        return wrong + ([] if self._can_save() else ["the database can't be written"])

    def _can_save(self) -> bool:
        """Whether what people do can be kept; a database that others write to for long is only busy."""
        try:
            self.database.try_to_write()
        except DatabaseBusy:
            return True
        except (SQLAlchemyError, OutcomeUnknown) as error:
            log.warning("the database can't be written", **about(error))
            return False
        return True

    def figures(self) -> bytes:
        """What /metrics tells."""
        return exposition(self._backlog)

    def _backlog(self) -> Backlog:
        with self.database.reading() as connection:
            return backlog(connection, self.poster.clock())

    def finish(self) -> None:
        """Show what was promised before ending; what takes too long waits in storage for the next start."""
        self.background.end()
        self.afterwards.shutdown(wait=True)
        self.background.join(LONGEST_END)


def now() -> datetime:
    return datetime.now(UTC)


def build(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime] = now,
    poster_clock: Callable[[], datetime] = now,
) -> Ribbon:
    installations = installations_of(settings, database)
    afterwards = ThreadPoolExecutor(THREADS, thread_name_prefix="afterwards")
    guard = Guard(database, installations.slack_of)
    background = Background()
    poster = Poster(database, installations, settings.workspace, poster_clock)
    wake_poster = background.add(poster)
    router = Router(database, guard, installations.slack_of, settings.workspace, clock, afterwards, wake_poster)
    importer = Importer(database, installations.slack_of, settings.workspace, clock, wake_poster)
    connect(router, background.add(importer.errands(installations.only)))
    rounds = Rounds(database, installations.slack_of, installations.end_if_revoked, settings.workspace, clock)
    bolt = bolt_app(settings, database, installations, clock, background.add(rounds.errands(installations.only)))
    bolt.use(router)
    check = NightlyCheck(database, settings.workspace, clock)
    background.add(check.errands(installations.only))
    disk = DiskWatch(database, background.ended)
    return Ribbon(bolt, database, router, installations, rounds, check, poster, importer, background, disk, afterwards)


def installations_of(settings: Settings, database: Database) -> Installations:
    pool = connection_pool(THREADS + SENDERS, settings.slack_api_url)
    if settings.uses_oauth:
        return StoredInstallations(pool, settings.slack_api_url, database, settings.keys)
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    return OneWorkspace(pool, token, settings.slack_api_url)


class AskedLater(Authorize):
    """Bolt's question of whose token it is: the guard asks that, where a person can be told what is wrong."""

    def __init__(self) -> None:
        """Keep nothing: Bolt's own would ask for a logger."""

    def __call__(self, *, team_id: str | None, **_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id)


def bolt_app(
    settings: Settings,
    database: Database,
    installations: Installations,
    clock: Callable[[], datetime],
    installed: Callable[[], None],
) -> App:
    """Bolt, with its installation flow where many workspaces are served. What comes over HTTP is verified before it."""
    flow, farewell = None, None
    if isinstance(installations, StoredInstallations):
        granted = Granted(database, settings.keys, installations, clock, installed)
        flow = oauth_flow(settings, States(database, settings.keys, clock), granted)
        farewell = Farewell(installations)
    bolt = App(
        signing_secret="",
        authorize=AskedLater(),
        oauth_flow=flow,
        client=installations.client,
        logger=logging.getLogger("slack_bolt"),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    if farewell:
        bolt.use(farewell)
    return bolt
