"""Language tags of stories: which are valid, which way they are written, which are offered first."""

import re
from typing import Literal

from inkstead.lib.refusals import Refused

TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)",
    re.IGNORECASE | re.ASCII,
)
LONGEST = 35

RIGHT_TO_LEFT_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"}
)
# fmt: off
RIGHT_TO_LEFT_LANGUAGES = frozenset({
    "ar", "arc", "ars", "ary", "arz", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw",
    "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi",
})
# fmt: on

COMMON_LANGUAGES: tuple[tuple[str, str], ...] = (
    ("en", "English"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("bg", "Български"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mr", "मराठी"),
    ("ms", "Bahasa Melayu"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pt-BR", "Português (Brasil)"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("tl", "Tagalog"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
)


NAMES = dict(COMMON_LANGUAGES)


def language_name(tag: str) -> str:
    """As its speakers call it; of one that is not common the tag itself."""
    return NAMES.get(tag) or NAMES.get(tag.partition("-")[0], tag)


def is_language(tag: str) -> bool:
    return len(tag) <= LONGEST and TAG.fullmatch(tag) is not None


def tidy_language(tag: str) -> str:
    """The tag as it is usually written: en-GB, zh-Hant. Refuses what is no tag."""
    dashed = tag.strip().replace("_", "-")
    match = TAG.fullmatch(dashed) if len(dashed) <= LONGEST else None
    if match is None:
        message = f"“{tag.strip()[:LONGEST]}” is not a language tag like en, pt-BR or zh-Hant."
        raise Refused(message, code="unknown_language", fields={"language": message})
    pieces = [match["language"].lower(), (match["script"] or "").title(), (match["region"] or "").upper()]
    return "-".join(filter(None, pieces)) + match["variants"].lower()


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The script decides when the tag names one: az-Arab is written from the right, ar-Latn is not."""
    match = TAG.fullmatch(language.replace("_", "-")) if len(language) <= LONGEST else None
    if match is None:
        return "ltr"
    if match["script"]:
        return "rtl" if match["script"].lower() in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if match["language"].lower() in RIGHT_TO_LEFT_LANGUAGES else "ltr"
