"""The app manifest, for one's own address or for Socket Mode."""

from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).parents[2] / "manifest.yml"
PLACEHOLDER = "https://ribbon.example.com"
_ADDRESSES = {"url", "request_url", "message_menu_options_url", "redirect_urls"}


def manifest(*, url: str | None = None, socket: bool = False, oauth: bool = False, thread_replies: bool = False) -> str:
    """The manifest as YAML, with this address, or without any for Socket Mode.

    `oauth`: to be installed by several workspaces; `thread_replies`: with what it takes to read replies in threads.
    """
    text = PATH.read_text(encoding="utf-8")
    if url and not socket:
        text = text.replace(PLACEHOLDER, url.rstrip("/"))
    if not (socket or oauth or thread_replies):
        return text
    whole = yaml.safe_load(text)
    if socket:
        whole = _without_addresses(whole)
        whole["settings"]["socket_mode_enabled"] = True
    if oauth:
        whole["oauth_config"]["redirect_urls"] = [f"{(url or PLACEHOLDER).rstrip('/')}/slack/oauth_redirect"]
        whole["settings"]["event_subscriptions"]["bot_events"] += ["app_uninstalled", "tokens_revoked"]
    if thread_replies:
        whole["oauth_config"]["scopes"]["bot"] += ["channels:history", "groups:history"]
        whole["settings"]["event_subscriptions"]["bot_events"] += ["message.channels", "message.groups"]
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)


def _without_addresses(part: Any) -> Any:
    """Slack takes no addresses where it sends everything over a socket."""
    if isinstance(part, dict):
        return {key: _without_addresses(value) for key, value in part.items() if key not in _ADDRESSES}
    return [_without_addresses(value) for value in part] if isinstance(part, list) else part


def scopes() -> set[str]:
    """The bot scopes that Ribbon needs."""
    return set(yaml.safe_load(PATH.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
