"""`ribbon keys`: the keys that workspaces' tokens are sealed with."""

import typer

from bot.cli.command_line import end, opened_database, words_for_problems
from bot.settings import read_settings
from storage.installations import seal_tokens_anew
from storage.sealing import NoKeyFits, new_key

NOT_ROTATED = 1

keys = typer.Typer(no_args_is_help=True, help="The keys that workspaces' tokens are sealed with: RIBBON_KEYS.")


@keys.command()
def new() -> None:
    """Print a new key."""
    typer.echo(new_key())


@keys.command()
def rotate() -> None:
    """Seal every token with the first key of RIBBON_KEYS; the others can be dropped from there afterwards."""
    with words_for_problems():
        given = read_settings().keys
    try:
        with opened_database() as database, database.writing() as connection:
            count = seal_tokens_anew(connection, given)
    except NoKeyFits:
        end("No key of RIBBON_KEYS opens one of the tokens. Nothing was changed: add the key it has.", NOT_ROTATED)
    typer.echo(f"Tokens sealed with the first key: {count}. They no longer need the other keys.")
