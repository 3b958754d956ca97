"""Link several: a menu for each session, and what becomes of each package (rule 21)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from slack_sdk.models.blocks import Block, DividerBlock, InputBlock, StaticSelectElement
from slack_sdk.models.views import View

from bot.gestures.interactions import CHOOSE_ONE, NOTICE, ONE_OF_SEVERAL, SEVERAL_FORM, SeveralState
from bot.gestures.wire import Field
from bot.views.emphasis import alert, titled
from bot.views.package_picker import choice_in_words, package_options
from bot.views.package_row import left
from bot.views.parts import (
    apart,
    clock,
    context,
    count,
    cut,
    field,
    local_day,
    modal,
    name_of,
    near,
    option,
    or_over,
    section,
)
from bot.views.session_words import NAME
from domain.linking_several import Proposal, Several
from domain.values.ids import ClientId, SessionId
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session

TITLE = "Link several"
LEFT_OUT = "-"  # no package has this id
MOST_CHOICES = 10  # of a session: twenty with more would be more than Slack takes of a view


def several_form(several: Several, state: SeveralState, by: Person, at: datetime, *, is_refused: bool = False) -> View:
    order = {proposal.session.client.id: n for n, proposal in reversed([*enumerate(several.proposals)])}
    proposals = sorted(several.proposals, key=lambda proposal: order[_client(proposal)])
    blocks: list[Block] = [
        *_news(several, is_refused=is_refused),
        section(_how_many(len(proposals), state)),
        *(block for _, of in groupby(proposals, _client) for block in _of_client(list(of), several, by, at)),
        context("All or nothing: if one session changes meanwhile, nothing is linked and this form says which."),
    ]
    linked = len(several.chosen)
    submit = f"Link {linked}" if linked else "Link"
    return modal(SEVERAL_FORM, TITLE, blocks, remembers=state, submit=submit, close="Cancel")


def nothing_fits() -> View:
    return modal(
        NOTICE, TITLE, [section("None of these sessions has a package that fits. Choose one under Link to package.")]
    )


def one_of(session_id: SessionId, link_changes: int) -> Field[str]:
    """Another one once the session has been linked or unlinked: Slack keeps what was chosen in a field."""
    return ONE_OF_SEVERAL.of(f"{link_changes}_{session_id}")


def _client(proposal: Proposal) -> ClientId:
    return proposal.session.client.id


def _news(several: Several, *, is_refused: bool) -> Iterator[Block]:
    if several.changed:
        have = "has" if several.changed == 1 else "have"
        changed = f"{count(several.changed, 'session')} {have} changed"
        yield alert(f"Nothing was linked yet: {changed}. The other choices are kept.")
    elif is_refused:
        yield alert("Nothing was linked yet: a count has changed since this was shown. Look at the sums again.")


def _how_many(shown: int, state: SeveralState) -> str:
    sessions = f"{shown} of {count(state.of, 'session')} not linked" if state.of > shown else count(shown, "session")
    return f"{sessions}. Each has the package that fits best; choose another, or leave it out."


def _of_client(proposals: Sequence[Proposal], several: Several, by: Person, at: datetime) -> Iterator[Block]:
    """Their sessions, and under these the sums, as packages belong to clients."""
    client = proposals[0].session.client
    for proposal in proposals:
        yield _menu(proposal, by, at)
    sums = [_sum(now, then) for now, then in several.packages if now.client.id == client.id]
    if sums:
        yield titled(f"Sum for {cut(name_of(client, by), NAME)}", *sums)
    yield DividerBlock()


def _menu(proposal: Proposal, by: Person, at: datetime) -> InputBlock:
    session, chosen = proposal.session, proposal.chosen
    best = proposal.choices[:MOST_CHOICES]
    choices = [*best, *([chosen] if chosen and chosen not in best else [])]
    options = [*package_options(choices), option("Leave this one out", LEFT_OUT)]
    initial = next((one for one in options if chosen and one.value == chosen.package.id), options[-1])
    menu = StaticSelectElement(action_id=CHOOSE_ONE.id, options=options, initial_option=initial)
    label = f"{'Changed: ' if proposal.is_changed else ''}{_which(session, by, at)}"
    return field(label, one_of(session.id, session.link_changes), menu, hint=_hint(proposal), dispatch=True)


def _which(session: Session, by: Person, at: datetime) -> str:
    day = near(local_day(session.starts_at, by.timezone), local_day(at, by.timezone))
    return f"{cut(name_of(session.client, by), NAME)} · {day}, {clock(session.starts_at, by.timezone)}"


def _hint(proposal: Proposal) -> str:
    """What the choice does, as in "Gold 10. Follow-up 50 min: 3 of 10 left, becomes 2"."""
    session, chosen = proposal.session, proposal.chosen
    if session.link:
        return f"{session.link.by_name or 'An import'} has linked it to {apart(cut(session.link.package_name, NAME))}."
    if chosen:
        return f"{apart(cut(chosen.package.name, NAME))}. {choice_in_words(chosen)}"
    stays = "It has changed since: choose again." if proposal.is_changed else "Stays unlinked."
    return f"{apart(cut(session.service.name, NAME))}. {stays}"


def _sum(now: Package, then: Package) -> str:
    """As in "Gold 10: 3 of 10 left → 1"."""
    name = apart(cut(now.name, NAME))
    uncounted = then.not_counted - now.not_counted
    aside = f", {uncounted} not counted" if uncounted else ""
    if now.remaining == then.remaining:
        return f"{name}: {left(now.remaining, now.total)}, as before{aside}"
    return f"{name}: {left(now.remaining, now.total)} → {or_over(then.remaining)}{aside}"
