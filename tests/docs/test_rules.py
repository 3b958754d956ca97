"""Rules are cited by number: each that code, tests or pages cite is told in docs/rules.md, and is built."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs/rules.md"
CITING = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")] + [
    path for floor in ("bot", "domain", "storage", "playground", "tests") for path in (ROOT / floor).rglob("*.py")
]


def told() -> dict[int, str]:
    """The rules that are told, by their numbers."""
    found = re.findall(r"^(\d+)\. (.*)", RULES.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(number): line for number, line in found}


def cited(text: str) -> set[int]:
    """The numbers cited there, as in “rule 3”, “rules 7, 8 and 11” or “rules 11 to 14”."""
    lists = re.findall(r"\brules? (\d+(?:(?:, | and | to )\d+)*)", text)
    spans = [span for one in lists for span in re.findall(r"(\d+)(?: to (\d+))?", one)]
    return {number for first, last in spans for number in range(int(first), int(last or first) + 1)}


def test_the_rules_are_numbered_without_a_gap_and_told_unless_they_are_not_built() -> None:
    rules = told()
    assert list(rules) == list(range(1, len(rules) + 1))
    assert [line for line in rules.values() if not line.startswith("**") and not line.endswith(": *not yet*.")] == []


def test_every_rule_that_is_cited_is_built() -> None:
    built = {number for number, line in told().items() if line.startswith("**")}
    citing = {path: cited(path.read_text(encoding="utf-8")) for path in CITING}
    assert set().union(*citing.values()) >= {1, 2, 3, 8, 12, 16, 19}
    assert {f"{path.relative_to(ROOT)}: rule {n}" for path, found in citing.items() for n in found - built} == set()
