"""What is noteworthy of an import, in words for Slack and for the console."""

from domain.values.import_looks import Note, Noteworthy

TITLES = {
    Note.NOBODY: ("Ribbon doesn't know 1 practitioner", "Ribbon doesn't know {} practitioners"),
    Note.LINKS: ("1 session leaves its package", "{} sessions leave their packages"),
    Note.APPROVED: ("1 total that was decided in Ribbon changes", "{} totals that were decided in Ribbon change"),
    Note.LEFT: ("1 service leaves its package", "{} services leave their packages"),
}
WHY = {
    Note.NOBODY: "Their sessions would be nobody's until a manager says under Settings who it is.",
    Note.LINKS: "The counts of both packages change by it.",
    Note.APPROVED: "The files would have the last word.",
    Note.LEFT: "Nothing that was approved in Ribbon is lost.",
}


def title_of(noteworthy: Noteworthy) -> str:
    one, many = TITLES[noteworthy.note]
    return one if noteworthy.found == 1 else many.format(noteworthy.found)
