"""Saying what can be done, to who writes to Ribbon."""

from datetime import datetime

from domain.records import Records
from domain.values.messages import Message, MessageKind


def answer_words(records: Records, at: datetime, conversation: str, message_id: str) -> None:
    """Have what can be done said there, once for each message, however often it is announced."""
    records.mark(Message(MessageKind.HELP, f"{message_id} {conversation}", conversation), [], at)
