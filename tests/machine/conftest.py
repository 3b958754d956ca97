"""Whatever is done in whatever order."""

from sharing import database, engines, file

__all__ = ["database", "engines", "file"]
