"""The demo's practice in this process, on a Monday that never ends: so that what is seen is the same every time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from pydantic import SecretStr

from bot.app import Ribbon, build
from bot.serving.received import received
from bot.settings import Settings
from domain.values.ids import WorkspaceId
from playground.demo.booking_files import ZONE
from playground.demo.first_request import ask_first
from playground.demo.practice import sample_practice
from playground.demo.scene import MANAGER, MANAGERS_CHANNEL, demo_stage
from playground.page_server import Page
from playground.server import Playground
from playground.stage import Stage
from storage.database import Database, open_database
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile
from storage.migrating import migrate
from storage.records import RecordsTx

A_STALL = 15.0  # seconds; page, Slack and bot share this process, and whatever holds one up holds up all
MONDAY = datetime(2026, 3, 2, 8, 40, tzinfo=UTC)  # 9:40 in Berlin, 3:40 in New York


@contextmanager
def demo_ribbon(folder: Path) -> Iterator[Playground]:
    """The playground with its page, the sample practice imported, and Ribbon answering."""
    stage = demo_stage()
    playground = Playground(stage.slack(clock=MONDAY.timestamp), within=A_STALL)
    database = open_database(f"sqlite:///{folder / 'ribbon.db'}")
    migrate(database)
    _import(database, stage, folder)
    playground.start(Page(playground, stage).routes())
    start = monotonic()
    poster_clock = lambda: MONDAY + timedelta(seconds=monotonic() - start)  # noqa: E731 - messages wait for each other
    ribbon = build(_settings(playground), database, lambda: MONDAY, poster_clock)
    _connect(playground, ribbon)
    ribbon.start()
    try:
        ask_first(playground)
        yield playground
    finally:
        ribbon.finish()
        playground.stop()
        database.close()


def _import(database: Database, stage: Stage, folder: Path) -> None:
    files = [GivenFile.at(path) for path in sample_practice(MONDAY.date()).write(folder)]
    with database.writing() as connection:
        import_files(RecordsTx(connection, WorkspaceId(stage.team)), files, MONDAY, print)
    for file in files:
        file.text.close()


def _settings(playground: Playground) -> Settings:
    given = playground.environment()
    return Settings(
        slack_bot_token=SecretStr(given["SLACK_BOT_TOKEN"]),
        slack_signing_secret=SecretStr(given["SLACK_SIGNING_SECRET"]),
        slack_api_url=given["SLACK_API_URL"],
        ribbon_managers=(MANAGER,),
        ribbon_managers_channel=MANAGERS_CHANNEL,
        ribbon_timezone=ZONE,
    )


def _connect(playground: Playground, ribbon: Ribbon) -> None:
    def dispatch(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = ribbon.bolt.dispatch(received(body, headers))
        return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()

    playground.connect(dispatch)
