"""What an operator can set or type is written down."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands

from tests.architecture.sources import PACKAGE, ROOT, templates

READ = re.compile(r'env\.\w+\(\s*"([A-Z0-9_]+)"')
# Asked for by the program itself.
INTERNAL = {"worker"}


def test_every_setting_is_in_the_operators_table() -> None:
    read = set(READ.findall((PACKAGE / "settings.py").read_text(encoding="utf-8")))
    table = (ROOT / "docs" / "operators" / "configure.md").read_text(encoding="utf-8")
    assert read == set(re.findall(r"^\| `INKSTEAD_([A-Z0-9_]+)`", table, re.MULTILINE))


@pytest.mark.parametrize("name", sorted(name for name, app in get_commands().items() if app.startswith("inkstead.")))
def test_every_command_is_documented(name: str) -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
    assert name in INTERNAL or any(f"inkstead {name}" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_templates_obey_the_content_security_policy(template: object) -> None:
    text = template.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))", text)
    assert not re.search(r"(?:src|href)=[\"']https?://", text)


def test_migrations_have_names_that_tell() -> None:
    automatic = [
        path.name for path in PACKAGE.glob("*/migrations/0*.py") if re.search(r"_auto_|_initial|_alter_", path.name)
    ]
    assert automatic == []


def test_every_app_has_one_newest_migration() -> None:
    for folder in PACKAGE.glob("*/migrations"):
        numbers = sorted(path.name[:4] for path in folder.glob("0*.py") if "_squashed_" not in path.name)
        assert len(numbers) == len(set(numbers)), folder
