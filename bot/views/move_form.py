"""Move to another package: what leaving this one does, and the others with what each will do."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.views import View

from bot.gestures.interactions import MOVE_FORM, MOVE_TO, MoveState
from bot.views.emphasis import alert, titled
from bot.views.package_picker import choice_of_package
from bot.views.parts import apart, cut, modal, name_of, section
from bot.views.session_words import NAME, what_and_when
from bot.views.unlink_form import giving_back
from domain.fitting import Choice
from domain.linking import Linked
from domain.values.people import Person

TITLE = "Move to another package"


def move_form(away: Linked, choices: Sequence[Choice], state: MoveState, by: Person, at: datetime) -> View:
    session, client = away.session, name_of(away.session.client, by)
    about = titled(client, what_and_when(session, by, at))
    if not choices:
        none = alert(f"{cut(client, NAME)} has no other active package, so there is nothing to move it to.", "info")
        return modal(MOVE_FORM, TITLE, [about, none], remembers=state)
    leaving = section(f"Leaves {apart(away.package.name)}. {giving_back(away.effect)}")
    blocks = [about, leaving, choice_of_package(choices, MOVE_TO)]
    return modal(MOVE_FORM, TITLE, blocks, remembers=state, submit="Move", close="Cancel")
