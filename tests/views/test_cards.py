"""Cards and words about a request, however many services it is about: Slack takes them, and tells each service."""

import re
from datetime import timedelta
from typing import Any

import pytest
from literals import NOW, package, person, service
from reading import said

from bot.slack.block_kit import as_json
from bot.views.adjustment_card import adjustment_card
from bot.views.adjustments_list import pending_in_words
from bot.views.outcome_message import outcome_message
from bot.views.parts import Picture
from bot.views.request_message import request_message
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
    return "\n".join(said(picture))


@pytest.mark.parametrize("services", [SAME_BEGINNING, APART])
@pytest.mark.parametrize("status", AdjustmentStatus)
def test_a_card_of_the_most_changes_with_the_longest_names_is_shortened_and_still_tells_each_service(
    services: list[Service], status: AdjustmentStatus
) -> None:
    lines = [
        line
        for line in shown(adjustment_card(asked(services, status), ANA.name, NOW.date())).split("\n")
        if "→ 999" in line
    ]

    names = [re.split(r"( \(new\))?( \| |: )", line)[0] for line in lines]
    assert len(set(names)) == CHANGED
    assert all(each.id in name or name.startswith(each.name[:15]) for each, name in zip(services, names, strict=True))


def test_a_card_of_few_changes_names_them_in_full() -> None:
    assert "Follow-up 50 min, with everything" in shown(
        adjustment_card(asked([service("Follow-up 50 min, with everything")]), ANA.name, NOW.date())
    )


def adding_initial(**lines: Any) -> Case:
    """A request for one session of a service, to a package with these."""
    held = package(**lines)
    change = Change(service("initial"), None, 1, 1)
    adjustment = Adjustment(
        AdjustmentId("r1"), held.id, held.name, ANA, (change,), "Agreed", PersonId("UPRAC"), "Petra", NOW
    )
    return Case(adjustment, held, figures_of(adjustment, held, {change.service.id: 1}))


def test_every_service_of_the_package_stands_on_its_card_those_that_change_with_an_arrow_and_the_sum_last() -> None:
    card = said(adjustment_card(adding_initial(follow=(6, 4), check=(2, 3)), "Ana R.", NOW.date()))

    assert card[3:8] == [
        "Service | Total | Left",
        "follow | 6 | 2",
        "check | 2 | 1 over",
        "initial (new) | 0 → 1 | 0 → 0",
        "Sum | 8 → 9 | 1 → 1",
    ]


def test_where_not_all_services_fit_on_a_card_those_that_stay_as_they_are_share_a_row() -> None:
    many = {f"service {n}": (10, 4) for n in range(120)}

    assert said(adjustment_card(adding_initial(**many), "Ana R.", NOW.date()))[3:7] == [
        "Service | Total | Left",
        "initial (new) | 0 → 1 | 0 → 0",
        "Other services | 1200 | 720",
        "Sum | 1200 → 1201 | 720 → 720",
    ]


def test_a_card_is_read_out_in_whole_sentences() -> None:
    assert adjustment_card(adding_initial(follow=(6, 4)), "Ana R.", NOW.date()).text == (
        "Decide: Ana R., Gold. initial (new): total 0 to 1, left 0 to 0. Sum: total 6 to 7, left 2 to 2. "
        "Requested by Petra. Reason: Agreed"
    )


@pytest.mark.parametrize("services", [SAME_BEGINNING, APART])
@pytest.mark.parametrize("status", AdjustmentStatus)
def test_the_message_in_the_channel_names_the_first_changes_and_how_many_more_there_are(
    services: list[Service], status: AdjustmentStatus
) -> None:
    told = shown(request_message(asked(services, status).adjustment, ANA.name))

    assert told.count("→ 999 total") == 3
    assert "72 more changes in the thread" in told


@pytest.mark.parametrize("services", [SAME_BEGINNING, APART])
def test_the_word_to_who_asked_has_room_for_each_change(services: list[Service]) -> None:
    told = shown(outcome_message(asked(services, AdjustmentStatus.APPROVED).adjustment, ANA.name, None))

    assert told.count("→ 999") == CHANGED


def test_a_list_that_has_no_room_for_all_changes_says_how_many_more_there_are_and_where() -> None:
    listed = pending_in_words(asked(APART).adjustment, person("UMAN", manager=True))

    [more] = re.findall(r"And (\d+) more: see the package's History\.", listed)
    assert int(more) + listed.count("→ 999") == CHANGED
    assert len(listed) <= 3000
