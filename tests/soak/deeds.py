"""All that changes something, as it is done once: the gestures that write, and what is done without anybody's press."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dying import Forget, GoOn
from practice import NOW
from scene_of_gestures import ONE, Scene
from sqlalchemy import update
from table_of_gestures import TABLE, Row
from ways_of_gestures import Press

from domain.values.ids import ClientId
from playground.state.slack import Slack
from playground.to_the_bot.bots import UNREACHABLE, Parcel, Reply
from storage.tables import PACKAGE

TEN_MINUTES = timedelta(minutes=10)
Happens = Callable[[Slack], object]
Step = Parcel | Forget | GoOn | Happens


@dataclass(frozen=True)
class Deed:
    """`prepared` goes there as a person would; the steps that it gives are done one after the other."""

    name: str
    prepared: Callable[[Scene], list[Step]]
    with_rounds: bool = False


class Recorder:
    """In the place of a bot: keeps what it was to be told."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def take(self, parcel: Parcel, _seconds: float) -> Reply:
        self.parcels.append(parcel)
        return Reply(error=UNREACHABLE)


def pressed(scene: Scene, press: Press) -> Parcel:
    """What Slack tells of a press."""
    deliveries, recorder = scene.p.client.deliveries, Recorder()
    bot, deliveries.bot = deliveries.bot, recorder
    press()
    deliveries.bot = bot
    return recorder.parcels[0]


def deeds(gestures: set[Any]) -> list[Deed]:
    """One of each gesture that writes, and the rest."""
    rows = {row.key: row for rows in TABLE.values() for row in reversed(rows) if row.key in gestures and row.done}
    return [*(Deed(f"{key[0]} {key[1]}", of_row(row)) for key, row in rows.items()), *OTHERS]


def of_row(row: Row) -> Callable[[Scene], list[Step]]:
    def prepared(scene: Scene) -> list[Step]:
        scene.is_new(row.by)
        return [pressed(scene, row.way(scene)), GoOn()]

    return prepared


def _forgets(scene: Scene) -> list[Step]:
    """A client whose request stands in the managers' channel is erased."""
    scene.is_new("UMAN")
    scene.thread()
    return [Forget(ClientId(scene.key)), GoOn()]


def _asked_where_ribbon_was_removed(scene: Scene) -> list[Step]:
    """A manager is told that the channel takes nothing; later Ribbon is invited again."""
    scene.is_new("UPRAC")
    form = scene.edit(ONE)
    scene.p.slack.channels["CMAN"].members.remove("UBOTT1")
    form.submit()
    return [GoOn(), lambda slack: slack.channels["CMAN"].members.append("UBOTT1"), GoOn(TEN_MINUTES)]


def _expires(scene: Scene) -> list[Step]:
    """A package has expired, and there is somebody whom Ribbon doesn't know yet."""
    scene.is_new("UPRAC")
    with scene.practice.database.writing() as connection:
        connection.execute(update(PACKAGE).values(expires_on=(NOW - timedelta(days=2)).date()))
    scene.p.slack.add_person("UNEW", "Nora Newcomer")
    return [GoOn()]


OTHERS = [
    Deed("forget a client", _forgets),
    Deed("a channel in trouble", _asked_where_ribbon_was_removed),
    Deed("the rounds", _expires, with_rounds=True),
]
