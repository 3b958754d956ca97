"""A look at what importing dropped files would do: nothing has happened yet."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.gestures.interactions import IMPORT, LEAVE_FILES, NOTEWORTHY, SHOW_NOTEWORTHY, NotedState
from bot.views.import_answer import LONGEST_LINE, MORE
from bot.views.noteworthy_words import WHY, title_of
from bot.views.parts import SECTION, Picture, actions, button, context, cut, length, modal, notification, section
from bot.views.rich import bold, line, rich, table, words
from domain.values.ids import DropId
from domain.values.import_looks import ImportLook, Noteworthy, Rows

HEADING = ("Rows", "New", "Changed", "Gone", "Unchanged")
MOST_FILES = 4  # that are named
NOT_YET = "Nothing has been imported yet."
ANOTHER = "What importing would do has changed meanwhile, so nothing was imported. Look again."
UNDER_WAY = "It is being imported."


def import_look(look: ImportLook, drop_id: DropId, *, is_wanted: bool) -> Picture:
    """The same without buttons, once somebody wants it imported."""
    title = f"{_files(look)}: what importing would do"
    stands = UNDER_WAY if is_wanted else ANOTHER if look.is_another else NOT_YET
    blocks: list[Block] = [
        rich(line(bold(title), words(f"\n{stands}"))),
        table(HEADING, [_cells(rows) for rows in look.rows], None),
        *_noteworthy(look, drop_id),
        *([] if is_wanted else _buttons(drop_id)),
        *([context("\n".join(look.left_alone))] if look.left_alone else []),
    ]
    return Picture(text=notification(f"{title}. {stands} {in_short(look)}"), blocks=blocks)


def noteworthy_list(noteworthy: Noteworthy) -> View:
    """The first of a kind, and how many more there are."""
    lines, room = list[str](), SECTION - MORE - length(WHY[noteworthy.note])
    for whole in noteworthy.first:
        told = cut(whole, LONGEST_LINE)
        room -= length(told) + 1
        if room < 0:
            break
        lines.append(told)
    left = noteworthy.found - len(lines)
    blocks = [section("\n".join([*lines, *([f"and {left} more"] if left else [])])), context(WHY[noteworthy.note])]
    return modal(NOTEWORTHY, "Worth a look", blocks)


def in_short(look: ImportLook) -> str:
    """How many rows, and how much there is to look at."""
    new, changed, unchanged, gone = (
        sum(getattr(rows, what) for rows in look.rows) for what in ("new", "changed", "unchanged", "gone")
    )
    told = f"{new} new, {changed} changed, {unchanged} unchanged" + (f", {gone} gone" if gone else "")
    return f"{told}; {_to_look_at(look.noteworthy)}." if look.noteworthy else f"{told}."


def _to_look_at(noteworthy: Sequence[Noteworthy]) -> str:
    return "1 thing to look at" if len(noteworthy) == 1 else f"{len(noteworthy)} things to look at"


def _files(look: ImportLook) -> str:
    named = [cut(name, 80) for name in look.files[:MOST_FILES]]
    if (more := len(look.files) - len(named)) > 0:
        named.append(f"{more} more")
    return " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else "".join(named)


def _cells(rows: Rows) -> tuple[str, ...]:
    return (rows.kind.capitalize(), *(str(n) for n in (rows.new, rows.changed, rows.gone, rows.unchanged)))


def _noteworthy(look: ImportLook, drop_id: DropId) -> Iterator[Block]:
    if look.noteworthy:
        yield rich(line(bold(f"Worth a look ({len(look.noteworthy)})")))
    for it in look.noteworthy:
        show = button("Show", SHOW_NOTEWORTHY, NotedState(drop_id, it.note), label=f"Show: {title_of(it)}")
        yield section(f"{title_of(it)}\n{WHY[it.note]}", show)


def _buttons(drop_id: DropId) -> list[Block]:
    return actions([button("Import", IMPORT, drop_id, style="primary"), button("Leave it", LEAVE_FILES, drop_id)])
