"""A kept message knows whom it names: it goes with each of them, and none of them goes without it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from practice import NOW, Practice
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from domain.values.ids import ClientId, WorkspaceId
from domain.values.messages import Message, MessageKind
from storage import migrating
from storage.database import Database, DatabaseBusy, open_database
from storage.migrating import migrate
from storage.outbox.messages import mark, mark_naming_strangers
from storage.records import RecordsTx
from storage.tables import ADJUSTMENT, CLIENT, MESSAGE, MESSAGE_CLIENT, TAKE_BACK
from storage.waking import begin_waking

HERE = WorkspaceId("T1")
ANA, BO, CHIDI, NOBODY = (ClientId(name) for name in ("ana", "bo", "chidi", "nobody"))
OF_TWO = Message(MessageKind.OUTCOME, "of two", "UPRAC")
OF_ONE = Message(MessageKind.OUTCOME, "of one", "UPRAC")
ANSWER = Message(MessageKind.IMPORT, "answer", "D1")


@pytest.fixture
def three(database: Database) -> Database:
    practice = Practice(database)
    for client in (ANA, BO, CHIDI):
        practice.client(client, client)
    return database


def kept(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.execute(select(MESSAGE.c.subject)).scalars())


def test_a_message_that_names_two_goes_with_either_and_others_stay(three: Database) -> None:
    with three.writing() as connection:
        records = RecordsTx(connection, HERE)
        mark(records, OF_TWO, [ANA, BO], NOW)
        mark(records, OF_ONE, [CHIDI], NOW)
        connection.execute(MESSAGE.update().values(ts="1.2"))
        records.take_messages_back(BO, NOW)

    assert kept(three) == ["of one"]
    with three.reading() as connection:
        assert connection.execute(select(TAKE_BACK.c.key)).scalars().all() == ["outcome:of two"]
        assert connection.execute(select(MESSAGE_CLIENT.c.client_id)).scalars().all() == [CHIDI]


def test_whom_a_message_names_later_is_noted_beside_those_before(three: Database) -> None:
    with three.writing() as connection:
        records = RecordsTx(connection, HERE)
        mark(records, OF_TWO, [ANA], NOW)
        mark(records, OF_TWO, [ANA, BO], NOW)
        records.take_messages_back(ANA, NOW)

    assert kept(three) == []


def test_another_workspaces_client_of_the_same_id_has_nothing_to_do_with_it(three: Database) -> None:
    with three.writing() as connection:
        mark(RecordsTx(connection, HERE), OF_ONE, [ANA], NOW)
        RecordsTx(connection, WorkspaceId("T2")).take_messages_back(ANA, NOW)

    assert kept(three) == ["of one"]


def test_nobody_is_erased_while_a_message_names_them(three: Database) -> None:
    with three.writing() as connection:
        mark(RecordsTx(connection, HERE), OF_ONE, [ANA], NOW)

    with pytest.raises(IntegrityError), three.writing() as connection:
        connection.execute(delete(CLIENT).where(CLIENT.c.id == ANA))


@pytest.mark.on_postgresql("on SQLite nobody writes while somebody is being erased")
def test_while_somebody_is_erased_no_message_can_come_to_name_them(three: Database) -> None:
    with three.writing() as erasing:
        assert RecordsTx(erasing, HERE).lock_client(ANA)
        with pytest.raises(DatabaseBusy), three.writing(0.1) as connection:
            mark(RecordsTx(connection, HERE), OF_ONE, [ANA], NOW)


def test_a_message_names_nobody_who_is_not_there_except_for_what_was_not_imported(three: Database) -> None:
    with pytest.raises(IntegrityError), three.writing() as connection:
        mark(RecordsTx(connection, HERE), OF_ONE, [NOBODY], NOW)

    with three.writing() as connection:
        mark_naming_strangers(RecordsTx(connection, HERE), ANSWER, [ANA, NOBODY], NOW)

    with pytest.raises(IntegrityError), three.writing() as connection:
        connection.execute(delete(CLIENT).where(CLIENT.c.id == ANA))


ANEW = """
from alembic import op

revision, down_revision = "9999", "{last}"


def upgrade():
    with op.batch_alter_table("message") as message:
        message.drop_constraint(op.f("message_kind_known"), type_="check")
"""


def test_a_migration_that_makes_their_table_anew_leaves_whom_they_name(
    three: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with three.writing() as connection:
        mark(RecordsTx(connection, HERE), OF_TWO, [ANA, BO], NOW)
    shutil.copytree(migrating._MIGRATIONS, tmp_path / "migrations")  # noqa: SLF001 - another release's
    (tmp_path / "migrations/versions/9999_anew.py").write_text(ANEW.format(last=migrating.KNOWN[-1]))
    monkeypatch.setattr(migrating, "_MIGRATIONS", tmp_path / "migrations")
    monkeypatch.setattr(migrating, "KNOWN", [*migrating.KNOWN, "9999"])

    migrate(three)

    with three.reading() as connection:
        assert set(connection.execute(select(MESSAGE_CLIENT.c.client_id)).scalars()) == {ANA, BO}
    with pytest.raises(IntegrityError), three.writing() as connection:
        connection.execute(delete(CLIENT).where(CLIENT.c.id == ANA))


@pytest.fixture
def before(unmigrated_url: str) -> Iterator[Database]:
    """As the last release left it: a request with its messages, and two that name nobody."""
    database = open_database(unmigrated_url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
    practice = Practice(database)
    practice.client(ANA, "Ana Ruiz")
    practice.package("gold", ANA, "Gold 10", {})
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        asked = {"requested_by": "UPRAC", "requested_at": NOW, "reason": "", "status": "pending"}
        asked |= {"decision_reason": "", "self_approved": False}
        records.insert(ADJUSTMENT, id="r-1", client_id=ANA, package_id="gold", **asked)
        for kind, subject in [("request", "r-1"), ("card", "r-1"), ("trouble", "CMAN"), ("import", "1.2 D1")]:
            mark(records, Message(MessageKind(kind), subject, "CMAN"), [], NOW)
        begin_waking(connection)  # that release didn't say when
    yield database
    database.close()


def test_messages_of_an_older_release_are_found(before: Database) -> None:
    migrate(before)

    with before.reading() as connection:
        named = connection.execute(select(MESSAGE_CLIENT).order_by(MESSAGE_CLIENT.c.kind)).all()
    assert [tuple(row) for row in named] == [("T1", kind, "r-1", ANA, ANA) for kind in ("card", "request")]
    with before.writing() as connection:
        RecordsTx(connection, HERE).take_messages_back(ANA, NOW)
    assert kept(before) == ["1.2 D1", "CMAN"]


def test_messages_that_the_release_before_keeps_while_this_one_runs_are_found_too(before: Database) -> None:
    migrate(before)
    with before.writing() as connection:
        records = RecordsTx(connection, HERE)
        for kind in (MessageKind.REQUEST, MessageKind.CARD, MessageKind.OUTCOME):
            mark(records, Message(kind, "r-1", "CMAN"), [], NOW)
        connection.execute(delete(MESSAGE_CLIENT))  # it knows nothing of this table
        connection.execute(MESSAGE.update().where(MESSAGE.c.subject == "r-1").values(ts="1.2"))
        records.take_messages_back(BO, NOW)
        records.take_messages_back(ANA, NOW)

    assert kept(before) == ["1.2 D1", "CMAN"]
    with before.reading() as connection:
        taken_back = set(connection.execute(select(TAKE_BACK.c.key)).scalars())
    assert taken_back == {"request:r-1", "card:r-1", "outcome:r-1"}
