"""Clients: how they are named, and found by a part of their name."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from domain.values.ids import OWN, ClientId
from domain.values.people import Naming

# Letters that Unicode doesn't take apart into a plain letter and an accent.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Client:
    id: ClientId
    name: str


def folded(text: str) -> str:
    """The text without case and accents, for comparing: "Yıldız" and "YILDIZ" are the same."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)


def short_name(name: str) -> str:
    """The first word and the initial of the last one: "Ana R."."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name


def code_of(client: Client) -> str:
    """The source system's id; for a client of our own making, whose id nobody knows, a short code."""
    return client.id.removeprefix(OWN)[:6].upper() if client.id.startswith(OWN) else client.id


def on_screen(client: Client, naming: Naming) -> str:
    """How modals and the Home tab name the client: in full, unless the workspace goes by codes only (rule 18)."""
    return code_of(client) if naming is Naming.CODE else client.name


def shown_name(client: Client, naming: Naming, among: Sequence[Client] = ()) -> str:
    """The client's name as messages may show it; the code is added where others `among` look the same (rule 18)."""
    if naming is Naming.CODE:
        return code_of(client)
    as_shown = short_name if naming is Naming.SHORT else str
    name = as_shown(client.name)
    alike = any(other.id != client.id and as_shown(other.name) == name for other in among)
    return f"{name} ({code_of(client)})" if alike else name
