"""What a Slack holds, as plain records: workspaces, people, channels, files, messages and views."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Json = dict[str, Any]
Guest = Literal["", "multi", "single"]
Kind = Literal["public", "private", "im"]


@dataclass
class Workspace:
    """One workspace, with the bot installed in it unless `token` is empty; `scopes` None grants all."""

    id: str
    name: str
    token: str
    scopes: frozenset[str] | None = None
    organisation: str = ""  # on Enterprise Grid
    for_organisation: bool = False  # the bot is installed in all of its workspaces at once

    @property
    def domain(self) -> str:
        return self.id.lower()

    @property
    def bot_user(self) -> str:
        return f"UBOT{self.id}"

    @property
    def bot_id(self) -> str:
        return f"B{self.id}"

    def grants(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes


@dataclass
class Person:
    """Somebody with an account, or a bot; `guest` is 'multi' or 'single' (channel) for guests."""

    id: str
    workspace: str
    name: str
    real_name: str
    tz: str
    email: str
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    guest: Guest = ""
    elsewhere: tuple[str, ...] = ()  # more workspaces of the organisation that they are in

    def is_in(self, workspace: str) -> bool:
        return workspace in (self.workspace, *self.elsewhere)

    def as_slack(self, seen_from: Workspace) -> Json:
        """Give the user object of the Web API; the e-mail only where the scope for it was granted.

        Whoever can be seen is no stranger: of the workspace, of its organisation, or met in a shared channel.
        """
        profile: Json = {
            "real_name": self.real_name,
            "display_name": self.name,
            "real_name_normalized": self.real_name,
        }
        if seen_from.grants("users:read.email") and not self.is_bot:
            profile["email"] = self.email
        teams = [self.workspace, *self.elsewhere]
        organised = {"enterprise_user": {"enterprise_id": seen_from.organisation, "id": self.id, "teams": teams}}
        return {
            **(organised if seen_from.organisation and self.is_in(seen_from.id) else {}),
            "id": self.id,
            "team_id": self.workspace,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": self.utc_offset(),
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": bool(self.guest),
            "is_ultra_restricted": self.guest == "single",
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_stranger": False,
            "updated": 1,
        }

    def utc_offset(self) -> int:
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0


@dataclass
class Channel:
    """A channel, or the direct messages of one person with the bot."""

    id: str
    name: str
    workspace: str
    members: list[str]
    kind: Kind = "public"
    shared_with: tuple[str, ...] = ()

    def known_to(self, workspace: Workspace) -> bool:
        """Whether the bot of a workspace may learn that this channel exists."""
        inside = workspace.id in (self.workspace, *self.shared_with)
        return inside and (self.kind == "public" or workspace.bot_user in self.members)

    def as_slack(self, workspace: Workspace) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": self.kind == "im",
            "is_private": self.kind != "public",
            "is_archived": False,
            "is_member": workspace.bot_user in self.members,
            "is_ext_shared": bool(self.shared_with),
            "is_shared": bool(self.shared_with),
            "is_pending_ext_shared": False,
            "num_members": len(self.members),
        }


@dataclass(frozen=True)
class File:
    """A file somebody dropped into a conversation."""

    id: str
    name: str
    content: bytes
    owner: str
    workspace: str
    channel: str

    def as_slack(self, base_url: str) -> Json:
        url = f"{base_url}/files/{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.name,
            "mimetype": "text/csv" if self.name.endswith(".csv") else "application/octet-stream",
            "filetype": self.name.rpartition(".")[2],
            "size": len(self.content),
            "user": self.owner,
            "mode": "hosted",
            "is_external": False,
            "url_private": url,
            "url_private_download": url,
        }


@dataclass
class Message:
    """One message; `only_for` names the one person who sees an ephemeral one."""

    channel: str
    workspace: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    bot_id: str = ""
    app_id: str = ""
    thread_ts: str = ""
    only_for: str = ""
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    edited: str = ""
    values: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.channel}:{self.ts}"

    @property
    def is_reply(self) -> bool:
        return self.thread_ts not in ("", self.ts)

    def seen_by(self, person: str) -> bool:
        return self.only_for in ("", person)

    def as_slack(self) -> Json:
        shown: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": self.workspace,
        }
        if self.bot_id:
            shown |= {"bot_id": self.bot_id, "app_id": self.app_id, "blocks": self.blocks}
        if self.files:
            shown |= {"subtype": "file_share", "files": self.files}
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.metadata:
            shown["metadata"] = self.metadata
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        return shown


@dataclass
class View:
    """A modal or a Home tab of one person, with what they entered, and what their client says about it."""

    id: str
    owner: str
    workspace: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    channel: str = ""
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    def as_slack(self, workspace: Workspace, app_id: str, installed_in: str = "") -> Json:
        absent: Json = {"title": None, "close": None, "submit": None}
        empty: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
        flags: Json = {"clear_on_close": False, "notify_on_close": False}
        return {
            **absent,
            **empty,
            **flags,
            **self.content,
            "id": self.id,
            "team_id": self.workspace,
            "app_id": app_id,
            "app_installed_team_id": installed_in or self.workspace,
            "bot_id": workspace.bot_id,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "hash": self.hash,
            "state": {"values": self.values},
        }
