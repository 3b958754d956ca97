"""A workspace that has no data yet."""

from posting import Posting

from bot.app import Ribbon
from playground.person.people import People
from playground.server import Playground


def test_an_empty_workspace_is_told_its_first_steps(playground: Playground, ribbon: Ribbon, posting: Posting) -> None:
    assert ribbon
    assert posting.behind() == 0
    mia = People(playground.client).person("UMAN")
    mia.home().sees(
        "First steps",
        "✅ Choose the managers under Settings",
        "✅ Choose the managers' channel under Settings, and type /invite @Ribbon there.",
        "⬜ Bring in clients, services, packages and sessions",
        "Settings",
    )
