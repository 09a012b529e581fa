"""Texts as the sanitiser leaves them. The tests of the editor read the same file: it must give all of them back."""

import json
from pathlib import Path

from inkstead.lib.prose import EDITOR, read_prose

VECTORS: list[str] = json.loads((Path(__file__).parents[1] / "prose-vectors.json").read_text(encoding="utf-8"))


def test_what_the_editor_opens_is_what_the_sanitiser_lets_through() -> None:
    assert len(VECTORS) > 100
    assert [html for html in VECTORS if read_prose(html, EDITOR).html != html] == []
