"""The ways to each gesture: each goes there as a person would, and gives what is pressed there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from secrets import token_hex

from posting import HERE
from practice import NOW
from scene_of_gestures import Scene

from playground.person.screen import Modal, Screen
from storage.records import RecordsTx

DIRECT, CHANNEL = "the direct messages", "a channel"
CSV = b"client_id,name\nn1,Nora Newcomer\n"
ZONE = "The practice's time zone"
SESSION_COLUMNS = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
NOT_YET = "Nothing has been imported yet."
LEAVE = "Leave as it is"

Press = Callable[[], object]
Way = Callable[[Scene], Press]


def press(screen: Screen, label: str) -> Press:
    return partial(screen.press, label)


def agreed(screen: Screen, label: str, yes: str) -> Press:
    """A press that is asked about first."""

    def go() -> None:
        screen.press(label)
        screen.hands.dialog.press(yes)

    return go


def choose(row: Screen, entry: str) -> Press:
    return partial(row.choose, entry)


def offered(form: Modal, label: str, typed: str = "") -> Press:
    return partial(form.typeahead, label, typed)


def filled(form: Modal, **fields: str) -> Modal:
    for label, value in fields.items():
        form.fill(label.replace("_", " "), value)
    return form


def on_home(scene: Scene) -> Screen:
    return scene.home()


def scheduled(scene: Scene) -> Modal:
    return scene.package_menu("Scheduled bookings")


def over_in_scheduled(scene: Scene) -> Screen:
    """Of more linked sessions than the package has, one that runs over."""
    return long(scene, scheduled, "linked").row(f"11:27 {scene.who} Person", "over (this session)")


def ways_over_scheduled(scene: Scene) -> Modal:
    over_in_scheduled(scene).choose("Make it count")
    return scene.p.modal_titled("Make it count")


def proposed(scene: Scene, ways: Callable[[Scene], Screen]) -> Modal:
    ways(scene).press("Add a session")
    return scene.p.modal_titled("Edit package")


def sent(scene: Scene, ways: Callable[[Scene], Screen]) -> Modal:
    proposed(scene, ways).submit()
    return scene.p.modal_titled("Count adjustment")


def with_past(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    shown = look(scene)
    shown.press("✕ Today/Upcoming")
    scene.p.screen.sees("Initial consultation")
    return scene.p.screen


def with_cancelled(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    shown = look(scene)
    shown.press("With cancelled")
    scene.p.screen.sees("✕ With cancelled")
    return scene.p.screen


def of_one_day(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    scene.practice.session(f"day{scene.n:03}", scene.key, "follow", 3.5, confirmation="unconfirmed")
    look(scene).press("Filter")
    form = scene.p.modal_titled("Filter")
    form.fill("From", "2026-03-05")
    form.fill("To", "2026-03-05")
    form.submit()
    scene.p.screen.sees("Confirm all")
    return scene.p.screen


def confirming(scene: Scene, look: Callable[[Scene], Screen]) -> Modal:
    of_one_day(scene, look).press("Confirm all")
    return scene.p.modal_titled("Confirm all")


def what_matches(scene: Scene) -> Press:
    """In the word that comes once more sessions were approved of what had none left."""
    scene.has_no_answers()
    for n in range(4):
        scene.practice.session(f"full{n}{scene.n:03}", scene.key, "follow", 8 + n, scene.pack)
    scene.asks(scene.p.user)
    scene.people.person("UMAN").channel("CMAN").thread(scene.pack).press("Approve")
    scene.posting.catches_up()
    scene.place = scene.p.dm()
    return press(scene.place.message(f"{scene.pack} now"), "Look and link")


def one_more_free(scene: Scene) -> None:
    """Two that fit, and so may be linked at once."""
    scene.practice.session(f"two{scene.n:03}", scene.key, "follow", 3.5)


def two_on_home(scene: Scene) -> Screen:
    one_more_free(scene)
    return scene.home()


def two_listed(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    one_more_free(scene)
    look(scene).press("Filter")
    form = scene.p.modal_titled("Filter")
    form.pick("Package", "Not linked")
    form.submit()
    scene.p.screen.sees("✕ Not linked")
    return scene.p.screen


def several(scene: Scene) -> Modal:
    two_on_home(scene).press("Link 2")
    return scene.p.modal_titled("Link several")


def several_listed(scene: Scene, look: Callable[[Scene], Screen]) -> Modal:
    two_listed(scene, look).press("Link several")
    return scene.p.modal_titled("Link several")


def with_one_left_out(form: Modal, scene: Scene) -> Press:
    def leave_out() -> None:
        form.pick(f"{scene.who} Person · Thu 5 Mar, 22:30", "Leave this one out")

    return leave_out


def linked_there(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    scene.opens(scene.free(look(scene)), "Link to package").submit()
    scene.p.screen.sees(f"Linked {scene.who} Person", "Undo")
    return scene.p.screen


def marked(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    details = scene.opens(scene.kept(look(scene)), "Session details")
    details.press("Mark as paid")
    details.sees("Payment\nPaid")
    return details


def filters(scene: Scene, look: Callable[[Scene], Screen]) -> Modal:
    look(scene).press("Filter")
    form = scene.p.modal_titled("Filter")
    form.pick("Payment", "Paid")
    return form


def filtered(scene: Scene, look: Callable[[Scene], Screen]) -> Screen:
    filters(scene, look).submit()
    scene.p.screen.sees("✕ Paid")
    return scene.p.screen


def turned(scene: Scene, look: Callable[[Scene], Screen], what: str, to: str) -> Screen:
    """A long list on its second page, in the direction that it goes."""
    scene.many(what)
    shown = look(scene)
    shown.press(to)
    scene.p.screen.sees("Older" if to == "Newer" else "Newer")
    return scene.p.screen


def long(scene: Scene, look: Callable[[Scene], Screen], what: str) -> Screen:
    scene.many(what)
    return look(scene)


def wrong_days(scene: Scene, look: Callable[[Scene], Screen]) -> Modal:
    return filled(filters(scene, look), From="2026-03-09", To="2026-03-08")


def many_to_link(scene: Scene, look: Callable[[Scene], Screen]) -> Modal:
    scene.many("packages")
    return scene.opens(scene.free(look(scene)), "Link to package")


def moving(scene: Scene, look: Callable[[Scene], Screen]) -> Modal:
    scene.many("packages")
    return scene.opens(scene.kept(look(scene)), "Move to another package")


def one_more(form: Modal) -> Modal:
    form.press("Add another")
    form.sees("Service to add")
    return form


def picker(scene: Scene) -> Modal:
    scene.p.command("/client")
    return scene.p.modal_titled("Choose a client")


def picking(scene: Scene) -> Press:
    return picker(scene).offering("Client", f"{scene.who} Person", scene.who)


def picked(scene: Scene) -> Press:
    form = picker(scene)
    form.keep("Client", f"{scene.who} Person", scene.who)
    return form.submit


def many_packages(scene: Scene) -> Modal:
    scene.many("packages")
    return scene.packages()


def why(scene: Scene) -> Modal:
    scene.many("linked")
    return scene.package_menu("Why this count")


def history(scene: Scene) -> Modal:
    scene.has_a_history()
    return scene.package_menu("History")


def new_package(scene: Scene) -> Modal:
    scene.packages().press("New package")
    form = scene.p.modal_titled("New package")
    form.pick("Service 1", "Follow-up 50 min", query="follow")
    return filled(form, Name="Bronze", Sessions_of_service_1="3")


def managed(scene: Scene) -> Modal:
    scene.packages().row(scene.pack).press("Manage package")
    return scene.p.modal_titled("Manage package")


def renaming(scene: Scene) -> Modal:
    managed(scene).press("Name and last day")
    return filled(scene.p.modal_titled("Name and last day"), Name="Pack again")


def closing(scene: Scene) -> Modal:
    managed(scene).press("Complete")
    return scene.p.modal_titled("Complete package")


def book(scene: Scene) -> Modal:
    scene.p.command(f"/book {scene.who}")
    return booked(scene)


def book_over_page(scene: Scene) -> Modal:
    scene.page().press("Book a session")
    return booked(scene)


def booked(scene: Scene) -> Modal:
    form = scene.p.modal_titled("Book a session")
    form.pick("Service", "Follow-up 50 min", query="follow")
    form.fill("Date and time", "1773140400")
    return form


def many_to_book(scene: Scene) -> Modal:
    scene.many("packages")
    return book(scene)


def booking_for(scene: Scene) -> Press:
    scene.p.command("/book")
    return scene.p.modal_titled("Book a session").offering("Client", f"{scene.who} Person", scene.who)


def booking_of(scene: Scene) -> Press:
    return book(scene).offering("Service", "Follow-up 50 min", "follow")


def at_two(form: Modal) -> Press:
    return partial(form.fill, "Date and time", "1773140400")


def with_paul(form: Modal) -> Press:
    return partial(form.pick, "Practitioner", "Paul Practitioner")


def booking_with(scene: Scene) -> Press:
    return with_paul(book(scene))


def crowded(scene: Scene) -> Scene:
    scene.many("packages")
    return scene


def booking_at(scene: Scene) -> Press:
    return partial(book(scene).fill, "Date and time", "1773140400")


def pending(scene: Scene) -> Modal:
    scene.asks(scene.p.user)
    scene.p.command("/adjustments")
    return scene.p.modal_titled("Pending adjustments")


def decline(scene: Scene) -> Modal:
    scene.thread().press("Decline")
    return filled(scene.p.modal_titled("Decline adjustment"), Reason="No")


def declining(scene: Scene, window: Callable[[Scene], Screen]) -> Modal:
    window(scene).press("Decline")
    return filled(scene.p.modal_titled("Decline adjustment"), Reason="No")


def mine_on_home(scene: Scene) -> Screen:
    scene.asks(scene.p.user)
    return scene.home().row("⏳", scene.pack)


def theirs_on_home(scene: Scene) -> Screen:
    scene.asks("UPRAC")
    return scene.home().row("⏳", scene.pack)


def theirs(scene: Scene) -> Screen:
    scene.asks("UPRAC")
    scene.p.command("/adjustments")
    return scene.p.modal_titled("Pending adjustments").row(scene.pack)


def window_on_home(scene: Scene) -> Modal:
    theirs_on_home(scene).press("Decide")
    return scene.p.modal_titled("Count adjustment")


def window_over_list(scene: Scene) -> Modal:
    theirs(scene).press("Decide")
    return scene.p.modal_titled("Count adjustment")


def wrote(scene: Scene, words: str) -> Press:
    scene.thread()
    thread = scene.p.channel("CMAN").thread(scene.pack)
    return lambda: scene.heard(thread.says(words))


def settings(scene: Scene) -> Modal:
    scene.home().press("Settings")
    return scene.p.modal_titled("Settings")


def settings_history(scene: Scene) -> Modal:
    scene.has_chosen()
    settings(scene).press("History")
    return scene.p.modal_titled("Settings: history")


def new_client(scene: Scene, name: str = "Nora Newcomer") -> Modal:
    picker(scene).press("Add a client")
    return filled(scene.p.modal_titled("Add a client"), Name=name)


def renamed(scene: Scene) -> Modal:
    scene.page().press("Rename client")
    return filled(scene.p.modal_titled("Rename client"), Name="Otherwise")


def services(scene: Scene) -> Modal:
    settings(scene).press("Services")
    return scene.p.modal_titled("Services")


def many_services(scene: Scene) -> Modal:
    with scene.practice.at_once():
        for n in range(12):
            scene.practice.service(f"{scene.key}/{n}", f"Zzz {scene.n} {n}")
    return services(scene)


def of_nobody(scene: Scene, many: int = 1) -> Screen:
    """Home, once Slack has named everybody, with sessions of whom it doesn't know."""
    with scene.practice.database.writing() as connection:
        RecordsTx(connection, HERE).learned_everybody(NOW)
    with scene.practice.at_once():
        for n in range(many):
            name = f"Dr. {999 - scene.n}-{n:02}"
            scene.practice.session(f"{scene.key}/{n}", scene.key, "follow", 3.5 + n / 100, practitioner=name)
    return scene.home()


def all_of_nobody(scene: Scene) -> Modal:
    of_nobody(scene, 4).row("Nobody's sessions").press("Show all 4")
    return scene.p.modal_titled("Nobody's sessions")


def names(scene: Scene, many: int = 1) -> Modal:
    of_nobody(scene, many).press("Settings")
    scene.p.modal_titled("Settings").press("Names in files")
    return scene.p.modal_titled("Names in files")


def asked_who(scene: Scene, row: Screen) -> Modal:
    row.press("Say who it is")
    form = scene.p.modal_titled("Say who it is")
    form.pick("Who is it?", "Petra Practitioner")
    return form


def nobodys(scene: Scene, on: Screen) -> Screen:
    return on.row(f"with “Dr. {999 - scene.n}-00”")


def of_name(scene: Scene, on: Screen) -> Screen:
    return on.row(f"“Dr. {999 - scene.n}-00”")


def new_service(scene: Scene) -> Modal:
    services(scene).press("Add a service")
    form = scene.p.modal_titled("Add a service")
    return filled(form, Name=f"Another {scene.n}", Usual_length_in_minutes="25")


def command(line: str, where: str = CHANNEL) -> Way:
    def way(scene: Scene) -> Press:
        scene.place = scene.p.channel("CGEN") if where == CHANNEL else scene.p.dm()
        return lambda: scene.p.command(line.format(scene.who))

    return way


def drops(scene: Scene) -> Press:
    scene.place = scene.p.dm()
    return lambda: scene.heard(scene.p.dm().drops("clients.csv", CSV))


def looked_at(scene: Scene, label: str) -> Press:
    """In what importing a session of nobody would do."""
    scene.has_no_answers()
    direct = scene.place = scene.p.dm()
    session = f"{token_hex(4)},{scene.key},follow,ghost@example.org,2026-03-04T10:00:00+01:00,50,confirmed,unpaid,\n"
    scene.heard(direct.drops("sessions.csv", (SESSION_COLUMNS + session).encode()))
    scene.goes_on()
    return press(direct.message(NOT_YET), label)


def asks_for_help(scene: Scene) -> Press:
    scene.place = scene.p.dm()
    return lambda: scene.heard(scene.p.dm().says("help"))


def helped(scene: Scene, label: str) -> Press:
    """In an answer that stands there alone."""
    scene.has_no_answers()
    asks_for_help(scene)()
    scene.posting.catches_up()
    return press(scene.place, label)


def best_fit(scene: Scene) -> Press:
    return press(scene.home().row(scene.who, "Best fit"), "Link")


def not_linked(scene: Scene) -> Modal:
    scene.many("more")
    scene.home().press("Show all 14")
    return scene.p.modal_titled("Not linked")


def many_not_linked(scene: Scene) -> Modal:
    scene.many("more")
    scene.many("others")
    scene.home().press("Show all 26")
    return scene.p.modal_titled("Not linked")


def fitting(on: Screen, scene: Scene) -> Screen:
    return on.row(scene.who, "Best fit", "5 Mar")


def with_one_left(scene: Scene) -> Screen:
    fitting(scene.home(), scene).press(LEAVE)
    scene.p.screen.sees("What you left as it is")
    return scene.p.screen


def overrun(scene: Scene) -> Screen:
    scene.many("linked")
    return scene.home().row(f"{scene.who} Person · {scene.pack}", "8 over")


def renaming_on_home(scene: Scene) -> Modal:
    scene.ending(scene.home()).press("Name and last day")
    return filled(scene.p.modal_titled("Name and last day"), Name="Pack again")


def sold_again(scene: Scene) -> Modal:
    scene.ending(scene.home()).press("Sell again")
    return filled(scene.p.modal_titled("New package"), Name="Pack again", Expires_on="2026-03-10")


def best_of_all(scene: Scene) -> Press:
    return press(not_linked(scene).row(scene.who, "Best fit", "5 Mar"), "Link")
