"""Which font can set a text: the one of our pages where it was built, else what the system has for the script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from inkstead.web.assets import BUILT

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
SERIFS = ("NotoSerif-Regular", "DejaVuSerif", "LiberationSerif-Regular", "NotoSans-Regular", "DejaVuSans")
# How fonts call a script whose letters Unicode calls otherwise.
SCRIPTS = {"HANGUL": "CJK", "HIRAGANA": "CJK", "KATAKANA": "CJK", "LATIN": "", "CYRILLIC": "", "GREEK": ""}
CHOOSERS = "\ufe0e\ufe0f"  # between a picture in colours and one in ink
PILLOWS_OWN = Path()
NO_CHARACTER = "\U0010fffe"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def font_for(text: str, size: int) -> Font:
    """The first font that has every letter, else the one that has most. The same on every run of one machine."""
    return _load(_best(_letters(text)), size)


def settable(text: str) -> str:
    """The text without the pictures (emoji above all) that the font of its letters lacks; nothing where no font here
    has all letters. Boxes in their place help nobody."""
    letters = _letters("".join(sign for sign in text if not _is_picture(sign)))
    path = _best(letters)
    kept = "".join(sign for sign in text if sign not in CHOOSERS and (not _is_picture(sign) or _has(path, sign)))
    if not any(sign.isalnum() for sign in letters) or lacks_letters(text):
        return ""
    # Joiners between pictures that went are no words.
    return " ".join(word for word in kept.split() if any(sign.isprintable() for sign in word))


def lacks_letters(text: str) -> bool:
    """Whether no font here has all of them."""
    letters = _letters("".join(sign for sign in text if not _is_picture(sign)))
    return not all(_has(_best(letters), sign) for sign in letters if sign.isalnum())


def _is_picture(sign: str) -> bool:
    """Or what only belongs to one: the colour of a skin, the frame around a digit."""
    return unicodedata.category(sign) in ("So", "Sk", "Me")


def _has(path: Path | None, sign: str) -> bool:
    return path is not None and _covered(path, sign) == 1


def _letters(text: str) -> str:
    return "".join(sorted({letter for letter in text if not letter.isspace()}))


@lru_cache(maxsize=512)
def _best(letters: str) -> Path | None:
    best, most = None, 0
    for path in _candidates(letters):
        covered = _covered(path, letters)
        if covered == len(letters):
            return path
        if covered > most:
            best, most = path, covered
    return best


def _candidates(letters: str) -> Iterator[Path]:
    yield from sorted((BUILT / "fonts").glob("literata-latin-400-normal-*.woff2"))
    yield from sorted((BUILT / "fonts").glob("literata-*-400-normal-*.woff2"))
    files = _system_fonts()
    names = [*SERIFS]
    for letter in letters:
        script = unicodedata.name(letter, "").partition(" ")[0]
        label = SCRIPTS.get(script, script.title() if script != "CJK" else script)
        names += [f"Noto{kind}{label}-Regular" for kind in ("Serif", "Naskh", "Sans")] if label else []
        names += [name for name in files if label == "CJK" and "CJK" in name and "Regular" in name]
    yield from (files[name] for name in dict.fromkeys(names) if name in files)
    yield PILLOWS_OWN


@lru_cache(maxsize=1)
def _system_fonts() -> dict[str, Path]:
    found = (path for folder in SYSTEM if folder.is_dir() for path in sorted(folder.rglob("*.[to]t[fc]")))
    return {path.stem: path for path in found}


@lru_cache(maxsize=512)
def _covered(path: Path, letters: str) -> int:
    """How many of the letters this font draws as something else than its mark for what it lacks."""
    font = _load(path, 20)
    lacking = bytes(font.getmask(NO_CHARACTER))
    return sum(1 for letter in letters if not letter.isprintable() or bytes(font.getmask(letter)) != lacking)


@lru_cache(maxsize=64)
def _load(path: Path | None, size: int) -> Font:
    if path is None or path == PILLOWS_OWN:
        return ImageFont.load_default(size)
    try:
        return ImageFont.truetype(str(path), size)
    except OSError:  # a font file that this Pillow cannot read
        return ImageFont.load_default(size)
