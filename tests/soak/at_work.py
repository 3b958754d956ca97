"""What all people at work have in common: one deed after the other, each against what was acknowledged before."""

import random
from collections.abc import Callable
from threading import Event

from acknowledged import Acknowledged, LostChange

from playground.person.people import Person
from playground.person.screen import Modal

PAUSE = 0.2  # seconds between two deeds, on average: a steady load, which leaves time for processes to start

Deed = Callable[[], None]


class Interrupted(Exception):  # noqa: N818 - what happened to the person
    """The bot was away: what was under way may or may not have been done."""


def work_on(told: Acknowledged, ended: Event, chance: random.Random, next_deed: Callable[[], Deed]) -> None:
    """One deed after the other, until the end or until a change is found lost."""
    while not ended.wait(chance.uniform(0, 2 * PAUSE)):
        try:
            next_deed()()
        except LostChange as lost:
            told.lost.append(str(lost))
            return
        except (AssertionError, Interrupted, IndexError):
            continue  # the bot was away; the next deed finds what there is


def fresh(person: Person, command: str, title: str) -> Modal:
    """Whatever was open is closed, and this opened."""
    close_all(person)
    told_before = len(person.notices)
    person.command(command)
    if len(person.notices) > told_before:
        raise Interrupted
    return person.modal_titled(title)


def close_all(person: Person) -> None:
    while person.has_modal:
        person.modal.close_all()


def submitted(person: Person, told: Acknowledged, form: Modal, unanswered: Callable[[], None] = lambda: None) -> bool:
    """Whether it was acknowledged as done; where it was refused, what is stored shows at the next look."""
    view = form.view
    form.submit()
    if view.trouble or view.errors:
        told.unknown += 1
        unanswered()  # a frozen process may take it when it goes on
        raise Interrupted
    if person.has_modal and person.modal.title == "That didn't work":
        return False
    told.changes += 1
    return True
