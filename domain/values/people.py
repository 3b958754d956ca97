"""The workspace, the people in it, and who sees what (rules 16 to 18)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, available_timezones

from domain.values.ids import PersonId, WorkspaceId
from domain.values.refusal import Refusal

TIMEZONES = frozenset(available_timezones())  # to look for them reads hundreds of files


class Naming(StrEnum):
    """How clients are named in messages and notifications (rule 18)."""

    SHORT = "short"
    CODE = "code"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One practice and what it has chosen."""

    id: WorkspaceId
    timezone: str = "UTC"
    managers: tuple[PersonId, ...] = ()  # empty: the workspace's admins
    managers_channel: str | None = None
    all_see_all: bool = False
    no_shows_hold: bool = True
    managers_decide_their_own: bool = False
    naming: Naming = Naming.SHORT
    practitioners_add_clients: bool = True
    imports_at_once: bool = False  # what has nothing noteworthy
    times_chosen: int = 0

    def today(self, at: datetime) -> date:
        return self.day_of(at)

    def day_of(self, at: datetime) -> date:
        """The day on which that moment is where the practice is."""
        return at.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class Person:
    """A practitioner, who may be a manager too, acting in one workspace."""

    id: PersonId
    name: str
    timezone: str
    is_admin: bool
    workspace: Workspace

    @property
    def is_manager(self) -> bool:
        """Managers are those whom the workspace has chosen, else its admins."""
        return self.id in self.workspace.managers if self.workspace.managers else self.is_admin

    @property
    def sees_all(self) -> bool:
        return self.is_manager or self.workspace.all_see_all

    @property
    def may_add_clients(self) -> bool:
        return self.is_manager or self.workspace.practitioners_add_clients

    @property
    def own_only(self) -> PersonId | None:
        """Whose sessions this person is limited to; None for everybody's."""
        return None if self.sees_all else self.id


class ManagersOnly(Refusal):
    def __init__(self, what: str) -> None:
        super().__init__(f"Only a manager can {what}. Ask one of your managers.")


def require_manager(by: Person, what: str) -> None:
    """Refuse `what` (as in "can …") to those who aren't managers."""
    if not by.is_manager:
        raise ManagersOnly(what)
