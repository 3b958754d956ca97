"""Files and folders for their owner only, whatever the umask."""

import os
import stat
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def make_folder(folder: Path) -> None:
    """Make it with all that it is in; what is there already stays as it is."""
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir(FOLDER, exist_ok=True)


def narrow_folder_of(file: Path) -> None:
    """Keep everybody else out of the folder, where it is one's own with nothing in it but this and what goes with it.

    One with anything else in it, or made to be shared (its set-group-ID or sticky bit), stays as it is: a home, /tmp.
    """
    now = file.parent.stat()
    if now.st_uid != os.geteuid() or now.st_mode & (stat.S_ISGID | stat.S_ISVTX):
        return
    if all(path.name.startswith(file.name) for path in file.parent.iterdir()):
        file.parent.chmod(now.st_mode & FOLDER)


def make_file(path: Path) -> None:
    """Make it, empty; one that is there already is taken away from everybody else."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, FILE))
    except FileExistsError:
        take_away_from_others(path)


def take_away_from_others(path: Path) -> None:
    """Narrow what may be done with a file, where there is one and it is one's own: else nobody lets us."""
    if path.exists() and (now := path.stat()).st_uid == os.geteuid():
        path.chmod(now.st_mode & FOLDER)


def opened(path: str, flags: int) -> int:
    """For `open`: a file that nobody else reads, new or not."""
    file = os.open(path, flags, FILE)
    os.fchmod(file, FILE)
    return file
