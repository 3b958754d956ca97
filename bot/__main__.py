"""The command line."""

import asyncio
import gc
import os
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.backup import backup, restore
from bot.cli.command_line import WRONG_CALL, end, opened_database, words_for_problems
from bot.cli.exchange import export, import_
from bot.cli.forget import forget
from bot.cli.keys import keys
from bot.cli.verify import verify
from bot.settings import Settings, read_settings, settings_to_serve
from storage.database import open_database
from storage.migrating import migrate

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.app import Ribbon

program = typer.Typer(no_args_is_help=True, add_completion=False)
program.add_typer(keys, name="keys")
program.command("import", no_args_is_help=True)(import_)
program.command("export", no_args_is_help=True)(export)
program.command("backup", no_args_is_help=True)(backup)
program.command("restore", no_args_is_help=True)(restore)
program.command("forget", no_args_is_help=True)(forget)
program.command("verify")(verify)


Newer = Annotated[
    bool,
    typer.Option("--newer-database", help="Go back one release: work on a database that is newer than this Ribbon."),
]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"ribbon {version('ribbon')}")
        raise typer.Exit


@program.callback()
def ribbon(
    _: Annotated[
        bool, typer.Option("--version", help="Print the version, and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Ties booked sessions to clients' prepaid packages, in Slack."""


@program.command()
def serve(newer_database: Newer = False) -> None:
    """Connect to Slack and work until stopped: Socket Mode with SLACK_APP_TOKEN, else HTTP."""
    gc.disable()  # what a start makes, stays: looking through it for garbage takes a tenth of the start
    from bot.app import THREADS, build
    from bot.cli.tokens import look_before_serving
    from bot.logs import configure_logs
    from bot.serving.listening import serve_http

    with words_for_problems():
        settings = settings_to_serve()
        configure_logs()
        with opened_database(newer_too=newer_database) as database, ThreadPoolExecutor(THREADS, "requests") as threads:
            ribbon = build(settings, database)
            gc.freeze()
            gc.enable()

            try:
                look_before_serving(ribbon.installations, settings.slack_app_token)
                ribbon.start()
                if settings.slack_app_token:
                    _serve_over_socket(ribbon, settings, settings.slack_app_token.get_secret_value())
                else:
                    asyncio.run(serve_http(settings.host, _apps(ribbon, settings, threads)))
            finally:
                ribbon.finish()
    os._exit(0)  # threads of the server may still be at something: taking the interpreter down under them aborts it


def _apps(ribbon: "Ribbon", settings: Settings, threads: ThreadPoolExecutor) -> dict[int, "Starlette"]:
    """What is served over HTTP, by port."""
    from starlette.applications import Starlette

    from bot.serving.health import health_routes
    from bot.serving.http import web
    from bot.serving.seals import Seals

    secret, health = settings.slack_signing_secret, health_routes(ribbon.not_ready, ribbon.figures, ribbon.noted)
    seals = Seals(secret.get_secret_value() if secret else "")
    if settings.ops_port is None:
        return {settings.port: web(ribbon.bolt, seals, threads, ribbon.install_flow, health)}
    return {
        settings.port: web(ribbon.bolt, seals, threads, ribbon.install_flow),
        settings.ops_port: Starlette(routes=health),
    }


def _serve_over_socket(ribbon: "Ribbon", settings: Settings, app_token: str) -> None:
    from starlette.applications import Starlette

    from bot.app import THREADS
    from bot.serving.health import health_routes
    from bot.serving.listening import serve_http, wait_for_the_end
    from bot.serving.socket_mode import SlackSocket

    slack_socket = SlackSocket(ribbon.bolt, app_token, THREADS)
    slack_socket.start()
    try:
        if settings.health_port is not None:
            # Slack's requests over HTTP wouldn't be expected here.
            health = health_routes(lambda: ribbon.not_ready() + slack_socket.not_ready(), ribbon.figures, ribbon.noted)
            asyncio.run(serve_http(settings.host, {settings.health_port: Starlette(routes=health)}))
        else:
            wait_for_the_end()
    finally:
        slack_socket.end()


@program.command("migrate")
def migrate_database() -> None:
    """Bring the database up to date (serve and import do this themselves)."""
    with words_for_problems():
        database = open_database(read_settings().database)
        before, after = migrate(database)
        database.close()
    typer.echo(
        f"The database is up to date ({after})." if before == after else f"Migrated {before or 'nothing'} → {after}."
    )


@program.command("manifest")
def print_manifest(
    url: Annotated[str | None, typer.Option(help="Your address, as in https://ribbon.example.com")] = None,
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, which needs no address")] = False,
    oauth: Annotated[bool, typer.Option("--oauth", help="To be installed by several workspaces, by a link")] = False,
    thread_replies: Annotated[
        bool, typer.Option("--thread-replies", help="To take `approve` and `decline: reason` written in threads")
    ] = False,
) -> None:
    """Print the app manifest to create the Slack app from."""
    from bot.slack.manifest import manifest

    if socket and url:
        end("ribbon: --url and --socket exclude each other: over a socket Slack needs no address", WRONG_CALL)
    if oauth and (socket or not url):
        end("ribbon: --oauth needs --url https://…: browsers come back to that address", WRONG_CALL)
    if url and not url.startswith("https://"):
        end(f"ribbon: --url {url}: Slack calls addresses that begin with https:// only", WRONG_CALL)
    typer.echo(manifest(url=url, socket=socket, oauth=oauth, thread_replies=thread_replies), nl=False)


@program.command()
def doctor() -> None:
    """Check tokens, scopes, channel, clock and database, and say how to fix what is wrong."""
    from bot.cli.doctor import examine

    with words_for_problems():
        findings = list(examine(read_settings()))
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.is_well else 'WRONG'} {finding.what}")
        if finding.mend:
            typer.echo(f"      {finding.mend}")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


if __name__ == "__main__":
    program()
