"""A workspace that has no data yet."""

from posting import Posting

from bot.app import Ribbon
from playground.person.people import People
from playground.server import Playground


def test_an_empty_workspace_is_told_its_first_steps(playground: Playground, ribbon: Ribbon, posting: Posting) -> None:
    assert ribbon
    assert posting.behind() == 0
    mia = People(playground.client).person("UMAN")
    home = mia.home()
    home.sees(
        "Welcome to Ribbon", "1 · Managers\nDone", "2 · Managers' channel\nDone", "Drop the CSV files", "Settings"
    )
    assert "Needs attention" not in home.text
    assert "bookings\n" not in home.text


def test_a_practitioner_of_an_empty_workspace_is_told_who_can_help(playground: Playground, ribbon: Ribbon) -> None:
    assert ribbon
    People(playground.client).person("UPRAC").home().sees("A manager can bring them in")
