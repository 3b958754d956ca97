"""Use cases with a database behind them."""

from sharing import database, engines, file

__all__ = ["database", "engines", "file"]
