"""Web API methods about who and what is there: people, channels, workspaces, files."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from playground.state.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.state.slack import Slack
    from playground.state.world import Channel, Json, Message, Person, Workspace

PAGE, LARGEST_PAGE = 100, 1000


def required(arguments: Json, key: str) -> str:
    if not arguments.get(key):
        raise RefusedError("invalid_arguments", [f"missing required field: {key}"])
    return str(arguments[key])


def find_person(slack: Slack, workspace: Workspace, user: str) -> Person:
    """Somebody the workspace knows: one of its own, or somebody met in a shared channel."""
    person = slack.people.get(user)
    if person is None or not (person.is_in(workspace.id) or _met(slack, workspace, user)):
        raise RefusedError("user_not_found")
    return person


def _met(slack: Slack, workspace: Workspace, person: str) -> bool:
    shared = [c for c in slack.channels.values() if workspace.id in (c.workspace, *c.shared_with)]
    return any(c.shared_with and person in c.members for c in shared)


def find_channel(slack: Slack, workspace: Workspace, arguments: Json, *, to_write: bool = False) -> Channel:
    """Give the channel meant, or by a person's id their direct messages, if this bot may know and use it."""
    given = required(arguments, "channel")
    if given in slack.people:
        return slack.dm(find_person(slack, workspace, given).id, workspace)
    named = (c for c in slack.channels.values() if f"#{c.name}" == given and c.workspace == workspace.id)
    channel = slack.channels.get(given) or next(named, None)
    if channel is None or not channel.known_to(workspace):
        raise RefusedError("channel_not_found")
    if to_write and workspace.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def find_message(slack: Slack, workspace: Workspace, arguments: Json, key: str = "ts") -> Message:
    """Give the message meant; wants the channel's own id, and never finds an ephemeral one."""
    if arguments.get("channel") in slack.people:
        raise RefusedError("channel_not_found")
    channel, ts = find_channel(slack, workspace, arguments), required(arguments, key)
    message = next((m for m in slack.messages[channel.id] if m.ts == ts and not m.only_for), None)
    if message is None:
        raise RefusedError("message_not_found")
    return message


def page_of(items: Sequence[Any], arguments: Json, key: str) -> Json:
    """One page of a list, with the cursor of the next."""
    try:
        size, start = int(arguments.get("limit") or PAGE), int(arguments.get("cursor") or 0)
    except ValueError:
        raise RefusedError("invalid_cursor") from None
    if not 0 < size <= LARGEST_PAGE:
        raise RefusedError("invalid_limit")
    more = str(start + size) if start + size < len(items) else ""
    return {key: list(items[start : start + size]), "response_metadata": {"next_cursor": more}}


def api_test(_slack: Slack, _workspace: Workspace, arguments: Json) -> Json:
    return {"args": arguments}


def auth_test(slack: Slack, workspace: Workspace, _arguments: Json) -> Json:
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": slack.people[workspace.bot_user].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": workspace.for_organisation,
    }


def team_info(_slack: Slack, workspace: Workspace, _arguments: Json) -> Json:
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain}}


def connections_open(slack: Slack, _workspace: Workspace, _arguments: Json) -> Json:
    return {"url": f"{slack.base_url.replace('http', 'ws', 1)}/socket?ticket={secrets.token_hex(8)}"}


def oauth_access(slack: Slack, _workspace: Workspace, arguments: Json) -> Json:
    """Install: the code is the id of a workspace."""
    workspace = slack.workspaces.get(str(arguments.get("code")))
    if workspace is None:
        raise RefusedError("invalid_code")
    return {
        "access_token": workspace.token,
        "token_type": "bot",
        "scope": ",".join(sorted(workspace.scopes or [])),
        "bot_user_id": workspace.bot_user,
        "app_id": slack.app_id,
        "team": None if workspace.for_organisation else {"id": workspace.id, "name": workspace.name},
        "enterprise": {"id": workspace.organisation, "name": "Practices"} if workspace.organisation else None,
        "authed_user": {"id": next(p.id for p in slack.people.values() if p.workspace == workspace.id)},
        "is_enterprise_install": workspace.for_organisation,
    }


def users_info(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    person = find_person(slack, workspace, required(arguments, "user"))
    return {"user": person.as_slack(workspace)}


def users_list(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    own = [p.as_slack(workspace) for p in slack.people.values() if p.is_in(workspace.id)]
    return page_of(own, arguments, "members")


def users_lookup(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    email = required(arguments, "email").lower()
    for person in slack.people.values():
        if person.workspace == workspace.id and person.email.lower() == email and not person.deleted:
            return {"user": person.as_slack(workspace)}
    raise RefusedError("users_not_found")


def conversations_info(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return {"channel": find_channel(slack, workspace, arguments).as_slack(workspace)}


def conversations_members(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return page_of(find_channel(slack, workspace, arguments).members, arguments, "members")


def conversations_list(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    wanted = str(arguments.get("types") or "public_channel").split(",")
    kinds = {word.strip().removesuffix("_channel") for word in wanted}
    known = [c for c in slack.channels.values() if c.known_to(workspace) and c.kind in kinds]
    return page_of([c.as_slack(workspace) for c in known], arguments, "channels")


def conversations_open(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    given = arguments.get("users") or ""
    who = given if isinstance(given, list) else [user for user in str(given).split(",") if user]
    if len(who) != 1:
        raise RefusedError("invalid_arguments", ["the playground opens direct messages with one person only"])
    channel = slack.dm(find_person(slack, workspace, who[0]).id, workspace)
    return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}


def _read_by_its_own_id(slack: Slack, workspace: Workspace, arguments: Json) -> Channel:
    """Give the channel to read; only posting takes a person's id for their direct messages."""
    if arguments.get("channel") in slack.people:
        raise RefusedError("channel_not_found")
    return find_channel(slack, workspace, arguments, to_write=True)


def conversations_history(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    channel = _read_by_its_own_id(slack, workspace, arguments)
    top = [m for m in slack.messages[channel.id] if not m.only_for and not m.is_reply and _is_asked_for(m, arguments)]
    return page_of([m.as_slack() for m in top[::-1]], arguments, "messages")


def conversations_replies(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    channel, ts = _read_by_its_own_id(slack, workspace, arguments), required(arguments, "ts")
    thread = [m for m in slack.messages[channel.id] if not m.only_for and ts in (m.ts, m.thread_ts)]
    if not thread:
        raise RefusedError("thread_not_found")
    asked_for = [m for m in thread if m.ts == ts or _is_asked_for(m, arguments)]
    return page_of([m.as_slack() for m in asked_for], arguments, "messages")


def _is_asked_for(message: Message, arguments: Json) -> bool:
    return float(message.ts) > float(arguments.get("oldest") or 0)


def files_info(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    file = slack.files.get(required(arguments, "file"))
    if file is None or file.workspace != workspace.id:
        raise RefusedError("file_not_found")
    return {"file": file.as_slack(slack.base_url)}
