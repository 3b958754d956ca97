"""How a rule says no."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """What was asked is not possible; the text says why and what to do, to the person who asked."""


class NotAcceptable(Refusal):
    """Some fields of a form can't be taken as they are: field name → what to do about it."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("\n".join(fields.values()))
        self.fields = fields
