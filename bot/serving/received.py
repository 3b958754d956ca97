"""A request from Slack as Bolt takes it.

Slack sends an interaction's JSON in a form, each quotation mark as `%22`. Python's own reading of such a form takes
longer than the rest of Bolt together; a compiled one does it here. Commands are plain forms, and events plain JSON.
"""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from pydantic_core import Url
from slack_bolt import BoltRequest

# Bolt looks for the workspace in what may be anything, to any depth.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def received(body: bytes, headers: Mapping[str, str]) -> BoltRequest:
    """What Bolt's own adapters make of it; raises one of UNREADABLE where it isn't readable."""
    signed = body.decode()
    request = BoltRequest(body=_payload(signed) or _command(signed) or signed, headers=dict(headers))
    request.raw_body = signed
    is_event = request.body.get("type") == "event_callback"
    if is_event and not isinstance(request.body.get("event", {}), dict):
        raise TypeError("an event is an object")  # Bolt takes it for one
    return request


def _payload(form: str) -> str | None:
    """The JSON of an interaction."""
    if not form.startswith("payload="):
        return None
    payload = dict(Url(f"form:?{form}").query_params())["payload"]
    return payload if payload.startswith("{") else None


def _command(form: str) -> str | None:
    """A command that Bolt would take for an interaction without its JSON: this word stands somewhere in it."""
    if "payload" not in form or form.startswith("{"):
        return None
    fields = dict(parse_qsl(form, keep_blank_values=True))
    return None if "payload" in fields else json.dumps(fields)
