"""Faults a test may order: the next calls of a method fail, before or after they took effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ANY = "*"


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method.

    `status` 429 or 5xx answers so, `error` answers 200 with that code, `cut` breaks the connection in the
    middle of the answer, `delay` holds the answer back so many seconds. `when` says whether the call
    took effect.
    """

    method: str = ANY
    status: int = 200
    error: str = ""
    retry_after: int = 1
    cut: bool = False
    delay: float = 0.0
    when: Literal["before", "after"] = "before"
    times: int = 1

    @property
    def spoils(self) -> bool:
        """Whether the caller gets something else than the true answer."""
        return self.cut or self.status != 200 or bool(self.error)  # noqa: PLR2004

    @property
    def takes_effect(self) -> bool:
        return self.when == "after" or not self.spoils

    @property
    def code(self) -> str:
        return self.error or ("ratelimited" if self.status == 429 else "internal_error")  # noqa: PLR2004


class Faults:
    """The faults still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """Give the fault that hits this call, used up by one."""
        hit = next((fault for fault in self._waiting if fault.method in (ANY, method)), None)
        if hit:
            hit.times -= 1
            self._waiting = [fault for fault in self._waiting if fault.times > 0]
        return hit
