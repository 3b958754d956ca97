"""Confirm all, or Mark all paid: the sessions that it is for, of which any can be taken out."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Option, StaticMultiSelectElement
from slack_sdk.models.views import View

from bot.gestures.interactions import CHANGE_SEVERAL_FORM, CHOSEN_SESSIONS, NOTICE, ChangeSeveralState
from bot.views.emphasis import alert
from bot.views.parts import apart, clock, context, count, cut, field, modal, name_of, option, plain, section
from bot.views.session_rows import FOR_ALL
from domain.changing import SessionChange
from domain.changing_several import changes_so_far
from domain.values.people import Person
from domain.values.sessions import Session

NAME = 40  # characters of a client's or service's name
SUBMIT = {SessionChange.CONFIRM: "Confirm", SessionChange.MARK_PAID: "Mark as paid"}


def change_several_form(sessions: Sequence[Session], state: ChangeSeveralState, by: Person) -> View:
    options = [_option(session, state.change, by) for session in sessions]
    chosen = CHOSEN_SESSIONS.nth(state.refusals)  # another one each time: Slack keeps what was chosen in a field
    menu = StaticMultiSelectElement(
        action_id=chosen.name,
        placeholder=plain("Choose sessions", 150),
        options=options,
        initial_options=options,
    )
    shown = count(len(sessions), "session")
    of = f"{len(sessions)} of {count(state.of, 'session')}" if state.of > len(sessions) else shown
    since = "Nothing was changed: one of these sessions has changed since. They are shown as they are now."
    blocks = [
        *([alert(since)] if state.refusals else []),
        section(f"{of}. Take out any that should stay as it is."),
        field("Sessions", chosen, menu),
        context("No count changes. All or nothing: where one has changed meanwhile, none is changed."),
    ]
    title, submit = FOR_ALL[state.change], SUBMIT[state.change]
    return modal(CHANGE_SEVERAL_FORM, title, blocks, remembers=state, submit=submit, close="Cancel")


def nothing_to_change(change: SessionChange) -> View:
    return modal(NOTICE, FOR_ALL[change], [section("There is none any more: all of them are as you want them.")])


def _option(session: Session, change: SessionChange, by: Person) -> Option:
    client, service = cut(name_of(session.client, by), NAME), cut(session.service.name, NAME)
    said = f"{clock(session.starts_at, by.timezone)} {apart(client)} · {apart(service)}"
    return option(said, f"{changes_so_far(session, change)}_{session.id}")
