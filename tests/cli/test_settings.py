"""What the environment says is checked when it is read; what is wrong with it is told, a line a problem."""

import pytest

from bot.settings import Misconfigured, read_settings


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "postgres://u:secret@host/x", "write it like postgresql+psycopg://user:password@host/ribbon"),
        ("DATABASE_URL", "nonsense", "write it like postgresql+psycopg://user:password@host/ribbon"),
        ("DATABASE_URL", "mysql://host/x", "write it like postgresql+psycopg://user:password@host/ribbon"),
        ("SLACK_BOT_TOKEN", "secret", "this token begins with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-secret", "this token begins with xapp-"),
        ("RIBBON_MANAGERS", "U1, mia", "'mia' isn't a Slack user id"),
        ("RIBBON_MANAGERS_CHANNEL", "#managers", "'#managers' isn't a channel id"),
        ("RIBBON_TIMEZONE", "Berlin", "'Berlin' isn't a time zone"),
        ("RIBBON_KEYS", "secret", "this holds something that isn't a key"),
        ("PORT", "70000", "'70000' isn't a port, which is a number from 1 to 65535, like 3000"),
        ("PORT", "http", "'http' isn't a port, which is a number from 1 to 65535, like 3000"),
        ("PORT", "0", "'0' isn't a port, which is a number from 1 to 65535, like 3000"),
        ("OPS_PORT", "ops", "'ops' isn't a port, which is a number from 1 to 65535, like 3000"),
    ],
)
def test_what_cannot_be_is_told_by_its_name_and_no_secret_with_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as told:
        read_settings()
    (line,) = str(told.value).splitlines()
    assert line.startswith(f"{name}: ")
    assert words in line
    assert "secret" not in line


def test_what_slack_and_the_databases_give_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1-2",
        "SLACK_APP_TOKEN": "xapp-1-2",
        "RIBBON_MANAGERS": "U012AB3CD,W1",
        "RIBBON_MANAGERS_CHANNEL": "G012AB3CD",
        "DATABASE_URL": "postgresql+psycopg://ribbon:secret@db.example.com/ribbon",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.ribbon_managers == ("U012AB3CD", "W1")
    assert settings.database == given["DATABASE_URL"]
