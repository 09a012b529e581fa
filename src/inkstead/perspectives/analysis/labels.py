"""Words that say who tells what follows: “ARES”, “Ares's POV”, “Contributed by Miss Clack”, “Mina Murray's Journal”."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from inkstead.perspectives.analysis.keys import listed
from inkstead.perspectives.analysis.speakers import TITLES

Kind = Literal["label", "name", "letter", "document"]
"""Sure words; a bare name; a letter, whose writer also signs; a paper of nobody's, as a cutting."""
LONGEST_LABEL = 160
NAME = r"(?P<name>[^\W\d_][^\n,;:()\[\]<>|]{0,50}?)"
POSSESSOR = r"(?P<name>[^\W\d_][^\n,;:()\[\]<>|]{0,50}?)(?:['’]s?|(?<=s))"
END = r"[\s.,:;)\]~*–—-]*(?:[—–-]*\s*\(?(?:continued|cont['’]?d|fortsetzung|suite|continuación)\)?\.?)?$"
BOOK = (
    r"(?:journal|diary|log|logbook|notebook|account|story|narrative|statement|testimony|confession|memoirs?"
    r"|memorandum|version)"
)
WRITTEN = (
    r"(?:letter|telegram|note|message|e-?mail|postcard|cable|wire|memorandum|report|statement|text)(?:\s\([^)]*\))?"
)
TELLS = (
    r"(?:narrated|told|related|contributed|written|recorded|resumed|continued|set down|kept|sent|dictated|left|spoken)"
)
SIDE = r"(?:p\.?\s?o\.?\s?v\.?|point of view|perspective|side|turn|voice)"
WORDED: tuple[tuple[Kind, str], ...] = (
    ("label", rf"{POSSESSOR}\s+{SIDE}{END}"),
    ("label", rf"{NAME}\s+(?:p\.?\s?o\.?\s?v\.?){END}"),
    ("label", rf"{SIDE}\s*(?:[:–—-]|of\b)\s*{NAME}{END}"),
    ("label", rf"[^\n]{{0,80}}?\b{TELLS} by (?:the )?{NAME}(?:[,;(.][^\n]*|\s+(?:to|in|for)\b[^\n]*)?$"),
    ("label", rf"(?:[^\n]{{0,40}}\b)?(?!log of the ){BOOK} of (?:the )?{NAME}(?:[,;(.][^\n]*)?{END}"),
    ("label", rf"(?:from )?(?:the )?{POSSESSOR}\s+(?:\w+\s)?{BOOK}(?:[,.;(][^\n]*|\s*[—–-]+\s*\w+)?{END}"),
    ("label", rf"(?:an? |the )?(?:{BOOK}|{WRITTEN}) by {NAME}(?:[,;(.][^\n]*)?{END}"),
    ("letter", rf"{WRITTEN},?\s+from {NAME}(?:,[^\n]*?)?\s+to\s+[^\n]+$"),
    ("letter", rf"(?:in a )?{WRITTEN},?\s+from {NAME}(?:[,;.(][^\n]*)?$"),
    ("letter", rf"{WRITTEN},\s+{NAME}(?:,[^\n]*?)?,?\s+to\s+[^\n]+$"),
    ("letter", rf"from:?\s+{NAME}\s+to:?\s+[^\n]+$"),
    ("label", rf"(?:aus\s+(?:der\s+)?)?sicht\s+von\s+{NAME}{END}"),
    ("label", rf"(?:(?:aus\s+dem|aus)\s+)?(?:tagebuch|bericht|erzählung)\s+(?:von|des|der)\s+{NAME}{END}"),
    ("label", rf"(?:erzählt|berichtet|geschrieben)\s+von\s+{NAME}{END}"),
    ("label", rf"(?:aus )?(?P<name>[^\W\d_]\w+?)['’]?s?\s+(?:sicht|tagebuch|bericht){END}"),
    ("letter", rf"brief\s+von\s+{NAME}\s+an\s+[^\n]+$"),
    ("label", rf"(?:point de vue|journal|récit|carnet)\s+(?:de\s+la\s+|de\s+|d['’]|du\s+){NAME}{END}"),
    ("label", rf"(?:raconté|écrit)e?\s+par\s+{NAME}{END}"),
    ("letter", rf"lettre\s+(?:de\s+|d['’]){NAME}\s+à\s+[^\n]+$"),
    ("label", rf"(?:punto de vista|diario|relato|cuaderno|racconto)\s+(?:de\s+|di\s+){NAME}{END}"),
    ("label", rf"(?:contado|narrado|escrito|raccontato|scritto)\s+(?:por|da)\s+{NAME}{END}"),
    ("letter", rf"(?:carta|lettera)\s+(?:de|di)\s+{NAME}\s+a\s+[^\n]+$"),
)
PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for kind, pattern in WORDED)
DOCUMENT = re.compile(
    r"(?:cutting|clipping|article|extract|advertisement|notice|zeitungsausschnitt|coupure)\b.{0,80}$", re.IGNORECASE
)
ABBREVIATED = re.compile(r"\b(mrs?|ms|dr|st|messrs|hon|capt|sgt|prof)\.", re.IGNORECASE)
DECORATION = re.compile(r"^[\s~*_\-–—=#•·\[(<|]+|[\s~*_\-–—=#•·\])>|:]+$")
BARE = re.compile(r"[^\W\d_][^\W\d_'’\-]*\.?(?:[ \-’'][^\W\d_]+\.?){0,2}")
# Headings that a book of one voice has as well, so none of them is taken for a name.
NO_NAMES = listed(
    """
    chapter part prologue epilogue interlude intermission preface foreword afterword contents introduction
    book volume act scene later earlier now then before after meanwhile today yesterday tomorrow morning
    evening night afternoon noon midnight dawn dusk spring summer autumn fall winter monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september
    october november december one two three four five six seven eight nine ten eleven twelve first second
    third fourth fifth last final the a an end beginning i ii iii iv v vi vii viii ix x xi xii xiii xiv xv
    note notes dedication acknowledgements opening home away fin flashback dream letter letters diary
    journal see note cf editor still again always never everything nothing he she they we you it his her
    their our my all no yes kapitel teil prolog epilog chapitre prologue épilogue capítulo prólogo epílogo
    morgen abend nacht heute gestern hier demain soir matin mañana tarde noche ayer hoy
    """
)
SIGNATURE = re.compile(r"[“\"‘]?[–—-]?\s?(?P<name>[^\W\d_][^\n,;:()\[\]!?“”]{0,40})[.\s”\"’]*$")
SALUTATION = re.compile(
    r"[“\"‘]?(?:my |mein |meine |ma |mon |mi )?(?:own |very )?"
    r"(?:dear|dearest|darling|beloved|liebe[rs]?|liebste[rs]?|chère?|cher|querid[oa]|car[oa]|caro)\b(?P<to>[^\n]{0,60})$",
    re.IGNORECASE,
)
VALEDICTION = re.compile(
    r"\b(?:your|yours|love|sincerely|faithfully|truly|regards|affectionate(?:ly)?|respectfully|wishes|dein|deine|dein[er]?"
    r"|herzlich(?:st)?|grüße|ton|ta|tu|tuya|tuyo|baisers?|amitiés|besos?|abrazos?|ever|always|forever|goodbye)\b",
    re.IGNORECASE,
)


class Label(NamedTuple):
    kind: Kind
    name: str
    text: str


def read_label(text: str) -> Label | None:
    """Only for short lines that stand apart."""
    plain = ABBREVIATED.sub(r"\1", " ".join(DECORATION.sub("", text.replace("\u2060", "")).split()))
    if not plain or len(text) > LONGEST_LABEL or plain.count(" ") > 24:
        return None
    for kind, pattern in PATTERNS:
        found = pattern.match(plain)
        if found is not None and (name := tidy_name(found["name"])):
            return Label(kind, name, plain)
    return Label("document", "", plain) if DOCUMENT.match(plain) and plain.count(" ") < 10 else None


def read_bare_name(text: str) -> Label | None:
    """A line that is nothing but a name, or could be one: whether anybody is called so shows elsewhere."""
    plain = DECORATION.sub("", text).strip().rstrip(".")
    if len(plain) > 40:
        return None
    words = re.split(r"[\s\-]+", plain.lower())
    if not BARE.fullmatch(plain) or any(word.strip(".'’") in NO_NAMES for word in words):
        return _only_signs(plain)
    if not all(word[:1].isupper() or word.lower() in TITLES for word in plain.split()):
        return None
    return Label("name", tidy_name(plain), plain)


def head_of(title: str) -> Label | None:
    """Of “Ares: The Envelope” what could be a name."""
    head, mark, tail = title.partition(":")
    return read_bare_name(head) if mark and tail.strip() else None


def _only_signs(plain: str) -> Label | None:
    """Some are called 🦊."""
    signs = 0 < len(plain) <= 4 and all(ord(sign) > 0x2190 and not sign.isalnum() for sign in plain)
    return Label("name", plain, plain) if signs else None


def tidy_name(name: str) -> str:
    """As a reader would write it: without “the”, and not in capitals."""
    name = " ".join(name.strip(" .,'’\"“”*_~").split())
    name = re.sub(r"^(?:the|der|die|le|la|el|il)\s+", "", name, flags=re.IGNORECASE)
    name = re.sub(r"^(?:miss|mrs|mr|ms|dr)\.?\s+", lambda title: title[0].capitalize(), name, flags=re.IGNORECASE)
    if not any(word[:1].isupper() for word in name.split()) or name.lower() in NO_NAMES:
        return ""
    return " ".join(_in_small_letters(word) for word in name.split())


def _in_small_letters(word: str) -> str:
    if not word.isupper() or len(word) < 2 or "." in word:
        return word
    pieces = re.split(r"([\-'’])", word)
    return "".join(piece.lower() if at and piece == "S" else piece.capitalize() for at, piece in enumerate(pieces))


def read_signature(lines: list[str]) -> str:
    """Who signed a letter: its last line, or the one before a postscript. Nothing when it is no letter."""
    if len(lines) < 3 or not any(SALUTATION.match(line.strip()) for line in lines[:6]):
        return ""
    for at in range(len(lines) - 1, max(1, len(lines) - 8), -1):
        line = lines[at].strip()
        found = SIGNATURE.match(line)
        words = found["name"].split() if found else []
        is_last = at == len(lines) - 1 or VALEDICTION.search(lines[at - 1][-80:]) is not None
        if is_last and 0 < len(words) <= 4 and all(word[:1].isupper() for word in words):
            return "" if words[0].lower() in NO_NAMES else tidy_name(" ".join(words))
    return ""


def split_name(name: str) -> list[str]:
    """Its telling words: without titles and initials."""
    bare = _bare_words(name)
    kept = [word for word in bare if word.lower() not in TITLES and not _is_initial(word)]
    return kept or [word for word in bare if word]


def split_initials(name: str) -> list[str]:
    """Of “J. R. Ewing” and “P.” the letters that stand for words."""
    return [word for word in _bare_words(name) if _is_initial(word)]


def _bare_words(name: str) -> list[str]:
    words = re.split(r"[\s\-]+|(?<=\b[^\W\d_])\.(?=[^\W\d_])", name)
    return [re.sub(r"['’]s?$", "", word).strip(".") for word in words]


def _is_initial(word: str) -> bool:
    """A letter of those that have capitals: 陳 is a whole name."""
    return len(word) == 1 and word.isalpha() and word.lower() != word.upper()
