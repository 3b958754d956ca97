"""On which kinds of database a test runs."""

from collections.abc import Callable

from pytest import Mark, UsageError  # noqa: PT013 - pytest's own names, in signatures

KINDS = ("sqlite", "postgresql")


def kinds_for(test: str, mark_of: Callable[[str], Mark | None]) -> list[str]:
    """Both, unless the test's mark `on_sqlite` or `on_postgresql` says why it can only be one."""
    marks = {kind: mark for kind in KINDS if (mark := mark_of(f"on_{kind}"))}
    for kind, mark in marks.items():
        if len(mark.args) != 1 or len(str(mark.args[0]).split()) < 3:
            raise UsageError(f"{test}: on_{kind} needs the reason why the other database can't show it, in words")
    return list(marks) or list(KINDS)
