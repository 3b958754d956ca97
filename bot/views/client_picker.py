"""Which client is meant: a type-ahead."""

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import ADD_CLIENT, CLIENT_PICKER, PICK_CLIENT, WordsState
from bot.views.parts import actions, button, modal, plain, section
from domain.values.people import Person


def client_picker(words: str, by: Person, *, is_empty: bool = False) -> View:
    """With `words`, several clients matched these; if it is empty, there is nobody to pick."""
    ways = actions([button("Add a client", ADD_CLIENT, None)] if by.may_add_clients else [])
    if is_empty:
        whose = "There are no clients yet." if by.own_only is None else "You have no clients yet."
        who = "" if by.may_add_clients else " A manager can add one and book your first session."
        return modal(CLIENT_PICKER, "Choose a client", [section(f"{whose}{who}"), *ways], remembers=WordsState(words))
    asked = f"Several clients match “{words}”. Which one?" if words else "Type any part of the client's name."
    select = ExternalDataSelectElement(
        action_id=PICK_CLIENT.id,
        placeholder=plain("Part of the name", 150),
        min_query_length=0 if words else 1,
        focus_on_load=True,
    )
    pick = InputBlock(label=plain("Client"), element=select, dispatch_action=True, block_id="client")
    # Slack wants a submit button where there is an input; the choice itself opens the page.
    return modal(
        CLIENT_PICKER, "Choose a client", [section(asked), pick, *ways], remembers=WordsState(words), submit="Open"
    )
