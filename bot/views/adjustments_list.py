"""What is pending: one row per request, which its requester can withdraw."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.gestures.interactions import ADJUSTMENTS_LIST
from bot.views.adjustment_words import pending_changes_in_words, subject_of
from bot.views.parts import context, cut, modal, moment, name_of, section
from bot.views.request_window import remedy
from domain.values.adjustments import Adjustment
from domain.values.people import Person

MOST_SHOWN = 40
PERSON = 60  # characters of a name
CHANGES = 2000  # characters, of the 3000 that a section takes


def adjustments_list(pending: Sequence[Adjustment], by: Person) -> View:
    blocks: list[Block] = [*_rows(pending[:MOST_SHOWN], by)]
    if not blocks:
        blocks.append(
            section("No adjustments are pending. To ask for one, use Edit package on a client's Packages tab.")
        )
    if len(pending) > MOST_SHOWN:
        blocks.append(context(f"Only the oldest {MOST_SHOWN} are shown."))
    blocks.append(context("Managers decide here, or in the request's thread in the managers' channel."))
    return modal(ADJUSTMENTS_LIST, "Pending adjustments", blocks)


def _rows(pending: Sequence[Adjustment], by: Person) -> Iterator[Block]:
    for adjustment in pending:
        about = subject_of(name_of(adjustment.client, by), adjustment)
        yield section(pending_in_words(adjustment, by), remedy(adjustment, by, about))


def pending_in_words(adjustment: Adjustment, by: Person) -> str:
    changes = "\n".join(pending_changes_in_words(adjustment, CHANGES))
    asked = f"Asked for by {cut(adjustment.requested_by_name, PERSON)}, {moment(adjustment.requested_at, by.timezone)}"
    title = subject_of(name_of(adjustment.client, by), adjustment)
    return f"{title}\n{changes}\n{asked}\nReason: {cut(adjustment.reason, 300)}"
