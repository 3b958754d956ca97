"""Workbooks as text: their first visible sheet as CSV, read by a process that may do no harm (rule 28)."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple

WITHIN = 60  # seconds
LARGEST = 100_000_000  # bytes
_PIECE = 1 << 20
_READER = [sys.executable, "-I", str(Path(__file__).with_name("worksheet.py"))]
_TOO_MUCH = "The workbook can't be read, or not with the time and memory there is. Save its sheet as CSV UTF-8."
_TOO_LARGE = f"The workbook is larger than {LARGEST // 1_000_000} MB. Save its sheet as CSV UTF-8."


class Workbook(NamedTuple):
    """What a workbook says: its sheet as CSV, or why that can't be had."""

    text: BinaryIO
    refused: str = ""
    sheet: str = ""
    left_alone: tuple[str, ...] = ()  # the other visible sheets


def read_workbook(given: BinaryIO) -> Workbook:
    """Read the first visible sheet; the text is closed by who asked for it."""
    text: BinaryIO = TemporaryFile()  # noqa: SIM115 - returned
    with TemporaryFile() as content:
        said = _told_by_reader(content, text) if _copied(given, content) else {"refused": _TOO_LARGE}
    if "refused" in said:
        text.close()
        return Workbook(BytesIO(), said["refused"])
    text.seek(0)
    return Workbook(text, "", said["sheet"], tuple(said["others"]))


def _copied(given: BinaryIO, content: BinaryIO) -> bool:
    """Whether the workbook is no larger than may be."""
    while piece := given.read(_PIECE):
        content.write(piece)
        if content.tell() > LARGEST:
            return False
    content.seek(0)
    return True


def _told_by_reader(content: BinaryIO, text: BinaryIO) -> dict[str, Any]:
    """What the reader says at its end; if it came to none, that."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            _READER, stdin=content, stdout=text, stderr=subprocess.PIPE, env={}, timeout=WITHIN, check=True
        )
        said: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    except (subprocess.SubprocessError, ValueError, IndexError):
        return {"refused": _TOO_MUCH}
    return said
