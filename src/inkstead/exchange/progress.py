"""A line on the terminal that fills up, for what takes longer than a moment."""

from __future__ import annotations

import sys

from inkstead.exchange.preparing import Progress

LARGE = 512 * 1024
WIDTH = 30


def progress_bar(size: int | None) -> Progress | None:
    """None for small things – None is not small – and where nobody looks: a file or pipe gets no control characters."""
    if (size is not None and size < LARGE) or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        total = max(total, 1)
        filled = WIDTH * done // total
        sys.stderr.write(f"\r{'█' * filled}{'░' * (WIDTH - filled)} {100 * done // total:3d} %")
        if done >= total:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    return show
