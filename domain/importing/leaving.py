"""Services that the source has taken out of a package (rule 31)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.importing.counts import BeforeAfter
from domain.importing.files import shown
from domain.values.ids import ClientId, PackageId
from domain.values.refusal import Refusal


@dataclass(frozen=True, slots=True)
class LeftService:
    """A service that a package of the file included and no longer has there; what was approved in Ribbon stays."""

    package_id: PackageId
    package_name: str
    client_id: ClientId
    service_name: str
    total: BeforeAfter

    def __str__(self) -> str:
        before, after = self.total
        package, service = f"{shown(self.package_name)} ({shown(self.package_id)})", shown(self.service_name)
        if after:
            return f"{package}: the file no longer includes {service}. Total {before} → {after}, approved in Ribbon."
        return f"{package} no longer includes {service}: total {before} → 0."


@dataclass(frozen=True, slots=True)
class Leaving:
    """How many services somebody has confirmed to leave their packages, and who is told of each."""

    confirmed: int | None = None
    told: Callable[[LeftService], None] = lambda _: None


class TooManyGone(Refusal):
    """More than a tenth of the source's included services would leave, and nobody has confirmed how many."""

    def __init__(self, gone: int, known: int) -> None:
        what = f"{gone} of {known} included services from your files would leave their packages"
        super().__init__(f"Nothing was imported: {what}, more than a tenth.")
        self.gone = gone


def require_confirmed(gone: int, known: int, confirmed: int | None) -> None:
    if gone * 10 > known and gone != confirmed:
        raise TooManyGone(gone, known)


def what_stays(total: int, said: int) -> int:
    """What approvals have added to the number that the source said last."""
    return max(0, total - said)


def confirmed_in(words: str) -> int | None:
    """The number in “3 gone”, which somebody writes with the files that they drop."""
    found = re.fullmatch(r"\s*([0-9]{1,6})\s+gone\W*", words, re.IGNORECASE)
    return int(found[1]) if found else None
