"""Files that somebody drops into the direct messages with Ribbon."""

from bot.gestures.interactions import NotedState
from bot.gestures.replies import Nothing, Show
from bot.gestures.visit import Visit
from bot.views.import_look import noteworthy_list
from domain.importing import dropping
from domain.values.ids import DropId
from domain.values.messages import Drop


def keep(visit: Visit, drop: Drop) -> Nothing:
    """What importing would do is said once they are read, which may take longer than Slack waits for us."""
    dropping.drop_files(visit.records, visit.by, visit.at, drop)
    return Nothing()


def import_as_looked_at(visit: Visit, drop_id: DropId) -> Nothing:
    """What comes of it is said in the place of the look."""
    dropping.import_as_looked_at(visit.records, visit.by, visit.at, drop_id)
    return Nothing()


def leave_it(visit: Visit, drop_id: DropId) -> Nothing:
    dropping.leave_files(visit.records, visit.by, visit.at, drop_id)
    return Nothing()


def show_noteworthy(visit: Visit, state: NotedState) -> Show:
    return Show(noteworthy_list(dropping.see_noteworthy(visit.records, visit.by, state.drop_id, state.note)))
