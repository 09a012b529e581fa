"""What a name looks like: two names with the same skeleton can be told apart by their bytes, but not by a reader.

A small table in the manner of Unicode's confusables (UTS #39): zero and O, one and l and capital I, and the letters of
other alphabets that are drawn like Latin ones. Only what looks the same in nearly every typeface is in it; a name that
merely resembles another is nobody's business.
"""

from __future__ import annotations

import unicodedata

from inkstead.lib.slugs import slugify_title

_CYRILLIC = dict(zip("авсԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРЅТХУҮ", "aʙcdehijlopqswxyABCEHIJKMOPSTXYY", strict=True))
_GREEK = dict(zip("αινορΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aivopABEZHIKMNOPTYX", strict=True))
_ARMENIAN = dict(zip("օսհոցզՏՕ", "ouhngqSO", strict=True))
_CHEROKEE = dict(zip("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃᏀ", "ABCDEHJKLMPRSTVWZG", strict=True))
_LATIN = dict(zip("ıɑɡᴏǀ", "iagol", strict=True))
_LETTERS = str.maketrans({**_CYRILLIC, **_GREEK, **_ARMENIAN, **_CHEROKEE, **_LATIN})
# After the letters of others became ours. A capital L looks like no I: it is kept apart from the small one.
_SAME = str.maketrans({"0": "o", "O": "o", "1": "l", "I": "l", "|": "l", "L": "ʟ"})


def skeleton_of(name: str) -> str:
    """Equal for names that look the same; case, spaces and dashes are no difference, as in addresses."""
    folded = unicodedata.normalize("NFKC", name).translate(_LETTERS).translate(_SAME)
    return slugify_title(folded.casefold())
