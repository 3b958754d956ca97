"""Nobody's secrets are in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What Slack gives out, private keys, keys of ours, addresses with a password; as in real life, not as in examples.
SECRETS = {
    "a Slack token": r"xox[abeprs](?:\.xox[bp])?-\d{8,}-[0-9A-Za-z-]{16,}|xapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{32,}",
    "a webhook's address": r"hooks\.slack\.com/services/T[0-9A-Z]{6,}/B[0-9A-Z]{6,}/\w{20,}",
    "a signing or client secret": r"(?i:secret)\W{1,4}[0-9a-f]{32}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}",
    "a key for tokens": r"\bRIBBON_KEYS\W{1,3}[A-Za-z0-9_-]{43}=",
    "a password in an address": r"postgresql(?:\+\w+)?://[\w.-]+:(?!secret@|password@|\*{3}|…)[^\s@/…]{6,}@(?!localhost|127\.)",
}


def tracked() -> list[Path]:
    """Every file of the repository; those of an unpacked source archive where it isn't one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this isn't a git repository")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def secrets_in(text: str) -> list[str]:
    return [what for what, pattern in SECRETS.items() if re.search(pattern, text)]


def test_no_file_holds_a_secret() -> None:
    files = [path for path in tracked() if path.is_file()]
    assert len(files) > 100
    found = {str(path): secrets_in(path.read_text(encoding="utf-8", errors="replace")) for path in files}
    assert {path: what for path, what in found.items() if what} == {}


def test_no_environment_file_database_or_key_is_tracked() -> None:
    wrong = re.compile(r"(^|/)\.env(\..+)?$|\.(db|db-wal|dump|pem|key|p12)$")
    assert [path for path in tracked() if wrong.search(str(path.relative_to(ROOT)))] == []


@pytest.mark.parametrize(
    "parts",
    [
        ("xoxb", "-123456789012-1234567890123-", "a1B2" * 6),
        ("xoxe.xoxp", "-1234567890-", "a1B2" * 8),
        ("xapp", "-1-A012AB3CD45-1234567890123-", "0f" * 32),
        ("https://hooks.slack.com", "/services/T012AB3CD/B012AB3CD/", "a1B2" * 6),
        ("SLACK_SIGNING_SECRET", "=", "0f" * 16),
        ("client_secret", '": "', "0f" * 16),
        ("-----BEGIN RSA PRIVATE", " KEY-----\n", "MIIE" * 10),
        ("RIBBON_KEYS", "=", "a1B_" * 10 + "abc="),
        ("postgresql+psycopg", "://ribbon:", "a1B2c3d4@db.example.com/ribbon"),
    ],
)
def test_each_kind_of_secret_is_found(parts: tuple[str, ...]) -> None:
    assert secrets_in("".join(parts))
