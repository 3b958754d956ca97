"""Names that files have for practitioners: somebody says once who it is (rule 32)."""

from domain.records import Records
from domain.values.bookings import PAGE
from domain.values.fields import NameField, NotAcceptable
from domain.values.ids import PersonId, SourceName
from domain.values.people import Person, require_manager
from domain.values.refusal import Refusal
from domain.values.source_names import NamedPerson, NamesPage

SAY_WHO = "say who a practitioner is"


class NobodyOfThatName(Refusal):
    def __init__(self) -> None:
        super().__init__("Nobody of that name is in your files any more, or Slack knows by now who it is.")


class NotSomebodyHere(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({NameField.PERSON: "Choose a member of this workspace: no guest, app or person who has left."})


def names_page(records: Records, by: Person, skip: int = 0) -> NamesPage:
    """Those who are nobody yet first."""
    require_manager(by, SAY_WHO)
    names = [*records.nobodys_names(), *records.given_names()]
    skip = min(skip, max(0, len(names) - 1) // PAGE * PAGE)
    return NamesPage(tuple(names[skip : skip + PAGE]), skip, len(names) > skip + PAGE)


def see_name(records: Records, by: Person, name: SourceName) -> NamedPerson:
    require_manager(by, SAY_WHO)
    found = records.find_name(name)
    if found is None:
        raise NobodyOfThatName
    return found


def say_who_it_is(records: Records, by: Person, name: SourceName, person: PersonId | None) -> None:
    """From then on what files say of that name is theirs, and so is what was nobody's."""
    see_name(records, by, name)
    if person is None or not records.members_among([person]):
        raise NotSomebodyHere
    records.give_name(name, person)
