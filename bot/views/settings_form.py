"""Settings, for managers: each choice with its effect in a sentence."""

from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    RadioButtonsElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ALL_SEE_ALL,
    IMPORTS_AT_ONCE,
    MANAGERS,
    MANAGERS_CHANNEL,
    MANAGERS_DECIDE_THEIR_OWN,
    NAMES_IN_FILES,
    NAMING,
    NO_SHOWS_HOLD,
    PRACTITIONERS_ADD_CLIENTS,
    SERVICES,
    SETTINGS_FORM,
    SETTINGS_HISTORY,
    TIMEZONE,
    SettingsState,
)
from bot.gestures.wire import Field
from bot.views.parts import actions, button, field, modal, option, plain
from domain.values.people import Naming, Workspace
from domain.values.setting_changes import Setting

LABELS = {
    Setting.MANAGERS: "Managers",
    Setting.MANAGERS_CHANNEL: "Managers' channel",
    Setting.ALL_SEE_ALL: "Practitioners see",
    Setting.NO_SHOWS_HOLD: "No-shows and late cancellations",
    Setting.MANAGERS_DECIDE_THEIR_OWN: "Managers' own requests",
    Setting.PRACTITIONERS_ADD_CLIENTS: "New clients",
    Setting.NAMING: "Clients' names",
    Setting.TIMEZONE: "The practice's time zone",
    Setting.IMPORTS_AT_ONCE: "Files with nothing to look at",
}
SEEING = {
    "own": ("Their own", "Practitioners see their own sessions and clients; managers see all."),
    "all": ("Everybody's", "Every practitioner sees all sessions and all clients."),
}
NO_SHOWS = {
    "hold": ("They count", "No-shows and late cancellations use a session of the package."),
    "free": ("They don't count", "No-shows and late cancellations use no session of the package."),
}
FOUR_EYES = {
    "others": ("Another manager decides", "A manager's own request waits for another manager."),
    "own": ("They may decide themselves", "It is recorded as self-approved."),
}
ADDING = {
    "all": ("Practitioners add them, too", "Whom a practitioner adds is theirs from then on."),
    "managers": ("Only managers add them", "Practitioners ask a manager."),
}
IMPORTING = {
    "look": ("Show first", "Every file is shown before it is imported."),
    "at_once": ("Import at once", "Files with nothing noteworthy are imported at once."),
}
NAMES: dict[str, tuple[str, str]] = {
    Naming.SHORT: ("Short name in messages", "Messages say “Ana R.”; lists and forms show the full name."),
    Naming.CODE: ("Code only", "The source system's id everywhere; what is posted is renamed, too."),
    Naming.FULL: ("Full name", "Messages show the full name, as lists and forms do."),
}


def settings_form(workspace: Workspace) -> View:
    blocks: list[Block] = [
        *actions(
            [
                button("Services", SERVICES, None),
                button("Names in files", NAMES_IN_FILES, None),
                button("History", SETTINGS_HISTORY, None, label="History of the settings"),
            ]
        ),
        _managers(workspace),
        _channel(workspace),
        _choice(Setting.ALL_SEE_ALL, ALL_SEE_ALL, SEEING, "all" if workspace.all_see_all else "own"),
        _choice(Setting.NO_SHOWS_HOLD, NO_SHOWS_HOLD, NO_SHOWS, "hold" if workspace.no_shows_hold else "free"),
        _choice(
            Setting.MANAGERS_DECIDE_THEIR_OWN,
            MANAGERS_DECIDE_THEIR_OWN,
            FOUR_EYES,
            "own" if workspace.managers_decide_their_own else "others",
        ),
        _choice(
            Setting.PRACTITIONERS_ADD_CLIENTS,
            PRACTITIONERS_ADD_CLIENTS,
            ADDING,
            "all" if workspace.practitioners_add_clients else "managers",
        ),
        _choice(Setting.NAMING, NAMING, NAMES, workspace.naming),
        _timezone(workspace),
        _choice(
            Setting.IMPORTS_AT_ONCE, IMPORTS_AT_ONCE, IMPORTING, "at_once" if workspace.imports_at_once else "look"
        ),
    ]
    return modal(
        SETTINGS_FORM,
        "Settings",
        blocks,
        remembers=SettingsState(workspace.times_chosen),
        submit="Save",
        close="Cancel",
    )


def _managers(workspace: Workspace) -> InputBlock:
    menu = UserMultiSelectElement(
        action_id=MANAGERS.name,
        initial_users=list(workspace.managers) or None,
        placeholder=plain("The workspace's admins", 150),
    )
    hint = (
        "They decide adjustments, see all clients and change settings. If nobody is chosen, the workspace's admins do."
    )
    return field(LABELS[Setting.MANAGERS], MANAGERS, menu, optional=True, hint=hint)


def _channel(workspace: Workspace) -> InputBlock:
    menu = ConversationSelectElement(
        action_id=MANAGERS_CHANNEL.name,
        initial_conversation=workspace.managers_channel,
        placeholder=plain("A private channel", 150),
        filter=ConversationFilter(include=["private"], exclude_external_shared_channels=True),
    )
    hint = "Requests for adjustments are posted there, with clients' names. Invite Ribbon: /invite @Ribbon."
    return field(LABELS[Setting.MANAGERS_CHANNEL], MANAGERS_CHANNEL, menu, optional=True, hint=hint)


def _choice(setting: Setting, name: Field[Any], choices: dict[str, tuple[str, str]], chosen: str) -> InputBlock:
    options = {value: option(text, value, effect) for value, (text, effect) in choices.items()}
    radio = RadioButtonsElement(action_id=name.name, options=list(options.values()), initial_option=options[chosen])
    return field(LABELS[setting], name, radio)


def _timezone(workspace: Workspace) -> InputBlock:
    menu = ExternalDataSelectElement(
        action_id=TIMEZONE.name,
        min_query_length=2,
        initial_option=option(workspace.timezone, workspace.timezone),
        placeholder=plain("Type a city", 150),
    )
    hint = "A package expires at the end of its last day in this time zone. People see times in their own."
    return field(LABELS[Setting.TIMEZONE], TIMEZONE, menu, hint=hint)
