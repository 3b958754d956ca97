"""A workspace that shows no client's name anywhere (rule 18)."""

import pytest
from practice import TEAM

from domain.values.ids import WorkspaceId
from domain.values.people import Naming, Workspace
from playground.person.people import Person
from storage.database import Database
from storage.records import Records


@pytest.fixture
def _codes_only(database: Database) -> None:
    with database.writing() as connection:
        Records(connection, WorkspaceId(TEAM)).choose(
            Workspace(WorkspaceId(TEAM), timezone="Europe/Berlin", naming=Naming.CODE)
        )


@pytest.mark.usefixtures("_codes_only")
def test_lists_pages_pickers_and_home_show_the_code_instead_of_the_name(petra: Person) -> None:
    petra.command("/bookings")
    row = petra.modal_titled("Bookings").row("c2 · Follow-up")
    assert "Lindqvist" not in petra.modal.text
    row.choose("Link to package")
    petra.modal_titled("Link to package").sees("c2 · Follow-up")
    petra.modal.close_all()
    petra.command("/client lindqvist")
    petra.modal_titled("Bookings & Packages").sees("c2")
    assert "Lindqvist" not in petra.modal.text
    petra.modal.close_all()
    petra.command("/book")
    assert petra.modal_titled("Book a session").typeahead("Client", "lind") == ["c2"]
    petra.modal.close_all()
    home = petra.home()
    assert "c2" in home.text
    assert "Lindqvist" not in home.text
