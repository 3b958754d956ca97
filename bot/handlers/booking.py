"""Booking a session."""

from dataclasses import replace

from bot import screens
from bot.gestures.interactions import (
    BOOK_FORM,
    BOOKED_CLIENT,
    BOOKED_FROM,
    MINUTES,
    MOST_WORDS,
    PRACTITIONER,
    SERVICE,
    STARTS_AT,
    BookState,
    LinkState,
)
from bot.gestures.replies import Offer, Replace, Say, Show
from bot.gestures.visit import Visit
from bot.views.book_form import ONE_OFF, USUAL_MINUTES, booked_from_options
from bot.views.help import HELP_BOOK
from bot.views.link_result import booked_result
from bot.views.parts import client_options
from domain import adding, booking, visibility
from domain.values.clients import folded
from domain.values.ids import ClientId, PackageId, ServiceId, SessionId
from domain.values.sessions import LONGEST_SESSION


def open_form(visit: Visit, text: str) -> Say | Show:
    words = text.strip()[:MOST_WORDS]
    if words.lower() == "help":
        return Say(HELP_BOOK)
    if not words or not adding.start_of(visit.records, visit.by).can_book:
        return Show(screens.book(visit, BookState(), None))
    meant = visibility.clients_meant(visit.records, visit.by, words)
    if len(meant) > 1:
        return Show(screens.book(visit, BookState(words=words), None))
    return Show(screens.book(visit, BookState(meant[0].id), meant[0].id))


def open_for(visit: Visit, state: BookState) -> Show:
    """The form, with the client if one is given."""
    return Show(screens.book(visit, state, state.client_id))


def choose_client(visit: Visit, client_id: ClientId) -> Replace:
    before = visit.remembers(BOOK_FORM)
    state = BookState(client_id, before.choices + 1)
    return Replace(screens.book(visit, state, client_id, minutes=_minutes(visit)))


def choose_service(visit: Visit, _: ServiceId) -> Replace:
    """The service's usual length is filled in."""
    service = visit.records.find_service(ServiceId(visit.values.get(SERVICE) or ""))
    usual = service.minutes if service else None
    return _again(visit, usual or _minutes(visit))


def choose_start(visit: Visit, _: None) -> Replace:
    return _again(visit, _minutes(visit))


def choose_practitioner(visit: Visit, _: None) -> Replace:
    """Theirs may be another time zone."""
    return _again(visit, _minutes(visit))


def _again(visit: Visit, minutes: int) -> Replace:
    """The form with what is filled in, and what each package has for that."""
    before = visit.remembers(BOOK_FORM)
    state = replace(before, choices=before.choices + 1)
    return Replace(screens.book(visit, state, state.client_id, visit.values.get(BOOKED_FROM), minutes))


def _minutes(visit: Visit) -> int:
    """What stands in the form, if a session can last so long."""
    entered = visit.values.get(MINUTES)
    return entered if entered and 1 <= entered <= LONGEST_SESSION else USUAL_MINUTES


def suggest_clients(visit: Visit, typed: str) -> Offer:
    """Until something is typed, the clients that the command's words match."""
    words = typed or visit.remembers(BOOK_FORM).words
    return Offer(client_options(visibility.find_clients(visit.records, visit.by, words), visit.by))


def suggest_packages(visit: Visit, typed: str) -> Offer:
    state, words = visit.remembers(BOOK_FORM), folded(typed).split()
    sources = screens.sources(visit, state.client_id) if state.client_id else []
    fitting = [source for source in sources if all(word in folded(source.package.name) for word in words)]
    return Offer(booked_from_options(fitting)[:100])


def submit(visit: Visit, _: BookState) -> Replace:
    booked = booking.book_session(visit.records, visit.by, visit.at, _booking(visit), SessionId(visit.new_id))
    return Replace(booked_result(booked, LinkState(booked.session.id), screens.last(visit), visit.by, visit.at))


def _booking(visit: Visit) -> booking.NewBooking:
    values = visit.values
    starts_at, booked_from = values.get(STARTS_AT), values.get(BOOKED_FROM)
    if starts_at is None:
        raise booking.WithoutStart
    return booking.NewBooking(
        client_id=ClientId(values.get(BOOKED_CLIENT) or ""),
        service_id=ServiceId(values.get(SERVICE) or ""),
        practitioner=values.get(PRACTITIONER) or visit.by.id,
        starts_at=starts_at,
        minutes=values.get(MINUTES) or 0,
        package_id=None if booked_from in {None, ONE_OFF} else PackageId(str(booked_from)),
    )
