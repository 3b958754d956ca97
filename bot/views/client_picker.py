"""Which client is meant: a type-ahead."""

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import CLIENT_PICKER, PICK_CLIENT, WordsState
from bot.views.parts import modal, plain, section


def client_picker(words: str) -> View:
    """With `words`, several clients matched these."""
    asked = f"Several clients match “{words}”. Which one?" if words else "Type any part of the client's name."
    select = ExternalDataSelectElement(
        action_id=PICK_CLIENT.id,
        placeholder=plain("Part of the name", 150),
        min_query_length=0 if words else 1,
        focus_on_load=True,
    )
    pick = InputBlock(label=plain("Client"), element=select, dispatch_action=True, block_id="client")
    # Slack wants a submit button where there is an input; the choice itself opens the page.
    return modal(CLIENT_PICKER, "Choose a client", [section(asked), pick], remembers=WordsState(words), submit="Open")
