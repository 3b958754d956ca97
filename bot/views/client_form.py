"""A client's name: of a new one, or another one."""

from collections.abc import Sequence

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.gestures.interactions import CLIENT_FORM, CLIENT_NAME, ClientFormState
from bot.views.emphasis import alert
from bot.views.parts import context, cut, field, modal, name_of
from domain.values.clients import Client
from domain.values.ids import LONGEST_NAME, OWN
from domain.values.people import Naming, Person

NAME = 25  # characters of a likely double's name


def add_client_form(by: Person, doubles: Sequence[Client] = (), typed: str = "") -> View:
    """With `doubles`, clients of the name that was typed are there already."""
    name = PlainTextInputElement(
        action_id=CLIENT_NAME.name, max_length=LONGEST_NAME, initial_value=typed[:LONGEST_NAME] or None
    )
    whose = "" if by.is_manager else "The client is yours from then on: you see them, and can book a session."
    is_there = f"{_named(doubles, by)} is there already. Add this one only if it's somebody else."
    blocks = [
        *([alert(is_there)] if doubles else []),
        field("Name", CLIENT_NAME, name),
        *([context(whose)] if whose else []),
    ]
    submit = "Add anyway" if doubles else "Add client"
    state = ClientFormState(doubles=tuple(one.id for one in doubles))
    return modal(CLIENT_FORM, "Add a client", blocks, remembers=state, submit=submit, close="Cancel")


def _named(doubles: Sequence[Client], by: Person) -> str:
    """As in "Ana Ruiz (C101)"."""
    return ", ".join(f"{cut(name_of(one, by), NAME)}{_code(one, by)}" for one in doubles)


def _code(client: Client, by: Person) -> str:
    is_said = client.id.startswith(OWN) or by.workspace.naming is Naming.CODE
    return "" if is_said else f" ({cut(client.id, NAME)})"


def rename_client_form(client: Client) -> View:
    name = PlainTextInputElement(
        action_id=CLIENT_NAME.name, max_length=LONGEST_NAME, initial_value=cut(client.name, LONGEST_NAME)
    )
    blocks = [
        field("Name", CLIENT_NAME, name),
        context("Sessions, packages and history stay as they are. Messages that name the client are renamed, too."),
    ]
    return modal(
        CLIENT_FORM, "Rename client", blocks, remembers=ClientFormState(client.id), submit="Save", close="Cancel"
    )
