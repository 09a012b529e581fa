"""How often somebody may ask for what is cheap: counted in this process alone, so that asking costs nothing."""

from __future__ import annotations

import threading
import time


class Pace:
    """At most `most` in each minute for everybody."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._minute = 0
        self._asked: dict[int, int] = {}
        self._guard = threading.Lock()

    def allows(self, who: int) -> bool:
        minute = int(time.monotonic() // 60)
        with self._guard:
            if minute != self._minute:
                self._minute, self._asked = minute, {}
            self._asked[who] = self._asked.get(who, 0) + 1
            return self._asked[who] <= self.most
