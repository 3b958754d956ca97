"""What was said is there again after a restart."""

import json
from pathlib import Path
from threading import Event, Thread

import pytest

from playground.keeping import Keeper
from playground.state.slack import Slack
from playground.state.world import Message


def slack() -> Slack:
    slack = Slack()
    slack.add_workspace("T1")
    slack.add_person("UPETRA")
    slack.add_channel("CGENERAL", "general")
    return slack


def texts(slack: Slack) -> list[str]:
    return [message.text for message in slack.messages["CGENERAL"]]


def say(slack: Slack, text: str, *, only_for: str = "") -> None:
    message = Message("CGENERAL", "T1", slack.new_ts(), "UPETRA", text, only_for=only_for)
    with slack.changing():
        slack.messages["CGENERAL"].append(message)


def test_messages_are_kept_and_ephemeral_ones_are_not(tmp_path: Path) -> None:
    first = slack()
    keeper = Keeper(first, tmp_path / "messages.json")
    keeper.start()
    say(first, "Kept")
    say(first, "Between us", only_for="UPETRA")
    keeper.stop()
    second = slack()
    keeper = Keeper(second, tmp_path / "messages.json")
    keeper.start()
    assert texts(second) == ["Kept"]
    keeper.stop()


def test_what_is_said_while_the_last_words_are_being_written_is_kept_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = slack()
    keeper = Keeper(first, tmp_path / "messages.json")
    stopping, write, begun = Thread(target=keeper.stop), Keeper._write, Event()  # noqa: SLF001 - it happens inside

    def slowly(self: Keeper, said: str) -> None:
        if "Last" not in said:
            say(first, "Last")
            stopping.start()
            stopping.join(0.05)
            begun.set()
        write(self, said)

    monkeypatch.setattr(Keeper, "_write", slowly)
    keeper.start()
    say(first, "First")
    assert begun.wait(5)
    stopping.join()
    assert "Last" in (tmp_path / "messages.json").read_text(encoding="utf-8")


def test_what_is_kept_of_a_channel_that_is_gone_is_left_out(tmp_path: Path) -> None:
    first = slack()
    keeper = Keeper(first, tmp_path / "messages.json")
    keeper.start()
    say(first, "Kept")
    keeper.stop()
    kept = json.loads((tmp_path / "messages.json").read_text(encoding="utf-8"))
    (tmp_path / "messages.json").write_text(json.dumps([{**kept[0], "channel": "CGONE"}]), encoding="utf-8")
    second = slack()
    keeper = Keeper(second, tmp_path / "messages.json")
    keeper.start()
    keeper.stop()
    assert texts(second) == []
