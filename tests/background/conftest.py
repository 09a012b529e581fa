from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Notes = Callable[[], list[str]]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "notes")


@pytest.fixture
def notes(path: str) -> Notes:
    return lambda: Path(path).read_text().split("\n")[:-1] if Path(path).exists() else []
