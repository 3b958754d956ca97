"""Asking for an adjustment: who may, and what is there afterwards."""

import pytest
from literals import NOW, person

from domain.linking import link_session
from domain.requesting import NoManagersChannel, NotAnAdjustment, Wanted, ask_for_adjustment
from domain.values.fields import ServiceOfRow
from domain.values.ids import AdjustmentId, PackageId, ServiceId, SessionId
from domain.visibility import PackageNotFound
from storage.records import RecordsTx

PETRA = person("UPRAC", managers_channel="CMAN")
FOLLOW, NUTRI = ServiceId("follow"), ServiceId("nutri")
GOLD, ASKED = PackageId("p1"), AdjustmentId("r1")
WANTED = Wanted({FOLLOW: 12}, ((NUTRI, 3),), " because ")


def test_a_request_waits_with_the_figures_of_all_that_it_asks_for(records: RecordsTx) -> None:
    link_session(records, PETRA, NOW, SessionId("s05"), GOLD)

    ask_for_adjustment(records, PETRA, NOW, GOLD, WANTED, ASKED)

    (asked,) = records.pending_adjustments(None, None, 10)
    assert [(one.before, one.used, one.after) for one in asked.changes] == [(10, 2, 12), (None, 1, 3)]
    assert [(e.event, e.total, e.reason) for e in records.history_of(GOLD, 0, 2)] == [
        ("requested", (0, 3), "because"),
        ("requested", (10, 12), "because"),
    ]


def test_a_refused_request_leaves_nothing_behind(records: RecordsTx) -> None:
    with pytest.raises(NotAnAdjustment) as refused:
        ask_for_adjustment(records, PETRA, NOW, GOLD, Wanted({}, ((ServiceId("gone"), 3),), "because"), ASKED)
    assert list(refused.value.fields) == [ServiceOfRow(1)]
    assert records.pending_adjustments(None, None, 10) == []


def test_without_a_managers_channel_nobody_is_asked(records: RecordsTx) -> None:
    lonely = person("UPRAC", managers_channel=None)
    with pytest.raises(NoManagersChannel, match="A manager can choose one under Settings"):
        ask_for_adjustment(records, lonely, NOW, GOLD, WANTED, ASKED)


def test_of_a_client_whom_one_does_not_see_nothing_can_be_asked(records: RecordsTx) -> None:
    stranger = person("UPRAC2", managers_channel="CMAN")
    with pytest.raises(PackageNotFound):
        ask_for_adjustment(records, stranger, NOW, GOLD, WANTED, ASKED)
