"""Everything a person can do, one line each; the only wiring."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow
from sqlalchemy.exc import SQLAlchemyError

from bot import interactions as i
from bot import screens
from bot.background import Background
from bot.guard import Guard
from bot.handlers import adjustments, booking, bookings, clients, dropping, home, linking, packages, sessions
from bot.importer import Importer
from bot.installations import Installations, OneWorkspace, StoredInstallations
from bot.logs import told
from bot.metrics import exposition
from bot.oauth import Farewell, Granted, States, oauth_flow
from bot.poster import Poster
from bot.rounds import Rounds
from bot.router import Door, Router
from bot.settings import Settings
from bot.slack_calls import connection_pool
from storage.backlog import Backlog, backlog
from storage.database import Database, DatabaseBusy, OutcomeUnknown
from storage.migrating import is_up_to_date

LONGEST_END = 8.0  # seconds that the three threads are waited for, together
THREADS = 64  # people who can be waiting for us at the same time

log = structlog.get_logger()


def connect(router: Router, begin_to_import: Callable[[], None]) -> None:  # noqa: PLR0915 - one line a gesture
    router.on_command(i.BOOKINGS, bookings.open_list)
    router.on_action(i.SHOW_PAST, bookings.show_past)
    router.on_action(i.HIDE_PAST, bookings.hide_past)
    router.on_action(i.DROP_FILTER, bookings.drop_filter)
    router.on_action(i.NEWER, bookings.newer)
    router.on_action(i.OLDER, bookings.older)
    router.on_action(i.FILTER, bookings.open_filters)
    router.on_submit(i.FILTERS, bookings.submit_filters)

    router.on_action(i.LINK, linking.open_picker)
    router.on_type_ahead(i.PACKAGE_AHEAD, linking.suggest_packages)
    router.on_submit(i.LINK_FORM, linking.submit_link, writes=True)
    router.on_action(i.UNLINK, linking.open_unlink)
    router.on_submit(i.UNLINK_FORM, linking.submit_unlink, writes=True)

    router.on_action(i.DETAILS, sessions.open_details)
    router.on_action(i.CHANGE_SESSION, sessions.change, writes=True)

    router.on_command(i.CLIENT, clients.open_client)
    router.on_type_ahead(i.CLIENT_AHEAD, clients.suggest_clients)
    router.on_action(i.PICK_CLIENT, clients.pick_client)
    router.on_submit(i.CLIENT_PICKER, clients.submit_pick)
    router.on_action(i.BOOKINGS_TAB, clients.open_bookings_tab)
    router.on_action(i.PACKAGES_TAB, clients.open_packages_tab)

    router.on_action(i.PACKAGES_PAGE, packages.turn_page)
    router.on_action(i.SCHEDULED_BOOKINGS, packages.open_scheduled)
    router.on_action(i.WHY_THIS_COUNT, packages.open_why)
    router.on_action(i.WHY_PAGE, packages.turn_why)
    router.on_action(i.PACKAGE_HISTORY, packages.open_history)
    router.on_action(i.HISTORY_PAGE, packages.turn_history)
    router.on_action(i.COMPLETE, packages.complete, writes=True)
    router.on_action(i.CANCEL_PACKAGE, packages.cancel, writes=True)
    router.on_action(i.NEW_PACKAGE, packages.open_new)
    router.on_action(i.ADD_ANOTHER, packages.add_another)
    router.on_type_ahead(i.SERVICE_AHEAD, packages.suggest_services)
    router.on_submit(i.NEW_PACKAGE_FORM, packages.submit_new, writes=True)

    router.on_action(i.EDIT_PACKAGE, adjustments.open_edit)
    router.on_action(i.ADD_A_SESSION, adjustments.add_a_session)
    router.on_action(i.SWAP_ONE, adjustments.swap_one)
    router.on_action(i.ADD_A_ROW, adjustments.add_a_row)
    router.on_type_ahead(i.ADD_SERVICE_AHEAD, adjustments.suggest_services)
    router.on_submit(i.EDIT_FORM, adjustments.submit_edit, writes=True)
    router.on_command(i.ADJUSTMENTS, adjustments.open_list)
    router.on_action(i.WITHDRAW, adjustments.withdraw, writes=True)
    router.on_action(i.APPROVE, adjustments.approve, writes=True)
    router.on_action(i.DECLINE, adjustments.open_decline)
    router.on_submit(i.DECLINE_FORM, adjustments.submit_decline, writes=True)
    router.on_event(i.THREAD_WORDS, adjustments.decide_in_thread, writes=True)

    router.on_event(i.HOME_OPENED, home.open_home)
    router.on_action(i.LINK_BEST, home.link_best, writes=True)
    router.on_action(i.SETTINGS, home.open_settings)
    router.on_action(i.SETTINGS_HISTORY, home.open_settings_history)
    router.on_action(i.SETTINGS_CHANGES_PAGE, home.turn_settings_history)
    router.on_type_ahead(i.TIMEZONE_AHEAD, home.suggest_timezones)
    router.on_submit(i.SETTINGS_FORM, home.submit_settings, writes=True, people=(i.MANAGERS,))

    router.on_command(i.BOOK, booking.open_form)
    router.on_type_ahead(i.BOOK_CLIENT_AHEAD, booking.suggest_clients)
    router.on_action(i.BOOK_CLIENT, booking.choose_client)
    router.on_type_ahead(i.BOOKED_FROM_AHEAD, booking.suggest_packages)
    router.on_submit(i.BOOK_FORM, booking.submit, writes=True, people=(i.PRACTITIONER,))

    router.on_event(i.DROPPED, dropping.keep, writes=True, then=begin_to_import)


@dataclass
class Ribbon:
    """A running bot: what its server needs to hold."""

    bolt: App
    database: Database
    router: Router
    installations: Installations
    rounds: Rounds
    poster: Poster
    importer: Importer
    afterwards: ThreadPoolExecutor

    @property
    def install_flow(self) -> OAuthFlow | None:
        """How workspaces install Ribbon, where they do; Bolt may have made up one from the environment."""
        return self.bolt.oauth_flow if isinstance(self.installations, StoredInstallations) else None

    def start(self) -> None:
        for background in self._backgrounds:
            background.start()

    def not_ready(self) -> list[str]:
        """What isn't as it should be, in words; for /readyz."""
        wrong = [] if is_up_to_date(self.database) else ["the database isn't migrated"]
        wrong += [] if self._can_save() else ["the database can't be written"]
        needed = (self.poster.background, self.importer.background)
        return wrong + [f"the {background.name} isn't running" for background in needed if not background.is_alive]

    def _can_save(self) -> bool:
        """Whether what people do can be kept; a database that others write to for long is only busy."""
        try:
            self.database.try_to_write()
        except DatabaseBusy:
            return True
        except (SQLAlchemyError, OutcomeUnknown) as error:
            log.warning("the database can't be written", **told(error))
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
        for background in self._backgrounds:
            background.end()
        self.afterwards.shutdown(wait=True)
        until = monotonic() + LONGEST_END
        for background in self._backgrounds:
            background.join(max(0.0, until - monotonic()))

    @property
    def _backgrounds(self) -> tuple[Background, ...]:
        return self.rounds.background, self.poster.background, self.importer.background


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
    poster = Poster(
        database,
        installations.slack_of,
        installations.workspace_ids,
        installations.slack_url,
        settings.workspace,
        poster_clock,
    )
    wake_poster = poster.background.wake
    router = Router(
        database, guard, installations.slack_of, settings.workspace, clock, afterwards, screens.refreshed, wake_poster
    )
    importer = Importer(
        database, installations.slack_of, installations.workspace_ids, settings.workspace, clock, wake_poster
    )
    connect(router, importer.background.wake)

    rounds = Rounds(
        database,
        installations.slack_of,
        installations.workspace_ids,
        installations.end_if_revoked,
        settings.workspace,
        clock,
    )
    bolt = bolt_app(settings, database, installations, clock, rounds.background.wake)
    bolt.use(Door(router))
    return Ribbon(bolt, database, router, installations, rounds, poster, importer, afterwards)


def installations_of(settings: Settings, database: Database) -> Installations:
    pool = connection_pool(THREADS, settings.slack_api_url)
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
    """Bolt, with what verifies a request, and with its installation flow where many workspaces are served."""
    secret, flow, farewell = settings.slack_signing_secret, None, None
    if isinstance(installations, StoredInstallations):
        granted = Granted(database, settings.keys, installations, clock, installed)
        flow = oauth_flow(settings, States(database, clock), granted)
        farewell = Farewell(installations)
    bolt = App(
        signing_secret=secret.get_secret_value() if secret else "",
        authorize=AskedLater(),
        oauth_flow=flow,
        client=installations.client,
        logger=logging.getLogger("slack_bolt"),
        process_before_response=True,
        request_verification_enabled=not settings.uses_socket_mode,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    if farewell:
        bolt.use(farewell)
    return bolt
