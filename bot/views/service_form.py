"""Services, for managers: a list of all, and the form of one."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, InputBlock, NumberInputElement, PlainTextInputElement, RadioButtonsElement
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    CHANGE_SERVICE,
    NEW_SERVICE,
    OFFERED,
    SERVICE_FORM,
    SERVICE_NAME,
    SERVICES_LIST,
    SERVICES_PAGE,
    USUAL_MINUTES,
    ServiceFormState,
    ServicesState,
)
from bot.views.emphasis import titled
from bot.views.parts import actions, button, cut, field, modal, option, section
from domain.adding import ServicesPage
from domain.values.bookings import PAGE
from domain.values.ids import LONGEST_NAME
from domain.values.sessions import LONGEST_SESSION, Service

RETIRED = "retired"
_CHOICES = {
    "offered": ("Offered", "It stands in the menus."),
    RETIRED: ("Retired", "It is offered for nothing new. Its sessions and packages stay as they are."),
}


def services_list(page: ServicesPage) -> View:
    blocks: list[Block] = [
        *actions([button("Add a service", NEW_SERVICE, None, style=None if page.services else "primary")]),
        *(titled(cut(one.name, LONGEST_NAME), _known(one), accessory=_change(one)) for one in page.services),
        *([] if page.services else [section("There are no services yet. Add what you offer.")]),
        *actions(list(_turning(page))),
    ]
    return modal(SERVICES_LIST, "Services", blocks, remembers=ServicesState(page.skipped))


def _known(service: Service) -> str:
    length = f"Usually {service.minutes} minutes" if service.minutes else "No usual length"
    return f"Retired · {length}" if service.is_retired else length


def _change(service: Service) -> InteractiveElement:
    return button("Change", CHANGE_SERVICE, service.id, label=f"Change {service.name}")


def _turning(page: ServicesPage) -> Iterator[InteractiveElement]:
    if page.skipped:
        back = ServicesState(max(0, page.skipped - PAGE))
        yield button("Previous services", SERVICES_PAGE, back, apart="back")
    if page.has_more:
        yield button("More services", SERVICES_PAGE, ServicesState(page.skipped + PAGE), apart="on")


def service_form(service: Service | None) -> View:
    """Of a service that there is, or of a new one."""
    name = PlainTextInputElement(
        action_id=SERVICE_NAME.name, max_length=LONGEST_NAME, initial_value=service.name if service else None
    )
    minutes = NumberInputElement(
        action_id=USUAL_MINUTES.name,
        is_decimal_allowed=False,
        min_value="1",
        max_value=str(LONGEST_SESSION),
        initial_value=str(service.minutes) if service and service.minutes else None,
    )
    hint = "Book a session is filled in with it."
    blocks = [
        field("Name", SERVICE_NAME, name),
        field("Usual length in minutes", USUAL_MINUTES, minutes, optional=True, hint=hint),
        *([_offered(service)] if service else []),
    ]
    title, submit = ("Change service", "Save") if service else ("Add a service", "Add service")
    state = ServiceFormState(service.id if service else None)
    return modal(SERVICE_FORM, title, blocks, remembers=state, submit=submit, close="Cancel")


def _offered(service: Service) -> InputBlock:
    options = {value: option(text, value, effect) for value, (text, effect) in _CHOICES.items()}
    now = options[RETIRED if service.is_retired else "offered"]
    radio = RadioButtonsElement(action_id=OFFERED.name, options=list(options.values()), initial_option=now)
    return field("In the menus", OFFERED, radio)
