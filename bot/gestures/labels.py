"""What every view says besides what it remembers: for which workspace it was made, and which screens stand under it.

It stands in the view's private metadata, where only we can write. What Slack's payloads say of the workspace is not to
be relied on in an organisation of several (Enterprise Grid). `user.team_id` may be any of them, or the organisation
(bolt-js #1875), and on Home `view.app_installed_team_id` may be the one where the app was installed first
(bolt-python #1229).
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.gestures.visit import OnScreen
from domain.values.ids import WorkspaceId

_SCREEN = re.compile(r"(\d) (\w*) (\w+) (.*)\n")  # depth, id, name, and what it remembers, in which no line ends
_SAID = re.compile(rf"@([A-Z0-9]+) ((?:{_SCREEN.pattern}){{0,2}})(.*)", re.DOTALL)  # Slack stacks three modals


@dataclass(frozen=True, slots=True)
class Label:
    """`made_for` is None in views of earlier releases."""

    made_for: WorkspaceId | None
    under: OnScreen | None
    remembers: str


def labelled(view: dict[str, Any], workspace_id: WorkspaceId, under: OnScreen | None) -> dict[str, Any]:
    """The view, as Slack takes it, made for this workspace, with these screens under it."""
    return view | {"private_metadata": f"@{workspace_id} {_stack(under)}{view.get('private_metadata', '')}"}


def _stack(top: OnScreen | None) -> str:
    """The screens, the lowest first."""
    return f"{_stack(top.under)}{top.depth} {top.id} {top.name} {top.metadata}\n" if top else ""


def label_of(metadata: str) -> Label:
    said = _SAID.fullmatch(metadata)
    if said is None:
        return Label(None, None, metadata)
    under = None
    for depth, view_id, name, remembers in _SCREEN.findall(said[2]):
        under = OnScreen(view_id, name, remembers, depth=int(depth), under=under)
    return Label(WorkspaceId(said[1]), under, said[said.re.groups])
