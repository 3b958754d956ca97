"""The sample practice: those that the guide and the pictures name, and some thirty more around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.demo.booking_files import BookingFiles

if TYPE_CHECKING:
    from datetime import date

PETRA, PAUL = "UPETRA", "UPAUL"
SERVICES = {
    "INITIAL": "Initial consultation",
    "FOLLOWUP": "Follow-up 50 min",
    "NUTRITION": "Nutrition review",
    "MOVEMENT": "Movement assessment",
    "CHECKIN": "Online check-in 20 min",
}
OTHERS = (
    "Ngozi Adeyemi-Clarke, Łucja Żółkiewska, 佐藤 結衣, Mehmet Yılmaz, Aoife Ní Bhriain, José María de la Cruz, "
    "Ирина Петрова, Þórdís Jónsdóttir, Nguyễn Thị Mai, Kwame Mensah, محمد الفارسي, Søren Østergaard, "
    "Priya Raghunathan, Γιώργος Παπαδόπουλος, Zoë van der Berg, Siobhán O’Neill, Lars Ångström, 李 明, "
    "Mateus Gonçalves, Maria Silva, Maria Santos, Ewa Wójcik, Tamar Ben-David, 김 지우, Jean-Luc Lefèvre, "
    "Amara Diallo, Hannah Müller, Ravi Iyer, Björk Sigurðardóttir, Olena Шевченко, Tomás Ó Súilleabháin, Leila Haidari"
).split(", ")


def sample_practice(today: date) -> BookingFiles:
    """Forty clients, with sessions from eight weeks ago to four weeks ahead."""
    files = BookingFiles(today)
    for service_id, name in SERVICES.items():
        files.service(service_id, name)
    for person in (_ana, _bo, _chidi, _farah, _elif, _dalia, _ines, _viktor):
        person(files)
    for number, name in enumerate(OTHERS):
        _OTHER_CLIENTS[number % len(_OTHER_CLIENTS)](files, files.client(name), number)
    return files


def _past(files: BookingFiles, client: str, package: str, used: int, *, by: str = PETRA, ago: int = 0) -> None:
    """One session a week up to last week, or up to some weeks ago, all booked from the package."""
    number = len(files.rows["clients"])
    for week in range(used + ago, ago, -1):
        day = -7 * week - number % 5
        files.session(client, "FOLLOWUP", day, files.free_hour(by, day, number), by, package)


# those that the guide leads to


def _ana(files: BookingFiles) -> None:
    """To link: four of ten left, and a second package that doesn't include the service."""
    ana = files.client("Ana Ruiz")
    _past(files, ana, files.package(ana, "Gold 10", {"FOLLOWUP": 10}, expires=75), used=6)
    files.package(ana, "Nutrition 4", {"NUTRITION": 4}, expires=120)
    files.session(ana, "FOLLOWUP", 0, "09:00", PETRA)
    files.session(ana, "FOLLOWUP", 7, "09:00", PETRA, confirmation="unconfirmed", payment="unpaid")


def _bo(files: BookingFiles) -> None:
    """To link although it is not included."""
    bo = files.client("Bo Lindqvist")
    _past(files, bo, files.package(bo, "Silver 5", {"FOLLOWUP": 5}, expires=40), used=2)
    files.session(bo, "NUTRITION", 0, "10:00", PETRA, payment="unpaid")


def _chidi(files: BookingFiles) -> None:
    """Overrun: one more used than there are."""
    chidi = files.client("Chidi Okafor")
    starter = files.package(chidi, "Starter 3", {"FOLLOWUP": 3}, expires=21)
    _past(files, chidi, starter, used=3)
    files.session(chidi, "FOLLOWUP", 0, "11:30", PETRA, starter)


def _farah(files: BookingFiles) -> None:
    """Of Paul, who asks for two more sessions."""
    farah = files.client("Farah Azizi")
    gold = files.package(farah, "Gold 10", {"FOLLOWUP": 10, "CHECKIN": 2}, expires=60)
    _past(files, farah, gold, used=8, by=PAUL)
    files.session(farah, "FOLLOWUP", 1, "10:00", PAUL, gold)


def _elif(files: BookingFiles) -> None:
    """Linked and not counted, and about to expire."""
    elif_ = files.client("Elif Demir")
    mixed = files.package(elif_, "Mixed 8", {"FOLLOWUP": 6, "MOVEMENT": 2}, expires=5)
    _past(files, elif_, mixed, used=4)
    files.session(elif_, "NUTRITION", 0, "14:00", PETRA, mixed)


def _dalia(files: BookingFiles) -> None:
    """All packages completed or cancelled: nothing to link to."""
    dalia = files.client("Dalia Haddad")
    _past(
        files, dalia, files.package(dalia, "Starter 3", {"FOLLOWUP": 3}, expires=-20, status="completed"), used=3, ago=3
    )
    files.package(dalia, "Gold 10", {"FOLLOWUP": 10}, status="cancelled")
    files.session(dalia, "FOLLOWUP", 0, "15:30", PETRA, payment="unpaid")


def _ines(files: BookingFiles) -> None:
    """Expired last week with some left; a one-off booking since."""
    ines = files.client("Inés Quiroga")
    _past(files, ines, files.package(ines, "Silver 5", {"FOLLOWUP": 5}, expires=-6), used=3)
    files.session(ines, "CHECKIN", 0, "17:00", PETRA, confirmation="unconfirmed", payment="unpaid")


def _viktor(files: BookingFiles) -> None:
    """A no-show, a late cancellation and a cancellation: two of them hold their place."""
    viktor = files.client("Viktor Brandt")
    silver = files.package(viktor, "Silver 5", {"FOLLOWUP": 5}, expires=90)
    for day, confirmation in ((-21, "no_show"), (-14, "late_cancelled"), (-9, "cancelled"), (-7, "confirmed")):
        files.session(viktor, "FOLLOWUP", day, "12:30", PETRA, silver, confirmation=confirmation)
    files.session(viktor, "FOLLOWUP", 1, "09:00", PETRA, silver)


# the others, in turn


def _by(number: int) -> str:
    return PETRA if number % 3 else PAUL


def _next(files: BookingFiles, number: int) -> tuple[int, str, str]:
    """When the next session is, and with whom."""
    day = 1 + number * 5 % 26
    return day, files.free_hour(_by(number), day, number), _by(number)


def _steady(files: BookingFiles, client: str, number: int) -> None:
    gold = files.package(client, "Gold 10", {"FOLLOWUP": 10}, expires=50 + number)
    _past(files, client, gold, used=number % 6, by=_by(number))
    files.session(client, "FOLLOWUP", *_next(files, number), gold)


def _running_low(files: BookingFiles, client: str, number: int) -> None:
    silver = files.package(client, "Silver 5", {"FOLLOWUP": 5}, expires=30 + number)
    _past(files, client, silver, used=4, by=_by(number))
    files.session(client, "FOLLOWUP", *_next(files, number), silver, payment="unpaid")


def _several_services(files: BookingFiles, client: str, number: int) -> None:
    whole = files.package(client, "Whole Year", {"FOLLOWUP": 12, "NUTRITION": 4, "MOVEMENT": 2}, expires=200 + number)
    _past(files, client, whole, used=3, by=_by(number))
    files.session(client, "MOVEMENT", *_next(files, number), whole, confirmation="unconfirmed")


def _newcomer(files: BookingFiles, client: str, number: int) -> None:
    files.session(client, "INITIAL", *_next(files, number), confirmation="unconfirmed", payment="unpaid")


def _without_expiry(files: BookingFiles, client: str, number: int) -> None:
    starter = files.package(client, "Starter 3", {"INITIAL": 1, "FOLLOWUP": 2})
    files.session(client, "INITIAL", -10, files.free_hour(_by(number), -10, number), _by(number), starter)
    files.session(client, "FOLLOWUP", *_next(files, number), starter)


_OTHER_CLIENTS = (_steady, _running_low, _several_services, _newcomer, _without_expiry)
