"""What a heading says about the book: a chapter, a volume of it, a list of contents, or only itself."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Nature = Literal["contents", "division", "chapter", "standalone", "numeral", "other"]

ROMAN = r"(?=[ivxlc])(?:x[cl]|l?x{0,3}|c{1,3}x?[cl]?x{0,3})(?:i[xv]|v?i{0,3})"
UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|last|final|1st|2nd|3rd|[4-9]th|1[0-9]th"
)
NUMBER = rf"(?:\d{{1,4}}|{ROMAN}|(?:{TENS})(?:[ -](?:{UNITS}))?|{UNITS}|(?:the )?(?:{ORDINALS}))"

CHAPTERS = (
    "chapter|chap|chapitre|kapitel|kapitola|capítulo|capitulo|capitolo|hoofdstuk|rozdział|luku|fejezet|bölüm|глава|розділ|"
    "κεφάλαιο|episode|episódio|folge|letter|canto|الفصل|पाठ|अध्याय"
)
# The smaller, the larger the piece of the book that it names.
RANKS = {
    "volume": 1, "vol": 1, "tome": 1, "band": 1, "том": 1, "series": 1, "season": 1,
    "book": 2, "buch": 2, "livre": 2, "libro": 2, "boek": 2, "книга": 2,
    "part": 3, "teil": 3, "partie": 3, "parte": 3, "deel": 3, "часть": 3, "частина": 3, "period": 3, "act": 3,
    "arc": 3, "phase": 3, "narrative": 4, "section": 4,
}  # fmt: skip
DIVISIONS = "|".join(RANKS)
ALONE = (
    "prologue|epilogue|preface|foreword|introduction|afterword|interlude|intermezzo|intermission|conclusion|dedication|"
    "acknowledgements|acknowledgments|appendix|postscript|author['’]s note|prolog|epilog|prologo|prólogo|epílogo|"
    "épilogue|vorwort|nachwort|zwischenspiel|пролог|эпилог|предисловие|послесловие|序章|序幕|終章|尾声|後書き|المقدمة|الخاتمة"
)
LAST_WORDS = re.compile(
    r"epilogue|epilog|épilogue|epílogo|эпилог|afterword|nachwort|終章|尾声|postscript|appendix", re.IGNORECASE
)
THE_END = re.compile(r"\W*(?:the )?(?:end|finis|fin)\b", re.IGNORECASE)

NUMBERED = re.compile(rf"(?P<word>{CHAPTERS}|{DIVISIONS})\.?\s+(?P<number>{NUMBER})(?!\w)(?P<rest>.*)", re.IGNORECASE)
ORDINAL = re.compile(rf"(?:the\s+)?(?:{ORDINALS})\s+(?P<word>{CHAPTERS}|{DIVISIONS})(?!\w)(?P<rest>.*)", re.IGNORECASE)
EAST_ASIAN = re.compile(r"第\s*[\d一二三四五六七八九十百千〇零]+\s*(?P<word>[章話话回节節部巻卷])(?P<rest>.*)")
STANDALONE = re.compile(rf"(?:{ALONE})(?!\w)(?:\s+{NUMBER}(?!\w))?(?P<rest>.*)", re.IGNORECASE)
NUMERAL = re.compile(rf"(?:{ROMAN}|\d{{1,3}})[.)]?", re.IGNORECASE)
CONTENTS = re.compile(
    r"(?:table of )?contents|toc|inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|indice|"
    r"inhoud|содержание|目次|目录",
    re.IGNORECASE,
)
# After the number comes a mark, or a title that begins like one and does not end like a sentence.
MARKED = re.compile(r"\s*(?:[.:—–)\]-].*)?")
UNMARKED = re.compile(r"\s+[^\Wa-z_](?:.*[^.!?,;])?")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Saying:
    nature: Nature
    rank: int = 9


OTHER = Saying("other")


def read_heading(text: str) -> Saying:
    """For a heading, or for a line of plain text that stands alone."""
    line = " ".join(text.split()) if len(text) <= 2 * LONGEST else ""
    return _read(line) if 0 < len(line) <= LONGEST else OTHER


@lru_cache(maxsize=4096)
def _read(line: str) -> Saying:
    if CONTENTS.fullmatch(line.rstrip(":.")):
        return Saying("contents")
    if NUMERAL.fullmatch(line):
        return Saying("numeral")
    for pattern in (NUMBERED, ORDINAL, EAST_ASIAN):
        match = pattern.fullmatch(line)
        if match and _ends_well(match["rest"]):
            return _numbered(match["word"].lower())
    match = STANDALONE.fullmatch(line)
    return Saying("standalone") if match and MARKED.fullmatch(match["rest"]) else OTHER


def _ends_well(rest: str) -> bool:
    return MARKED.fullmatch(rest) is not None or UNMARKED.fullmatch(rest) is not None


def _numbered(word: str) -> Saying:
    if word in RANKS:
        return Saying("division", RANKS[word])
    return Saying("division", 2) if word in "部巻卷" else Saying("chapter")


SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with"}
)
ROMAN_WORD = re.compile(rf"\W*{ROMAN}\W*", re.IGNORECASE)


def title_of(heading: str) -> str:
    """As a list of parts shows it: without the dot at the end, and not in capitals throughout."""
    title = " ".join(heading.split()).rstrip(".:,;—–- ")
    title = title.replace(".)", ")").replace(". (", " (")
    if not any(c.isupper() for c in title) or any(c.islower() for c in title):
        return title
    return " ".join(_word(word, first=at == 0) for at, word in enumerate(title.split(" ")))


def _word(word: str, *, first: bool) -> str:
    if ROMAN_WORD.fullmatch(word):
        return word
    lowered = word.lower()
    if lowered in SMALL_WORDS and not first:
        return lowered
    at = next((at for at, c in enumerate(lowered) if c.isalpha()), 0)
    return lowered[:at] + lowered[at : at + 1].upper() + lowered[at + 1 :]
