"""One of the two apps on the server that Ribbon has: python door_server.py ours|bare PORT"""

import asyncio
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from here import bare_bolt, ribbon

from bot.app import THREADS
from bot.server import serve_http, web
from storage.database import open_database
from storage.migrating import migrate


def main(which: str, port: int) -> None:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(THREADS) as threads:
        database = open_database(f"sqlite:///{Path(folder) / 'ribbon.db'}")
        migrate(database)
        bolt = ribbon(database, threads) if which == "ours" else bare_bolt()
        asyncio.run(serve_http(web(bolt, list, threads), "127.0.0.1", port))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
