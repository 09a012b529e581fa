import pytest

from inkstead.lib.languages import COMMON_LANGUAGES, direction, is_language, language_name, tidy_language
from inkstead.lib.refusals import Refused
from inkstead.lib.scripts import language_by_letters


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("بدأت الحكاية في ليلة طويلة، ولم يكن أحد يعرف أين تنتهي.", "ar"),
        ("داستان در شبی بلند آغاز شد و هیچ‌کس نمی‌دانست کجا پایان می‌گیرد.", "fa"),
        ("کہانی ایک لمبی رات میں شروع ہوئی اور کسی کو نہیں معلوم تھا کہ کہاں ختم ہو گی۔", "ur"),
        ("הסיפור התחיל בלילה ארוך, ואיש לא ידע היכן ייגמר.", "he"),
        ("物語は長い夜に始まり、どこで終わるのか誰も知らなかった。", "ja"),
        ("故事开始于一个漫长的夜晚，没有人知道它会在哪里结束，也没有人想要知道。", "zh"),
        ("이야기는 긴 밤에 시작되었고 어디에서 끝날지 아무도 몰랐다.", "ko"),
        ("Η ιστορία άρχισε μια μεγάλη νύχτα και κανείς δεν ήξερε το τέλος.", "el"),
        ("История началась долгой ночью, и никто не знал, где она кончится, но мы были там.", "ru"),
        ("Історія почалася довгої ночі, і ніхто не знав, де її кінець.", "uk"),
        ("เรื่องเริ่มขึ้นในคืนอันยาวนาน", "th"),
        ("The story began in a long night; he said “שלום” and “привет”, and went on.", ""),
        ("Das war's. " * 20, ""),
        ("Приказната", ""),
        ("שלום", ""),
        ("Приказната започна во една долга ноќ, и никој не знаеше каде", ""),
        ("", ""),
    ],
)
def test_letters_say_a_language_only_where_the_script_is_sure(text: str, language: str) -> None:
    assert language_by_letters(text) == language


def test_a_language_is_named_as_its_speakers_call_it() -> None:
    assert [language_name(tag) for tag in ("he", "pt-BR", "de-AT", "gsw")] == [
        "עברית",
        "Português (Brasil)",
        "Deutsch",
        "gsw",
    ]
