"""`ribbon import` and `ribbon export`; what they do is imported when it is asked for, since `serve` starts by here."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.command_line import Workspace

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV files or workbooks (.xlsx), in any order.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write to; it is made where it is missing.")]
Replace = Annotated[bool, typer.Option("--replace", help="Overwrite files that are already there.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything and say what would change; write nothing.")]
Ask = Annotated[bool, typer.Option("--ask", help="Ask before anything is imported, once it is said what would change.")]
Gone = Annotated[
    int | None,
    typer.Option(help="Confirm that so many services leave their packages, where it is more than a tenth of all."),
]


def import_(
    files: Files, workspace: Workspace = None, dry_run: DryRun = False, gone: Gone = None, ask: Ask = False
) -> None:
    """Import clients, services, packages and sessions from files: all rows, or none if any is wrong."""
    from bot.cli.csv_files import import_into_database

    import_into_database(files, workspace, gone, dry_run=dry_run, ask=ask)


def export(folder: Folder, workspace: Workspace = None, replace: Replace = False) -> None:
    """Write clients, services, packages, sessions and the history as CSV files."""
    from bot.cli.csv_files import export_from_database

    export_from_database(folder, workspace, replace=replace)
