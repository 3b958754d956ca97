"""The word that sessions of a client match a package now, with the way to link them (rule 23)."""

from bot.gestures.interactions import LINK_OF_CLIENT
from bot.views.parts import Picture, actions, apart, button, count, cut, notification
from bot.views.rich import bold, line, rich, words
from domain.values.adjustments import Adjustment

NAME = 100  # characters


def offer_message(adjustment: Adjustment, sessions: int, client_name: str) -> Picture:
    client, package = apart(cut(client_name, NAME)), apart(cut(adjustment.package_name, NAME))
    match = "matches" if sessions == 1 else "match"
    title = f"{count(sessions, 'session')} of {client} {match} {package} now"
    why = "Its sessions & services have changed. Nothing is linked by itself."
    look = button(
        "Look and link", LINK_OF_CLIENT, adjustment.client.id, style="primary", label=f"Look and link: {title}"
    )
    return Picture(
        text=notification(f"{title}. {why}"),
        blocks=[rich(line(bold(title), words(f"\n{why}"))), *actions([look])],
    )
