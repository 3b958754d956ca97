"""What becomes of the database's file while Ribbon runs: told by /readyz, and in the log where nobody asks."""

from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

import structlog

from storage.database import Database

LOOK_EVERY = 2.0  # seconds
TOLD_EVERY = 60.0
LONG_LOG = 64 * 2**20  # bytes; a few are usual
GONE = "the database's file was moved away or replaced: put it back, or restart Ribbon"
GROWN = (
    "the log beside the database's file has grown to {} MB: it can't be written back while something that large is"
    " being saved, or another program goes on reading the file"
)

log = structlog.get_logger()


@dataclass
class DiskWatch:
    database: Database
    ended: Event
    _told_at: dict[str, float] = field(default_factory=dict)

    def start(self) -> None:
        if self.database.on_disk:
            Thread(target=self._work, name="disk watch", daemon=True).start()

    def wrong(self) -> list[str]:
        """Why nothing can be saved."""
        return [GONE] if self.database.is_gone() else []

    def noted(self) -> list[str]:
        """What somebody should look at, although all works."""
        file = self.database.on_disk
        size = file.log_size() if file else 0
        return [GROWN.format(size // 2**20)] if size > LONG_LOG else []

    def _work(self) -> None:
        while not self.ended.wait(LOOK_EVERY):
            for words, of in ((self.wrong(), GONE), (self.noted(), GROWN)):
                if words and monotonic() - self._told_at.get(of, float("-inf")) >= TOLD_EVERY:
                    self._told_at[of] = monotonic()
                    log.warning(words[0])
