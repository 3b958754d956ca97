"""How a rule says no."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """What was asked is not possible; the text says why and what to do, to the person who asked."""


class DoneAlready(Refusal):
    """The same form came a second time: pressed twice, or delivered twice."""

    def __init__(self) -> None:
        super().__init__("This was sent twice. It has been done, once: the first time.")


class NotAcceptable(Refusal):
    """Some fields of a form can't be taken as they are: field name → what to do about it."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("\n".join(fields.values()))
        self.fields = fields
