from __future__ import annotations

import os

KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV")


def bare_environment() -> dict[str, str]:
    """No setting and no secret reaches a cage."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONHASHSEED": "random"}
