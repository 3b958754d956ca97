"""`ribbon forget`: erase a client everywhere."""

from datetime import UTC, datetime
from secrets import token_hex
from typing import Annotated

import typer

from bot.cli.command_line import Workspace, chosen_workspace, end, opened_database
from domain.erasing import belongings_of, forget_client
from domain.importing.files import printable
from domain.values.history import Belongings, Erasure
from domain.values.ids import ClientId, WorkspaceId
from domain.values.refusal import Refusal
from storage.database import Database, DatabaseBusy
from storage.records import RecordsTx

NOT_ERASED = 1
BY = "ribbon forget"

Id = Annotated[str, typer.Argument(metavar="CLIENT_ID", help="The client's id in the source system.")]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask.")]


def forget(client_id: Id, workspace: Workspace = None, yes: Yes = False) -> None:
    """Erase a client with everything of theirs; what was posted about them is deleted in Slack by `ribbon serve`."""
    with opened_database() as database:
        team = chosen_workspace(database, workspace)
        try:
            if not yes:
                _ask(database, team, ClientId(client_id))
            erasure = _erased(database, team, ClientId(client_id))
        except Refusal as refused:
            end(f"ribbon: {refused}", NOT_ERASED)
        except DatabaseBusy:
            end("ribbon: Somebody else is writing to the database. Nothing was erased: try again.", NOT_ERASED)
    typer.echo(f"Erased: {_said(erasure.erased)}. These numbers are kept, without a name, as {erasure.reference}.")


def _ask(database: Database, team: WorkspaceId, client_id: ClientId) -> None:
    with database.reading() as connection:
        records = RecordsTx(connection, team)
        there, client = belongings_of(records, client_id), records.find_client(client_id, None)
    name = printable(client.name) if client else ""
    typer.confirm(f"Erase {name}, client {client_id}, with {_said(there)}? This can't be undone.", abort=True)


def _erased(database: Database, team: WorkspaceId, client_id: ClientId) -> Erasure:
    with database.writing() as connection:
        return forget_client(RecordsTx(connection, team), client_id, BY, datetime.now(UTC), token_hex(6))


def _said(there: Belongings) -> str:
    counts = {"session": there.sessions, "package": there.packages, "adjustment": there.adjustments}
    return ", ".join(f"{number} {thing}{'' if number == 1 else 's'}" for thing, number in counts.items())
