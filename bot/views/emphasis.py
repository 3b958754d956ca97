"""Bold where people look first, and every name to the letter.

Slack shows bold in markup alone, so a text in which it would read anything else as markup stays plain.
"""

import re
from dataclasses import dataclass

from slack_sdk.models.blocks import AlertBlock, ContextBlock, MarkdownTextObject, PlainTextObject, SectionBlock
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.views.parts import CONTEXT, SECTION, escape, length, plain

FACT, ALERT = 2000, 200  # Slack's limits

_MARKUP = re.compile(r"[*_~`]|:[^\s:]+:|^>")


@dataclass(frozen=True, slots=True)
class Strong:
    """A part of a line that needs somebody."""

    text: str


def is_free(text: str) -> bool:
    """Whether Slack reads no markup in the line."""
    return not _MARKUP.search(text) and text.strip().splitlines() == [text]


def said(parts: list[str | Strong]) -> str:
    """The parts in a line, none of them bold."""
    return " · ".join(part.text if isinstance(part, Strong) else part for part in parts)


def titled(title: str, *lines: str, accessory: InteractiveElement | None = None) -> SectionBlock:
    """A title in bold, and lines under it."""
    texts = (title, *lines)
    marked = "\n".join([f"*{escape(title)}*", *map(escape, lines)])
    text = _marked(marked) if all(map(is_free, texts)) and length(marked) <= SECTION else plain("\n".join(texts))
    return SectionBlock(text=text, accessory=accessory)


def small_print(parts: list[str | Strong]) -> ContextBlock:
    """What is known in a line, what needs somebody in bold."""
    marked = " · ".join(f"*{escape(part.text)}*" if isinstance(part, Strong) else escape(part) for part in parts)
    is_marked = is_free(said(parts)) and length(marked) <= CONTEXT
    return ContextBlock(elements=[_marked(marked) if is_marked else plain(said(parts), CONTEXT)])


def facts(labelled: dict[str, str]) -> SectionBlock:
    """Up to ten facts, each under its label."""
    return SectionBlock(fields=[_fact(label, value) for label, value in labelled.items()])


def _fact(label: str, value: str) -> MarkdownTextObject | PlainTextObject:
    marked = f"*{label}*\n{escape(value)}"
    return _marked(marked) if is_free(value) and length(marked) <= FACT else plain(f"{label}\n{value}", FACT)


def alert(text: str, level: str = "warning") -> AlertBlock:
    """What needs somebody, in a modal: Slack takes it nowhere else."""
    return AlertBlock(text=plain(text, ALERT), level=level)


def _marked(text: str) -> MarkdownTextObject:
    """As it is: without links and mentions that Slack would make out of words."""
    return MarkdownTextObject(text=text, verbatim=True)
