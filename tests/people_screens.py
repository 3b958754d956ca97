"""What a person has before them, and what they do with it: see people.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from playground.limits.elements import offered
from playground.limits.rules import elements_in
from playground.limits.values import KEY, entered
from playground.state.world import Json, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from people import Person

    from playground.to_the_bot.payloads import Shown

BUTTONS = {"button", "workflow_button"}
TICKS = {"checkboxes"}
PICKS = {kind for kind in KEY if kind.endswith("_select")} | {"radio_buttons"}
FIELDS = {kind for kind, key in KEY.items() if key == "value"} | {
    "datepicker",
    "timepicker",
    "datetimepicker",
}
ROW_PARTS = {"actions", "context"}

T = TypeVar("T")


class Part(NamedTuple):
    shown: Shown
    block: Json


class Hit(NamedTuple):
    shown: Shown
    block: Json
    element: Json


def parts_of(shown: Shown) -> list[Part]:
    """The blocks of a message or view; a message without blocks shows its text."""
    if shown.blocks or isinstance(shown, View):
        return [Part(shown, block) for block in shown.blocks]
    names = "".join(f"\n{file['name']}" for file in shown.files)
    text = {"type": "mrkdwn", "text": shown.text + names}
    return [Part(shown, {"type": "section", "block_id": "", "text": text})]


class Screen:
    """A part of what somebody sees, looked up afresh whenever it is used."""

    def __init__(self, person: Person, look: Callable[[], list[Part]]) -> None:
        self.person, self.look, self.slack = person, look, person.slack

    # seeing

    @property
    def text(self) -> str:
        """Everything that can be read here now."""
        return "\n".join(line for part in self.look() for line in self._lines(part) if line)

    def _lines(self, part: Part) -> list[str]:
        shown, block = part
        lines = [self.person.reader.block(block)]
        for element in elements_in(block):
            lines += self._element_lines(Hit(shown, block, element))
        errors = shown.errors if isinstance(shown, View) else {}
        return [*lines, errors.get(block["block_id"], "")]

    def _element_lines(self, hit: Hit) -> list[str]:
        element, read = hit.element, self.person.reader.text
        if element["type"] in {"radio_buttons", *TICKS}:
            return [
                read(option[key]) for option in element["options"] for key in ("text", "description") if key in option
            ]
        if element["type"] in KEY:
            return [self._value_text(hit) or read(element.get("placeholder"))]
        return [read(element.get("text"))]

    def _value_text(self, hit: Hit) -> str:
        value = entered(hit.shown.values, hit.block, hit.element)
        many = value if isinstance(value, list) else [value]
        return ", ".join(
            self._option_text(one) if isinstance(one, dict) else str(one) for one in many if one is not None
        )

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

    # narrowing

    def message(self, text: str) -> Screen:
        """The newest message with this text."""

        def look() -> list[Part]:
            parts = self.look()
            found = next((p.shown for p in reversed(parts) if text in self.person.reader.block(p.block)), None)
            return [p for p in parts if found is not None and p.shown is found]

        self._wait(look, f"a message with {text!r}")
        return Screen(self.person, look)

    def row(self, *texts: str) -> Screen:
        """The one section with all these texts, with its menu, small print and buttons."""
        self._one(lambda: self._rows(texts), f"a row with {' and '.join(texts)}")
        return Screen(self.person, lambda: next(iter(self._rows(texts)), []))

    def _rows(self, texts: Sequence[str]) -> list[list[Part]]:
        found = [row for row in self._all_rows() if self._reads(row, texts)]
        usable = [row for row in found if any(elements_in(part.block) for part in row)]
        return _newest(usable or found, lambda row: row[0].shown)

    def _all_rows(self) -> list[list[Part]]:
        rows: list[list[Part]] = []
        last: list[Part] = []
        for part in self.look():
            if part.block["type"] == "section":
                last = [part]
                rows.append(last)
            elif part.block["type"] in ROW_PARTS and last and last[0].shown is part.shown:
                last.append(part)
            else:
                last = []
        return rows

    def _reads(self, row: list[Part], texts: Sequence[str]) -> bool:
        whole = "\n".join(self.person.reader.block(part.block) for part in row)
        return all(text in whole for text in texts)

    # acting

    def press(self, label: str, times: int = 1) -> None:
        """Press a button, `times` at once."""
        hit = self._find(BUTTONS, label=label)
        self.person.do(hit, lambda: self.person.client.act(*hit, {}), times)

    def choose(self, option: str, times: int = 1) -> None:
        """Open the … menu and choose from it."""
        hit = self._find({"overflow"}, offering=option)
        chosen = next(o for o in hit.element["options"] if self._option_text(o) == option)
        self.person.do(hit, lambda: self.person.client.choose(*hit, chosen["value"]), times)

    @property
    def menu(self) -> list[str]:
        """What the one … menu here offers."""
        return [self._option_text(option) for option in self._find({"overflow"}).element["options"]]

    def typeahead(self, label: str, typed: str) -> list[str]:
        """What is offered for what was typed into a type-ahead."""
        hit = self._find({"external_select", "multi_external_select"}, label=label)
        return [self._option_text(option) for option in self._suggested(hit, typed)]

    def pick(self, label: str, *options: str, query: str | None = None) -> None:
        """pick("Package", "Gold 10") in a labelled menu, or pick("Gold 10") where one menu offers it."""
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
        self.person.client.keep(*hit, self._offer(hit, option, query))

    def tick(self, label: str, *options: str) -> None:
        """Leave exactly these boxes ticked under a label; tick("Quiet") for a box that one group has."""
        hit = self._find(TICKS, label=label) if options else self._find(TICKS, offering=label)
        wanted = options or (label,)
        self._enter(hit, [o for o in hit.element["options"] if self._option_text(o) in wanted])

    def clear(self, label: str) -> None:
        """Leave nobody and nothing chosen in a labelled menu for several."""
        self._enter(self._find(PICKS, label=label), [])

    def untick(self, label: str) -> None:
        """Leave no box ticked under a label."""
        self._enter(self._find(TICKS, label=label), [])

    def fill(self, label: str, value: str) -> None:
        """Type into a field; a date as 2026-11-23, a time as 14:30, a moment as seconds since 1970."""
        hit = self._find(FIELDS, label=label)
        self._enter(hit, int(value) if hit.element["type"] == "datetimepicker" else value or None)

    def value(self, label: str) -> str:
        """What stands in a field or is chosen in a menu."""
        return self._value_text(self._find(PICKS | FIELDS | TICKS, label=label))

    def options(self, label: str) -> list[str]:
        """What a labelled menu offers without typing."""
        hit = self._find(PICKS | TICKS, label=label)
        return [text for text, _ in self._offers(hit, None)]

    def _enter(self, hit: Hit, value: Any) -> None:
        self.person.do(hit, lambda: self.person.client.enter(*hit, value))

    def _offer(self, hit: Hit, option: str, query: str | None) -> Any:
        offers = self._offers(hit, option if query is None else query)
        values = [value for text, value in offers if text == option]
        if len(values) != 1:
            offered_texts = [text for text, _ in offers]
            raise AssertionError(f"{option!r} is offered {len(values)} times among {offered_texts}\n{self._dump()}")
        return values[0]

    def _offers(self, hit: Hit, query: str | None) -> list[tuple[str, Any]]:
        """What can be chosen: visible text and value."""
        kind = hit.element["type"].removeprefix("multi_").removesuffix("_select")
        if kind in ("users", "conversations", "channels"):
            return list(self.person.client.offers(hit.element))
        known = self._suggested(hit, query or "") if kind == "external" else offered(hit.element)
        return [(self._option_text(option), option) for option in known]

    def _suggested(self, hit: Hit, typed: str) -> list[Json]:
        answer = self.person.client.suggest(*hit, typed)
        return [option for one in answer for option in one.get("options") or [one]]

    def _option_text(self, option: Json) -> str:
        return self.person.reader.text(option["text"])

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
        return _newest(hits, lambda hit: hit.shown)

    def _labels(self, hit: Hit) -> set[str]:
        read, element = self.person.reader.text, hit.element
        own = {
            read(element.get("text")),
            read(element.get("placeholder")),
            element.get("accessibility_label", ""),
        }
        return own | ({read(hit.block["label"])} if hit.block["type"] == "input" else set())

    def _beside(self, hit: Hit, label: str) -> bool:
        """Whether the element, not being a button, stands beside a section's text with this label."""
        aside = hit.block["type"] == "section" and hit.element["type"] not in BUTTONS
        return aside and label in self.person.reader.block(hit.block)

    def _one(self, find: Callable[[], list[T]], what: str) -> T:
        """Wait for what is looked for; there must be one of it."""
        found = self._wait(find, what)
        if len(found) > 1:
            raise AssertionError(f"{what} is there {len(found)} times; narrow it down\n{self._dump()}")
        return found[0]

    def _wait(self, ready: Callable[[], T], what: str, patience: float | None = None) -> T:
        return self.slack.wait(ready, lambda: f"{what} did not come\n{self._dump()}", patience)

    def _dump(self) -> str:
        return f"{self.person.name} sees:\n{self.text or '(nothing)'}\n{self.person.trouble()}"


def _newest(found: list[T], shown: Callable[[T], Shown]) -> list[T]:
    """Of hits in several messages those in the newest."""
    return [one for one in found if shown(one) is shown(found[-1])]


class Modal(Screen):
    """The modal on top."""

    @property
    def view(self) -> View:
        return self.person.top_modal()

    @property
    def title(self) -> str:
        return self.person.reader.text(self.view.content["title"])

    @property
    def buttons(self) -> list[str]:
        """The names of its own two buttons, close first."""
        content = self.view.content
        return [self.person.reader.text(content[key]) for key in ("close", "submit") if content.get(key)]

    @property
    def errors(self) -> dict[str, str]:
        """What stands under the fields, by their labels."""
        view = self.view
        inputs = [block for block in view.blocks if block["block_id"] in view.errors]
        return {self.person.reader.text(b["label"]): view.errors[b["block_id"]] for b in inputs}

    @property
    def trouble(self) -> str:
        """What Slack itself says on the form where the bot answered late or wrongly."""
        return self.view.trouble

    def submit(self, times: int = 1) -> None:
        """Press the submit button."""
        view = self.view
        self.person.at_once(lambda: self.person.client.submit(view), times)

    def close(self) -> None:
        """Press the close button, which leads back to the modal below."""
        self.person.client.close(self.view)

    def close_all(self) -> None:
        """Press the X, which ends all of them."""
        self.person.client.close(self.view, everything=True)

    def _dump(self) -> str:
        return f"[{self.title}] {self.buttons}\n{super()._dump()}"
