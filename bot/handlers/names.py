"""Names that files have for practitioners, for managers."""

from bot import screens
from bot.gestures.interactions import NAMES_PERSON, NamesState
from bot.gestures.replies import Close, Replace, Show
from bot.gestures.visit import Visit
from bot.views.names_in_files import who_form
from domain import source_names
from domain.values.ids import SourceName


def open_list(visit: Visit, _: None) -> Show:
    return Show(screens.names(visit, NamesState()))


def page_list(visit: Visit, state: NamesState) -> Replace:
    return Replace(screens.names(visit, state))


def open_who(visit: Visit, name: SourceName) -> Show:
    return Show(who_form(source_names.see_name(visit.records, visit.by, name)))


def submit(visit: Visit, name: SourceName) -> Close:
    source_names.say_who_it_is(visit.records, visit.by, name, visit.values.get(NAMES_PERSON))
    return Close()
