"""Views say for which workspace they were made, where only we can write: in their private metadata.

What Slack's payloads say of it is not to be relied on in an organisation of several workspaces (Enterprise Grid).
`user.team_id` may be any of them, or the organisation (bolt-js #1875), and on Home `view.app_installed_team_id` may be
the one where the app was installed first (bolt-python #1229).
"""

import re
from typing import Any

from domain.values.ids import WorkspaceId

_SAID = re.compile(r"@([A-Z0-9]+) (.*)", re.DOTALL)  # no metadata that a screen encodes begins so


def labelled(view: dict[str, Any], workspace_id: WorkspaceId) -> dict[str, Any]:
    """The view, as Slack takes it, made for this workspace."""
    return view | {"private_metadata": f"@{workspace_id} {view.get('private_metadata', '')}"}


def label_of(metadata: str) -> tuple[WorkspaceId | None, str]:
    """The workspace, None in views of earlier releases; and what the screen remembers."""
    said = _SAID.fullmatch(metadata)
    return (WorkspaceId(said[1]), said[2]) if said else (None, metadata)
