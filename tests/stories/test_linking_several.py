"""Sessions that aren't linked although their client has a fitting package, linked in one go (rule 21)."""

from going import bookings, left
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal

FORM = "Link several"
ANA, ANA_LATER, BO = "Ana Ruiz · Mon 23 Feb, 10:30", "Ana Ruiz · Thu 5 Mar, 10:30", "Bo Lindqvist · Wed 4 Mar, 10:30"
LEAVE = "Leave this one out"


def opened(person: Person) -> Modal:
    person.home().press("Link 3")
    return person.modal_titled(FORM)


def test_all_that_fit_are_linked_in_two_clicks_with_the_sums_said_before(petra: Person) -> None:
    form = opened(petra)
    form.sees(
        "3 of 5 sessions not linked", "Sum for Ana Ruiz", "Starter 3: 3 of 3 left → 1", "Silver 5: 5 of 5 left → 4"
    )
    form.sees("Starter 3. Follow-up 50 min: 3 of 3 left, becomes 2", "2 of 3 left, becomes 1")
    assert form.buttons == ["Cancel", "Link 3"]
    form.submit()

    petra.screen.sees("Linked 3 sessions", "Not linked (2)")
    assert "1 of 3 left" in left(petra, "ana", "Starter 3")
    assert "4 of 5 left" in left(petra, "bo", "Silver 5")


def test_one_press_takes_all_of_them_back(petra: Person) -> None:
    opened(petra).submit()
    petra.screen.sees("Undo: Starter 3, Follow-up 50 min: 1 → 3; Undo: Silver 5, Follow-up 50 min: 4 → 5")
    petra.press("Undo")
    petra.screen.sees("Undone: 3 sessions are as before.", "Not linked (5)", "Link 3")


def test_undo_takes_back_the_rest_and_names_what_somebody_has_changed_since(petra: Person, mia: Person) -> None:
    opened(petra).submit()
    petra.screen.sees("Undo")
    bookings(mia, "bo").row("Bo Lindqvist").choose("Unlink from package")
    mia.modal_titled("Unlink from package").submit()
    mia.modal_titled("Bookings")
    petra.press("Undo")
    petra.screen.sees(
        "Undone: 2 sessions are as before.", "Left as it is, changed since: Bo Lindqvist, Wed 4 Mar 10:30."
    )


def test_each_choice_changes_what_those_after_it_do(petra: Person) -> None:
    form = opened(petra)
    form.pick(ANA, LEAVE)
    form.sees("Stays unlinked.", "Starter 3: 3 of 3 left → 2")
    form.pick(ANA_LATER, "Gold 10")
    form.sees("Gold 10. Follow-up 50 min: 8 of 10 left, becomes 7", "Gold 10: 9 of 11 left → 8")
    form.submit()
    petra.screen.sees("Linked 2 sessions")
    assert "3 of 3 left" in left(petra, "ana", "Starter 3")


def test_two_sessions_do_not_take_the_same_last_place(petra: Person, practice: Practice) -> None:
    practice.client("c9", "Dalia Haddad")
    practice.package("last", "c9", "Last one", {"follow": 1})
    for n in (1, 2):
        practice.session(f"d{n}", "c9", "follow", n)
    petra.home().press("Link 4")
    form = petra.modal_titled(FORM)
    assert form.text.count("Dalia Haddad ·") == 1
    form.sees("Last one: 1 of 1 left → 0")


def test_where_one_has_changed_meanwhile_none_is_linked_and_the_form_says_which(petra: Person, mia: Person) -> None:
    form = opened(petra)
    form.pick(ANA, LEAVE)
    form.sees("Stays unlinked.")
    bookings(mia, "bo").row("Bo Lindqvist").choose("Link to package")
    mia.modal_titled("Link to package").submit()
    mia.modal_titled("Bookings")
    form.submit()
    form.sees(
        "Nothing was linked yet: 1 session has changed.", f"Changed: {BO}", "Mia Manager has linked it to Silver 5."
    )
    assert form.value(ANA) == LEAVE
    assert form.buttons == ["Cancel", "Link 1"]
    form.submit()
    petra.screen.sees("Linked Ana Ruiz, Thu 5 Mar 10:30, to Starter 3")


def test_where_a_count_has_changed_meanwhile_the_sums_are_shown_anew(petra: Person, practice: Practice) -> None:
    form = opened(petra)
    practice.session("more", "c2", "follow", 9, "p4")
    form.submit()
    form.sees("Nothing was linked yet: a count has changed since this was shown.", "Silver 5: 4 of 5 left → 3")
    form.submit()
    petra.screen.sees("Linked 3 sessions")


def test_with_everything_left_out_nothing_happens_and_says_so(petra: Person) -> None:
    form = opened(petra)
    for label in (ANA, ANA_LATER, BO):
        form.pick(label, LEAVE)
    form.sees("Stays unlinked.")
    form.submit()
    form.sees("Choose a package for at least one session.")


def test_a_list_filtered_to_what_is_not_linked_offers_it(petra: Person) -> None:
    bookings(petra, "unlinked ana").press("Link several")
    form = petra.modal_titled(FORM)
    form.submit()
    petra.modal_titled("Bookings").sees("Linked Ana Ruiz, Thu 5 Mar 10:30, to Starter 3")


def test_where_none_fits_it_says_so(petra: Person, practice: Practice) -> None:
    practice.session("chidi2", "c3", "follow", 6)
    bookings(petra, "unlinked chidi").press("Link several")
    petra.modal_titled(FORM).sees("None of these sessions has a package that fits.")
    petra.modal.close()
    assert "Link several" not in bookings(petra, "chidi").text


def test_at_most_twenty_are_linked_at_once_the_most_urgent_first(petra: Person, practice: Practice) -> None:
    practice.package("many", "c2", "Many", {"follow": 99})
    with practice.at_once():
        for n in range(25):
            practice.session(f"m{n:02}", "c2", "follow", 1 + n / 24)
    petra.home().press("Link several")
    form = petra.modal_titled(FORM)
    form.sees("20 of 30 sessions not linked")
    form.submit()
    petra.screen.sees("Linked 20 sessions", "Not linked (10)")
