"""What a person does with a part of their screen; see people.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.limits.elements import offered
from playground.limits.rules import elements_in
from playground.person.looking import Looking
from playground.person.parts import BUTTONS, FIELDS, PICKS, Hit, Part, newest, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playground.state.world import Json, View


class Screen(Looking):
    """A part of what somebody sees, with what they do there."""

    # narrowing

    def message(self, text: str) -> Screen:
        """The newest message with this text."""

        def look() -> list[Part]:
            parts = self.look()
            found = next((p.shown for p in reversed(parts) if text in self.hands.reader.block(p.block)), None)
            return [p for p in parts if found is not None and p.shown is found]

        self._wait(look, f"a message with {text!r}")
        return Screen(self.hands, look)

    def row(self, *texts: str) -> Screen:
        """The one section or rich text with all these texts, small print and buttons; one with a menu before others."""
        self._one(lambda: self._rows(texts), f"a row with {' and '.join(texts)}")
        return Screen(self.hands, lambda: next(iter(self._rows(texts)), []))

    def _rows(self, texts: Sequence[str]) -> list[list[Part]]:
        found = [row for row in rows_of(self.look()) if self._reads(row, texts)]
        elements = [(row, [element for part in row for element in elements_in(part.block)]) for row in found]
        with_menu = [row for row, those in elements if any(element["type"] == "overflow" for element in those)]
        usable = [row for row, those in elements if those]
        return newest(with_menu or usable or found, lambda row: row[0].shown)

    def _reads(self, row: list[Part], texts: Sequence[str]) -> bool:
        whole = "\n".join(self.hands.reader.block(part.block) for part in row)
        return all(text in whole for text in texts)

    # acting

    def press(self, label: str, times: int = 1) -> None:
        """Press a button, `times` at once."""
        hit = self._find(BUTTONS, label=label)
        self.hands.use(hit, lambda: self.hands.client.act(*hit, {}), times)

    def choose(self, option: str, times: int = 1) -> None:
        """Open the … menu and choose from it."""
        hit = self._find({"overflow"}, offering=option)
        chosen = next(o for o in hit.element["options"] if self._option_text(o) == option)
        self.hands.use(hit, lambda: self.hands.client.choose(*hit, chosen["value"]), times)

    @property
    def menu(self) -> list[str]:
        """What the one … menu here offers."""
        return [self._option_text(option) for option in self._find({"overflow"}).element["options"]]

    def typeahead(self, label: str, typed: str) -> list[str]:
        """What is offered for what was typed into a type-ahead."""
        hit = self._find({"external_select", "multi_external_select"}, label=label)
        return [self._option_text(option) for option in self._suggested(hit, typed)]

    def pick(self, label: str, *options: str, query: str | None = None) -> None:
        """Pick options in the menu with this label, or, with the label alone, the one option that a menu offers."""
        hit = self._find(PICKS, label=label) if options else self._find(PICKS, offering=label)
        chosen = [self._offer(hit, option, query) for option in options or (label,)]
        self._enter(hit, chosen if hit.element["type"].startswith("multi_") else chosen[0])

    def offering(self, label: str, option: str, query: str) -> Callable[[], None]:
        """Look up what a labelled menu offers now, to choose it later."""
        offer = self._offer(self._find(PICKS, label=label), option, query)
        return lambda: self._enter(self._find(PICKS, label=label), offer)

    def keep(self, label: str, option: str, query: str) -> None:
        """Choose in a labelled menu and let Slack tell nobody yet, as who is quicker than it."""
        hit = self._find(PICKS, label=label)
        self.hands.client.keep(*hit, self._offer(hit, option, query))

    def clear(self, label: str) -> None:
        """Leave nobody and nothing chosen in a labelled menu for several."""
        self._enter(self._find(PICKS, label=label), [])

    def fill(self, label: str, value: str) -> None:
        """Type into a field; a date as 2026-11-23, a time as 14:30, a moment as seconds since 1970."""
        hit = self._find(FIELDS, label=label)
        self._enter(hit, int(value) if hit.element["type"] == "datetimepicker" else value or None)

    def value(self, label: str) -> str:
        """What stands in a field or is chosen in a menu."""
        return self._value_text(self._find(PICKS | FIELDS, label=label))

    def options(self, label: str) -> list[str]:
        """What a labelled menu offers without typing."""
        return [text for text, _ in self._offers(self._find(PICKS, label=label), None)]

    def _enter(self, hit: Hit, value: Any) -> None:
        self.hands.use(hit, lambda: self.hands.client.enter(*hit, value))

    def _offer(self, hit: Hit, option: str, query: str | None) -> Any:
        offers = self._offers(hit, option if query is None else query)
        values = [value for text, value in offers if text == option]
        if len(values) != 1:
            texts = [text for text, _ in offers]
            raise AssertionError(f"{option!r} is offered {len(values)} times among {texts}\n{self._dump()}")
        return values[0]

    def _offers(self, hit: Hit, query: str | None) -> list[tuple[str, Any]]:
        """What can be chosen: visible text and value."""
        kind = hit.element["type"].removeprefix("multi_").removesuffix("_select")
        if kind in ("users", "conversations", "channels"):
            return list(self.hands.client.offers(hit.element))
        known = self._suggested(hit, query or "") if kind == "external" else offered(hit.element)
        return [(self._option_text(option), option) for option in known]

    def _suggested(self, hit: Hit, typed: str) -> list[Json]:
        answer = self.hands.client.suggest(*hit, typed)
        return [option for one in answer for option in one.get("options") or [one]]


class Modal(Screen):
    """The modal on top."""

    @property
    def view(self) -> View:
        return self.hands.top_modal()

    @property
    def title(self) -> str:
        return self.hands.reader.text(self.view.content["title"])

    @property
    def buttons(self) -> list[str]:
        """The names of its own two buttons, close first."""
        content = self.view.content
        return [self.hands.reader.text(content[key]) for key in ("close", "submit") if content.get(key)]

    @property
    def errors(self) -> dict[str, str]:
        """What stands under the fields, by their labels."""
        view = self.view
        inputs = [block for block in view.blocks if block["block_id"] in view.errors]
        return {self.hands.reader.text(b["label"]): view.errors[b["block_id"]] for b in inputs}

    @property
    def trouble(self) -> str:
        """What Slack itself says on the form where the bot answered late or wrongly."""
        return self.view.trouble

    def submit(self, times: int = 1) -> None:
        """Press the submit button."""
        view = self.view
        self.hands.at_once(lambda: self.hands.client.submit(view), times)

    def close(self) -> None:
        """Press the close button, which leads back to the modal below."""
        self.hands.client.close(self.view)

    def close_all(self) -> None:
        """Press the X, which ends all of them."""
        self.hands.client.close(self.view, everything=True)

    def _dump(self) -> str:
        return f"[{self.title}] {self.buttons}\n{super()._dump()}"
