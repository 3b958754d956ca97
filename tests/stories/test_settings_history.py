"""What a workspace chooses is kept with who, when and before → after, and packages tell of what touches them."""

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from going import bookings, buttons, packages
from literals import NOW, person
from posting import HERE
from practice import Practice

from domain.settings import settings_history as settings_history_of
from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId
from domain.values.people import ManagersOnly, Workspace
from playground.person.people import Person
from playground.person.screen import Modal
from playground.state.slack import Slack
from storage.database import Database, Tx
from storage.exchange.exporting import export_files
from storage.records import RecordsTx

NO_SHOWS = "No-shows and late cancellations"
FREE, HOLD = "They don't count", "They count"


def settings_of(person: Person) -> Modal:
    person.home()
    person.press("Settings")
    return person.modal_titled("Settings")


def choose(person: Person, setting: str, *choices: str, query: str | None = None) -> None:
    form = settings_of(person)
    form.pick(setting, *choices, query=query)
    form.submit()
    person.modal_titled("Settings saved").close()


def settings_history(person: Person) -> Modal:
    settings_of(person).press("History")
    return person.modal_titled("Settings: history")


def told(person: Person, client: str, package: str, entry: str) -> str:
    packages(person, client).row(package).choose(entry)
    text = person.modal_titled(entry).text
    person.modal.close_all()
    return text


def test_every_setting_is_told_with_who_and_when_before_and_after(mia: Person, max_: Person, slack: Slack) -> None:
    slack.add_channel("CNEW", "new-managers", ["UMAN", "UBOTT1"], kind="private")
    form = settings_of(mia)
    form.pick("Managers", "Mia Manager", "Max Manager", "Petra Practitioner")
    form.pick("Managers' channel", "#new-managers")
    form.pick("Practitioners see", "Everybody's")
    form.pick(NO_SHOWS, FREE)
    form.pick("Managers' own requests", "They may decide themselves")
    form.pick("Clients' names", "Code only")
    form.pick("The practice's time zone", "America/New_York", query="new york")
    form.submit()
    mia.modal_titled("Settings saved").close()

    shown = settings_history(max_)
    for setting, change in {
        "Managers": "@Mia Manager, @Max Manager → @Mia Manager, @Max Manager, @Petra Practitioner",
        "Managers' channel": "#managers → #new-managers",
        "Practitioners see": "Their own → Everybody's",
        NO_SHOWS: f"{HOLD} → {FREE}",
        "Managers' own requests": "Another manager decides → They may decide themselves",
        "Clients' names": "Short name in messages → Code only",
        "The practice's time zone": "Europe/Berlin → America/New_York",
    }.items():
        shown.sees(f"{setting}\nMon 2 Mar 2026, 10:30 · by Mia Manager\n{change}")


def test_the_latest_comes_first_and_what_stayed_is_not_told(mia: Person, max_: Person) -> None:
    choose(mia, "Practitioners see", "Everybody's")
    choose(max_, "Practitioners see", "Their own")
    settings_of(mia).submit()
    mia.modal_titled("Settings saved").close()

    text = settings_history(mia).text
    assert text.index("Everybody's → Their own") < text.index("Their own → Everybody's")
    assert text.count("Practitioners see") == 2
    assert text.count("by M") == 2


def test_managers_who_hand_back_to_the_admins_say_so(mia: Person, slack: Slack) -> None:
    slack.people["UMAN"].is_admin = True
    choose(mia, "Managers", "Mia Manager")
    form = settings_of(mia)
    form.clear("Managers")
    form.submit()
    mia.modal_titled("Settings saved").close()

    mia.home()
    assert "@Mia Manager → the workspace's admins" in settings_history(mia).text


def test_it_goes_on_to_what_was_chosen_earlier(mia: Person) -> None:
    for n in range(11):
        choose(mia, "Practitioners see", "Their own" if n % 2 else "Everybody's")

    shown = settings_history(mia)
    assert buttons(shown) == ["Older"]
    shown.press("Older")
    shown.sees("Newer")
    assert shown.text.count("Practitioners see") == 1


def test_it_is_for_managers_alone(database: Database) -> None:
    with database.reading() as connection, pytest.raises(ManagersOnly):
        settings_history_of(RecordsTx(connection, HERE), person("UPRAC"))


def test_where_nothing_was_changed_it_says_so(mia: Person) -> None:
    settings_history(mia).sees("Nothing has been changed yet.")


def test_a_package_tells_of_the_setting_that_changed_what_remains(
    mia: Person, practice: Practice, petra: Person
) -> None:
    practice.session("n1", "c2", "follow", -2, "p4", confirmation="no_show")
    practice.session("n2", "c2", "follow", -3, "p4", confirmation="late_cancelled")
    bookings(petra, "bo").row("Wed 4 Mar").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Bookings").close_all()
    choose(mia, NO_SHOWS, FREE)
    bookings(petra, "bo").row("Wed 4 Mar").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("Bookings").close_all()
    choose(mia, NO_SHOWS, HOLD)

    history = told(petra, "bo", "Silver 5", "History")
    set_anew = "No-shows and late cancellations: setting changed\nMon 2 Mar 2026, 10:30 · by Mia Manager\n"
    steps = [
        f"{set_anew}Follow-up 50 min: not counted → counted, left 5 → 3",
        "Follow-up 50 min: left 4 → 5",
        f"{set_anew}Follow-up 50 min: counted → not counted, left 2 → 4",
        "Follow-up 50 min: left 3 → 2",
    ]
    assert [step in history for step in steps] == [True] * 4
    assert sorted(map(history.index, steps)) == [history.index(step) for step in steps]
    why = told(petra, "bo", "Silver 5", "Why this count")
    first, second = (
        f"• No-shows and late cancellations: {change}, set by Mia Manager, 2 Mar 2026"
        for change in ("counted → not counted, left 2 → 4", "not counted → counted, left 5 → 3")
    )
    assert 0 < why.index(first) < why.index(second)


FLIPS = [("counted", "not_counted"), ("not_counted", "counted")]


def test_often_as_it_was_set_how_the_total_came_about_is_told_and_that_there_is_more(
    petra: Person, database: Database
) -> None:
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        entry = Entry(Happening.CONFIGURED, NOW, None, ClientId("c2"), PackageId("p4"), service_id=ServiceId("follow"))
        records.record(replace(entry, total=(0, 5), remaining=(0, 5)))
        for n in range(20):
            was, becomes = FLIPS[n % 2]
            flip = replace(entry, event=Happening.NO_SHOWS_SET, was=was, becomes=becomes, at=NOW + timedelta(days=n))
            records.record(replace(flip, remaining=(4, 5) if n % 2 else (5, 4)))
    earlier = "Earlier changes are in the package's history."

    why = told(petra, "bo", "Silver 5", "Why this count")
    assert why.count("No-shows and late cancellations:") == 20
    assert "5 as configured" in why
    assert earlier not in why

    with database.writing() as connection:
        RecordsTx(connection, HERE).record(replace(flip, at=NOW + timedelta(days=20), remaining=(4, 5)))
    why = told(petra, "bo", "Silver 5", "Why this count")
    assert why.count("No-shows and late cancellations:") == 20
    assert "5 as configured" in why
    assert earlier in why


def test_of_more_than_fits_the_newest_is_told(petra: Person, database: Database) -> None:
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        for n in range(18):
            entry = Entry(
                Happening.APPROVED, NOW + timedelta(days=n), PersonId("UMAN"), ClientId("c2"), PackageId("p4")
            )
            total = (5 + n, 6 + n)
            entry = replace(entry, service_id=ServiceId("follow"), total=total, remaining=total, reason="x" * 200)
            records.record(entry)

    why = told(petra, "bo", "Silver 5", "Why this count")
    assert "• 22 → 23 approved by" in why
    assert "• 5 → 6 approved by" not in why
    assert "Earlier changes are in the package's history." in why


def test_packages_of_which_nothing_changed_tell_nothing(mia: Person, practice: Practice, database: Database) -> None:
    practice.session("n1", "c1", "nutri", -2, "p1", confirmation="no_show")  # a service that isn't included
    practice.session("n2", "c1", "follow", -2, "p2", confirmation="cancelled")
    practice.session("n3", "c2", "follow", -2, confirmation="no_show")  # not linked
    practice.session("n4", "c3", "follow", -2, "p5", confirmation="no_show")
    choose(mia, NO_SHOWS, FREE)
    choose(mia, "Practitioners see", "Everybody's")

    with database.reading() as connection:
        records = RecordsTx(connection, HERE)
        told = {name: records.history_of(PackageId(name), 0, 9) for name in ("p1", "p2", "p3", "p4", "p5", "p6")}
    assert {name: len(entries) for name, entries in told.items() if entries} == {"p5": 1}
    [entry] = told["p5"]
    assert (entry.event, entry.by, entry.service_id, entry.remaining) == ("no_shows_set", "UMAN", "follow", (-1, 0))


def test_an_export_tells_of_it_too(mia: Person, practice: Practice, database: Database, tmp_path: Path) -> None:
    practice.session("n1", "c2", "follow", -2, "p4", confirmation="no_show")
    choose(mia, NO_SHOWS, FREE)
    with database.reading() as connection:
        export_files(Tx(connection, HERE), tmp_path)

    with (tmp_path / "history.csv").open(newline="", encoding="utf-8-sig") as file:
        [row] = [row for row in csv.DictReader(file) if row["package_id"] == "p4"]
    assert {name: row[name] for name in ("event", "by", "was", "becomes", "remaining_before", "remaining_after")} == {
        "event": "no_shows_set",
        "by": "UMAN",
        "was": "counted",
        "becomes": "not_counted",
        "remaining_before": "4",
        "remaining_after": "5",
    }


def test_of_two_who_choose_at_once_only_what_was_saved_is_told(mia: Person) -> None:
    choose(mia, "Practitioners see", "Everybody's")
    first = mia.client.deliveries.made[-1]
    choose(mia, "Practitioners see", "Their own")
    mia.client.deliveries.again(first)

    assert settings_history(mia).text.count("Practitioners see") == 2


def test_managers_in_another_order_are_the_same_managers(mia: Person) -> None:
    choose(mia, "Managers", "Max Manager", "Mia Manager")
    settings_history(mia).sees("Nothing has been changed yet.")
    mia.modal.close_all()
    choose(mia, "Managers", "Petra Practitioner", "Mia Manager")
    settings_history(mia).sees("→ @Petra Practitioner, @Mia Manager")


@pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")
def test_while_settings_are_being_saved_lists_open_and_what_would_change_something_waits(
    petra: Person, database: Database, practice: Practice
) -> None:
    assert practice.team == HERE
    default = Workspace(HERE)
    with database.writing() as connection:
        RecordsTx(connection, HERE).hold_workspace(default)  # so that there is something to hold
    with database.writing() as connection:
        RecordsTx(connection, HERE).hold_workspace(default, alone=True)
        bookings(petra, "bo").row("Wed 4 Mar").choose("Link to package")
        petra.modal_titled("Link to package").submit()
        petra.modal_titled("That didn't work").sees("Ribbon is busy")
