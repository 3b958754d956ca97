"""How long until `ribbon serve` is ready, beside importing Bolt and SQLModel: python tests/benchmarks/starting.py"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import Line, interleaved, print_table, ratios
from served import SlowSlack, ribbon_process, slow_slack

ROUNDS = 7
BOTH = "import slack_bolt, sqlmodel"


def lines() -> list[Line]:
    with tempfile.TemporaryDirectory() as name, slow_slack(Path(name), 0) as slack:
        figures = interleaved(ROUNDS, lambda: _ready(slack, f"sqlite:///{name}/ribbon.db"), _imported)
    return [Line("start: `ribbon serve` to ready", "importing Bolt and SQLModel (CPU)", "≤ ×1.5", ratios(*figures))]


def _ready(slack: SlowSlack, url: str) -> float:
    with ribbon_process(slack, url) as served:
        return served.cpu


def _imported() -> float:
    before = _of_children()
    subprocess.run([sys.executable, "-c", BOTH], check=True)
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print_table(lines())
