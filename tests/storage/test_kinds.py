"""Everything runs on both databases; where it doesn't, a reason stands at the test."""

import pytest
from kinds import kinds_for


def on(*marks: pytest.MarkDecorator) -> list[str]:
    given = {each.name: each.mark for each in marks}
    return kinds_for("test_this", given.get)


def test_a_test_runs_on_both_unless_it_says_why_not() -> None:
    assert on() == ["sqlite", "postgresql"]
    assert on(pytest.mark.on_sqlite("it reads the file's bytes")) == ["sqlite"]
    assert on(pytest.mark.on_postgresql("a file has one writer")) == ["postgresql"]


@pytest.mark.parametrize("reason", [[], [""], ["quicker"], ["one", "will do"]])
def test_a_mark_without_a_reason_is_an_error(reason: list[str]) -> None:
    with pytest.raises(pytest.UsageError, match="test_this: on_sqlite needs the reason"):
        on(pytest.mark.on_sqlite(*reason))
