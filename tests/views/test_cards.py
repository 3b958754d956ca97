"""Cards and words about a request, however many services it is about: Slack takes them, and tells each service."""

import re
from datetime import timedelta

import pytest
from literals import NOW, person, service

from bot.slack.block_kit import as_json
from bot.views.adjustment_card import adjustment_card
from bot.views.adjustments_list import pending_in_words
from bot.views.outcome_message import outcome_message
from bot.views.parts import Picture
from domain.deciding import Case
from domain.values.adjustments import Adjustment, AdjustmentStatus, Change, figures_of
from domain.values.clients import Client
from domain.values.ids import AdjustmentId, ClientId, PackageId, PersonId, ServiceId
from domain.values.packages import Included, Package, PackageStatus
from domain.values.sessions import Service
from playground.limits.rules import BLOCK_TEXT, check_blocks, text_in

ANA = Client(ClientId("c1"), "Ana & Ruiz " * 20)
CHANGED = 75  # the most that the form takes: 60 counts, 15 services to add
SAME_BEGINNING = [Service(ServiceId(f"s-{n}"), f"{'Psychotherapy <& care> ' * 8}{n}") for n in range(CHANGED)]
APART = [Service(ServiceId(f"s-{n}"), f"{n} Psychotherapy & {'more ' * 40}") for n in range(CHANGED)]


def asked(services: list[Service], status: AdjustmentStatus = AdjustmentStatus.PENDING) -> Case:
    lines = tuple(Included(each, 100, 50) for each in services[:60])
    changes = tuple(Change(each, 100 if n < 60 else None, 50, 999) for n, each in enumerate(services))
    package = Package(PackageId("p1"), ANA, "Gold & more " * 30, PackageStatus.ACTIVE, None, lines)
    decided = status is not AdjustmentStatus.PENDING
    adjustment = Adjustment(
        AdjustmentId("r1"), package.id, package.name, ANA, changes, "& because " * 99, PersonId("UPRAC"), "Petra", NOW,
        status, PersonId("UMAN") if decided else None, "Mia" if decided else None,
        NOW + timedelta(hours=1) if decided else None, "No & no " * 120 if decided else "",
    )  # fmt: skip
    return Case(adjustment, package, figures_of(adjustment, package, {}))


def shown(picture: Picture) -> str:
    blocks = [as_json(block) for block in picture.blocks]
    assert check_blocks(blocks, "message") == []
    assert text_in(blocks) <= BLOCK_TEXT
    assert len(picture.text) <= 4000  # the most that chat.update takes
    return "\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")


@pytest.mark.parametrize("services", [SAME_BEGINNING, APART])
@pytest.mark.parametrize("status", AdjustmentStatus)
def test_a_card_of_the_most_changes_with_the_longest_names_is_shortened_and_still_tells_each_service(
    services: list[Service], status: AdjustmentStatus
) -> None:
    lines = [
        line for line in shown(adjustment_card(asked(services, status), NOW.date())).split("\n") if "→ 999" in line
    ]

    names = [re.split(r"( \(new\))?: ", line.removeprefix("Asked for "))[0] for line in lines]
    assert len(set(names)) == CHANGED
    assert all(each.id in name or name.startswith(each.name[:15]) for each, name in zip(services, names, strict=True))


def test_a_card_of_few_changes_names_them_in_full() -> None:
    assert "Follow-up 50 min, with everything" in shown(
        adjustment_card(asked([service("Follow-up 50 min, with everything")]), NOW.date())
    )


@pytest.mark.parametrize("services", [SAME_BEGINNING, APART])
def test_the_word_to_who_asked_has_room_for_each_change(services: list[Service]) -> None:
    told = shown(outcome_message(asked(services, AdjustmentStatus.APPROVED).adjustment, ANA.name, None))

    assert told.count("→ 999") == CHANGED


def test_a_list_that_has_no_room_for_all_changes_says_how_many_more_there_are_and_where() -> None:
    listed = pending_in_words(asked(APART).adjustment, person("UMAN", manager=True))

    [more] = re.findall(r"And (\d+) more: see the package's History\.", listed)
    assert int(more) + listed.count("→ 999") == CHANGED
    assert len(listed) <= 3000
