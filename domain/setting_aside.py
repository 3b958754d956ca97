"""What somebody leaves as it is: their Home no longer lists it, until it changes."""

from domain.records import Records
from domain.values.attention import OF_SESSIONS, Aside
from domain.values.ids import PackageId, SessionId
from domain.values.people import Person
from domain.visibility import see_package, see_session


def leave_as_it_is(records: Records, by: Person, aside: Aside) -> None:
    """Keep it off the Home of that person as long as it stands as they saw it."""
    if aside.kind in OF_SESSIONS:
        see_session(records, by, SessionId(aside.subject))
    else:
        see_package(records, by, PackageId(aside.subject))
    records.set_aside(by.id, aside)


def show_again(records: Records, by: Person) -> None:
    """Have everything listed again that the person left as it is."""
    records.take_up_again(by.id)
