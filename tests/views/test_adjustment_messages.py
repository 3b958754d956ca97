"""The messages of a request, however much it changes: every line is there, whole."""

from datetime import timedelta

import pytest
from literals import ANA, NOW, package
from reading import said

from bot.views.adjustment_card import adjustment_card
from bot.views.outcome_message import outcome_message
from domain.deciding import Case
from domain.values.adjustments import Adjustment, AdjustmentStatus, Change, effect_of
from domain.values.ids import AdjustmentId, PackageId, PersonId, ServiceId
from domain.values.sessions import Service

MOST = 75  # counts and services to add that the form has
LONG = "𠮷" * 200  # each counts twice where Slack counts


def changes(*, applied: bool) -> tuple[Change, ...]:
    services = [Service(ServiceId(f"s{n:02}"), LONG) for n in range(MOST)]
    return tuple(
        Change(service, None, 999, 900 + n, applied=effect_of(service, None, 999, 900 + n) if applied else None)
        for n, service in enumerate(services)
    )


def decided(status: AdjustmentStatus) -> Adjustment:
    return Adjustment(
        AdjustmentId("a1"), PackageId("Gold"), LONG, ANA, changes(applied=status is AdjustmentStatus.APPROVED),
        "x" * 1000, PersonId("UPRAC"), "Petra", NOW, status, PersonId("UMAN"), LONG[:80], NOW + timedelta(hours=1),
        "y" * 1000,
    )  # fmt: skip


@pytest.mark.parametrize("status", [AdjustmentStatus.APPROVED, AdjustmentStatus.DECLINED, AdjustmentStatus.WITHDRAWN])
def test_what_was_decided_is_told_line_by_line(status: AdjustmentStatus) -> None:
    adjustment = decided(status)
    for picture in (
        adjustment_card(Case(adjustment, package(), ()), LONG, NOW.date()),
        outcome_message(adjustment, LONG, None),
    ):
        whole = said(picture)
        assert len(picture.blocks) <= 50
        for n in range(MOST):
            endings = [f"→ {900 + n} total", f"→ {900 + n}, left 0 → {99 - n} over", f"→ {900 + n} | 0 → {99 - n} over"]
            wanted = endings[1:] if status is AdjustmentStatus.APPROVED else endings[:1]
            assert any(line.endswith(tuple(wanted)) for line in whole), wanted
