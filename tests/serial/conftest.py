from __future__ import annotations

from tests.serial.clocks import clock

__all__ = ["clock"]
