"""Opening, stacking, updating and publishing views, as strictly as Slack."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from playground.limits.rules import check_view, view_is_too_large
from playground.limits.values import start_values
from playground.state.refusal import RefusedError, refuse_if
from playground.state.world import Json, View, Workspace
from playground.web_api.messages import named

if TYPE_CHECKING:
    from playground.limits.blocks import Surface
    from playground.state.slack import Slack

DEEPEST = 3


def check(raw: Any, surface: Surface) -> None:
    refuse_if("invalid_arguments", check_view(raw, surface))
    if view_is_too_large(raw):
        raise RefusedError("view_too_large")


def open_modal(slack: Slack, workspace: Workspace, arguments: Json) -> View:
    """Show a modal in place of what was open; a view that is refused does not use up its trigger."""
    check(arguments.get("view"), "modal")
    trigger = slack.exchange(_trigger_id(arguments), workspace)
    slack.modals[trigger.person].clear()
    return push(slack, workspace, trigger.person, arguments["view"], trigger.channel)


def push_modal(slack: Slack, workspace: Workspace, arguments: Json) -> View:
    """Show a modal on top of the one that the trigger came from."""
    check(arguments.get("view"), "modal")
    trigger = slack.exchange(_trigger_id(arguments), workspace)
    if not slack.modals[trigger.person]:
        raise RefusedError("not_found")
    return push(slack, workspace, trigger.person, arguments["view"], trigger.channel)


def push(slack: Slack, workspace: Workspace, person: str, raw: Any, channel: str = "") -> View:
    """Put a modal on top of a person's stack, three high at most."""
    check(raw, "modal")
    stack = slack.modals[person]
    if len(stack) >= DEEPEST:
        raise RefusedError("push_limit_reached")
    _refuse_taken_id(slack, workspace, raw.get("external_id"))
    view = _new(slack, workspace, person, raw, channel)
    if stack:
        view.root_id, view.previous_id = stack[0].root_id, stack[-1].id
    stack.append(view)
    return view


def update(slack: Slack, workspace: Workspace, arguments: Json) -> View:
    """Show something else in an open modal; with a hash, only if nobody changed it since."""
    if not arguments.get("view_id") and not arguments.get("external_id"):
        raise RefusedError("invalid_arguments", ["missing required field: view_id"])
    check(arguments.get("view"), "modal")
    view = _find(slack, workspace, arguments)
    _refuse_old_hash(view, arguments.get("hash"))
    replace(slack, view, arguments["view"])
    return view


def replace(slack: Slack, view: View, raw: Any) -> None:
    """Put other content into a view; what was entered stays where the fields are the same."""
    check(raw, "modal" if view in slack.modals[view.owner] else "home")
    view.content = {**raw, "blocks": named(raw["blocks"])}
    view.values = start_values(view.blocks, view.values, view.channel)
    view.errors, view.trouble, view.hash = {}, "", new_hash(slack)


def publish(slack: Slack, workspace: Workspace, arguments: Json) -> View:
    """Show something on a person's Home tab."""
    person = slack.people.get(str(arguments.get("user_id")))
    if person is None or not person.is_in(workspace.id):
        raise RefusedError("user_not_found" if arguments.get("user_id") else "invalid_arguments")
    check(arguments.get("view"), "home")
    whose = (workspace.id, person.id)
    old = slack.homes.get(whose)
    if old:
        _refuse_old_hash(old, arguments.get("hash"))
        replace(slack, old, arguments["view"])
        return old
    slack.homes[whose] = _new(slack, workspace, person.id, arguments["view"], "")
    return slack.homes[whose]


def new_hash(slack: Slack) -> str:
    return f"{int(slack.now())}.{secrets.token_hex(4)}"


def _new(slack: Slack, workspace: Workspace, person: str, raw: Json, channel: str) -> View:
    key, blocks = f"V{slack.serial():08d}", named(raw["blocks"])
    content = {**raw, "blocks": blocks}
    view = View(key, person, workspace.id, content, new_hash(slack), root_id=key, channel=channel)
    view.values = start_values(blocks, {}, channel)
    return view


def _trigger_id(arguments: Json) -> str:
    given = arguments.get("trigger_id")
    if not given:
        raise RefusedError("invalid_arguments", ["missing required field: trigger_id"])
    return str(given)


def _find(slack: Slack, workspace: Workspace, arguments: Json) -> View:
    wanted, external = arguments.get("view_id"), arguments.get("external_id")
    for view in (view for stack in slack.modals.values() for view in stack):
        named_so = external and view.content.get("external_id") == external
        if view.workspace == workspace.id and (view.id == wanted or named_so):
            return view
    raise RefusedError("not_found")


def _refuse_old_hash(view: View, given: Any) -> None:
    if given and given != view.hash:
        raise RefusedError("hash_conflict")


def _refuse_taken_id(slack: Slack, workspace: Workspace, external_id: Any) -> None:
    views = [view for stack in slack.modals.values() for view in stack if view.workspace == workspace.id]
    if external_id and any(view.content.get("external_id") == external_id for view in views):
        raise RefusedError("duplicate_external_id")
