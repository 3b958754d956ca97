"""Booking a session."""

from dataclasses import replace
from datetime import date

from slack_sdk.models.views import View

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
from bot.views.book_form import ONE_OFF, book_form, booked_from_options
from bot.views.help import HELP_BOOK
from bot.views.link_result import booked_result
from bot.views.parts import client_options
from domain import booking, visibility
from domain.values.clients import folded
from domain.values.ids import ClientId, PackageId, ServiceId, SessionId


def open_form(visit: Visit, text: str) -> Say | Show:
    words = text.strip()[:MOST_WORDS]
    if words.lower() == "help":
        return Say(HELP_BOOK)
    if not words:
        return Show(book_form(None, [], BookState(), visit.by))
    meant = visibility.clients_meant(visit.records, visit.by, words)
    if len(meant) > 1:
        return Show(book_form(None, [], BookState(words=words), visit.by))
    return Show(_form(visit, BookState(meant[0].id), meant[0].id))


def open_for(visit: Visit, state: BookState) -> Show:
    """The form, with the client if one is given."""
    return Show(_form(visit, state, state.client_id) if state.client_id else book_form(None, [], state, visit.by))


def choose_client(visit: Visit, client_id: ClientId) -> Replace:
    before = visit.remembers(BOOK_FORM)
    return Replace(_form(visit, BookState(client_id, before.choices + 1), client_id))


def choose_service(visit: Visit, _: ServiceId) -> Replace:
    return _again(visit)


def choose_start(visit: Visit, _: None) -> Replace:
    return _again(visit)


def _again(visit: Visit) -> Replace:
    """The form with what is filled in, and what each package has for that."""
    before = visit.remembers(BOOK_FORM)
    state = replace(before, choices=before.choices + 1)
    if state.client_id is None:
        return Replace(book_form(None, [], state, visit.by))
    return Replace(_form(visit, state, state.client_id, visit.values.get(BOOKED_FROM)))


def _form(visit: Visit, state: BookState, client_id: ClientId, chosen: str | None = None) -> View:
    client = visibility.see_client(visit.records, visit.by, client_id)
    return book_form(client, _sources(visit, client_id), state, visit.by, chosen)


def _day(visit: Visit) -> date | None:
    """The session's own day, where the practice is, if it has been chosen."""
    starts_at = visit.values.get(STARTS_AT)
    return visit.by.workspace.day_of(starts_at) if starts_at else None


def _sources(visit: Visit, client_id: ClientId) -> list[booking.Source]:
    service = visit.values.get(SERVICE)
    service_id = ServiceId(service) if service else None
    return booking.packages_to_book_from(visit.records, visit.by, visit.at, client_id, service_id, _day(visit))


def suggest_clients(visit: Visit, typed: str) -> Offer:
    """Until something is typed, the clients that the command's words match."""
    words = typed or visit.remembers(BOOK_FORM).words
    return Offer(client_options(visibility.find_clients(visit.records, visit.by, words), visit.by))


def suggest_packages(visit: Visit, typed: str) -> Offer:
    state, words = visit.remembers(BOOK_FORM), folded(typed).split()
    sources = _sources(visit, state.client_id) if state.client_id else []
    fitting = [source for source in sources if all(word in folded(source.package.name) for word in words)]
    return Offer(booked_from_options(fitting)[:100])


def submit(visit: Visit, _: BookState) -> Replace:
    booked = booking.book_session(visit.records, visit.by, visit.at, _booking(visit), SessionId(visit.new_id))
    return Replace(booked_result(booked, LinkState(booked.session.id), visit.by, visit.at))


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
