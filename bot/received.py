"""A request from Slack as Bolt takes it.

Slack sends an interaction's JSON in a form, each quotation mark as `%22`. Python's own reading of such a form takes
longer than the rest of Bolt together; a compiled one does it here.
"""

from collections.abc import Mapping

from pydantic_core import Url
from slack_bolt import BoltRequest

# Bolt looks for the workspace in what may be anything, to any depth.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def received(body: bytes, headers: Mapping[str, str]) -> BoltRequest:
    """What Bolt's own adapters make of it; raises one of UNREADABLE where it isn't readable."""
    signed = body.decode()
    request = BoltRequest(body=_payload(signed) or signed, headers=dict(headers))
    request.raw_body = signed
    is_event = request.body.get("type") == "event_callback"
    if is_event and not isinstance(request.body.get("event", {}), dict):
        raise TypeError("an event is an object")  # Bolt takes it for one
    return request


def _payload(form: str) -> str | None:
    """The JSON of an interaction; commands are plain forms, and events plain JSON."""
    if not form.startswith("payload="):
        return None
    payload = dict(Url(f"form:?{form}").query_params())["payload"]
    return payload if payload.startswith("{") else None
