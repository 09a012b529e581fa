"""What somebody typed into the search field, understood: words, "phrases", -exclusions and fields.

Nothing here knows a database, and nothing that is typed is an error: what cannot be understood is told in a sentence
beside the results, and a word with an unknown field is looked for as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache

from inkstead.lib.languages import is_language
from inkstead.lib.lines import without_controls
from inkstead.lib.slugs import slugify_tag, slugify_title
from inkstead.lib.words import SHORTEST_PREFIX, is_unspaced, wanted
from inkstead.stories.models.choices import Rating, Status, TagKind

LONGEST = 500  # characters of a query that count
MOST = 24  # words and fields that count
PIECE = re.compile(
    r"(?P<no>-?)(?:(?P<field>[a-z]{2,12}):)?(?:\"(?P<quoted>[^\"]*)\"?|(?P<plain>[^\s\"]+))", re.IGNORECASE
)
# What phones and input methods put in the place of the signs on a keyboard.
AS_ON_KEYBOARDS = str.maketrans({**dict.fromkeys("“”„‟«»＂", '"'), "−": "-", "－": "-", "：": ":"})
NUMBER = r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,9}|\d{1,6}\.\d{1,2})(k|d|w|m|y|h)?"
AMOUNT = re.compile(rf"(>=|<=|>|<|=)?{NUMBER}", re.IGNORECASE)
BETWEEN = re.compile(rf"{NUMBER}(?:-|–|\.\.){NUMBER}", re.IGNORECASE)
OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
DAYS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}
KINDS = {kind for kind in TagKind.values if kind != TagKind.FREEFORM}
WRITERS = ("by", "author", "writer")
SORTS = ("best", "updated", "new", "title", "reads", "votes", "words")
OTHERS = ("tag", "words", "parts", "updated", "status", "rating", "language", "lang", "sort")
FIELDS = {*WRITERS, *KINDS, *OTHERS}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other."""

    words: tuple[str, ...]
    starts: bool = False  # the last one may go on

    def __str__(self) -> str:
        return " ".join(self.words) + ("*" if self.starts else "")


@dataclass(frozen=True, slots=True)
class TagAsked:
    slug: str
    kind: str = ""  # any


@dataclass(frozen=True, slots=True)
class Range:
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query. What is in `no_…` must not be there."""

    terms: tuple[Term, ...] = ()
    no_terms: tuple[Term, ...] = ()
    tags: tuple[TagAsked, ...] = ()
    no_tags: tuple[TagAsked, ...] = ()
    writers: tuple[str, ...] = ()
    no_writers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    no_statuses: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    no_ratings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    no_languages: tuple[str, ...] = ()
    words: Range = Range()
    parts: Range = Range()
    updated: Range = Range()  # days ago
    sort: str = ""
    is_empty: bool = True  # nothing was typed at all
    told: tuple[str, ...] = field(default=(), compare=False)  # what was not understood

    @property
    def finds_nothing(self) -> bool:
        """Something was typed, and none of it is a word."""
        return not self.is_empty and self == replace(Asked(), is_empty=False)

    @property
    def names_nothing(self) -> bool:
        """It says only what must not be there, or in which order."""
        return not any((self.terms, self.tags, self.writers, self.statuses, self.ratings, self.languages)) and all(
            span == Range() for span in (self.words, self.parts, self.updated)
        )

    @property
    def updated_after(self) -> timedelta | None:
        return None if self.updated.most is None else timedelta(days=self.updated.most)

    @property
    def updated_before(self) -> timedelta | None:
        return None if self.updated.least is None else timedelta(days=self.updated.least)


def as_on_keyboards(typed: str) -> str:
    return without_controls(typed).translate(AS_ON_KEYBOARDS)


def understand(typed: str) -> Asked:
    """Never fails; costs the same whatever was typed."""
    text = as_on_keyboards(typed)
    told = [f"Only the first {LONGEST} characters were looked for."] if len(text) > LONGEST else []
    pieces = list(PIECE.finditer(text[:LONGEST]))
    if len(pieces) > MOST:
        told.append(f"Only the first {MOST} words were looked for.")
    found = _Found(told)
    for piece in pieces[:MOST]:
        found.take(piece)
    return found.asked(is_empty=not text.strip())


def widened(asked: Asked) -> Asked | None:
    """The same with every word a beginning, for when nothing has the words themselves; None when nothing changes."""
    terms = tuple(replace(term, starts=term.starts or _may_start(term)) for term in asked.terms)
    return replace(asked, terms=terms) if terms != asked.terms else None


def typed_wider(typed: str) -> str:
    """The query as `widened` understands it, as it would have to be typed."""
    return " ".join(f"{piece}*" if _starts_alone(piece) else piece for piece in pieces_of(typed))


def _starts_alone(piece: str) -> bool:
    asked = understand(piece)
    return asked == replace(Asked(), terms=asked.terms, is_empty=False) and all(
        _may_start(term) and not term.starts for term in asked.terms
    )


def _may_start(term: Term) -> bool:
    return len(term.words) == 1 and len(term.words[0]) >= SHORTEST_PREFIX and not is_unspaced(term.words[0])


class _Found:
    """What was understood so far."""

    def __init__(self, told: list[str]) -> None:
        self.told = told
        self.lists: dict[str, list[object]] = {}
        self.ranges: dict[str, Range] = {}
        self.sort = ""

    def take(self, piece: re.Match[str]) -> None:
        no, name = "no_" if piece["no"] else "", (piece["field"] or "").lower()
        value = piece["quoted"] if piece["quoted"] is not None else piece["plain"]
        if not name:
            if value.endswith(":") and value[:-1].lower() in FIELDS:
                self.told.append(f"Nothing stands after “{value}”, so it was looked for as a word.")
            self._words(value, no, quoted=piece["quoted"] is not None)
        elif name in WRITERS:
            self._add(f"{no}writers", slugify_title(value))
        elif name == "tag" or name in KINDS:
            self._add(f"{no}tags", TagAsked(slugify_tag(value), "" if name == "tag" else name))
        elif name in ("words", "parts", "updated"):
            self._range(name, value, no)
        elif name in ("status", "rating", "language", "lang", "sort"):
            self._choice(name, value, no)
        else:
            self.told.append(f"There is no field “{name}:”, so it was looked for as words.")
            self._words(f"{name} {value}", no, quoted=False)

    def asked(self, *, is_empty: bool) -> Asked:
        lists = {name: tuple(dict.fromkeys(values)) for name, values in self.lists.items()}
        return Asked(is_empty=is_empty, told=tuple(self.told), sort=self.sort, **lists, **self.ranges)  # type: ignore[arg-type]

    def _add(self, name: str, value: object) -> None:
        self.lists.setdefault(name, []).append(value)

    def _words(self, value: str, no: str, *, quoted: bool) -> None:
        for term in terms_of(value, quoted=quoted):
            self._add(f"{no}terms", term)

    def _range(self, name: str, value: str, no: str) -> None:
        """`10k-50k` is both of its ends; what is left out of a range is the other side of it."""
        is_ago = name == "updated"
        between, one = BETWEEN.fullmatch(value), AMOUNT.fullmatch(value)
        if between and not no:
            ends = sorted(
                (_amount(between[1], between[2], is_ago=is_ago), _amount(between[3], between[4], is_ago=is_ago))
            )
            self._bound(name, ">=", ends[0])
            self._bound(name, "<=", ends[1])
        elif one and (sign := _sign(one[1], no, is_ago=is_ago)):
            self._bound(name, sign, _amount(one[2], one[3], is_ago=is_ago))
        else:
            example = f"{no and '-'}{name}:" + ("<30d" if is_ago else ">5000")
            self.told.append(f"“{no and '-'}{name}:” wants a number, as in {example}.")

    def _bound(self, name: str, sign: str, number: float) -> None:
        old, whole = self.ranges.get(name, Range()), name != "updated"
        if sign in (">", ">=", "="):
            old = replace(old, least=number + (sign == ">" and whole))
        if sign in ("<", "<=", "="):
            old = replace(old, most=number - (sign == "<" and whole))
        self.ranges[name] = old

    def _choice(self, name: str, value: str, no: str) -> None:
        value = value.lower()
        if name == "sort":
            if value in SORTS:
                self.sort = value
            else:
                self.told.append(f"Stories can be sorted by {', '.join(SORTS)}.")
        elif name in ("language", "lang"):
            if is_language(value):
                self._add(f"{no}languages", value)
            else:
                self.told.append(f"“{value[:40]}” is no language; try language:en.")
        elif value in (choices := Status.values if name == "status" else Rating.values):
            self._add(f"{no}{'statuses' if name == 'status' else 'ratings'}", value)
        else:
            self.told.append(f"“{name}:” is one of {', '.join(choices)}.")


def _sign(typed: str | None, no: str, *, is_ago: bool) -> str:
    """Empty for what cannot be: stories that have not just so many words."""
    sign = "<" if is_ago and typed in (None, "=") else typed or "="
    return OPPOSITE.get(sign, "") if no else sign


def _amount(number: str, unit: str | None, *, is_ago: bool) -> float:
    amount, unit = float(number.replace(",", "")), (unit or "").lower()
    if is_ago:
        return min(amount * DAYS.get(unit, 1), 36_500)
    return amount * (1000 if unit == "k" else 1)


def terms_of(value: str, *, quoted: bool) -> Iterator[Term]:
    """A word typed with a dash inside is a run of words; single signs of unspaced scripts begin a pair."""
    runs = wanted(value)
    for number, run in enumerate(runs, start=1):
        is_last = number == len(runs)
        starts = not quoted and is_last and value.endswith("*") and len(run[-1]) >= SHORTEST_PREFIX
        alone = len(run) == 1 and len(run[0]) == 1 and is_unspaced(run[0])
        yield Term(tuple(run), starts or alone)


def pieces_of(typed: str) -> list[str]:
    """A query cut where it can be changed: each word, phrase and field."""
    return list(_pieces(typed))


@lru_cache(64)
def _pieces(typed: str) -> list[str]:
    """A page of search asks for the same ones with each of its links. Quotation marks that were left open are closed:
    what is written behind them would become part of the phrase."""
    found = [piece.group().strip() for piece in PIECE.finditer(as_on_keyboards(typed)[:LONGEST])][:MOST]
    return [f'{piece}"' if piece.count('"') % 2 else piece for piece in found]


def with_piece(typed: str, piece: str) -> str:
    """The query with this field added; what it said about the same thing before, for or against, is taken away."""
    asked = meaning_of(piece.removeprefix("-"))
    kept = [one for one in pieces_of(typed) if meaning_of(one.removeprefix("-")) != asked]
    return " ".join([*kept[: MOST - 1], piece])


def without_piece(typed: str, piece: str) -> str:
    asked = meaning_of(piece)
    return " ".join(one for one in pieces_of(typed) if meaning_of(one) != asked)


@lru_cache(1024)
def meaning_of(piece: str) -> tuple[str, ...]:
    """The same for pieces that say the same in other letters: `tag:Sea` and `TAG:"sea"`."""
    sign, rest = ("-", piece[1:]) if piece.startswith("-") else ("", piece)
    field_name, colon, value = rest.partition(":")
    if not colon or field_name.lower() not in FIELDS:
        return sign, rest
    field_name, value = field_name.lower(), value.strip('"')
    return sign, field_name, slugify_tag(value) if field_name == "tag" or field_name in KINDS else value.lower()


def with_choice(typed: str, field_name: str, value: str) -> str:
    """The query with one value for a field that has only one; an empty value takes the field away."""
    kept = [one for one in pieces_of(typed) if not one.lower().startswith((f"{field_name}:", f"-{field_name}:"))]
    return " ".join([*kept, *([f"{field_name}:{value}"] if value else [])])
