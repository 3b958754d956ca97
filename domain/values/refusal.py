"""How a rule says no."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """What was asked is not possible; the text says why and what to do, to the person who asked."""


class DoneAlready(Refusal):
    """The same form came a second time: pressed twice, or delivered twice."""

    def __init__(self) -> None:
        super().__init__("This was sent twice, but done only once.")


class NotUnderstood(Refusal):
    """Words that say nothing here; the text repeats them, and where a command took them its help is named too."""
