"""The Home tab, and Settings."""

from bot import screens
from bot.gestures.interactions import (
    ALL_SEE_ALL,
    IMPORTS_AT_ONCE,
    MANAGERS,
    MANAGERS_CHANNEL,
    MANAGERS_DECIDE_THEIR_OWN,
    NAMING,
    NO_SHOWS_HOLD,
    PRACTITIONERS_ADD_CLIENTS,
    TIMEZONE,
    AttentionState,
    BestLink,
    LinkState,
    ListKind,
    ListState,
    SettingsPage,
    SettingsState,
)
from bot.gestures.replies import Offer, Redraw, Replace, Show, ShowHome
from bot.gestures.visit import Visit
from bot.views.link_result import link_result
from bot.views.parts import option
from bot.views.settings_changes import settings_changes
from bot.views.settings_form import settings_form
from bot.views.settings_saved import settings_saved
from domain import setting_aside
from domain.fitting import link_at_once
from domain.settings import choose_settings, settings_history
from domain.values.attention import Aside
from domain.values.people import TIMEZONES, Naming, Workspace, require_manager
from domain.values.setting_changes import changes_between

MOST_OFFERED = 100  # Slack's limit


def open_home(visit: Visit, _: None) -> ShowHome:
    return ShowHome(screens.home(visit, ListState(ListKind.HOME)))


def show_all(visit: Visit, state: AttentionState) -> Show:
    return Show(screens.attention(visit, state))


def page_attention(visit: Visit, state: AttentionState) -> Replace:
    return Replace(screens.attention(visit, state))


def leave_as_it_is(visit: Visit, aside: Aside) -> Redraw:
    screens.require_known(visit)
    setting_aside.leave_as_it_is(visit.records, visit.by, aside)
    return Redraw()


def show_again(visit: Visit, _: None) -> Redraw:
    screens.require_known(visit)
    setting_aside.show_again(visit.records, visit.by)
    return Redraw()


def link_best(visit: Visit, data: BestLink) -> Show | Redraw:
    """Link to the package that was proposed; where the count doesn't change or runs over, say so in a modal."""
    screens.require_known(visit)
    linked = link_at_once(visit.records, visit.by, visit.at, data.session_id, data.package_id, data.ties)
    if linked.effect.is_to_put_right:
        return Show(link_result(linked, LinkState(data.session_id), screens.last(visit), visit.by, visit.at))
    return Redraw()


def open_settings(visit: Visit, _: None) -> Show:
    require_manager(visit.by, "change settings")
    return Show(settings_form(visit.by.workspace))


def open_settings_history(visit: Visit, _: None) -> Show:
    return Show(settings_changes(settings_history(visit.records, visit.by), visit.by))


def page_settings_history(visit: Visit, page: SettingsPage) -> Replace:
    return Replace(settings_changes(settings_history(visit.records, visit.by, page.skip), visit.by))


def suggest_timezones(_: Visit, typed: str) -> Offer:
    words = typed.strip().lower().replace(" ", "_")
    names = sorted(name for name in TIMEZONES if words in name.lower())
    return Offer([option(name, name) for name in names[:MOST_OFFERED]])


def submit_settings(visit: Visit, state: SettingsState) -> Replace:
    values = visit.values
    chosen = Workspace(
        visit.by.workspace.id,
        timezone=values.get(TIMEZONE) or "",
        managers=values.get(MANAGERS) or (),
        managers_channel=values.get(MANAGERS_CHANNEL),
        all_see_all=values.get(ALL_SEE_ALL) == "all",
        no_shows_hold=values.get(NO_SHOWS_HOLD) != "free",
        managers_decide_their_own=values.get(MANAGERS_DECIDE_THEIR_OWN) == "own",
        practitioners_add_clients=values.get(PRACTITIONERS_ADD_CLIENTS) != "managers",
        imports_at_once=values.get(IMPORTS_AT_ONCE) == "at_once",
        naming=values.get(NAMING) or Naming.SHORT,
        times_chosen=state.times_chosen,
    )
    workspace = choose_settings(visit.records, visit.by, visit.at, chosen)
    return Replace(settings_saved(list(changes_between(visit.by.workspace, workspace, visit.by.id, visit.at))))
