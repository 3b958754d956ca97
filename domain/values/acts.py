"""What somebody has just done to sessions, as far as it takes to take it back (rule 22)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.values.ids import ActId, PackageId, SessionId
from domain.values.sessions import Confirmation, Origin, Payment


class Deed(StrEnum):
    """What was done; the later ones are called as the changes of a session are."""

    LINK = "link"
    UNLINK = "unlink"
    MOVE = "move"
    BOOK = "book"
    CONFIRM = "confirm"
    MARK_PAID = "mark_paid"
    MARK_UNPAID = "mark_unpaid"
    CANCEL = "cancel"
    CANCEL_LATE = "cancel_late"
    NO_SHOW = "no_show"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class WasLinked:
    """To which package, None: to none; and how often the session had been linked or unlinked after the act."""

    changes: int
    package_id: PackageId | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class WasConfirmed:
    """How, and how often that had been changed after the act."""

    changes: int
    confirmation: Confirmation
    restores_to: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class WasPaid:
    """Whether, and how often that had been changed after the act."""

    changes: int
    payment: Payment


@dataclass(frozen=True, slots=True)
class Part:
    """One session, and what the act changed of it, as it was before."""

    session_id: SessionId
    link: WasLinked | None = None
    confirmation: WasConfirmed | None = None
    payment: WasPaid | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What a person did last; `undone_at`: taken back then, but for the sessions in `left`."""

    id: ActId
    at: datetime
    deed: Deed
    parts: tuple[Part, ...]
    undone_at: datetime | None = None
    left: tuple[SessionId, ...] = ()
