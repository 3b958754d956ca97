"""Who is it? The same check for every command, press, submission, type-ahead and home."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from time import perf_counter

import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError

from bot.logs import about
from bot.slack.calls import NOBODY, SLACK_UNREACHABLE, Fate, No, Slack, no
from domain.values.ids import PersonId, WorkspaceId
from domain.values.people import TIMEZONES, Person, Workspace
from domain.values.refusal import Refusal
from storage.database import Database, DatabaseBusy
from storage.people import Member
from storage.records import RecordsTx

FRESH = timedelta(minutes=5)  # how long what Slack said of a person is taken as true
MOST_PEOPLE = 10_000
BRIEFLY = 0.3  # seconds: what a person does waits for the database after this, and Slack gives them 3 in all

log = structlog.get_logger()


class NotForYou(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Ribbon is for members of this workspace. Guests, bots and people from other organisations can't use it."
        )


class SlackDoesNotAnswer(Refusal):
    def __init__(self) -> None:
        super().__init__("Slack didn't tell Ribbon who you are. Nothing was changed. Try again in a moment.")


class SlackRefuses(Refusal):
    """What whoever runs Ribbon has to mend."""

    def __init__(self, error: str, *, saved: bool = False) -> None:
        done = "This is done, but nothing can be shown." if saved else "Nothing was changed."
        super().__init__(f"Slack refuses Ribbon ({error}). Ask whoever runs it to look at `ribbon doctor`. {done}")


@dataclass
class Guard:
    """Knows the people of all workspaces, from a cache, from storage, or from Slack."""

    database: Database
    slack_of: Callable[[WorkspaceId], Slack]

    def __post_init__(self) -> None:
        self._seen: TTLCache[tuple[str, str], Member] = TTLCache(MOST_PEOPLE, FRESH.total_seconds())
        self._lock = Lock()

    def admit(self, workspace_id: WorkspaceId, person_id: PersonId, team_of_person: str | None) -> Member:
        """The member of the workspace, or a refusal: of guests, strangers, bots, and who has left.

        Which team a payload names is no reason to refuse: in an organisation it may be any of its workspaces.
        """
        slack = self._slack(workspace_id)
        member = self._cached(workspace_id, person_id)
        if member is None:
            member = self._asked(slack, workspace_id, person_id, team_of_person)
        if not member.is_member:
            raise NotForYou
        return member

    def _slack(self, workspace_id: WorkspaceId) -> Slack:
        """Refuses where Ribbon isn't installed any more."""
        try:
            return self.slack_of(workspace_id)
        except SLACK_UNREACHABLE as away:  # it hasn't said yet whose token ours is
            log.warning("slack did not say whose token this is", **about(away))
            raise _why(no(away) if isinstance(away, SlackApiError) else None) from away

    def _cached(self, workspace_id: WorkspaceId, person_id: PersonId) -> Member | None:
        with self._lock:
            return self._seen.get((workspace_id, person_id))

    def _asked(self, slack: Slack, workspace_id: WorkspaceId, person_id: PersonId, team: str | None) -> Member:
        try:
            member = slack.member(person_id, workspace_id)
        except SLACK_UNREACHABLE as away:
            answered = no(away) if isinstance(away, SlackApiError) else None
            if answered and answered.error in NOBODY:
                raise NotForYou from away
            member = self._stored(workspace_id, person_id, team, answered)
        else:
            if not self._remembered(workspace_id, member):
                return member  # unseen, so that the next gesture tries again
        with self._lock:
            self._seen[workspace_id, person_id] = member
        return member

    def _remembered(self, workspace_id: WorkspaceId, member: Member) -> bool:
        try:
            with self.database.writing(BRIEFLY) as connection:
                RecordsTx(connection, workspace_id).remember([member])
        except DatabaseBusy:
            log.warning("a person can't be remembered yet", workspace=workspace_id)
            return False
        return True

    def _stored(
        self, workspace_id: WorkspaceId, person_id: PersonId, team: str | None, answered: No | None = None
    ) -> Member:
        """What Slack said last, while it doesn't answer, or refuses; earlier releases didn't look at people's teams."""
        log.warning("slack did not say who a person is", workspace=workspace_id)
        with self.database.reading() as connection:
            member = RecordsTx(connection, workspace_id).find_member(person_id)
        if member is None or not (member.teams_known or team == workspace_id):
            raise _why(answered)
        return member

    def knows(self, workspace_id: WorkspaceId, people: Iterable[PersonId], until: float) -> bool:
        """Whether it's known of each whether they are a member; Slack is asked until then, as perf_counter tells it.

        Raises DatabaseBusy where what Slack said can't be stored.
        """
        slack = self._slack(workspace_id)
        return all(self._is_known(slack, workspace_id, person_id, until) for person_id in people)

    def _is_known(self, slack: Slack, workspace_id: WorkspaceId, person_id: PersonId, until: float) -> bool:
        if self._cached(workspace_id, person_id):
            return True
        try:
            if perf_counter() > until:
                self._stored(workspace_id, person_id, None)
                return True
            self._asked(slack, workspace_id, person_id, None)
        except NotForYou:
            return True  # Slack knows nobody of this id
        except SlackDoesNotAnswer:
            return False
        if self._cached(workspace_id, person_id) is None:  # it couldn't be stored
            raise DatabaseBusy
        return True


def _why(answered: No | None) -> Refusal:
    """What people are told: whether trying again may help."""
    if answered is None or answered.fate is Fate.PASSES:
        return SlackDoesNotAnswer()
    log.error("slack refuses ribbon", error=answered.error)
    return SlackRefuses(answered.error)


def person_in(records: RecordsTx, member: Member, workspace: Workspace, default: Workspace) -> Person:
    """The member, in whose time zone all is shown to them, or in the workspace's."""
    would_manage = member.is_admin or member.id in default.managers  # if nobody who was chosen were left
    if would_manage and workspace.managers and member.id not in workspace.managers:
        workspace = records.with_managers_who_stayed(workspace, default)
    timezone = member.timezone if member.timezone in TIMEZONES else workspace.timezone
    return Person(member.id, member.name, timezone, member.is_admin, workspace)
