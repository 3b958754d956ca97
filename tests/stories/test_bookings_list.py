"""The bookings list: what it shows to whom, its filters and chips, its pages, and the words of its command."""

import pytest
from going import bookings, buttons, rows, times
from practice import Practice

from playground.person.people import Person


def test_it_starts_with_todays_and_upcoming_sessions_soonest_first(petra: Person) -> None:
    shown = bookings(petra)

    assert rows(shown) == [
        "Bo Lindqvist · Follow-up 50 min",
        "Ana Ruiz · Follow-up 50 min",
        "Ana Ruiz · Nutrition review",
        "Chidi Okafor · Follow-up 50 min",
        "Dalia Haddad · Follow-up 50 min",
    ]
    assert buttons(shown) == ["✕ Today/Upcoming", "With cancelled", "Filter"]


def test_removing_today_upcoming_opens_the_list_at_now_with_what_was_last_first(petra: Person) -> None:
    shown = bookings(petra)
    shown.press("✕ Today/Upcoming")
    shown.sees("9 Feb")

    assert times(shown) == ["Fri 27 Feb, 10:30", "Mon 23 Feb, 10:30", "Mon 16 Feb, 10:30", "Mon 9 Feb, 10:30"]
    assert buttons(shown) == ["Today/Upcoming", "Filter", "Newer"]
    shown.press("Today/Upcoming")
    shown.loses("9 Feb")
    assert len(rows(shown)) == 5


def test_what_is_to_come_is_newer_than_now_and_what_was_is_older(petra: Person) -> None:
    shown = bookings(petra, "all")
    shown.press("Newer")
    shown.loses("27 Feb")

    assert [times(shown)[0], times(shown)[-1]] == ["Sun 8 Mar, 10:30", "Wed 4 Mar, 10:30"]
    assert buttons(shown)[-1] == "Older"
    shown.press("Older")
    shown.sees("27 Feb")
    assert times(shown)[-1] == "Mon 9 Feb, 10:30"


def test_where_nothing_was_before_now_the_list_opens_with_what_is_to_come(paul: Person) -> None:
    shown = bookings(paul, "all")

    assert times(shown) == ["Wed 4 Mar, 04:30"]
    assert buttons(shown) == ["Today/Upcoming", "Filter"]


def test_each_day_has_a_header_in_the_readers_zone(petra: Person, practice: Practice) -> None:
    for name, hours in (("early", -3), ("late", 13.4), ("night", 13.6), ("yesterday", -15), ("next", 24 * 400)):
        practice.session(name, "c2", "initial", days=hours / 24)

    shown = bookings(petra, "bo")
    assert times(shown)[:3] == ["Mon 2 Mar, 07:30", "Mon 2 Mar, 23:54", "Tue 3 Mar, 00:06"]
    shown.sees("Today · Mon 2 Mar", "Tomorrow · Tue 3 Mar", "Wed 4 Mar", "Tue 6 Apr 2027")
    shown.press("✕ Today/Upcoming")
    shown.sees("Yesterday · Sun 1 Mar")


def test_times_are_in_the_time_zone_of_the_reader(petra: Person, paul: Person, practice: Practice) -> None:
    practice.session("his", "c2", "follow", 2, practitioner="UPRAC2")

    bookings(petra).row("Bo Lindqvist").sees("Wed 4 Mar", "10:30 Bo Lindqvist")
    petra.sees("Times are in Europe/Berlin.")
    bookings(paul).row("Bo Lindqvist").sees("Wed 4 Mar", "04:30 Bo Lindqvist")
    paul.sees("Times are in America/New York.")


def test_a_practitioner_sees_their_own_sessions_and_a_manager_all(petra: Person, paul: Person, mia: Person) -> None:
    assert rows(bookings(paul)) == ["Emre Yıldız · Initial consultation"]
    assert "Emre Yıldız" not in bookings(petra).text
    bookings(mia).sees("Emre Yıldız", "Ana Ruiz")


def test_a_row_shows_what_is_known_of_a_session(petra: Person) -> None:
    row = bookings(petra, "past linked").row("16 Feb")

    assert row.text.split("\n") == [
        "Mon 16 Feb",
        "🎁 10:30 Ana Ruiz",
        "Follow-up 50 min",
        "Gold 10 · 8 of 10 left for this service · Confirmed · Paid",
    ]
    assert row.menu == ["Unlink from package", "Move to another package", "Session details"]
    bookings(petra).row("Bo Lindqvist").sees("Not linked · Confirmed · Paid")


def test_a_row_says_what_is_left_of_its_service_in_its_package(petra: Person, practice: Practice) -> None:
    practice.session("one", "c2", "follow", 1, "p4")
    practice.session("first", "c1", "initial", 1.5, "p1")

    shown = bookings(petra)
    shown.row("🎁", "Bo Lindqvist").sees("Silver 5 · 4 of 5 left · Confirmed · Unpaid")
    shown.row("🎁", "Initial consultation").sees("Gold 10 · 0 of 1 left for this service")


def test_a_linked_session_that_changes_no_count_says_so(petra: Person, practice: Practice) -> None:
    practice.session("odd", "c1", "nutri", 1, "p1")

    bookings(petra).row("🎁", "Nutrition review").sees("Gold 10 · not counted ⚠️")


def test_the_session_that_was_linked_beyond_the_total_says_so_in_its_row(petra: Person) -> None:
    bookings(petra).row("Chidi Okafor").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, 1 over").close()

    petra.modal_titled("Bookings").row("🎁", "Chidi").sees("One left · 1 over (this session) ⚠️ · Confirmed")
    bookings(petra, "past chidi").row("27 Feb").sees("One left · 1 over, total 1 · Confirmed · Paid")


def test_cancelled_sessions_leave_what_is_to_come_unless_they_are_asked_for(petra: Person, practice: Practice) -> None:
    practice.session("off", "c2", "follow", 1, confirmation="cancelled")
    practice.session("late", "c2", "follow", 1.1, confirmation="late_cancelled")
    practice.session("missed", "c2", "follow", 1.2, confirmation="no_show")
    there = ["Bo Lindqvist · Follow-up 50 min"] * 2

    shown = bookings(petra, "bo")
    assert rows(shown) == there
    shown.press("With cancelled")
    assert rows(petra.modal_titled("Bookings")) == there * 2
    petra.modal.press("Leave out cancelled sessions")
    assert rows(petra.modal_titled("Bookings")) == there
    petra.modal.press("✕ Today/Upcoming")
    assert len(rows(petra.modal_titled("Bookings"))) == 4
    petra.modal.press("Today/Upcoming")
    assert rows(petra.modal_titled("Bookings")) == there
    petra.modal.close_all()
    assert rows(bookings(petra, "bo cancelled")) == there[:1]


def test_where_nothing_is_found_a_session_can_be_booked(petra: Person) -> None:
    bookings(petra, "bo linked").press("Book a session")
    petra.modal_titled("Book a session")


def test_a_cancelled_session_says_so_first_and_that_it_uses_no_session(petra: Person, practice: Practice) -> None:
    practice.session("off", "c2", "follow", 1, "p4", confirmation="cancelled")
    practice.session("late", "c2", "follow", -1, "p4", confirmation="late_cancelled")
    practice.session("away", "c2", "follow", -2, "p4", confirmation="no_show")

    bookings(petra, "cancelled").row("Cancelled · 🎁 10:30 Bo Lindqvist").sees("3 of 5 left · uses no session · Unpaid")
    past = bookings(petra, "past bo")
    past.row("Cancelled · 🎁 10:30").sees("3 of 5 left · uses a session · Late cancellation · Unpaid")
    past.row("28 Feb").sees("3 of 5 left · uses a session · No-show · Unpaid")


def test_practitioners_are_named_only_where_others_than_the_reader_are_listed(petra: Person, mia: Person) -> None:
    assert "Petra Practitioner" not in bookings(petra).text
    bookings(mia).row("Bo Lindqvist").sees("Confirmed · Paid · Petra Practitioner")


def test_a_row_is_bold_where_slack_reads_no_markup_in_it_and_to_the_letter_where_it_would(
    petra: Person, practice: Practice
) -> None:
    practice.client("c9", "Zoe *Z* & Co")
    practice.client("c8", "Zoe & <Co>")
    practice.session("plain", "c9", "follow", 1)
    practice.session("bold", "c8", "follow", 2)
    shown = bookings(petra, "zoe")

    texts = [part.block["text"] for part in shown.look() if part.block["type"] == "section"]
    assert texts == [
        {"type": "plain_text", "text": "10:30 Zoe *Z* & Co\nFollow-up 50 min", "emoji": False},
        {"type": "mrkdwn", "text": "*10:30 Zoe &amp; &lt;Co&gt;*\nFollow-up 50 min", "verbatim": True},
    ]


@pytest.mark.parametrize(
    ("label", "option", "chip", "left"),
    [
        ("Confirmation", "Unconfirmed", "✕ Unconfirmed", ["Ana Ruiz · Nutrition review"]),
        ("Confirmation", "Cancelled", "✕ Cancelled", []),
        ("Payment", "Paid", "✕ Paid", ["Bo Lindqvist · Follow-up 50 min"]),
        ("Package", "Linked", "✕ Linked", []),
    ],
)
def test_a_filter_narrows_the_list_and_its_chip_removes_it(
    petra: Person, label: str, option: str, chip: str, left: list[str]
) -> None:
    shown = bookings(petra)
    shown.press("Filter")
    petra.modal_titled("Filter").pick(label, option)
    petra.modal.submit()
    shown = petra.modal_titled("Bookings")
    shown.sees(chip)

    assert rows(shown) == left
    shown.press(chip)
    shown.loses(chip)
    assert len(rows(shown)) == 5


def test_all_filters_combine_and_each_is_removed_by_itself(mia: Person) -> None:
    bookings(mia, "past").press("Filter")
    form = mia.modal_titled("Filter")
    form.fill("From", "2026-02-09")
    form.fill("To", "2026-02-16")
    form.pick("Confirmation", "Confirmed")
    form.pick("Payment", "Paid")
    form.pick("Package", "Linked")
    form.pick("Practitioner", "Petra Practitioner")
    form.submit()
    shown = mia.modal_titled("Bookings")
    shown.sees("✕ From 9 Feb 2026", "✕ To 16 Feb 2026", "✕ Confirmed", "✕ Paid", "✕ Linked", "✕ Practitioner")

    assert times(shown) == ["Mon 16 Feb, 10:30", "Mon 9 Feb, 10:30"]
    shown.press("✕ From 9 Feb 2026")
    shown.loses("✕ From")
    assert len(rows(shown)) == 2
    shown.press("✕ To 16 Feb 2026")
    shown.sees("27 Feb")
    assert len(rows(shown)) == 3


def test_client_and_service_are_filters_that_combine_with_others_and_are_dropped_one_by_one(
    mia: Person, practice: Practice
) -> None:
    practice.session("s20", "c2", "nutri", 3, practitioner="UPRAC2")
    practice.session("s21", "c2", "nutri", 4)
    bookings(mia).press("Filter")
    form = mia.modal_titled("Filter")
    assert form.typeahead("Client", "lind") == ["Bo Lindqvist"]
    form.pick("Client", "Bo Lindqvist", query="lind")
    form.pick("Service", "Nutrition review", query="nutri")
    form.pick("Practitioner", "Petra Practitioner")
    form.submit()
    shown = mia.modal_titled("Bookings")
    shown.sees("✕ Bo Lindqvist", "✕ Nutrition review", "✕ Practitioner")
    assert rows(shown) == ["Bo Lindqvist · Nutrition review"]

    shown.press("Filter")
    form = mia.modal_titled("Filter")
    assert (form.value("Client"), form.value("Service")) == ("Bo Lindqvist", "Nutrition review")
    form.close()
    shown.press("✕ Practitioner")
    shown.loses("✕ Practitioner")
    assert rows(shown) == ["Bo Lindqvist · Nutrition review"] * 2
    shown.press("✕ Nutrition review")
    shown.loses("✕ Nutrition review")
    assert rows(shown)[0] == "Bo Lindqvist · Follow-up 50 min"
    assert len(rows(shown)) == 3
    shown.press("✕ Bo Lindqvist")
    shown.loses("✕ Bo Lindqvist")
    assert len(rows(shown)) == 8


def test_words_and_a_client_who_has_them_not_list_nothing(mia: Person) -> None:
    bookings(mia, "ana").press("Filter")
    form = mia.modal_titled("Filter")
    form.pick("Client", "Bo Lindqvist", query="lind")
    form.submit()
    shown = mia.modal_titled("Bookings")
    shown.sees("✕ “ana”", "✕ Bo Lindqvist", "No sessions from today on match: ")
    shown.press("✕ “ana”")
    shown.loses("✕ “ana”")
    assert rows(shown) == ["Bo Lindqvist · Follow-up 50 min"]


def test_on_a_clients_page_the_service_is_a_filter_and_the_client_stays(mia: Person) -> None:
    mia.command("/client ana ruiz")
    page = mia.modal_titled("Bookings & Packages")
    page.press("Filter")
    form = mia.modal_titled("Filter")
    assert "A part of the name" not in form.text
    form.pick("Service", "Nutrition review", query="nutri")
    form.submit()
    page = mia.modal_titled("Bookings & Packages")
    page.sees("✕ Nutrition review")
    assert rows(page) == ["Ana Ruiz · Nutrition review"]
    assert "✕ Ana Ruiz" not in page.text


def test_a_practitioner_is_offered_their_own_clients_to_filter_by(paul: Person) -> None:
    bookings(paul).press("Filter")
    form = paul.modal_titled("Filter")
    assert form.typeahead("Client", "a") == []
    assert form.typeahead("Client", "em") == ["Emre Yıldız"]


def test_the_filter_form_begins_with_what_is_filtered_and_can_be_left(petra: Person) -> None:
    bookings(petra, "paid").press("Filter")
    form = petra.modal_titled("Filter")

    assert (form.value("Payment"), form.value("Confirmation"), form.buttons) == ("Paid", "", ["Cancel", "Show"])
    form.close()
    assert rows(petra.modal_titled("Bookings")) == ["Bo Lindqvist · Follow-up 50 min"]


def test_days_the_wrong_way_round_are_told_at_the_field(petra: Person) -> None:
    bookings(petra).press("Filter")
    petra.modal_titled("Filter").fill("From", "2026-03-05")
    petra.modal.fill("To", "2026-03-04")
    petra.modal.submit()

    assert petra.modal.errors == {"To": "This is before the first day. Choose the same day or a later one."}


def test_only_who_sees_all_may_filter_by_practitioner(petra: Person, mia: Person) -> None:
    bookings(petra).press("Filter")
    bookings(mia).press("Filter")

    assert "Practitioner" not in petra.modal_titled("Filter").text
    assert "Practitioner" in mia.modal_titled("Filter").text


def test_nothing_found_says_what_to_do(petra: Person, paul: Person) -> None:
    bookings(petra, "cancelled").sees("No sessions from today on match: Cancelled. Remove a filter above, or book one.")
    bookings(paul, "past paid").sees("No sessions match: Paid. Remove a filter above, or book one.")


def test_ten_rows_a_page_and_every_session_once_by_older_and_newer(petra: Person, practice: Practice) -> None:
    for n in range(16):
        practice.session(f"more{n:02}", "c2", "initial", -30 - n)
    shown = bookings(petra, "all")
    first = times(shown)
    assert buttons(shown)[-2:] == ["Newer", "Older"]
    shown.press("Older")
    shown.loses("Older")
    second = times(shown)
    shown.press("Newer")
    shown.sees("Older")
    assert times(shown) == first
    shown.press("Newer")
    shown.loses("Newer")
    third = times(shown)

    assert [len(first), len(second), len(third)] == [10, 10, 5]
    assert len({*first, *second, *third}) == 25
    shown.press("Older")
    shown.sees("Newer")
    assert times(shown) == first


def test_an_upcoming_list_goes_on_to_newer_sessions(petra: Person, practice: Practice) -> None:
    for n in range(7):
        practice.session(f"more{n}", "c2", "initial", 10 + n)
    shown = bookings(petra)

    assert buttons(shown)[-1:] == ["Newer"]
    shown.press("Newer")
    shown.sees("Older")
    assert times(shown)[-1] == "Wed 18 Mar, 10:30"
    assert len(rows(shown)) == 2


def test_a_filter_leads_back_to_the_first_page(petra: Person, practice: Practice) -> None:
    for n in range(16):
        practice.session(f"more{n:02}", "c2", "initial", -30 - n)
    shown = bookings(petra, "all unpaid")
    shown.press("Older")
    shown.loses("Older")
    shown.press("✕ Unpaid")
    shown.sees("Older")

    assert times(shown)[0] == "Fri 27 Feb, 10:30"


@pytest.mark.parametrize(
    ("words", "chips", "count"),
    [
        ("ana", ["✕ Today/Upcoming", "With cancelled", "✕ “ana”"], 2),
        ("RUIZ an", ["✕ Today/Upcoming", "With cancelled", "✕ “RUIZ an”"], 2),
        ("all", ["Today/Upcoming"], 4),
        ("past", ["Today/Upcoming"], 4),
        ("Past Unlinked ana", ["Today/Upcoming", "✕ “ana”", "✕ Not linked"], 1),
        ("linked past", ["Today/Upcoming", "✕ Linked"], 3),
        ("paid", ["✕ Today/Upcoming", "With cancelled", "✕ Paid"], 1),
        ("unpaid", ["✕ Today/Upcoming", "With cancelled", "✕ Unpaid"], 4),
        ("confirmed", ["✕ Today/Upcoming", "✕ Confirmed"], 4),
        ("unconfirmed", ["✕ Today/Upcoming", "✕ Unconfirmed"], 1),
        ("no-show", ["✕ Today/Upcoming", "✕ No-show"], 0),
    ],
)
def test_words_after_the_command_filter(petra: Person, words: str, chips: list[str], count: int) -> None:
    shown = bookings(petra, words)

    assert buttons(shown)[: len(chips) + 1] == [*chips, "Filter"]
    assert len(rows(shown)) == count


def test_accents_and_case_do_not_matter_for_a_name(mia: Person) -> None:
    assert rows(bookings(mia, "YILDIZ")) == ["Emre Yıldız · Initial consultation"]


@pytest.mark.parametrize(
    ("words", "repeated"),
    [
        *(("zzz", "zzz"), ("all zzz", "zzz"), ("%", "%"), ("_", "_"), ("\\", "\\"), ("ana 'bo", "ana 'bo")),
        *(("<!channel> &amp; <@UMAN>", "<!channel> &amp; <@UMAN>"), ("z" * 101, "z" * 100)),
    ],
)
def test_a_name_that_nobody_has_is_repeated_with_the_commands_name(petra: Person, words: str, repeated: str) -> None:
    petra.channel("CGEN").command(f"/bookings {words}")

    petra.sees(f"None of your clients has “{repeated}” in their name. Type any part of a name.", "/bookings help")
    assert not petra.has_modal


def test_words_that_mean_too_many_clients_ask_for_more_of_the_name(mia: Person, practice: Practice) -> None:
    for n in range(51):
        practice.client(f"m{n}", f"Maria {n}")
    mia.command("/bookings maria")

    mia.sees("More than 50 clients match “maria”. Type more of the name.", "/bookings help")
    assert not mia.has_modal


@pytest.mark.parametrize("command", ["/bookings", "/client", "/book"])
@pytest.mark.parametrize("ask", ["help", " HELP "])
def test_each_command_explains_itself_to_who_asks(petra: Person, mia: Person, command: str, ask: str) -> None:
    petra.channel("CGEN").command(f"{command} {ask}")

    petra.sees(f"{command} {'books' if command == '/book' else 'opens'}", f"{command} ana")
    assert command not in mia.channel("CGEN").text
    assert not petra.has_modal


@pytest.mark.parametrize(
    ("word", "day"), [("yesterday", "Sun 1 Mar"), ("today", "Mon 2 Mar"), ("tomorrow", "Tue 3 Mar")]
)
def test_a_day_can_be_asked_for_in_a_word(petra: Person, practice: Practice, word: str, day: str) -> None:
    for n in (-1, 0, 1):
        practice.session(f"near{n}", "c3", "follow", n, confirmation="confirmed")
    shown = bookings(petra, f"{word} chidi")
    assert [when.partition(",")[0] for when in times(shown)] == [day]
    shown.sees("✕ From", "✕ To")
