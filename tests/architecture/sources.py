"""The files of the program, for tests that read them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "inkstead"


def templates() -> list[Path]:
    return sorted(PACKAGE.glob("**/templates/**/*.html"))


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.glob("**/*.py") if "migrations" not in path.parts)
