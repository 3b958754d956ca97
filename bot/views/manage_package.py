"""Manage package: what a manager does with one after it was sold, and the question before each."""

from datetime import datetime
from typing import TypeVar

from slack_sdk.models.blocks import Block, DatePickerElement, PlainTextInputElement, SectionBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    CHANGE_STATUS,
    EXPIRES_ON,
    MANAGED,
    NAME,
    NAME_AND_LAST_DAY,
    NAME_AND_LAST_DAY_FORM,
    SELL_AGAIN,
    STATUS_FORM,
    NameAndLastDay,
    StatusData,
)
from bot.gestures.wire import Action
from bot.views.emphasis import titled
from bot.views.package_row import NAME as LONGEST_SHOWN
from bot.views.package_row import left, status_in_words
from bot.views.parts import button, cut, field, modal, name_of, plain, section, short_day
from domain.values.ids import LONGEST_NAME
from domain.values.packages import Package, PackageStatus
from domain.values.people import Person

D = TypeVar("D")
_STAYS = "Its sessions and history stay as they are."
_TITLES = {
    PackageStatus.ACTIVE: ("Reopen package", "Reopen it", "Leave it closed"),
    PackageStatus.COMPLETED: ("Complete package", "Complete it", "Keep it active"),
    PackageStatus.CANCELLED: ("Cancel package", "Cancel it", "Keep it active"),
}


def manage_package(package: Package, by: Person, at: datetime) -> View:
    """Only what can be done now is offered, each with what it means."""
    name, again = "Name and last day", "Sell again"
    blocks: list[Block] = [
        _about(package, by, at),
        _offer(name, "Rename it or give it more time.", NAME_AND_LAST_DAY, package.id),
        _offer(again, "A new package like this one, from today.", SELL_AGAIN, package.id),
        *(_closing(package) if package.status is PackageStatus.ACTIVE else [_reopening(package)]),
    ]
    return modal(MANAGED, "Manage package", blocks, remembers=package.id, close="Back")


def _about(package: Package, by: Person, at: datetime) -> SectionBlock:
    status = status_in_words(package, by.workspace.today(at))
    said = f"{name_of(package.client, by)} · {status} · {left(package.remaining, package.total)}"
    return titled(cut(package.name, LONGEST_SHOWN), said)


def _closing(package: Package) -> list[Block]:
    unused = f"; the {package.remaining} left stay unused" if package.remaining > 0 else ""
    complete = f"It takes no new links{unused}. You can reopen it."
    cancel = "For a refund or a mistake. Its sessions stay booked and linked. You can reopen it."
    return [
        _offer("Complete", complete, CHANGE_STATUS, StatusData(package.id, PackageStatus.COMPLETED)),
        _offer("Cancel package", cancel, CHANGE_STATUS, StatusData(package.id, PackageStatus.CANCELLED)),
    ]


def _reopening(package: Package) -> Block:
    return _offer("Reopen", "It takes new links again.", CHANGE_STATUS, StatusData(package.id, PackageStatus.ACTIVE))


def _offer(label: str, means: str, action: Action[D], data: D) -> SectionBlock:
    return titled(label, means, accessory=button(label, action, data))


def name_and_last_day_form(package: Package, state: NameAndLastDay, by: Person, at: datetime) -> View:
    name = PlainTextInputElement(action_id=NAME.name, max_length=LONGEST_NAME, initial_value=package.name)
    last_day = DatePickerElement(
        action_id=EXPIRES_ON.name,
        placeholder=plain("No last day", 150),
        initial_date=package.expires_on.isoformat() if package.expires_on else None,
    )
    blocks: list[Block] = [
        _about(package, by, at),
        field("Name", NAME, name),
        field("Last day", EXPIRES_ON, last_day, optional=True, hint=_what_the_day_does(package, by, at)),
    ]
    return modal(NAME_AND_LAST_DAY_FORM, "Name and last day", blocks, remembers=state, submit="Save", close="Cancel")


def _what_the_day_does(package: Package, by: Person, at: datetime) -> str:
    if package.status_on(by.workspace.today(at)) is PackageStatus.EXPIRED:
        return "With today or a later day, or none, it is active again."
    return "The last day on which it can be used. No count changes."


def status_form(package: Package, becomes: PackageStatus, by: Person, at: datetime) -> View:
    """Asks before the package is completed, cancelled or reopened."""
    title, yes, no = _TITLES[becomes]
    blocks: list[Block] = [_about(package, by, at), section(_what_it_does(package, becomes, by, at))]
    remembers = StatusData(package.id, becomes)
    return modal(STATUS_FORM, title, blocks, remembers=remembers, submit=yes, close=no)


def _what_it_does(package: Package, becomes: PackageStatus, by: Person, at: datetime) -> str:
    today = by.workspace.today(at)
    if becomes is not PackageStatus.ACTIVE:
        return f"It will take no new links. {_STAYS} You can reopen it."
    if package.expires_on and package.ends_before(today):
        last = short_day(package.expires_on, today)
        return f"Its last day, {last}, has passed: it is expired until you give it a later one. {_STAYS}"
    return f"It will take new links again. {_STAYS}"
