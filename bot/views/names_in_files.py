"""Names that files have for practitioners: a list of them, and the form that asks who one is."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, UserSelectElement
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    NAMES_LIST,
    NAMES_PAGE,
    NAMES_PERSON,
    SAY_WHO,
    WHO_FORM,
    NamesState,
)
from bot.views.emphasis import titled
from bot.views.parts import actions, button, count, cut, field, modal, plain, section
from domain.values.bookings import PAGE
from domain.values.source_names import NamedPerson, NamesPage

NAME = 100  # characters
WHY = "Practitioners whom Slack knows neither by id nor by e-mail address. Say once who each is."


def names_list(page: NamesPage) -> View:
    blocks: list[Block] = [
        section(WHY if page.names else "Slack knows every practitioner of your files."),
        *(titled(_called(one), _known(one), accessory=_ask(one, n)) for n, one in enumerate(page.names)),
        *actions(list(_turning(page))),
    ]
    return modal(NAMES_LIST, "Names in files", blocks, remembers=NamesState(page.skipped))


def _called(one: NamedPerson) -> str:
    return f"“{cut(one.name, NAME)}”"


def _known(one: NamedPerson) -> str:
    if one.person:
        return f"{cut(one.person_name or 'somebody who has left', NAME)}"
    return f"Nobody yet · {count(one.sessions, 'session')}"


def _ask(one: NamedPerson, n: int) -> InteractiveElement:
    text = "Change" if one.person else "Say who it is"
    return button(text, SAY_WHO, one.name, apart=str(n), label=f"{text}: {cut(one.name, NAME)}")


def _turning(page: NamesPage) -> Iterator[InteractiveElement]:
    if page.skipped:
        yield button("Previous names", NAMES_PAGE, NamesState(max(0, page.skipped - PAGE)), apart="back")
    if page.has_more:
        yield button("More names", NAMES_PAGE, NamesState(page.skipped + PAGE), apart="on")


def who_form(one: NamedPerson) -> View:
    """For a name that was given before, only what is imported from then on changes."""
    becomes = (
        "What is imported from now on is theirs. What was imported before stays whose it is."
        if one.person
        else f"{count(one.sessions, 'session')} will be theirs, and whatever is imported under this name."
    )
    menu = UserSelectElement(
        action_id=NAMES_PERSON.name, initial_user=one.person, placeholder=plain("Choose somebody", 150)
    )
    blocks = [section(f"{_called(one)} in your files"), field("Who is it?", NAMES_PERSON, menu, hint=becomes)]
    return modal(WHO_FORM, "Say who it is", blocks, remembers=one.name, submit="Save", close="Cancel")
