"""Doing what the bot answers to a submitted form: errors, update, push, clear or close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.state.refusal import RefusedError
from playground.web_api import views

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.state.slack import Slack
    from playground.state.world import Json, View
    from playground.to_the_bot.bots import Reply

TROUBLE = "We had some trouble connecting. Try again?"


def answered(slack: Slack, view: View, reply: Reply) -> None:
    """Carry out the answer to a submission; the person keeps their form where it makes no sense."""
    wrong = reply.error
    with slack.changing():
        if not wrong:
            wrong = _carry_out(slack, view, reply.body)
            if wrong:
                slack.problems.append(f"answer to view_submission: {wrong}")
        if wrong:
            view.trouble = TROUBLE


def _carry_out(slack: Slack, view: View, body: Any) -> str:
    """Do it; returns what is wrong with it, if something is."""
    if body in (None, "", {}):
        _close(slack, view)
        return ""
    action = _ACTIONS.get(body.get("response_action")) if isinstance(body, dict) else None
    if action is None:
        return f"neither empty nor a known response_action: {body!r}"
    try:
        return action(slack, view, body)
    except RefusedError as refused:
        return str(refused)


def _close(slack: Slack, view: View) -> None:
    stack = slack.modals[view.owner]
    stack[:] = [one for one in stack if one is not view]


def _clear(slack: Slack, view: View, _body: Json) -> str:
    slack.modals[view.owner].clear()
    return ""


def _errors(_slack: Slack, view: View, body: Json) -> str:
    errors = body.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return f"errors for {sorted(errors or {})}, where the input blocks are {sorted(inputs)}"
    if not all(isinstance(words, str) and words for words in errors.values()):
        return "an error without words"
    view.errors = errors
    return ""


def _push(slack: Slack, view: View, body: Json) -> str:
    workspace = slack.workspaces[view.workspace]
    views.push(slack, workspace, view.owner, body.get("view"), view.channel)
    return ""


def _update(slack: Slack, view: View, body: Json) -> str:
    if view in slack.modals[view.owner]:
        views.replace(slack, view, body.get("view"))
    return ""


_ACTIONS: dict[Any, Callable[[Slack, View, Json], str]] = {
    "clear": _clear,
    "errors": _errors,
    "push": _push,
    "update": _update,
}
