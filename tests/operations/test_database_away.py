"""The database with everybody's tokens is away: who presses is told so, with the token that was known last."""

from unittest.mock import Mock

import pytest
from installing import Browser
from practice import Practice
from sqlalchemy.exc import OperationalError

from bot.app import Ribbon
from bot.slack import installations
from playground.person.people import People
from playground.server import Playground
from storage.database import Database


@pytest.mark.parametrize("label", ["Filter", "✕ Today/Upcoming"])
def test_a_press_on_home_is_answered_however_long_it_is_away(
    admin: Browser,
    ribbon: Ribbon,
    database: Database,
    playground: Playground,
    monkeypatch: pytest.MonkeyPatch,
    label: str,
) -> None:
    _one_session_is_booked(Practice(database))
    monkeypatch.setattr(installations, "LIFE", 0.0)
    ribbon.installations.__init__(  # type: ignore[misc]  # what it has read is old at once
        *(getattr(ribbon.installations, name) for name in ("_pool", "_api_url", "_database", "_keys"))
    )
    admin.installs("T1")
    petra = People(playground.client).person("UPRACT1")
    petra.home()
    with monkeypatch.context() as patch:
        away = Mock(side_effect=OperationalError("", {}, Exception()))
        patch.setattr(Database, "reading", away)
        patch.setattr(Database, "writing", away)
        petra.press(label)
        petra.modal_titled("That didn't work").sees("Ribbon can't use its database at the moment.")
        petra.modal.close()
        petra.press(label)
        petra.modal_titled("That didn't work").close()
    petra.command("/bookings")
    petra.modal_titled("Bookings")


def _one_session_is_booked(practice: Practice) -> None:
    practice.client("ana", "Ana Ruiz")
    practice.service("follow", "Follow-up")
    practice.session("s1", "ana", "follow", 1, practitioner="UPRACT1")
