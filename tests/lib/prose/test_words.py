import json
from pathlib import Path

import pytest

from inkstead.lib.prose.words import count_words, reading_minutes

VECTORS = json.loads((Path(__file__).parents[1] / "word-vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: repr(vector["text"]))
def test_count_words(vector: dict[str, object]) -> None:
    assert count_words(str(vector["text"])) == vector["words"]


@pytest.mark.parametrize(
    ("words", "language", "minutes"), [(0, "en", 1), (228, "en", 1), (2280, "en-GB", 10), (2550, "zh-Hant", 10)]
)
def test_reading_minutes(words: int, language: str, minutes: int) -> None:
    assert reading_minutes(words, language) == minutes
