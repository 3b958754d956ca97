"""The files that somebody dropped, as Slack gives them; or, in words for them, why they can't be had."""

from collections.abc import Sequence
from contextlib import ExitStack
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.calls import CANT_BE_SEEN, Fate, Slack, no
from bot.views.parts import cut
from domain.values.refusal import Refusal
from storage.exchange.reading import GivenFile

MOST_MEGABYTES = 10  # of all files of a message: on SQLite nobody else can save anything while they are imported
MOST = MOST_MEGABYTES * 1_000_000
GONE = {"file_not_found", "file_deleted"}

MAY_NOT_READ = "Ribbon can't read files here. Ask whoever runs it to add the scope files:read and reinstall it."
NOT_GIVEN = "Slack doesn't give it to Ribbon ({}). Ask whoever runs Ribbon to have it imported there."
IS_GONE = "The file is no longer there. Drop it again."
TOO_LARGE = (
    f"{MOST_MEGABYTES} MB of files is the most for one message. Split them, or have them imported with `ribbon import`."
)
NOT_KEPT_BY_SLACK = "Slack has only a link to this file. Drop the file itself."
WEB_PAGE = f"This is a web page, not a CSV file. If you dropped a CSV file, this may help: {MAY_NOT_READ}"


class NotFetched(Refusal):
    """A file that can't be had, so that nothing is imported."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Nothing was imported.\n{name}: {why}")


def fetched(slack: Slack, file_ids: Sequence[str], opened: ExitStack) -> list[GivenFile]:
    """All of the files, closed with `opened`. Raises NotFetched, and SLACK_UNREACHABLE where it may be had later."""
    given, left = [], MOST
    for file_id in file_ids:
        name, content = _fetched(slack, file_id, left)
        file = GivenFile.of(name, content)
        opened.enter_context(file.text)
        given.append(file)
        left -= max(len(content), file.size or 0)  # a workbook's sheet may have more than the workbook
        if left < 0:
            raise NotFetched(name, TOO_LARGE)
    return given


def _fetched(slack: Slack, file_id: str, most: int) -> tuple[str, bytes]:
    about = _about(slack, file_id)
    name = cut(" ".join(str(about.get("name") or "File").split()), 80)
    url = str(about.get("url_private_download") or about.get("url_private"))
    if about.get("is_external") or not slack.keeps(url):
        raise NotFetched(name, NOT_KEPT_BY_SLACK)
    if about.get("size", 0) > most:
        raise NotFetched(name, TOO_LARGE)
    came = slack.download(url, most)
    if came.status != HTTPStatus.OK:
        raise ConnectionError(f"Slack gives no file, but status {came.status}")
    if came.media_type.startswith("text/html"):  # Slack's way of asking for another token
        raise NotFetched(name, WEB_PAGE)
    if len(came.content) > most:
        raise NotFetched(name, TOO_LARGE)
    return name, came.content


def _about(slack: Slack, file_id: str) -> dict[str, Any]:
    try:
        return slack.file(file_id)
    except SlackApiError as refused:
        error = no(refused).error
        if error in GONE:
            raise NotFetched("File", IS_GONE) from refused
        if error in CANT_BE_SEEN:
            raise NotFetched("File", MAY_NOT_READ) from refused
        if no(refused).fate is Fate.FINAL:
            raise NotFetched("File", NOT_GIVEN.format(error)) from refused
        raise
