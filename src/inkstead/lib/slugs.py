"""Slugs that keep the letters of every script."""

import hashlib
import re
import unicodedata

LONGEST = 60
_ASCII = re.compile("[a-z0-9]+")
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`´"))


def slugify_title(title: str) -> str:
    """Never empty, at most 60 characters, and its own slug."""
    if title.isascii():
        return _shortened("-".join(_ASCII.findall(title[: LONGEST * 20].lower().translate(APOSTROPHES)))) or "untitled"
    # Only the beginning can show; the bound keeps a hostile title cheap.
    lowered = unicodedata.normalize("NFKC", title[: LONGEST * 20]).lower().translate(APOSTROPHES)
    kept = unicodedata.normalize("NFKC", "".join(c if _belongs(c) else " " for c in lowered))
    slug = "-".join(word.lstrip("-") for word in kept.split())
    return _shortened(slug) or "untitled"


# Signs that make another word of a tag: Mira & Toma are friends, Mira/Toma are lovers; C, C++ and C# are languages.
_SIGNS = {"&": " and ", "+": " plus ", "#": " sharp "}
_SAYS_MORE = re.compile(r"&|(?<=[^\W_])[+#]+")
VARIATIONS = dict.fromkeys(range(0xFE00, 0xFE10))  # how a sign is drawn, not which


def slugify_tag(name: str) -> str:
    """As `slugify_title`, but two tags that say different things have two: of one that is signs alone, the numbers that
    Unicode gives them."""
    seen = unicodedata.normalize("NFKC", name[: LONGEST * 20]).translate(VARIATIONS)
    if any(unicodedata.category(c)[0] in "LN" for c in seen):
        return slugify_title(_SAYS_MORE.sub(lambda found: "".join(_SIGNS[sign] for sign in found[0]), seen))
    slug = "-".join(f"u{ord(c):x}" for c in seen if unicodedata.category(c)[0] in "MPS")
    if len(slug) > LONGEST:
        slug = f"u{hashlib.blake2b(slug.encode(), digest_size=12).hexdigest()}"
    return slug or slugify_title(name)


def _belongs(character: str) -> bool:
    # Marks are kept: Devanagari, Thai and Arabic words fall apart without theirs.
    return unicodedata.category(character)[0] in "LMN"


def _shortened(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1]
    whole_words = cut.rpartition("-")[0]
    return whole_words if len(whole_words) > LONGEST // 2 else cut[:LONGEST].rstrip("-")
