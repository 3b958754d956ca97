"""The answer to files that were dropped: what was imported, or what is wrong with them."""

from collections.abc import Iterator, Sequence

from bot.views.parts import SECTION, Picture, cut, length, notification, section
from domain.values.import_looks import ImportLook, Note

MOST_TOLD = 20  # problems, or services that left
LONGEST_LINE = 700  # characters
MORE = 40  # characters: room for how many more there are


def import_answer(answer: str) -> Picture:
    """Its first line alone stands in notifications."""
    return Picture(text=notification(answer.partition("\n")[0]), blocks=[section(answer)])


def rows_in_words(look: ImportLook) -> str:
    """How many rows of each kind were new, changed and unchanged, and what of the files nobody read."""
    told = [
        f"{rows.kind}: {rows.new} new, {rows.changed} changed, {rows.unchanged} unchanged"
        for rows in look.rows
        if rows.new or rows.changed or rows.unchanged
    ]
    if not told:
        return "Nothing was imported: the files have no rows."
    return "\n".join(["Imported.", *told, *look.left_alone, *_nobodys(look)])


def _nobodys(look: ImportLook) -> Iterator[str]:
    """Practitioners whom Slack doesn't know."""
    for noteworthy in look.noteworthy:
        if noteworthy.note is Note.NOBODY:
            yield "Slack doesn't know these practitioners. Say under Settings, Names in files, who they are:"
            yield from noteworthy.first
            if more := noteworthy.found - len(noteworthy.first):
                yield f"and {more} more"


def with_the_first(said: str, first: Sequence[str], found: int) -> str:
    """What is said, as many of the first lines as there is room for, and how many more there are."""
    told, room = [said], SECTION - MORE - length(said)
    for whole in first[:MOST_TOLD]:
        line = cut(whole, LONGEST_LINE)
        room -= length(line) + 1
        if room < 0:
            break
        told.append(line)
    left = found - (len(told) - 1)
    return "\n".join([*told, f"and {left} more"] if left else told)
