"""A file that really lies in a folder. Folders to bring in come from other people's machines: a link in one could lead
to any file of this server, and a pipe would keep us waiting for ever."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
BENEATH = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class NotPlainError(Exception):
    """A link, a pipe, a device. The words go behind a name and a colon."""


def read_beneath(folder: Path, *names: str, most: int) -> bytes:
    """`names` are folders and then the file; none of them is followed elsewhere. At most `most` bytes and one more.

    Raises `OSError` as reading does, so that what is not there is known by it, and `NotPlainError` with the reason.
    """
    if any(name in ("", ".", "..") or "/" in name for name in names):
        raise NotPlainError("it is no name of a file")
    held = os.open(folder, FOLDER)  # the folder itself was named by whoever runs this
    try:
        for name in names[:-1]:
            below = _open(held, name, FOLDER)
            os.close(held)
            held = below
        file = _open(held, names[-1], os.O_RDONLY)
    finally:
        os.close(held)
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise NotPlainError("it is no plain file")
        return opened.read(most + 1)


def _open(above: int, name: str, how: int) -> int:
    if stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode):
        raise NotPlainError("it is a link, and links are not followed")
    try:
        return os.open(name, how | BENEATH, dir_fd=above)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # made a link in this very moment; a socket
            raise NotPlainError("it is no plain file") from error
        raise
