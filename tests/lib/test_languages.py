import pytest

from inkstead.lib.languages import COMMON_LANGUAGES, direction, is_language, tidy_language
from inkstead.lib.refusals import Refused


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("EN", "en"), ("pt_br", "pt-BR"), ("zh-hant", "zh-Hant"), ("es-419", "es-419")],
)
def test_tidy_language(typed: str, tag: str) -> None:
    assert tidy_language(typed) == tag


@pytest.mark.parametrize("typed", ["", "e", "english", "en-", "en us", 'en"onload', "x" * 400])
def test_tidy_language_refuses(typed: str) -> None:
    assert not is_language(typed)
    with pytest.raises(Refused):
        tidy_language(typed)


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("ur", "rtl"),
        ("nonsense!", "ltr"),
    ],
)
def test_direction(tag: str, way: str) -> None:
    assert direction(tag) == way


def test_common_languages_are_valid_and_listed_once() -> None:
    tags = [tag for tag, _ in COMMON_LANGUAGES]
    assert all(tag == tidy_language(tag) for tag in tags)
    assert len(set(tags)) == len(tags)
