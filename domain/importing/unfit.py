"""What is said of a field of a file that can't be read."""


class Unfit(ValueError):  # noqa: N818 - said of a field
    """What is wrong with a field, and what to do."""
