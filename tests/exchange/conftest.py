"""Files that come in and go out."""

from sharing import database, engines, file

__all__ = ["database", "engines", "file"]
