"""The Home tab: one's own bookings, what needs attention with the way to mend it, first steps, and Settings."""

from datetime import date
from threading import Event, Thread
from typing import Any

import pytest
from going import left
from posting import HERE, Posting
from practice import Practice

from bot.app import Ribbon
from bot.settings import Settings
from bot.slack.calls import Slack as Calls
from domain.values.people import Workspace
from playground.person.people import People, Person
from playground.person.screen import Modal
from playground.state.slack import Slack
from storage.database import Database
from storage.records import RecordsTx


def settings_of(person: Person) -> Modal:
    person.home()
    person.press("Settings")
    return person.modal_titled("Settings")


def not_linked(person: Person) -> Modal:
    person.home().press("Show all 5")
    return person.modal_titled("Not linked")


def chosen(database: Database, ribbon: Ribbon) -> Workspace:
    with database.reading() as connection:
        return RecordsTx(connection, HERE).find_workspace(ribbon.router.default_workspace(HERE))


def test_home_lists_ones_own_bookings_and_links_and_unlinks_them_there(petra: Person) -> None:
    home = petra.home()
    home.sees("Your bookings", "Bo Lindqvist")
    assert "Emre" not in home.text
    petra.row("Bo Lindqvist", "Confirmed · Paid").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.sees_no_modal()
    petra.screen.sees("🎁")
    petra.row("Bo Lindqvist", "Silver 5").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.sees_no_modal()
    petra.screen.loses("🎁")


def test_an_unlinked_session_is_linked_to_its_best_package_by_one_press(petra: Person) -> None:
    petra.home()
    petra.row("Bo Lindqvist", "Best fit: Silver 5 (Follow-up 50 min: 5 of 5 left, becomes 4)").press("Link")
    petra.screen.loses("Best fit: Silver 5")
    petra.screen.sees("🎁")
    assert "4 of 5 left" in left(petra, "bo", "Silver 5")


def test_of_two_quick_presses_home_shows_both_whichever_slack_shows_first(
    petra: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_its_way, goes_on, publish = Event(), Event(), Calls.publish_home

    def slow_at_first(*said: Any) -> None:
        if not on_its_way.is_set():
            on_its_way.set()
            goes_on.wait(5)
        publish(*said)

    petra.home()
    monkeypatch.setattr(Calls, "publish_home", slow_at_first)
    first = Thread(target=petra.row("Bo Lindqvist", "Best fit: Silver 5").press, args=("Link",))
    first.start()
    on_its_way.wait()
    petra.row("Ana Ruiz", "Thu 5 Mar 2026, 10:30", "Best fit").press("Link")
    goes_on.set()
    first.join()

    petra.row("Bo Lindqvist", "Confirmed · Paid").sees("🎁")
    petra.row("Thu 5 Mar\n🎁 10:30 Ana Ruiz").sees("🎁")


def test_why_a_session_is_not_linked_is_said(petra: Person) -> None:
    petra.home().sees("Follow-up 50 min · one-off")
    petra.row("Bo Lindqvist", "Best fit").press("Link")
    petra.row("Bo Lindqvist", "🎁").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.screen.sees("Follow-up 50 min · unlinked by Petra Practitioner, Mon 2 Mar 2026, 10:30")


@pytest.mark.parametrize(
    ("session", "says"),
    [
        ("Nutrition review", "No package fits: Starter 3 (Nutrition review is not included: the count won't change)"),
        ("Chidi Okafor", "No package fits: One left (Follow-up 50 min: none left, this makes it 1 over)"),
    ],
)
def test_a_package_that_does_not_fit_is_not_linked_by_one_press_but_chosen_with_its_effect(
    petra: Person, session: str, says: str
) -> None:
    not_linked(petra).row(session, says).press("Link to package")
    petra.modal_titled("Link to package").close()
    petra.modal_titled("Not linked").sees(says)


def test_a_link_that_does_not_count_is_told_of_and_stays_on_home_until_it_counts(
    petra: Person, mia: Person, posting: Posting
) -> None:
    not_linked(petra).row("Nutrition review", "No package fits").press("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    petra.screen.sees("Starter 3 · not counted", "⏳ Count adjustment · Ana Ruiz · Starter 3")
    posting.catches_up()
    mia.home().sees("⏳ Count adjustment · Ana Ruiz · Starter 3", "Asked for by Petra Practitioner")
    mia.channel("CMAN").thread("Count adjustment").press("Approve")
    home = petra.home()
    assert "not counted" not in home.text
    assert "⏳" not in home.text


def test_an_overrun_package_can_be_put_right_from_home_which_shows_the_request_then(petra: Person) -> None:
    not_linked(petra).row("Chidi Okafor", "No package fits").press("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, 1 over").close()
    petra.modal_titled("Not linked").close()
    petra.row("Chidi Okafor · One left", "1 over").press("Make it count")
    petra.modal_titled("Make it count").press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    petra.screen.sees("⏳ Count adjustment · Chidi Okafor · One left", "Follow-up 50 min: 1 → 2")


def test_packages_about_to_expire_are_shown_to_who_sees_their_clients(
    petra: Person, paul: Person, practice: Practice
) -> None:
    practice.package("soon", "c1", "Soon over", {"follow": 2}, expires_on=date(2026, 3, 16))
    practice.package("later", "c1", "Later over", {"follow": 2}, expires_on=date(2026, 3, 17))
    practice.package("today", "c1", "Last day", {"follow": 2}, expires_on=date(2026, 3, 2))
    home = petra.home()
    home.sees(
        "Ending soon (2)",
        "Ana Ruiz · Soon over",
        "Ends Mon 16 Mar 2026, in 14 days",
        "Ana Ruiz · Last day",
        "Ends Mon 2 Mar 2026, today",
    )
    assert "Later over" not in home.text
    assert "Soon over" not in paul.home().text


def test_a_home_with_nothing_to_do_says_so(paul: Person) -> None:
    paul.home().sees("Nothing: every session is linked and counted as far as it can be.")


def test_what_needs_attention_is_found_behind_however_many_sessions_that_are_well(
    practice: Practice, petra: Person, mia: Person, paul: Person
) -> None:
    with practice.at_once():
        practice.client("c9", "Zoe Busy")
        practice.package("p9", "c9", "Big", {"follow": 900})
        practice.package("p10", "c9", "Tiny", {"initial": 1})
        for n in range(200):
            practice.session(f"old{n}", "c9", "follow", -29 + n / 100, "p9")
            practice.session(f"walk-in{n}", "c5", "follow", -29 + n / 100)
        practice.session("n1", "c9", "nutri", 0.1, "p9")
        practice.session("o1", "c9", "initial", 0.2, "p10")
        practice.session("o2", "c9", "initial", 0.3, "p10")

    for person in (petra, mia):
        person.home().sees("Zoe Busy\nNutrition review", "Big · not counted", "Zoe Busy · Tiny", "Best fit")
    assert "Zoe" not in paul.home().text


def test_a_no_show_needs_attention_as_long_as_it_holds_its_place(
    practice: Practice, petra: Person, mia: Person
) -> None:
    practice.session("n1", "c2", "nutri", -2, "p4", confirmation="no_show")
    practice.session("n2", "c2", "initial", -2, "p4", confirmation="cancelled")
    home = petra.home()
    home.sees("Silver 5 · not counted ⚠️ · No-show · Unpaid")
    assert "Initial consultation" not in home.text

    form = settings_of(mia)
    form.pick("No-shows and late cancellations", "They don't count")
    form.submit()
    mia.modal_titled("Settings saved").close()
    assert "not counted" not in petra.home().text


def test_where_there_are_too_many_sessions_to_look_at_home_says_which_were(practice: Practice, paul: Person) -> None:
    with practice.at_once():
        for n in range(510):
            practice.session(f"walk-in{n}", "c5", "follow", -n / 24, practitioner="UPRAC2")

    home = paul.home()

    home.sees(
        "Nothing: every session that was checked is linked and counted as far as it can be.",
        "Only those from Mon 9 Feb 2026, 07:30 to Wed 1 Apr 2026, 05:30 were checked",
    )


def test_home_begins_with_what_one_comes_for_first(petra: Person, mia: Person) -> None:
    petra.home().press("Book a session")
    petra.modal_titled("Book a session").close()
    petra.press("Find a client")
    petra.modal_titled("Choose a client").close()
    petra.press("Bookings")
    petra.modal_titled("Bookings").sees("✕ Today/Upcoming")
    assert "Pending" not in petra.home().text
    mia.home().press("Pending (0)")
    mia.modal_titled("Pending adjustments").sees("No adjustments are pending")


def test_of_each_kind_three_are_shown_and_all_in_a_list_where_they_can_be_put_right(petra: Person) -> None:
    petra.home().sees("Not linked (5)", "Their client has an active package.")
    petra.press("Show all 5")
    every = petra.modal_titled("Not linked")
    assert every.text.count("Leave as it is") == 5
    every.row("Bo Lindqvist", "Best fit").press("Link")
    petra.screen.loses("Bo Lindqvist ·")
    every.close()
    petra.screen.sees("Not linked (4)", "Show all 4", "🎁 10:30 Bo Lindqvist")


def test_who_asks_from_home_that_a_session_counts_finds_the_form_filled_in(petra: Person) -> None:
    not_linked(petra).row("Nutrition review", "No package fits").press("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").close()
    petra.modal_titled("Not linked").close()
    petra.screen.sees("Not counted (1)")
    petra.press("Make it count")
    petra.modal_titled("Make it count").press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    petra.screen.sees("Pending requests (1)", "Yours, which wait for a manager.")


def test_a_package_that_ends_soon_is_booked_from_for_its_client_by_one_press(petra: Person, practice: Practice) -> None:
    practice.package("soon", "c1", "Soon over", {"follow": 2}, expires_on=date(2026, 3, 16))
    petra.home()
    petra.row("Ana Ruiz · Soon over").press("Book a session")
    form = petra.modal_titled("Book a session")
    assert form.value("Client") == "Ana Ruiz"
    form.sees("Soon over")


def test_a_manager_finds_the_bookings_of_the_practice(mia: Person) -> None:
    mia.home().sees("The practice's bookings", "Emre")


def test_settings_are_for_managers(petra: Person, gus: Person, mia: Person) -> None:
    assert "Settings" not in petra.home().text
    assert "Settings" not in gus.home().text
    assert "Settings" in mia.home().text


def test_a_guest_gets_a_polite_refusal_and_nothing_else(gus: Person) -> None:
    home = gus.home()
    home.sees("Ribbon is for members of this workspace")
    assert "Ana" not in home.text


def test_every_setting_says_its_effect_is_saved_and_shown_again(
    mia: Person, slack: Slack, database: Database, ribbon: Ribbon
) -> None:
    slack.add_channel("CNEW", "new-managers", ["UMAN", "UBOTT1"], kind="private")
    form = settings_of(mia)
    form.pick("Managers", "Mia Manager")
    form.pick("Managers' channel", "#new-managers")
    form.pick("Practitioners see", "Everybody's")
    form.pick("No-shows and late cancellations", "They don't count")
    form.pick("Managers' own requests", "They may decide themselves")
    form.pick("Clients' names", "Code only")
    form.pick("The practice's time zone", "America/New_York", query="new york")
    form.submit()
    mia.modal_titled("Settings saved").close()
    assert chosen(database, ribbon) == Workspace(
        HERE,
        "America/New_York",
        ("UMAN",),  # type: ignore[arg-type]  # an id
        "CNEW",
        all_see_all=True,
        no_shows_hold=False,
        managers_decide_their_own=True,
        naming=chosen(database, ribbon).naming,
        times_chosen=1,
    )
    assert chosen(database, ribbon).naming == "code"
    again = settings_of(mia)
    assert again.value("Practitioners see") == "Everybody's"
    assert again.value("No-shows and late cancellations") == "They don't count"
    assert again.value("Managers' own requests") == "They may decide themselves"
    assert again.value("Clients' names") == "Code only"
    assert again.value("The practice's time zone") == "America/New_York"


def test_saving_says_so_with_what_has_changed(mia: Person) -> None:
    form = settings_of(mia)
    form.pick("Managers", "Mia Manager")
    form.pick("Clients' names", "Code only")
    form.submit()
    word = mia.modal_titled("Settings saved")
    word.sees("Managers: @Mia Manager", "Clients' names: Code only")
    assert "Practitioners see" not in word.text
    word.close()
    mia.sees_no_modal()

    settings_of(mia).submit()
    mia.modal_titled("Settings saved").sees("Nothing is different from before.")


def test_of_two_managers_who_change_settings_at_once_the_second_is_told(
    mia: Person, slack: Slack, database: Database, ribbon: Ribbon
) -> None:
    form = settings_of(mia)
    form.pick("Practitioners see", "Everybody's")
    form.submit()
    mia.modal_titled("Settings saved").close()
    first = mia.client.deliveries.made[-1]
    form = settings_of(mia)
    form.pick("Practitioners see", "Their own")
    form.submit()
    mia.modal_titled("Settings saved").close()

    answer = mia.client.deliveries.again(first)

    assert "The settings have changed since you opened this." in str(answer.body)
    assert not chosen(database, ribbon).all_see_all
    assert slack.problems == []


def test_who_sees_what_takes_effect_at_once(mia: Person, petra: Person) -> None:
    form = settings_of(mia)
    form.pick("Practitioners see", "Everybody's")
    form.submit()
    mia.modal_titled("Settings saved").close()
    petra.command("/bookings emre")
    petra.modal_titled("Bookings").sees("Emre Yıldız")


def test_no_shows_that_do_not_count_give_their_place_back_at_once(
    mia: Person, petra: Person, practice: Practice
) -> None:
    practice.session("n1", "c1", "follow", -2, "p1", confirmation="no_show")
    assert "7 of 10 left" in left(petra, "ana", "Gold 10")
    form = settings_of(mia)
    form.pick("No-shows and late cancellations", "They don't count")
    form.submit()
    mia.modal_titled("Settings saved").close()
    assert "8 of 10 left" in left(petra, "ana", "Gold 10")


def test_the_time_zone_decides_when_a_package_expires(mia: Person, petra: Person, practice: Practice) -> None:
    practice.package("p9", "c1", "Last day", {"follow": 2}, expires_on=date(2026, 3, 1))
    assert "Expired · ended Sun 1 Mar" in left(petra, "ana", "Last day")
    form = settings_of(mia)
    form.pick("The practice's time zone", "Pacific/Pago_Pago", query="pago")
    form.submit()
    mia.modal_titled("Settings saved").close()
    assert "Last day\nActive" in left(petra, "ana", "Last day")


def test_managers_are_those_chosen_and_home_is_redrawn_for_who_is_none_any_more(mia: Person, max_: Person) -> None:
    form = settings_of(mia)
    form.pick("Managers", "Max Manager")
    form.submit()
    mia.modal_titled("Settings saved").close()
    mia.screen.loses("Settings")
    max_.home().sees("Settings")


def test_who_was_chosen_and_hands_back_to_the_admins_is_a_manager_no_more(mia: Person, petra: Person) -> None:
    form = settings_of(mia)
    form.pick("Managers", "Petra Practitioner")
    form.submit()
    mia.modal_titled("Settings saved").close()

    form = settings_of(petra)
    form.clear("Managers")
    form.submit()
    petra.modal_titled("Settings saved").close()
    petra.screen.loses("Settings")
    mia.home().sees("Settings")


def test_a_request_goes_to_the_channel_that_is_chosen(
    mia: Person, petra: Person, slack: Slack, posting: Posting
) -> None:
    slack.add_channel("CNEW", "new-managers", ["UMAN", "UBOTT1"], kind="private")
    form = settings_of(mia)
    form.pick("Managers' channel", "#new-managers")
    form.submit()
    mia.modal_titled("Settings saved").close()
    not_linked(petra).row("Nutrition review", "No package fits").press("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    posting.catches_up()
    mia.channel("CNEW").thread("Ana R. · Starter 3").sees("Approve")
    assert slack.messages["CMAN"] == []


def test_a_pending_request_names_its_client_as_was_chosen_since(mia: Person, petra: Person, posting: Posting) -> None:
    not_linked(petra).row("Nutrition review", "No package fits").press("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    posting.catches_up()
    mia.channel("CMAN").sees("Count adjustment · Ana R. · Starter 3")

    form = settings_of(mia)
    form.pick("Clients' names", "Code only")
    form.submit()
    posting.catches_up()

    mia.channel("CMAN").sees("Count adjustment · c1 · Starter 3")


def test_managers_who_have_all_left_can_not_be_chosen(mia: Person, people_who_left: str) -> None:
    form = settings_of(mia)
    form.pick("Managers", people_who_left)
    form.submit()
    assert form.errors == {"Managers": "Choose at least one manager who is a member of this workspace."}


@pytest.fixture
def people_who_left(gus: Person) -> str:
    """A guest, of whom Slack has said that they are no member."""
    gus.home()
    return gus.name


def test_when_the_only_manager_has_left_the_admins_are_managers_again(
    mia: Person, people: People, slack: Slack, settings: Settings, ribbon: Ribbon
) -> None:
    slack.add_person("UADMIN", "Ada Admin", is_admin=True)
    ada = people.person("UADMIN")
    form = settings_of(mia)
    form.pick("Managers", "Petra Practitioner")
    form.submit()
    mia.modal_titled("Settings saved").close()
    assert "Settings" not in ada.home().text

    for user in ("UPRAC", *settings.ribbon_managers):
        slack.people[user].deleted = True
    ribbon.rounds.make(HERE)

    form = settings_of(ada)
    form.pick("Managers", "Paul Practitioner")
    form.submit()
    ada.modal_titled("Settings saved").close()
    assert "Settings" not in ada.home().text
