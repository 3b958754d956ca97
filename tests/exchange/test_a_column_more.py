"""A session is given a column more, in a copy of the sources; all that is touched there is named here."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from importing_practice import CLIENTS, SERVICES, SESSION_HEADER, Practice, session, sessions

from storage.database import open_database
from storage.migrating import KNOWN

ROOT = Path(__file__).parents[2]
DECLARED = {  # where, and after which line
    "domain/importing/rows.py": (
        r"    package_id: Annotated\[PackageId \| None, Column\(or_none\(an_id\)\)\] = None\n",
        "    room: Annotated[str | None, Column(or_none(a_name))] = None\n",
    ),
    "domain/values/sessions.py": (r"    payment_changes: int = 0\n", "    room: str | None = None\n"),
    "storage/tables.py": (
        r"    payment_changes: int = Field\(.*\n    as_imported: .*\n",
        "    room: str | None\n",
    ),
}
MIGRATION = f"""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{KNOWN[-1]}"


def upgrade():
    op.add_column("session", sa.Column("room", sa.String(), nullable=True))
"""
LAST_YEARS = sessions(session("s1"), session("s2"))
WITH = SESSION_HEADER.replace("\n", ",room\n") + "".join(
    session(key).replace("\n", f",{place}\n") for key, place in (("s1", "Room 2"), ("s2", ""))
)
LIFE = """
import csv
import sys
from pathlib import Path
from importing_practice import Practice
from storage.database import open_database
from storage.exchange.exporting import export_files
from storage.migrating import migrate

here = Path.cwd()
database = open_database(sys.argv[1])
migrate(database)
practice = Practice(database)


def take(name):
    done = practice.take(sessions=(here / f"{name}.csv").read_bytes())["sessions"]
    print(name, done, [practice.session(key).room for key in ("s1", "s2")])


for name in ("last_years", "with", "last_years", "with", "moved"):
    take(name)
with practice.records() as records:
    export_files(records, here / "out")
with (here / "out" / "sessions.csv").open(newline="", encoding="utf-8-sig") as file:
    print([row["room"] for row in csv.DictReader(file)])
(problem,) = practice.refused(sessions=(here / "last_years.csv").read_text().replace(",payment", ""))
print("package_id (optional), room (optional)" in problem)
database.close()
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources with the column."""
    for name in ("domain", "storage"):
        copytree(ROOT / name, tmp_path / "sources" / name)
    for name, (after, line) in DECLARED.items():
        path = tmp_path / "sources" / name
        written, times = re.subn(after, lambda found, line=line: found[0] + line, path.read_text())  # type: ignore[misc]
        assert times == 1, name
        path.write_text(written)
    (tmp_path / "sources/storage/migrations/versions/9999_room.py").write_text(MIGRATION)
    return tmp_path / "sources"


def test_reading_merging_export_and_headers_follow_the_declaration(
    sources: Path, database_url: str, tmp_path: Path
) -> None:
    database = open_database(database_url)
    Practice(database).take(clients=CLIENTS, services=SERVICES, sessions=LAST_YEARS)
    database.close()
    files = {"last_years": LAST_YEARS, "with": WITH, "moved": WITH.replace("Room 2", "Online")}
    for name, content in files.items():
        (tmp_path / f"{name}.csv").write_text(content)

    path = os.pathsep.join(map(str, (sources, ROOT / "tests")))
    life = subprocess.run(
        [sys.executable, "-c", LIFE, database_url],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    assert life.stdout.splitlines() == [
        "last_years (0, 0, 2) [None, None]",
        "with (0, 1, 1) ['Room 2', None]",
        "last_years (0, 0, 2) ['Room 2', None]",
        "with (0, 0, 2) ['Room 2', None]",
        "moved (0, 1, 1) ['Online', None]",
        "['Online', '']",
        "True",
    ]
