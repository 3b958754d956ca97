"""Connections to a database: how many there are, how they are set up, and who waits for one."""

from contextlib import ExitStack
from sqlite3 import ProgrammingError
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, make_url

from storage import slots
from storage.connections import CONNECTIONS
from storage.database import Database, DatabaseBusy, open_database


@pytest.mark.parametrize("patience", [0.05, 0.5])
def test_who_finds_all_connections_taken_waits_as_long_as_they_said(
    database: Database, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    monkeypatch.setattr(slots, "LONGEST_WAIT", 0.001)
    with ExitStack() as held:
        for _ in range(CONNECTIONS):
            held.enter_context(database.reading())
        with pytest.raises(DatabaseBusy), database.writing(patience):
            pass
    with database.writing(patience):
        pass  # each was given back


def test_of_a_closed_database_no_connection_stays_open(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as connection:
        database.close()
        in_use: Any = connection.connection.driver_connection
    with database.reading() as connection:
        made_later: Any = connection.connection.driver_connection
    for driver in (in_use, made_later):
        with pytest.raises((ProgrammingError, psycopg.OperationalError), match="closed"):
            driver.execute("SELECT 1")


@pytest.mark.on_postgresql("these are settings of PostgreSQL")
def test_what_the_url_says_of_a_connection_holds_beside_what_ribbon_needs(database_url: str) -> None:
    url = make_url(database_url).update_query_dict({"options": "-c statement_timeout=1234", "keepalives_count": "9"})
    database = open_database(url.render_as_string(hide_password=False))
    with database.reading() as connection:
        settings = [_setting(connection, name) for name in ("statement_timeout", "lock_timeout", "plan_cache_mode")]
        driver = connection.connection.driver_connection
        assert driver is not None
        line = driver.info.get_parameters()
    database.close()
    assert settings == ["1234ms", "2s", "force_generic_plan"]
    assert (line["tcp_user_timeout"], line["keepalives_idle"], line["keepalives_count"]) == ("2000", "1", "9")


def _setting(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
