"""A web page that a word processor or pandoc wrote: its notes stand at its end, its italics in a style sheet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inkstead.exchange.formats.notes import MARKS, reference_to, with_notes
from inkstead.exchange.formats.saved_pages import typed
from inkstead.lib.prose.files import decode_text
from inkstead.lib.prose.left_out import SENTENCES
from inkstead.lib.prose.manuscript import Manuscript, read_manuscript
from inkstead.lib.prose.tokens import read_attributes
from inkstead.lib.prose.words import count_words

LINK = re.compile(r"<a(?=\s)([^<>]*+)>(.{0,300}?)</a\s*>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>")
NUMBER = re.compile(r"[\[(]?\s*(?:\d{1,4}|[*†‡§¶]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])]?", re.IGNORECASE)
RAISED = re.compile(r"<sup\b([^<>]*+)>\s*\Z", re.IGNORECASE)
LOWERED = re.compile(r"\s*</sup\s*>", re.IGNORECASE)
WHOLE = frozenset({"li", "p", "div", "aside", "dd"})  # what can be a note
OPENED = re.compile(r"<(div|aside|li)\b[^<>]*+>\s*<p\b[^<>]*+>\s*(?:<(?:sup|span)\b[^<>]*+>\s*)*\Z", re.IGNORECASE)
PARAGRAPH = re.compile(r"<(p|li|div)\b[^<>]*+>\s*(?:<(?:sup|span|b|strong)\b[^<>]*+>\s*)*\Z", re.IGNORECASE)
ONE = re.compile(r"\s*<p\b[^<>]*+>((?:(?!<p\b).)*)</p\s*>\s*", re.IGNORECASE | re.DOTALL)
LONGEST, MOST, ANSWERS = 20_000, 5_000, 20
BEFORE = 400  # characters in which a note begins that its own link names

STYLE = re.compile(r"<style\b[^<>]*+>", re.IGNORECASE)
RULES, SHEETS_READ = 500, 20
SELECTOR = re.compile(r"(?:span|p|div|em|i|b|strong|a|li)?\.([A-Za-z_][\w-]{0,100})")
# What a class may say of words. Plain values count too, for a later rule takes an earlier one back.
SAID = {
    "font-style": re.compile(r"italic|oblique|normal"),
    "font-weight": re.compile(r"bold|[1-9]00|normal"),
    "text-align": re.compile(r"center|right"),
}
CLASSED = re.compile(r"<(?:span|p|div|em|i|b|strong|a|li)(?=\s)[^<>]*+>", re.IGNORECASE)
ENDING = re.compile(r"\s*/?>\Z")
STYLED = re.compile(r"""\sstyle\s*=\s*(["'])""", re.IGNORECASE)
SHEETS = SENTENCES["sheet"].partition("{}")[0]
KEPT = "Of style sheets only italics, bold letters and places that they give to a class were kept."


def read_web_page(name: str, data: bytes) -> Manuscript:
    source = MARKS.sub("", decode_text(data))
    styled = _with_styles(source)
    written, notes = _without_notes(styled)
    if written == source:
        return read_manuscript(name, data, "html")
    book = with_notes(read_manuscript(name, written.encode(), "html"), notes)
    words = book.words + sum(count_words(typed(note)) for note in notes.values())
    told = [KEPT if styled != source and each.startswith(SHEETS) else each for each in book.warnings]
    return replace(book, words=words, warnings=tuple(told))


# Notes


@dataclass(frozen=True, slots=True)
class _Link:
    start: int
    end: int
    text: str
    target: str
    names: tuple[str, ...]


def _without_notes(source: str) -> tuple[str, dict[str, str]]:
    """A number leads to a note, which leads back to it: the number becomes a mark, the note is taken out."""
    links = [link for found in LINK.finditer(source) if (link := _link(source, found))] if "#" in source else []
    back: dict[str, list[_Link]] = {}
    for link in links:
        back.setdefault(link.target, []).append(link)
    numbers = [link for link in links if NUMBER.fullmatch(link.text) and any(name in back for name in link.names)]
    if not numbers:
        return source, {}
    places = _places(source)
    cuts: list[tuple[int, int, str]] = []
    keys: dict[str, str] = {}
    notes: dict[str, str] = {}
    for link in numbers[:MOST]:
        place = None if link.target in keys else places.get(link.target)
        answers: list[_Link] = []
        if place and place.start() > link.end:
            near = place.start() - BEFORE
            for name in link.names:
                said = back.get(name, [])
                first = bisect_left(said, near, key=lambda each: each.start)
                answers += [each for each in said[first : first + ANSWERS] if each.start > link.end]
        span = _note(source, place, answers) if place and answers else None
        if span is not None and link.target not in keys:
            keys[link.target] = key = f"h{len(keys) + 1}"
            notes[key] = _words_of(source, span, answers)
            cuts.append((span[0], span[3], ""))
        if link.target in keys:
            cuts.append((link.start, link.end, reference_to(keys[link.target])))
    return _cut(source, cuts), notes


def _link(source: str, found: re.Match[str]) -> _Link | None:
    attributes = read_attributes(found[1])
    target = attributes.get("href", "")
    if not target.startswith("#") or len(target) < 2:
        return None
    start, end = found.span()
    names = [attributes.get("id", ""), attributes.get("name", "")]
    raised = RAISED.search(source, max(0, start - BEFORE), start)
    lowered = LOWERED.match(source, end)
    if raised and lowered:
        start, end = raised.start(), lowered.end()
        names.append(read_attributes(raised[1]).get("id", ""))
    return _Link(start, end, TAG.sub("", found[2]).strip(), target[1:], tuple(filter(None, names)))


def _places(source: str) -> dict[str, re.Match[str]]:
    """Tags by the names that links lead to."""
    found: dict[str, re.Match[str]] = {}
    for tag in TAG.finditer(source):
        if not tag[1] and ("id" in tag[3] or "name" in tag[3]):
            attributes = read_attributes(tag[3])
            for name in filter(None, (attributes.get("id"), attributes.get("name"))):
                found.setdefault(name, tag)
    return found


Span = tuple[int, int, int, int]  # where a note starts, where its inside starts and ends, where it ends


def _note(source: str, place: re.Match[str], answers: Sequence[_Link]) -> Span | None:
    """The element that is named, or the one that begins with the link that is."""
    if place[2].lower() in WHOLE:
        return _element(source, place.start(), answers)
    for around in (OPENED, PARAGRAPH):
        opened = around.search(source, max(0, place.start() - BEFORE), place.start())
        span = _element(source, opened.start(), answers) if opened else None
        if span is not None and (around is PARAGRAPH or _stands_alone(source, span)):
            return span
    return None


def _stands_alone(source: str, span: Span) -> bool:
    """Whether only its first link leads back: a frame around many notes is none of them."""
    return len(re.findall(r"<a\b[^<>]*?href\s*=\s*[\"']?#", source[span[1] : span[2]], re.IGNORECASE)) == 1


def _element(source: str, start: int, answers: Sequence[_Link]) -> Span | None:
    first = TAG.match(source, start)
    if first is None:
        return None
    name, depth = first[2].lower(), 0
    for tag in TAG.finditer(source, start, start + LONGEST):
        if tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if depth == 0:
                within = any(first.end() <= each.start < tag.start() for each in answers)
                return (start, first.end(), tag.start(), tag.end()) if within else None
    return None


def _words_of(source: str, span: Span, answers: Sequence[_Link]) -> str:
    """Without the link that leads back, and without the paragraph around a single one."""
    text, at = "", span[1]
    inside = {each for each in answers if span[1] <= each.start < span[2]}
    for link in sorted(inside, key=lambda link: link.start):
        text, at = text + source[at : max(at, link.start)], max(at, link.end)
    text = text + source[at : span[2]]
    alone = ONE.fullmatch(text)
    return (alone[1] if alone else text).replace("&nbsp;", " ").strip()


def _cut(source: str, cuts: Sequence[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, instead in sorted(cuts):
        if start >= at:
            pieces += [source[at:start], instead]
            at = end
    return "".join([*pieces, source[at:]])


# Styles


def _with_styles(source: str) -> str:
    rules = _rules(source)
    return CLASSED.sub(lambda tag: _styled(tag[0], rules), source) if rules else source


def _rules(source: str) -> list[tuple[frozenset[str], Mapping[str, str]]]:
    """Those of single classes that say something kept, in their order. Anything cleverer is left to browsers."""
    rules: list[tuple[frozenset[str], Mapping[str, str]]] = []
    for sheet in _sheets(source):
        for rule in sheet.split("}")[: RULES - len(rules)]:
            selectors, _, said = rule.rpartition("{")
            names = [found[1] for each in selectors[:2_000].split(",") if (found := SELECTOR.fullmatch(each.strip()))]
            looks = dict(filter(None, map(_look, said[:2_000].split(";"))))
            if names and looks:
                rules.append((frozenset(names), looks))
    told = [value for _, looks in rules for value in looks.values()]
    return rules if any(value not in ("normal", "400") for value in told) else []


def _sheets(source: str) -> Iterator[str]:
    """The first ones. A sheet that never ends is none."""
    at = 0
    for _ in range(SHEETS_READ):
        opened = STYLE.search(source, at)
        end = source.find("</style", opened.end()) if opened else -1
        if opened is None or end < 0:
            return
        yield source[opened.end() : min(end, opened.end() + 500_000)]
        at = end


def _look(said: str) -> tuple[str, str] | None:
    name, _, value = (piece.strip().lower() for piece in said.partition(":"))
    value = value.removesuffix("!important").strip()
    return (name, value) if name in SAID and SAID[name].fullmatch(value) else None


def _styled(tag: str, rules: Sequence[tuple[frozenset[str], Mapping[str, str]]]) -> str:
    if "class" not in tag.lower():
        return tag
    names = set(read_attributes(tag[1:-1].partition(" ")[2] or tag[2:-1]).get("class", "").split())
    looks: dict[str, str] = {}
    for classes, said in rules:
        if not classes.isdisjoint(names):
            looks |= said
    looks = {name: value for name, value in looks.items() if value not in ("normal", "400")}
    if not looks:
        return tag
    written = ";".join(f"{name}:{value}" for name, value in looks.items()) + ";"
    own = STYLED.search(tag)
    if own:  # what the element says itself comes later and holds
        return f"{tag[: own.end()]}{written}{tag[own.end() :]}"
    ending = ENDING.search(tag)
    return f'{tag[: ending.start() if ending else -1]} style="{written}">'
