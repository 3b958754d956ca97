"""Who is it? The same check for every command, press, submission, type-ahead and home."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from time import perf_counter
from zoneinfo import available_timezones

import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError

from bot.logs import told
from bot.slack_calls import SLACK_UNREACHABLE, Slack
from domain.ids import PersonId, WorkspaceId
from domain.people import Person, Workspace
from domain.refusal import Refusal
from storage.database import Database, DatabaseBusy
from storage.people import Member
from storage.records import Records

FRESH = timedelta(minutes=5)  # how long what Slack said of a person is taken as true
MOST_PEOPLE = 10_000
BRIEFLY = 0.3  # seconds: what a person does waits for the database after this, and Slack gives them 3 in all

log = structlog.get_logger()


class NotForYou(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Ribbon is for members of this workspace. Guests, bots and people of other organisations can't use it."
        )


class SlackDoesNotAnswer(Refusal):
    def __init__(self) -> None:
        super().__init__("Slack doesn't say who you are just now. Nothing was changed; try again in a moment.")


@dataclass
class Guard:
    """Knows the people of all workspaces, from a cache, from storage, or from Slack."""

    database: Database
    slack_of: Callable[[WorkspaceId], Slack]

    def __post_init__(self) -> None:
        self._seen: TTLCache[tuple[str, str], Member] = TTLCache(MOST_PEOPLE, FRESH.total_seconds())
        self._lock = Lock()

    def admit(self, workspace_id: WorkspaceId, person_id: PersonId, team_of_person: str | None) -> Member:
        """The member of the workspace, or a refusal: of guests, strangers, bots, and who has left."""
        if team_of_person not in {None, "", workspace_id}:
            raise NotForYou
        slack = self._slack(workspace_id)
        member = self._cached(workspace_id, person_id) or self._asked(slack, workspace_id, person_id)
        if not member.is_member:
            raise NotForYou
        return member

    def _slack(self, workspace_id: WorkspaceId) -> Slack:
        """Refuses where Ribbon isn't installed any more."""
        try:
            return self.slack_of(workspace_id)
        except SLACK_UNREACHABLE as away:  # it hasn't said yet whose token ours is
            log.warning("slack did not say whose token this is", **told(away))
            raise SlackDoesNotAnswer from away

    def _cached(self, workspace_id: WorkspaceId, person_id: PersonId) -> Member | None:
        with self._lock:
            return self._seen.get((workspace_id, person_id))

    def _asked(self, slack: Slack, workspace_id: WorkspaceId, person_id: PersonId) -> Member:
        try:
            member = slack.member(person_id)
        except SlackApiError as refused:
            if refused.response.get("error") == "user_not_found":
                raise NotForYou from refused
            member = self._stored(workspace_id, person_id)
        except SLACK_UNREACHABLE:
            member = self._stored(workspace_id, person_id)
        else:
            if not self._remembered(workspace_id, member):
                return member  # unseen, so that the next gesture tries again
        with self._lock:
            self._seen[workspace_id, person_id] = member
        return member

    def _remembered(self, workspace_id: WorkspaceId, member: Member) -> bool:
        try:
            with self.database.writing(BRIEFLY) as connection:
                Records(connection, workspace_id).remember([member])
        except DatabaseBusy:
            log.warning("a person can't be remembered yet", workspace=workspace_id)
            return False
        return True

    def _stored(self, workspace_id: WorkspaceId, person_id: PersonId) -> Member:
        """What Slack said last, while Slack doesn't answer."""
        log.warning("slack did not say who a person is", workspace=workspace_id)
        with self.database.reading() as connection:
            member = Records(connection, workspace_id).find_member(person_id)
        if member is None:
            raise SlackDoesNotAnswer
        return member

    def knows(self, workspace_id: WorkspaceId, people: Iterable[PersonId], until: float) -> bool:
        """Whether it's known of each whether they are a member; Slack is asked until then, as perf_counter tells it."""
        slack = self._slack(workspace_id)
        return all(self._is_known(slack, workspace_id, person_id, until) for person_id in people)

    def _is_known(self, slack: Slack, workspace_id: WorkspaceId, person_id: PersonId, until: float) -> bool:
        if self._cached(workspace_id, person_id):
            return True
        try:
            if perf_counter() > until:
                self._stored(workspace_id, person_id)
                return True
            self._asked(slack, workspace_id, person_id)
        except NotForYou:
            return True  # Slack knows nobody of this id
        except SlackDoesNotAnswer:
            return False
        return self._cached(workspace_id, person_id) is not None  # else it couldn't be stored


def person_in(records: Records, member: Member, default: Workspace) -> Person:
    """The member, in whose time zone all is shown to them, or in the workspace's."""
    workspace = records.find_workspace(default)
    would_manage = member.is_admin or member.id in default.managers  # if nobody who was chosen were left
    if would_manage and workspace.managers and member.id not in workspace.managers:
        workspace = records.with_managers_who_stayed(workspace, default)
    timezone = member.timezone if member.timezone in _ZONES else workspace.timezone
    return Person(member.id, member.name, timezone, member.is_admin, workspace)


_ZONES = available_timezones()
