"""Real manuscripts for the tests. They are not part of the project: without them these tests skip."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_file(name: str) -> Path:
    """A file of the shared data, looked for in $INKSTEAD_SHARED and beside the project."""
    for folder in filter(None, [os.environ.get("INKSTEAD_SHARED"), ROOT.parent / "shared"]):
        path = Path(folder) / "data" / name
        if path.exists():
            return path
    pytest.skip(f"{name} is not here: set INKSTEAD_SHARED to the folder that holds data/{name}")
