"""One of the two apps on the server that Ribbon has: python door_server.py ours|bare PORT"""

import asyncio
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from here import SECRET, as_bolt_reads, bare_bolt, ribbon
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import THREADS
from bot.serving.http import web
from bot.serving.listening import serve_http
from bot.serving.seals import Seals
from storage.database import open_database
from storage.migrating import migrate


def main(which: str, port: int) -> None:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(THREADS) as threads:
        database = open_database(f"sqlite:///{Path(folder) / 'ribbon.db'}")
        migrate(database)
        ours = web(ribbon(database, threads), Seals(SECRET), threads)
        app = ours if which == "ours" else bare_web(bare_bolt(), threads)
        asyncio.run(serve_http("127.0.0.1", {port: app}))


def bare_web(bolt: App, threads: ThreadPoolExecutor) -> Starlette:
    """What Bolt's own adapter does, with threads as ours has them: its own would block the loop."""

    async def events(request: Request) -> Response:
        asked = as_bolt_reads(await request.body(), request.headers)
        return to_starlette_response(await asyncio.get_running_loop().run_in_executor(threads, bolt.dispatch, asked))

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
