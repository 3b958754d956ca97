"""The records of one workspace, as the use cases want them: each name is a function of the module it is from."""

from storage import (
    acts,
    adjustments,
    attention,
    bookings,
    clients,
    drops,
    erasing,
    history,
    packages,
    people,
    sessions,
    setting_changes,
    source_names,
    standings,
    verifying,
    workspaces,
)
from storage.database import Tx
from storage.outbox import messages, take_backs


class RecordsTx(Tx):
    """An open transaction with everything that can be asked of it; satisfies `domain.records.Records`."""

    __slots__ = ()

    find_workspace = workspaces.find_workspace
    hold_workspace = workspaces.hold_workspace
    with_managers_who_stayed = workspaces.with_managers_who_stayed
    choose = workspaces.choose
    note_setting_changes = setting_changes.note_setting_changes
    note_no_shows_set = setting_changes.note_no_shows_set
    setting_changes = setting_changes.setting_changes
    find_member = people.find_member
    timezone_of = people.timezone_of
    remember = people.remember
    admins = people.admins
    people_who_left = people.people_who_left
    members_among = people.members_among
    everybody_is_known = people.everybody_is_known
    learned_everybody = people.learned_everybody

    find_client = clients.find_client
    find_clients = clients.find_clients
    add_client = clients.add_client
    rename_client = clients.rename_client
    find_service = clients.find_service
    find_services = clients.find_services
    add_service = clients.add_service
    change_service = clients.change_service

    find_session = sessions.find_session
    list_sessions = bookings.list_sessions
    linked_sessions = bookings.linked_sessions
    has_sessions = sessions.has_sessions
    add_session = sessions.add_session
    link = sessions.link
    unlink = sessions.unlink
    hold_sessions = sessions.hold_sessions
    change_session = sessions.change_session

    find_package = packages.find_package
    find_package_to_change = packages.find_package_to_change
    packages_of = packages.packages_of
    packages_beyond = packages.packages_beyond
    add_package = packages.add_package
    change_package = packages.change_package
    change_package_status = packages.change_package_status
    expiries_to_note = packages.expiries_to_note
    expiries_to_take_back = packages.expiries_to_take_back
    note_expiry = packages.note_expiry

    used_by_service = packages.used_by_service
    set_total = packages.set_total
    standings_of = standings.standings_of

    span_looked_at = attention.span_looked_at
    not_counted_sessions = attention.not_counted_sessions
    nobodys_sessions = attention.nobodys_sessions
    count_nobodys = attention.count_nobodys
    unlinked_sessions = attention.unlinked_sessions
    overrun_packages = attention.overrun_packages
    count_not_counted = attention.count_not_counted
    count_unlinked = attention.count_unlinked
    count_overrun = attention.count_overrun
    ending_packages = attention.ending_packages
    count_ending = attention.count_ending
    set_aside = attention.set_aside
    take_up_again = attention.take_up_again
    has_set_aside = attention.has_set_aside

    keep_act = acts.keep_act
    last_act = acts.last_act
    note_undone = acts.note_undone

    add_adjustment = adjustments.add_adjustment
    find_adjustment = adjustments.find_adjustment
    pending_adjustments = adjustments.pending_adjustments
    decide = adjustments.decide
    note_applied = adjustments.note_applied
    note_sums = adjustments.note_sums

    mark = messages.mark
    mark_cards_of = messages.mark_cards_of
    mark_requests_of = messages.mark_requests_of
    mark_posted = messages.mark_posted
    mark_pending_requests = messages.mark_pending_requests
    mark_what_names_clients = messages.mark_what_names_clients
    send_requests_to = messages.send_requests_to
    painted_on_card = messages.painted_on_card
    request_in_thread = messages.request_in_thread

    record = history.record
    history_of = history.history_of
    last_turn = history.last_turn
    last_unlink = history.last_unlink
    count_changes = history.count_changes

    entries_of = verifying.entries_of
    links_of = verifying.links_of
    keep_verification = verifying.keep_verification
    verification = verifying.verification

    nobodys_names = source_names.nobodys_names
    given_names = source_names.given_names
    find_name = source_names.find_name
    give_name = source_names.give_name

    keep_drop = drops.keep_drop
    look_of = drops.look_of
    want_import = drops.want_import
    leave_drop = drops.leave_drop

    lock_client = erasing.lock_client
    belongings_of = erasing.belongings_of
    take_messages_back = take_backs.take_messages_back
    erase_client = erasing.erase_client
    note_erasure = erasing.note_erasure
