"""Slugs that keep the letters of every script."""

import unicodedata

LONGEST = 60
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`´"))


def slugify_title(title: str) -> str:
    """Never empty, at most 60 characters, and its own slug."""
    # Only the beginning can show; the bound keeps a hostile title cheap.
    lowered = unicodedata.normalize("NFKC", title[: LONGEST * 20]).lower().translate(APOSTROPHES)
    kept = unicodedata.normalize("NFKC", "".join(c if _belongs(c) else " " for c in lowered))
    slug = "-".join(word.lstrip("-") for word in kept.split())
    return _shortened(slug) or "untitled"


def _belongs(character: str) -> bool:
    # Marks are kept: Devanagari, Thai and Arabic words fall apart without theirs.
    return unicodedata.category(character)[0] in "LMN"


def _shortened(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1]
    whole_words = cut.rpartition("-")[0]
    return whole_words if len(whole_words) > LONGEST // 2 else cut[:LONGEST].rstrip("-")
