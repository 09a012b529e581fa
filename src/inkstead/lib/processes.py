"""Children that do not outlive their parent, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Called in the child. `kill -9` of the parent would otherwise leave it behind, holding the port and the jobs."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()
    if os.getppid() != parent:  # it died before we could ask to be told
        os._exit(1)


def leave_the_terminal() -> None:
    """Ctrl-C reaches the parent alone, which then ends its children in order."""
    os.setpgid(0, 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
