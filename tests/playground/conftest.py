"""A practice on a Slack of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from stalls import A_STALL
from toy_bot import Toy

from playground.person.people import People
from playground.server import Playground
from playground.state.slack import Slack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.person.people import Person


@pytest.fixture
def slack() -> Slack:
    slack = Slack(patience=A_STALL)
    slack.add_workspace("T1")
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin")
    slack.add_person("UMAN", "Mia Manager", tz="America/New_York", is_admin=True)
    slack.add_channel("CGEN", "general")
    slack.add_channel("CMAN", "managers", ["UMAN", "UBOTT1"], kind="private")
    return slack


@pytest.fixture
def playground(slack: Slack) -> Iterator[Playground]:
    with Playground(slack, within=A_STALL) as playground:
        yield playground


@pytest.fixture
def toy(playground: Playground) -> Iterator[Toy]:
    toy = Toy(playground.slack)
    playground.connect(toy.as_function())
    yield toy
    playground.deliveries.settle()
    toy.close()


@pytest.fixture
def people(playground: Playground, toy: Toy) -> People:
    assert toy
    return People(playground.client)


@pytest.fixture
def petra(people: People) -> Person:
    return people.person("UPRAC")


@pytest.fixture
def mia(people: People) -> Person:
    return people.person("UMAN")
