"""Files that somebody drops into the direct messages with Ribbon."""

from bot.gestures.replies import Nothing
from bot.gestures.visit import Visit
from domain.importing.dropping import drop_files
from domain.values.messages import Drop


def keep(visit: Visit, drop: Drop) -> Nothing:
    """What comes of it is said when they are imported, which may take longer than Slack waits for us."""
    drop_files(visit.records, visit.by, visit.at, drop)
    return Nothing()
