"""What is installed is pinned by its hash, whatever registry it comes from, and `make lock` renews all of it."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / ".ci").glob("requirements*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_versions_and_hashes_and_no_registry(lock: Path) -> None:
    text = lock.read_text()

    pinned = re.findall(r"^[a-z0-9.\-]+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)

    assert len(pinned) == len(re.findall(r"^[a-z0-9.\-]", text, re.MULTILINE)) > 30
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", text)


def test_make_lock_renews_what_the_locks_pin_already() -> None:
    said = subprocess.run(["make", "-n", "lock"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    renewed = re.findall(r"pip-compile .*--upgrade .*--output-file (\S+)", said)

    assert renewed == [".ci/requirements.txt", ".ci/requirements-dev.txt", ".ci/requirements-audit.txt"]
