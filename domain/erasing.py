"""Erasing a client: everything of theirs goes, and leaves a trace without names (rule 15)."""

from datetime import datetime

from domain.records import Records
from domain.values.history import Belongings, Erasure
from domain.values.ids import ClientId
from domain.values.refusal import Refusal


class NoSuchClient(Refusal):
    def __init__(self, client_id: ClientId) -> None:
        super().__init__(f"There is no client {client_id} in this workspace. Nothing was erased.")


def belongings_of(records: Records, client_id: ClientId) -> Belongings:
    """How much an erasure would take; refused for a client that isn't there."""
    if records.find_client(client_id, None) is None:
        raise NoSuchClient(client_id)
    return records.belongings_of(client_id)


def forget_client(records: Records, client_id: ClientId, by: str, at: datetime, reference: str) -> Erasure:
    """Erase the client everywhere; the messages that name them are to be taken back."""
    if not records.lock_client(client_id):
        raise NoSuchClient(client_id)
    erasure = Erasure(reference, at, by, records.belongings_of(client_id))
    records.take_messages_back(client_id, at)
    records.erase_client(client_id)
    records.note_erasure(erasure)
    return erasure
