"""Link to package: the session and its client's active packages, each with what linking will do."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock, Option, RadioButtonsElement, SectionBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import LINK_FORM, PACKAGE, LinkState
from bot.gestures.wire import Field
from bot.views.emphasis import alert, titled
from bot.views.parts import OPTION, cut, day, field, length, modal, name_of, option, plain, section, short_day
from bot.views.session_words import NAME, what_and_when
from domain.fitting import Choice
from domain.linking import Counting, Effect
from domain.values.ids import OWN, PackageId
from domain.values.packages import Package, PackageStatus
from domain.values.people import Person
from domain.values.sessions import Session

MOST_RADIO_BUTTONS = 10  # Slack's limit
MOST_ENDED = 3  # packages that are named
TITLE = "Link to package"
ENDS_BEFORE = "ends before this session"


def package_picker(session: Session, choices: Sequence[Choice], state: LinkState, by: Person, at: datetime) -> View:
    blocks = [_about(session, by, at), choice_of_package(choices, PACKAGE)]
    return modal(LINK_FORM, TITLE, blocks, remembers=state, submit="Link", close="Cancel")


def nothing_to_link_to(session: Session, ended: Sequence[Package], by: Person, at: datetime) -> View:
    """That the client has no active package, what became of those there were, and who can help."""
    client, today = cut(name_of(session.client, by), NAME), by.workspace.today(at)
    were = "; ".join(f"{cut(package.name, NAME)}: {_what_became(package, today)}" for package in ended[:MOST_ENDED])
    blocks = [
        _about(session, by, at),
        alert(f"{client} has no active package, so there is nothing to link to.", "info"),
        *([section(f"{were}.")] if were else []),
        section("A manager can add one, or open one again, on the client's page (/client) under Packages."),
    ]
    return modal(LINK_FORM, TITLE, blocks, remembers=LinkState(session.id, session.link_changes))


def _about(session: Session, by: Person, at: datetime) -> SectionBlock:
    return titled(name_of(session.client, by), what_and_when(session, by, at))


def _what_became(package: Package, today: date) -> str:
    """As in "ended on Fri 30 Oct", or "completed"."""
    status = package.status_on(today)
    if status is PackageStatus.EXPIRED and package.expires_on:
        return f"ended on {short_day(package.expires_on, today)}"
    return str(status)


def choice_of_package(choices: Sequence[Choice], of: Field[str]) -> InputBlock:
    """The best fit is chosen already; nothing is where all packages end before the session."""
    options = package_options(choices)
    chosen = None if choices[0].ends_before else options[0]
    if len(options) <= MOST_RADIO_BUTTONS:
        radio = RadioButtonsElement(action_id=of.name, options=options, initial_option=chosen)
        return field("Package", of, radio)
    ahead = ExternalDataSelectElement(
        action_id=of.name,
        initial_option=chosen,
        min_query_length=0,
        placeholder=plain("Type part of the package's name", 150),
    )
    return field("Package", of, ahead)


def package_options(choices: Sequence[Choice]) -> list[Option]:
    names = told_apart([choice.package for choice in choices])
    return [option(names[choice.package.id], choice.package.id, _with_end(choice)) for choice in choices]


def _with_end(choice: Choice) -> str:
    """What linking will do, and until when the package goes where there is room for it."""
    effect, last_day = choice_in_words(choice), choice.package.expires_on
    whole = f"{effect} · ends {day(last_day, weekday=True)}" if last_day else effect
    return effect if choice.ends_before or length(whole) > OPTION else whole


def told_apart(packages: Sequence[Package]) -> dict[PackageId, str]:
    """A text for each package, as short as an option's; equal names get the expiry, then the source system's id."""
    names = {package.id: cut(package.name, OPTION) for package in packages}
    for ending in (_expiry, _code):
        alike = {name for name, n in Counter(names.values()).items() if n > 1}
        for n, package in enumerate(packages, 1):
            if names[package.id] in alike:
                names[package.id] = _with_ending(package.name, ending(package, n))
    return names


def _expiry(package: Package, _: int) -> str:
    return f"expires {day(package.expires_on)}" if package.expires_on else "no expiry"


def _code(package: Package, n: int) -> str:
    """The id that people know from their own system; one that was sold in Slack has none, and is counted."""
    return f"{_expiry(package, n)}, no. {n}" if package.id.startswith(OWN) else package.id


def _with_ending(name: str, ending: str) -> str:
    return f"{cut(name, max(1, OPTION - len(ending) - 3))} · {ending}"


def choice_in_words(choice: Choice) -> str:
    """What linking will do to the count, as short as an option's description."""
    return effect_in_words(choice.effect, f" · {ENDS_BEFORE}" if choice.ends_before else "")


def effect_in_words(effect: Effect, ends: str) -> str:
    """The same of any session, and then when the package ends."""
    match effect.counting:
        case Counting.COUNTS:
            return _of(effect, f": {effect.before} of {effect.total} left, becomes {effect.after}{ends}")
        case Counting.OVER:
            return _of(effect, f": none left, this makes it {-effect.after} over{ends}")
        case Counting.NOT_INCLUDED:
            return _of(effect, f" is not included: the count won't change{ends}")
        case Counting.NO_PLACE:
            return f"{'Uses' if ends else 'The session uses'} none of it, so the count won't change{ends}"


def _of(effect: Effect, ending: str) -> str:
    return cut(effect.service_name, OPTION - len(ending)) + ending
