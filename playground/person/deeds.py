"""What the page may ask for, one function a deed: plain values in, the person's own client acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.person.client import Client
from playground.person.eyes import NotPossibleError
from playground.state.world import Json, View

Deed = Callable[[Client, Json], Any]


def _keep(client: Client, told: Json) -> None:
    """Put what stands in the fields of the page where the bot will find it."""
    shown = client.shown(told["shown"])
    for block_id, fields in (told.get("values") or {}).items():
        for action_id, value in fields.items():
            found = client.find_element(shown, block_id, action_id)
            if found:
                client.keep(shown, *found, value)


def _command(client: Client, told: Json) -> None:
    client.command(told["channel"], told["line"])


def _say(client: Client, told: Json) -> None:
    client.say(told["channel"], told["text"], told.get("thread", ""))


def _home(client: Client, _told: Json) -> None:
    client.open_home()


def _press(client: Client, told: Json) -> None:
    _keep(client, told)
    shown = client.shown(told["shown"])
    client.act(shown, *client.element(shown, told["block"], told["action"]), {})


def _choose(client: Client, told: Json) -> None:
    _keep(client, told)
    shown = client.shown(told["shown"])
    client.choose(shown, *client.element(shown, told["block"], told["action"]), told["value"])


def _enter(client: Client, told: Json) -> None:
    _keep(client, told)
    shown = client.shown(told["shown"])
    client.enter(shown, *client.element(shown, told["block"], told["action"]), told["value"])


def _suggest(client: Client, told: Json) -> list[Json]:
    shown = client.shown(told["shown"])
    element = client.element(shown, told["block"], told["action"])
    return client.suggest(shown, *element, told["typed"])


def _submit(client: Client, told: Json) -> None:
    _keep(client, told)
    client.submit(_modal(client, told))


def _close(client: Client, told: Json) -> None:
    client.close(_modal(client, told), everything=bool(told.get("everything")))


def _modal(client: Client, told: Json) -> View:
    view = client.shown(told["shown"])
    if not isinstance(view, View):
        raise NotPossibleError("This is no modal.")
    return view


def _places(client: Client, told: Json) -> list[Json]:
    """Give what a menu of people or conversations offers, as options."""
    shown = client.shown(told["shown"])
    _, element = client.element(shown, told["block"], told["action"])
    return [{"text": {"type": "plain_text", "text": text}, "value": key} for text, key in client.offers(element)]


DEEDS: dict[str, Deed] = {
    "command": _command,
    "say": _say,
    "home": _home,
    "press": _press,
    "choose": _choose,
    "enter": _enter,
    "suggest": _suggest,
    "places": _places,
    "submit": _submit,
    "close": _close,
}
