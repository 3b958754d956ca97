"""For each kind of kept message: what is stored of it now, as a picture."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.background.trouble import trouble
from bot.views.adjustment_card import adjustment_card
from bot.views.help_message import help_message
from bot.views.import_answer import import_answer
from bot.views.import_look import import_look
from bot.views.offer_message import offer_message
from bot.views.outcome_message import outcome_message
from bot.views.parts import Picture
from bot.views.request_message import request_message
from domain.deciding import case_of
from domain.offering import offered_in, sees_all, what_matches
from domain.values.adjustments import Adjustment
from domain.values.clients import folded, shown_name
from domain.values.ids import AdjustmentId, DropId
from domain.values.messages import Message, MessageKind
from domain.values.people import Naming, Workspace
from storage.drops import said_of
from storage.outbox.messages import ts_of
from storage.records import RecordsTx


def picture(records: RecordsTx, workspace: Workspace, message: Message, slack_url: str, at: datetime) -> Picture | None:
    """What the message shows; None where its subject is gone."""
    match message.kind:
        case MessageKind.REQUEST | MessageKind.CARD | MessageKind.OUTCOME:
            adjustment = records.find_adjustment(AdjustmentId(message.subject))
            return _of_request(records, workspace, message.kind, adjustment, slack_url, at) if adjustment else None
        case MessageKind.OFFER:
            return _offer(records, workspace, message)
        case MessageKind.TROUBLE:
            return trouble(message.subject, slack_url)
        case MessageKind.IMPORT:
            return _import(records, DropId(message.subject))
        case MessageKind.HELP:
            return help_message()
    assert_never(message.kind)


def _import(records: RecordsTx, drop_id: DropId) -> Picture | None:
    said = said_of(records, drop_id)
    if said and said.answer:
        return import_answer(said.answer)
    return import_look(said.look, drop_id, is_wanted=said.is_wanted) if said and said.look else None


def _of_request(
    records: RecordsTx, workspace: Workspace, kind: MessageKind, adjustment: Adjustment, slack_url: str, at: datetime
) -> Picture:
    if kind is MessageKind.REQUEST:
        return request_message(adjustment, _client_name(records, workspace, adjustment))
    if kind is MessageKind.CARD:
        return _card(records, workspace, adjustment, at)
    return _outcome(records, workspace, adjustment, slack_url)


def _card(records: RecordsTx, workspace: Workspace, adjustment: Adjustment, at: datetime) -> Picture:
    client_name = _client_name(records, workspace, adjustment)
    return adjustment_card(case_of(records, workspace, adjustment), client_name, workspace.today(at))


def _outcome(records: RecordsTx, workspace: Workspace, adjustment: Adjustment, slack_url: str) -> Picture:
    asked_by_manager = _reads_threads(records, workspace, adjustment)
    thread = _thread(records, adjustment, slack_url) if asked_by_manager else None
    sees = asked_by_manager or workspace.all_see_all or _has_sessions_with(records, adjustment)
    client_name = _client_name(records, workspace, adjustment)
    return outcome_message(replace(adjustment, names_client=sees), client_name, thread)


def _offer(records: RecordsTx, workspace: Workspace, message: Message) -> Picture | None:
    adjustment_id, person = offered_in(message)
    adjustment = records.find_adjustment(adjustment_id)
    if adjustment is None:
        return None
    own_only = None if sees_all(records, workspace, person) else person
    sessions = what_matches(records, adjustment, own_only)
    return offer_message(adjustment, len(sessions), _client_name(records, workspace, adjustment)) if sessions else None


def _has_sessions_with(records: RecordsTx, adjustment: Adjustment) -> bool:
    return records.find_client(adjustment.client.id, adjustment.requested_by) is not None


def _client_name(records: RecordsTx, workspace: Workspace, adjustment: Adjustment) -> str:
    """By rule 18: where another client looks the same, the code is added."""
    client = adjustment.client
    if workspace.naming is Naming.CODE:
        return client.id
    first_word = folded(client.name).split()[:1]
    return shown_name(client, workspace.naming, records.find_clients(first_word, None, 1000))


def _reads_threads(records: RecordsTx, workspace: Workspace, adjustment: Adjustment) -> bool:
    """Whether who asked is a manager: the others aren't in the managers' channel."""
    return adjustment.requested_by in (workspace.managers or records.admins())


def _thread(records: RecordsTx, adjustment: Adjustment, slack_url: str) -> str:
    posted = ts_of(records, MessageKind.REQUEST, adjustment.id)
    channel, ts = posted or ("", "")
    return f"{slack_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}?thread_ts={ts}&cid={channel}"
