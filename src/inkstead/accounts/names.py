"""What may be a pen name, and which two names are too alike to belong to different people."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

from inkstead.lib.lines import BLANK
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_title

LIMIT = 60
TAKEN = "That pen name is taken or was not long ago, or it looks too much like one that is."

# Whole names that would pass for the site, its keepers or nobody in particular…
_RESERVED_NAMES = frozenset(
    {
        *("abuse", "administration", "help", "info", "mod", "moderation", "mods", "noreply", "official", "operator"),
        *("operators", "owner", "postmaster", "root", "security", "site", "staff", "support", "sysop", "system"),
        *("team", "webmaster", "anonymous", "contact", "deleted", "everybody", "everyone", "me", "nobody", "null"),
        *("undefined", "unknown", "you"),
    }
)
# …and words that claim it wherever they stand.
_RESERVED_WORDS = frozenset(
    {"admin", "admins", "administrator", "administrators", "inkstead", "moderator", "moderators"}
)

_GAPS = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"
# The scripts in which a joiner is spelling, not a trick.
_JOINED_SCRIPTS = (
    *("ARABIC", "SYRIAC", "MONGOLIAN", "SINHALA", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI"),
    *("KANNADA", "MALAYALAM", "ORIYA", "TAMIL", "TELUGU"),
)
_LOOKALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_MARKS_IN_A_ROW = 4
_FINAL_SIGMA = re.compile(r"(?<=[^\W_])σ(?=-|$)")


def tidy_name(given: object, *, keeper: bool = False, called: str = "pen name") -> str:
    """The name as it will be shown: white space folded, everything else as typed, or refused.

    A `keeper` of the site may carry a name that says so. To guests it is `called` a name.
    """

    def refused(message: str, code: str = "invalid") -> Refused:
        return Refused(message, code=code, fields={called.replace(" ", "_"): message})

    if not isinstance(given, str):
        raise refused(f"The {called} must be a text.")
    name = _GAPS.sub(" ", given).strip(" ")
    if not name:
        raise refused(f"Choose a {called}: it must not be empty.")
    if len(name) > LIMIT:
        raise refused(f"A {called} has at most {LIMIT} characters; this one has {len(name):,}.", code="too_long")
    if any(_is_hidden(name, at) for at in range(len(name))):
        raise refused(f"A {called} must not hold invisible or control characters.")
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        raise refused(f"A {called} needs at least one letter or digit.")
    if _is_stacked(name):
        raise refused(f"A {called} must not stack marks on top of each other.")
    if any(_mixes_scripts(word) for word in name.split(" ")):
        raise refused(f"A {called} must not mix letters of different alphabets that look alike within one word.")
    if not keeper and _is_reserved(name):
        raise refused(f"That {called} would be mistaken for the people who run this site.", code="reserved")
    return name


def slug_of(name: str) -> str:
    """The name in addresses, and the key that keeps names apart: equal for names that differ in case, width of letters,
    apostrophes, spaces and dashes only. The unique column makes it a promise of the database."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _FINAL_SIGMA.sub("ς", slugify_title("".join(c for c in folded if c not in _JOINERS)))


def _is_hidden(name: str, at: int) -> bool:
    character = name[at]
    if character in _JOINERS:
        return not (0 < at < len(name) - 1 and all(_is_joined_script(name[side]) for side in (at - 1, at + 1)))
    return character in BLANK or unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def _is_joined_script(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_JOINED_SCRIPTS)


def _is_stacked(name: str) -> bool:
    row = 0
    for character in unicodedata.normalize("NFD", name):
        row = row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if row > _MARKS_IN_A_ROW:
            return True
    return False


def _mixes_scripts(word: str) -> bool:
    letters = (unicodedata.name(c, "") for c in unicodedata.normalize("NFKC", word) if c.isalpha())
    scripts = {script for name in letters for script in _LOOKALIKE_SCRIPTS if name.startswith(script)}
    return len(scripts) > 1


def _is_reserved(name: str) -> bool:
    words = slug_of(name).split("-")
    plain = "".join(words).rstrip("0123456789")
    site = slug_of(settings.SITE_NAME).replace("-", "")
    return plain in _RESERVED_NAMES | {site} or bool({word.rstrip("0123456789") for word in words} & _RESERVED_WORDS)
