"""Organisations of several workspaces: who is placed elsewhere is let in, and each workspace shows its own alone."""

import pytest
from forging import contents
from installing import Browser
from practice import Practice, usual_practice
from sqlalchemy import update

from bot.app import Ribbon
from domain.values.ids import WorkspaceId
from playground.person.people import People, Person
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database
from storage.tables import PERSON

NOT_FOR_YOU = "Ribbon is for members of this workspace"


@pytest.fixture
def slack() -> Slack:
    """One organisation: Petra is in both of its workspaces, and Paul in the second; Olga is of another company."""
    slack = Slack()
    for team in ("T1", "T2"):
        slack.add_workspace(team, organisation="E1")
    slack.add_workspace("T9", token="")
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin", workspace="T1", elsewhere=("T2",))
    slack.add_person("UPAUL", "Paul Practitioner", workspace="T2")
    slack.add_person("UOLGA", "Olga Outsider", workspace="T9")
    slack.add_channel("CBOTH", "both", ["UPRAC", "UPAUL", "UOLGA", "UBOTT1"], workspace="T1", shared_with=("T9", "T2"))
    return slack


@pytest.fixture
def people(admin: Browser, playground: Playground, database: Database) -> People:
    """Both workspaces have installed Ribbon, and have a practice each."""
    usual_practice(database)
    second = Practice(database, "T2")
    second.service("follow", "Follow-up 50 min")
    second.client("c1", "Zoe Second")
    second.package("p1", "c1", "Bronze 7", {"follow": 7})
    second.session("s1", "c1", "follow", 2)
    assert admin.installs("T1").status_code == 200
    assert admin.installs("T2").status_code == 200
    return People(playground.client)


@pytest.fixture
def petra(people: People) -> Person:
    return people.person("UPRAC")


def looks_at(person: Person, team: str) -> None:
    person.slack.gone_to[person.user] = team


@pytest.mark.parametrize("seen_as", ["E1", "T2", ""])
def test_a_member_whom_slack_places_elsewhere_does_everything(petra: Person, seen_as: str) -> None:
    petra.slack.seen_as["UPRAC"] = seen_as
    petra.command("/client bo")
    petra.modal_titled("Bookings & Packages").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Bookings & Packages").row("Bo Lindqvist").sees("🎁")
    petra.command("/client")
    assert petra.modal_titled("Choose a client").typeahead("Client", "ana") == ["Ana Ruiz"]
    petra.modal.close_all()
    petra.home()
    petra.row("Ana Ruiz", "Thu 5 Mar 2026", "Best fit").press("Link")
    petra.row("Thu 5 Mar\n🎁 10:30 Ana Ruiz").sees("🎁")
    assert len(petra.slack.calls_of("users.info")) == 1


def test_home_in_the_second_workspace_shows_and_changes_its_own(petra: Person, database: Database) -> None:
    petra.home().sees("Bo Lindqvist")
    first = {row for row in contents(database)["session"] if "'T1'" in row}
    looks_at(petra, "T2")
    petra.home().sees("Zoe Second")

    petra.row("Zoe Second", "Best fit: Bronze 7").press("Link")

    petra.row("Zoe Second", "Bronze 7").sees("🎁")
    petra.row("Zoe Second", "🎁").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.row("Zoe Second", "Best fit: Bronze 7").press("Link")
    petra.row("Zoe Second", "Bronze 7").sees("🎁")
    petra.press("✕ Today/Upcoming")
    assert "Bo Lindqvist" not in petra.screen.text
    assert {row for row in contents(database)["session"] if "'T1'" in row} == first
    looks_at(petra, "T1")
    petra.home().sees("Bo Lindqvist")
    assert petra.slack.problems == []


@pytest.mark.parametrize("label", ["Link", "✕ Today/Upcoming", "Filter"])
def test_a_home_of_an_earlier_release_that_could_be_anothers_is_out_of_date(
    petra: Person, database: Database, label: str
) -> None:
    looks_at(petra, "T2")
    home = petra.home()
    content = petra.slack.homes["T2", "UPRAC"].content
    content["private_metadata"] = content["private_metadata"].partition(" ")[2]
    before = contents(database)

    home.press(label)

    petra.modal_titled("That didn't work").sees("This screen is out of date")
    assert contents(database) == before
    assert "Lindqvist" not in f"{petra.slack.homes['T2', 'UPRAC'].content}"


def test_who_is_in_the_other_workspace_only_or_was_met_in_a_shared_channel_is_no_member(
    people: People, ribbon: Ribbon, database: Database
) -> None:
    ribbon.rounds.learn_people(WorkspaceId("T1"), None)
    before = contents(database)
    for user in ("UPAUL", "UOLGA"):
        for seen_as in ("E1", "T1"):
            outsider = people.person(user)
            outsider.slack.seen_as[user] = seen_as
            outsider.channel("CBOTH").command("/bookings")
            outsider.sees(NOT_FOR_YOU)
            assert not outsider.has_modal
    assert contents(database) == before


def test_a_reply_in_a_thread_that_names_no_team_is_of_whom_slack_knows(people: People, playground: Playground) -> None:
    for user in ("UOLGA", "UPAUL"):
        writer = people.person(user)
        parent = people.person("UPRAC").channel("CBOTH").says(f"A thread for {user}")
        playground.deliveries.settle()
        writer.channel("CBOTH").thread(parent.text).says("approve")
        playground.deliveries.settle()
        writer.screen.sees(NOT_FOR_YOU)


SAID_LAST = [(True, "E1", True), (False, "E1", False), (False, "T1", True)]


@pytest.mark.parametrize(("teams_known", "seen_as", "is_let_in"), SAID_LAST)
def test_while_slack_is_away_what_it_said_last_decides_where_it_was_looked_at_which_teams_are_theirs(
    petra: Person, ribbon: Ribbon, database: Database, *, teams_known: bool, seen_as: str, is_let_in: bool
) -> None:
    petra.home()
    with database.writing() as connection:
        connection.execute(update(PERSON).values(teams_known=teams_known))
    ribbon.router.guard.__post_init__()  # as in a process that hasn't met anybody
    petra.slack.seen_as["UPRAC"] = seen_as
    petra.slack.spoil("users.info", status=503, times=10)

    petra.row("Bo Lindqvist", "Best fit").press("Link")

    if is_let_in:
        petra.row("Bo Lindqvist", "Confirmed · Paid").sees("🎁")
    else:
        petra.modal_titled("That didn't work").sees("Slack didn't tell Ribbon who you are.")
