"""Time bounds that a busy or slow machine does not break: the processor's time, the best of three tries, and measured
against a piece of work whose time is known."""

import contextlib
import gc
import time
from collections.abc import Callable

from inkstead.lib.refusals import Refused

USUAL = 0.055  # seconds that `_yardstick` takes on the machine where the bounds were written down


def takes_less_than(seconds: float, action: Callable[[], object]) -> bool:
    """Of a machine as fast as that one; a slower one has as much more time. Refusing is an answer too."""
    for _ in range(3):
        before, took, after = _time_of(_yardstick), _time_of(action), _time_of(_yardstick)
        if took < seconds * max(1.0, before / USUAL, after / USUAL):
            return True
    return False


def _time_of(action: Callable[[], object]) -> float:
    """Without the collector: it would look through all that the tests before this one left in memory."""
    gc.disable()
    began = time.process_time()
    try:
        with contextlib.suppress(Refused):
            action()
        return time.process_time() - began
    finally:
        gc.enable()


def _yardstick() -> int:
    counts: dict[str, int] = {}
    for at in range(200_000):
        word = f"w{at % 977}"
        counts[word] = counts.get(word, 0) + len(word)
    return len(counts)
