"""`ribbon verify`: work every count out a second way, and compare."""

import typer

from bot.cli.command_line import Workspace, chosen_workspace, opened_database, progress
from bot.settings import read_settings
from domain.importing.files import printable
from domain.verifying import About, Disagreement
from storage.checks import checks

DIFFERS = 1
_OF_SESSIONS = {
    About.NOT_TOLD: "is linked to it, which its history doesn't say",
    About.NOT_LINKED: "isn't linked to it, although its history says so",
}
_OF_SERVICES = {
    About.TOTAL: "total {told} by its history, {shown} stored",
    About.LEFT: "{told} left by its history, {shown} shown",
    About.TOTAL_JUMPS: "history goes on from a total of {shown} where it had come to {told}",
    About.LEFT_JUMPS: "history goes on from {shown} left where it had come to {told}",
    About.IMPOSSIBLE_STEP: "an entry of history changes what is left by {shown}, where it can only by {told}",
}


def verify(workspace: Workspace = None) -> None:
    """Work out every count from history alone, and say where it isn't what is shown."""
    packages = differing = 0
    with opened_database() as database, progress() as bars:
        team = chosen_workspace(database, workspace)
        task = bars.add_task("packages", total=None)
        for checked in checks(database, read_settings().workspace(team)):
            packages, differing = packages + checked.packages, differing + len(checked.differing)
            bars.advance(task, checked.packages)
            for found in checked.disagreements:
                typer.echo(f"package {printable(found.package_id)}: {in_words(found)}")
    if differing:
        typer.echo(f"{differing} of {packages} packages differ from their history.")
        raise typer.Exit(DIFFERS)
    typer.echo(f"{packages} packages checked, all agree.")


def in_words(found: Disagreement) -> str:
    if found.session_id is not None:
        return f"session {printable(found.session_id)} {_OF_SESSIONS[found.about]}"
    words = _OF_SERVICES[found.about].format(told=_number(found.told), shown=_number(found.shown))
    return f"service {printable(found.service_id or '')}: {words}"


def _number(figure: int | None) -> str:
    return "nothing" if figure is None else str(figure)
