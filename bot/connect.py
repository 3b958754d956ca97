"""Everything a person can do, one line each."""

from collections.abc import Callable

from bot.door.answering import on_home, where_written
from bot.door.router import Router
from bot.gestures import interactions as i
from bot.handlers import (
    adjustments,
    after_sale,
    booking,
    bookings,
    clients,
    dropping,
    helping,
    home,
    linking,
    names,
    packages,
    services,
    sessions,
    several,
)
from domain.values.fields import BookingField, NameField
from domain.values.setting_changes import Setting


def connect(router: Router, begin_to_import: Callable[[], None]) -> None:  # noqa: PLR0915 - one line a gesture
    router.on_command(i.BOOKINGS, bookings.open_list)
    router.on_action(i.SHOW_PAST, bookings.show_past)
    router.on_action(i.HIDE_PAST, bookings.hide_past)
    router.on_action(i.SHOW_CANCELLED, bookings.show_cancelled)
    router.on_action(i.HIDE_CANCELLED, bookings.hide_cancelled)
    router.on_action(i.DROP_FILTER, bookings.drop_filter)
    router.on_action(i.NEWER, bookings.newer)
    router.on_action(i.OLDER, bookings.older)
    router.on_action(i.FILTER, bookings.open_filters)
    router.on_type_ahead(i.FILTER_CLIENT_AHEAD, clients.suggest_any)
    router.on_type_ahead(i.FILTER_SERVICE_AHEAD, services.suggest_any)
    router.on_submit(i.FILTERS, bookings.submit_filters)

    router.on_action(i.LINK, linking.open_picker)
    router.on_type_ahead(i.PACKAGE_AHEAD, linking.suggest_packages)
    router.on_submit(i.LINK_FORM, linking.submit_link, writes=True)
    router.on_action(i.UNLINK, linking.open_unlink)
    router.on_submit(i.UNLINK_FORM, linking.submit_unlink, writes=True)
    router.on_action(i.MAKE_IT_COUNT, linking.open_make_it_count)
    router.on_action(i.MAKE_PACKAGE_COUNT, linking.open_make_package_count)
    router.on_action(i.MOVE, linking.open_move)
    router.on_type_ahead(i.MOVE_TO_AHEAD, linking.suggest_packages_to_move_to)
    router.on_submit(i.MOVE_FORM, linking.submit_move, writes=True)

    router.on_action(i.LINK_SEVERAL, several.open_all)
    router.on_action(i.LINK_LISTED, several.open_listed)
    router.on_action(i.LINK_OF_CLIENT, several.open_of_client)
    router.on_action(i.CHOOSE_ONE, several.choose)
    router.on_submit(i.SEVERAL_FORM, several.submit, writes=True)
    router.on_action(i.CHANGE_LISTED, sessions.open_change_several)
    router.on_submit(i.CHANGE_SEVERAL_FORM, sessions.submit_change_several, writes=True)

    router.on_action(i.DETAILS, sessions.open_details)
    router.on_action(i.CHANGE_SESSION, sessions.change, writes=True)
    router.on_action(i.UNDO, sessions.undo, writes=True)

    router.on_command(i.CLIENT, clients.open_client)
    router.on_type_ahead(i.CLIENT_AHEAD, clients.suggest_clients)
    router.on_action(i.PICK_CLIENT, clients.pick_client)
    router.on_submit(i.CLIENT_PICKER, clients.submit_pick)
    router.on_action(i.BOOKINGS_TAB, clients.open_bookings_tab)
    router.on_action(i.PACKAGES_TAB, clients.open_packages_tab)

    router.on_action(i.PACKAGES_PAGE, packages.page_packages)
    router.on_action(i.SCHEDULED_BOOKINGS, packages.open_scheduled)
    router.on_action(i.WHY_THIS_COUNT, packages.open_why)
    router.on_action(i.WHY_PAGE, packages.page_why)
    router.on_action(i.PACKAGE_HISTORY, packages.open_history)
    router.on_action(i.HISTORY_PAGE, packages.page_history)
    router.on_action(i.MANAGE_PACKAGE, after_sale.open_manage)
    router.on_action(i.NAME_AND_LAST_DAY, after_sale.open_name_and_last_day)
    router.on_submit(i.NAME_AND_LAST_DAY_FORM, after_sale.submit_name_and_last_day, writes=True)
    router.on_action(i.CHANGE_STATUS, after_sale.open_status)
    router.on_submit(i.STATUS_FORM, after_sale.submit_status, writes=True)
    router.on_action(i.SELL_AGAIN, after_sale.sell_again)
    router.on_action(i.NEW_PACKAGE, packages.open_new)
    router.on_action(i.ADD_ANOTHER, packages.add_another)
    router.on_type_ahead(i.SERVICE_AHEAD, packages.suggest_services)
    router.on_submit(i.NEW_PACKAGE_FORM, packages.submit_new, writes=True)

    router.on_action(i.EDIT_PACKAGE, adjustments.open_edit)
    router.on_action(i.ADD_A_SESSION, adjustments.add_a_session)
    router.on_action(i.SWAP_ONE, adjustments.swap_one)
    router.on_action(i.ADD_A_ROW, adjustments.add_a_row)
    router.on_type_ahead(i.ADD_SERVICE_AHEAD, adjustments.suggest_services)
    router.on_submit(i.EDIT_FORM, adjustments.submit_edit, writes=True)
    router.on_command(i.ADJUSTMENTS, adjustments.open_list)
    router.on_action(i.WITHDRAW, adjustments.withdraw, writes=True)
    router.on_action(i.OPEN_REQUEST, adjustments.open_request)
    router.on_action(i.APPROVE, adjustments.approve, writes=True)
    router.on_action(i.DECLINE, adjustments.open_decline)
    router.on_submit(i.DECLINE_FORM, adjustments.submit_decline, writes=True)
    router.on_event(i.THREAD_WORDS, adjustments.decide_in_thread, where_written, writes=True)

    router.on_event(i.HOME_OPENED, home.open_home, on_home)
    router.on_action(i.OPEN_BOOKINGS, bookings.open_all)
    router.on_action(i.FIND_CLIENT, clients.open_picker)
    router.on_action(i.BOOK_A_SESSION, booking.open_for)
    router.on_action(i.OPEN_PENDING, adjustments.open_pending)
    router.on_action(i.SHOW_ALL, home.show_all)
    router.on_action(i.ATTENTION_PAGE, home.page_attention)
    router.on_action(i.LEAVE_AS_IT_IS, home.leave_as_it_is, writes=True)
    router.on_action(i.SHOW_AGAIN, home.show_again, writes=True)
    router.on_action(i.LINK_BEST, home.link_best, writes=True)
    router.on_action(i.SETTINGS, home.open_settings)
    router.on_action(i.SETTINGS_HISTORY, home.open_settings_history)
    router.on_action(i.SETTINGS_CHANGES_PAGE, home.page_settings_history)
    router.on_type_ahead(i.TIMEZONE_AHEAD, home.suggest_timezones)
    router.on_submit(i.SETTINGS_FORM, home.submit_settings, writes=True, alone=True, people=(Setting.MANAGERS,))

    router.on_command(i.BOOK, booking.open_form)
    router.on_type_ahead(i.BOOK_CLIENT_AHEAD, booking.suggest_clients)
    router.on_action(i.BOOK_CLIENT, booking.choose_client)
    router.on_action(i.BOOK_SERVICE, booking.choose_service)
    router.on_action(i.BOOK_START, booking.choose_start)
    router.on_action(i.BOOK_PRACTITIONER, booking.choose_practitioner)
    router.on_type_ahead(i.BOOKED_FROM_AHEAD, booking.suggest_packages)
    router.on_submit(i.BOOK_FORM, booking.submit, writes=True, people=(BookingField.PRACTITIONER,))

    router.on_action(i.ADD_CLIENT, clients.open_add)
    router.on_action(i.RENAME_CLIENT, clients.open_rename)
    router.on_submit(i.CLIENT_FORM, clients.submit_client, writes=True)
    router.on_action(i.SERVICES, services.open_list)
    router.on_action(i.SERVICES_PAGE, services.page_list)
    router.on_action(i.NEW_SERVICE, services.open_new)
    router.on_action(i.CHANGE_SERVICE, services.open_change)
    router.on_submit(i.SERVICE_FORM, services.submit, writes=True)

    router.on_action(i.NAMES_IN_FILES, names.open_list)
    router.on_action(i.NAMES_PAGE, names.page_list)
    router.on_action(i.SAY_WHO, names.open_who)
    router.on_submit(i.WHO_FORM, names.submit, writes=True, people=(NameField.PERSON,))

    router.on_event(i.DIRECT_WORDS, helping.answer, where_written, writes=True)
    router.on_event(i.DROPPED, dropping.keep, where_written, writes=True, then=begin_to_import)
    router.on_action(i.IMPORT, dropping.import_as_looked_at, writes=True, then=begin_to_import)
    router.on_action(i.LEAVE_FILES, dropping.leave_it, writes=True, then=begin_to_import)
    router.on_action(i.SHOW_NOTEWORTHY, dropping.show_noteworthy)
