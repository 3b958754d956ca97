"""Names that files have for practitioners, where Slack knows neither an id nor an e-mail address."""

from dataclasses import dataclass

from domain.values.ids import PersonId, SourceName


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Who a name was said to be; or nobody yet, and whose sessions they are then."""

    name: SourceName
    person: PersonId | None = None
    person_name: str = ""
    sessions: int = 0  # nobody's, of that name


@dataclass(frozen=True, slots=True)
class NamesPage:
    names: tuple[NamedPerson, ...]
    skipped: int
    has_more: bool
