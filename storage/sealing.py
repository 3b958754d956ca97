"""Secrets at rest: sealed with the first key, opened with whichever of them fits."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class NoKeyFits(Exception):  # noqa: N818 - said to the operator
    """A stored secret was sealed with a key that isn't given any more, or has been tampered with."""


class Keys:
    """Raises ValueError where one of them is no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise NoKeyFits from None

    def seal_anew(self, sealed: str) -> str:
        """The same secret, sealed with the first key."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise NoKeyFits from None


def new_key() -> str:
    return Fernet.generate_key().decode()
