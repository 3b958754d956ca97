"""Rich text and tables, which messages have: names are bold and literal at once."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import (
    RawTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
    TableBlock,
    TableBlockColumnSettings,
)

from bot.views.parts import SECTION, cut, moment
from domain.values.ids import PersonId

DAY_AND_TIME, HOW_LONG_AGO = "{date_short_pretty} at {time}", "{ago}"


def words(text: str, *, bold: bool = False) -> RichTextElement:
    """Text that is shown to the letter, whatever was typed."""
    return RichTextElementParts.Text(text=cut(text, SECTION), style={"bold": True} if bold else None)


def bold(text: str) -> RichTextElement:
    return words(text, bold=True)


def person(person_id: PersonId) -> RichTextElement:
    return RichTextElementParts.User(user_id=person_id)


def when(at: datetime, form: str = DAY_AND_TIME) -> RichTextElement:
    """A moment in each reader's time zone."""
    return RichTextElementParts.Date(timestamp=int(at.timestamp()), format=form, fallback=f"{moment(at, 'UTC')} UTC")


def link(text: str, url: str) -> RichTextElement:
    return RichTextElementParts.Link(url=url, text=text)


def line(*pieces: RichTextElement) -> RichTextElement:
    return RichTextSectionElement(elements=pieces)


def under(lines: Sequence[str]) -> list[RichTextElement]:
    """Lines beneath what stands before them."""
    return [words(f"\n{each}") for each in lines]


def quote(text: str) -> RichTextElement:
    return RichTextQuoteElement(elements=[words(text)])


def rich(*parts: RichTextElement) -> RichTextBlock:
    return RichTextBlock(elements=parts)


def table(heading: Sequence[str], rows: Sequence[Sequence[str]], last: Sequence[str] | None) -> TableBlock:
    """Names at the left and figures at the right; the last row is bold."""
    cells: list[list[RawTextObject | RichTextBlock]] = [
        [RawTextObject(text=cell) for cell in row] for row in (heading, *rows)
    ]
    if last:
        cells.append([rich(line(bold(cell))) for cell in last])
    aligned = ["left", *["right"] * (len(heading) - 1)]
    return TableBlock(
        rows=cells, column_settings=[TableBlockColumnSettings(align=each, is_wrapped=True) for each in aligned]
    )
