"""An SQLite file on the disk: whether it is still the one that was opened, and how long the log beside it is.

Who has a file open goes on reading and writing it wherever it was moved to, and after it was deleted.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    path: Path
    identity: tuple[int, int]  # by which the system knows it, whatever it is called

    @classmethod
    def at(cls, path: Path) -> "FileOnDisk":
        return cls(path, _identity(path))

    def is_there(self) -> bool:
        try:
            return _identity(self.path) == self.identity
        except OSError:
            return False

    def log_size(self) -> int:
        """Bytes of what isn't written back into the file: SQLite can't do that while somebody reads what was before."""
        try:
            return os.stat(f"{self.path}-wal").st_size  # noqa: PTH116 - asked for often
        except OSError:
            return 0


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 - asked for at every transaction
    return found.st_dev, found.st_ino
