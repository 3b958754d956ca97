"""What a person reads on a part of their screen, and finds there by its visible text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.limits.elements import offered
from playground.limits.rules import elements_in
from playground.limits.values import KEY, entered
from playground.person.parts import BUTTONS, CHOICES, Hit, Part, T, newest
from playground.state.world import Json, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.person.hands import Hands


class Looking:
    """A part of what somebody sees, looked up afresh whenever it is used."""

    def __init__(self, hands: Hands, look: Callable[[], list[Part]]) -> None:
        self.hands, self.look, self.slack = hands, look, hands.slack

    # reading

    @property
    def text(self) -> str:
        """Everything that can be read here now."""
        return "\n".join(line for part in self.look() for line in self._lines(part) if line)

    def _lines(self, part: Part) -> list[str]:
        shown, block = part
        lines = [self.hands.reader.block(block)]
        for element in elements_in(block):
            lines += self._element_lines(Hit(shown, block, element))
        errors = shown.errors if isinstance(shown, View) else {}
        return [*lines, errors.get(block["block_id"], "")]

    def _element_lines(self, hit: Hit) -> list[str]:
        element, read = hit.element, self.hands.reader.text
        if element["type"] in CHOICES:
            words = [option.get(key) for option in element["options"] for key in ("text", "description")]
            return [read(one) for one in words if one]
        if element["type"] in KEY:
            return [self._value_text(hit) or read(element.get("placeholder"))]
        return [read(element.get("text"))]

    def _value_text(self, hit: Hit) -> str:
        value = entered(hit.shown.values, hit.block, hit.element)
        many = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        return ", ".join(self._option_text(one) if isinstance(one, dict) else str(one) for one in many)

    def _option_text(self, option: Json) -> str:
        return self.hands.reader.text(option["text"])

    def shows(self, text: str, patience: float | None = None) -> bool:
        """Whether the text is here, or comes."""
        try:
            self._wait(lambda: text in self.text, "", patience)
        except AssertionError:
            return False
        return True

    def sees(self, *texts: str) -> None:
        """Wait until all of this can be read here."""
        for text in texts:
            self._wait(lambda wanted=text: wanted in self.text, f"{text!r}")  # type: ignore[misc]

    def loses(self, text: str) -> None:
        """Wait until this can't be read here any more."""
        self._wait(lambda: text not in self.text, f"the disappearance of {text!r}")

    # finding

    def _find(self, kinds: set[str], label: str | None = None, offering: str | None = None) -> Hit:
        what = label or offering or "the only one"
        return self._one(lambda: self._hits(kinds, label, offering), f"{what!r} ({', '.join(sorted(kinds))})")

    def _hits(self, kinds: set[str], label: str | None, offering: str | None) -> list[Hit]:
        hits = [Hit(s, b, e) for s, b in self.look() for e in elements_in(b) if e["type"] in kinds]
        if label is not None:
            exact = [hit for hit in hits if label in self._labels(hit)]
            hits = exact or [hit for hit in hits if self._beside(hit, label)]
        if offering is not None:
            hits = [hit for hit in hits if offering in map(self._option_text, offered(hit.element))]
        return newest(hits, lambda hit: hit.shown)

    def _labels(self, hit: Hit) -> set[str]:
        read, element = self.hands.reader.text, hit.element
        own = {read(element.get(key)) for key in ("text", "placeholder")} | {element.get("accessibility_label", "")}
        return own | ({read(hit.block["label"])} if hit.block["type"] == "input" else set())

    def _beside(self, hit: Hit, label: str) -> bool:
        """Whether the element, not being a button, stands beside a section's text with this label."""
        aside = hit.block["type"] == "section" and hit.element["type"] not in BUTTONS
        return aside and label in self.hands.reader.block(hit.block)

    def _one(self, find: Callable[[], list[T]], what: str) -> T:
        """Wait for what is looked for; there must be one of it."""
        found = self._wait(find, what)
        if len(found) > 1:
            raise AssertionError(f"{what} is there {len(found)} times; narrow it down\n{self._dump()}")
        return found[0]

    def _wait(self, ready: Callable[[], T], what: str, patience: float | None = None) -> T:
        return self.slack.wait(ready, lambda: f"{what} did not come\n{self._dump()}", patience)

    def _dump(self) -> str:
        return f"{self.hands.name} sees:\n{self.text or '(nothing)'}\n{self.hands.trouble()}"
