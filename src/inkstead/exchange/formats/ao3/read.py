"""Works of the Archive of Our Own: its downloads (HTML, and EPUB once its pages stand one after the other) and pages
saved by a browser. All three say the same in nearly the same words, so the words are what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from inkstead.exchange.formats.markup_tree import Element
from inkstead.exchange.formats.saved_pages import (
    chapter,
    classes,
    counted,
    dropped_words,
    html_of,
    tree_of,
    typed,
    words_of,
)
from inkstead.lib.prose.gutenberg import LANGUAGES
from inkstead.lib.prose.left_out import KINDS, LeftOut
from inkstead.lib.prose.manuscript import About, Manuscript, ManuscriptPart
from inkstead.lib.prose.words import count_words

WORK = re.compile(r"archiveofourown\.org/(?:works|chapters|collections)")
RATINGS = {
    "general audiences": "everyone", "teen and up audiences": "teen", "mature": "mature", "explicit": "explicit",
}  # fmt: skip
# The warnings of the archive as this site's own; any other stays as it is.
WARNINGS = {
    "graphic depictions of violence": "Graphic violence", "major character death": "Major character death",
    "rape/non-con": "Sexual violence", "underage": "Underage", "underage sex": "Underage",
}  # fmt: skip
NO_WARNING = frozenset({"no archive warnings apply", "creator chose not to use archive warnings"})
TAGS = ("fandom", "relationship", "character", "additional tag", "freeform", "categor")
NATIVE = {
    "deutsch": "de", "français": "fr", "español": "es", "italiano": "it", "português brasileiro": "pt-BR",
    "português europeu": "pt-PT", "русский": "ru", "中文-普通话 國語": "zh", "日本語": "ja", "polski": "pl",
    "nederlands": "nl", "svenska": "sv", "suomi": "fi", "türkçe": "tr", "한국어": "ko", "čeština": "cs",
}  # fmt: skip
FRAMES = frozenset({"div", "section", "body", "html", "article", "main", ""})
FRAME_CLASSES = re.compile(
    r"(?:meta|group|userstuff\d*|chapter|preface|module|notes|summary|calibre\d*|wrapper|end|work)"
)
FRAME_IDS = re.compile(
    r"(?:preface|chapters|afterword|workskin|work_endnotes|endnotes\d*|notes|summary|chapter[-_]\d+.*)"
)
LABELS = {
    "summary": "summary", "chapter summary": "before", "notes": "notes", "chapter notes": "before",
    "chapter end notes": "after", "end notes": "after",
}  # fmt: skip
SITE = re.compile(
    r"(?:see the end of the (?:work|chapter) for|\(?see the end of|please drop by the archive|posted originally on|"
    r"for the full list|chapter text$|work text:?$|chapter management|\(see )",
    re.IGNORECASE,
)
OF_SITE = frozenset({
    "message", "endnote-link", "jump", "associations", "actions", "landmark", "children", "navigation",
})  # fmt: skip
LABELLED = frozenset({"p", "h2", "h3", "h4", "b"})
AROUND, TEXT = "around", "text"
USERS = re.compile(r"userstuff\d*")  # what somebody typed, as programs that make books call it
COMPLETED = re.compile(r"Completed:|Chapters:\s*(\d+)/\1(?!\d)")


@dataclass(slots=True)
class _Chapter:
    title: str = ""
    html: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        return bool(self.html)


@dataclass(slots=True)
class _Work:
    title: str = ""
    authors: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    chapters: list[_Chapter] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)  # what the page hides


def read_ao3(source: str, _name: str) -> Manuscript | None:
    """None for any other page."""
    if not WORK.search(source) or not re.search(r'id="(?:preface|workskin|chapters)"|class="[^"]*\btags\b', source):
        return None
    tree = tree_of(source)
    work = _Work()
    for told in tree.all("dl"):
        _take_tags(told, work)
    _Reader(work).read(next((each for each in tree.walk() if each.attributes.get("id") == "workskin"), tree))
    left_out = LeftOut()
    parts = [_part(work, number, each, left_out) for number, each in enumerate(work.chapters, start=1) if each.begun]
    if not parts or not work.told:
        return None
    words = _words(work)
    warnings = [*dropped_words(work.dropped, "the page"), *left_out.told]
    warnings.append("Notes and buttons of the archive around the text were left out.")
    language = _first(work, "language").lower()
    known = LANGUAGES.get(language) or NATIVE.get(language, "")
    return Manuscript(work.title, tuple(parts), known, ", ".join(work.authors), tuple(warnings), words, _about(work))


def _words(work: _Work) -> int:
    """With notes, titles of chapters and what the page hides."""
    pieces = ["".join([*each.html, *each.before, *each.after]) for each in work.chapters]
    titles = [each.title or (work.title if len(work.chapters) == 1 else "") for each in work.chapters]
    return sum(map(counted, [*pieces, *work.notes])) + sum(map(count_words, [*titles, *work.dropped]))


def _part(work: _Work, number: int, each: _Chapter, left_out: LeftOut) -> ManuscriptPart:
    before = [*work.notes, *each.before] if number == 1 else each.before
    title = each.title or (work.title if len(work.chapters) == 1 else f"Chapter {number}")
    return chapter(title, "".join(each.html), left_out, before="".join(before), after="".join(each.after))


def _about(work: _Work) -> About:
    said = [one for one in _all(work, "warning") if one.lower() not in NO_WARNING]
    warnings = dict.fromkeys(WARNINGS.get(one.lower(), one) for one in said)
    tags = dict.fromkeys(one for name in TAGS for one in _all(work, name))
    rating = RATINGS.get(_first(work, "rating").lower(), "")
    complete = COMPLETED.search(" ".join(_all(work, "stats")))
    return About(
        typed("".join(work.summary)), tuple(tags), rating, tuple(warnings), "complete" if complete else "ongoing"
    )


def _all(work: _Work, name: str) -> list[str]:
    return [one for label, told in work.told.items() if name in label for one in told]


def _first(work: _Work, name: str) -> str:
    return next(iter(_all(work, name)), "")


def _take_tags(told: Element, work: _Work) -> None:
    label = ""
    for child in told.walk():
        if child.name == "dt":
            label = child.text.rstrip(":").strip().lower()
        elif child.name == "dd" and label:
            links = [each.text for each in child.all("a") if each.text]
            work.told.setdefault(label, []).extend(links or ([child.text] if child.text else []))


class _Reader:
    """Goes through what stands on the pages, one after the other; a label says what the quotation after it is."""

    def __init__(self, work: _Work) -> None:
        self.work = work
        self.label = ""

    def read(self, tree: Element) -> None:
        for element, place in _blocks(tree, ""):
            self._take(element, place)

    def _take(self, element: Element, place: str) -> None:
        text, names = element.text, classes(element)
        said = place != TEXT  # a writer's own paragraph may be called “Notes” too
        label = LABELS.get(text.rstrip(":").strip().lower()) if said and element.name in LABELLED else None
        if label and len(text) < 30:
            self.label = label
        elif said and self.label and element.name == "blockquote":
            self._take_labelled(html_of(element, (), self.work.dropped))
        elif (element.name == "dl" and (names & {"tags", "meta", "stats"} or place == AROUND)) or self._is_of_site(
            element, text, names, said=said
        ):
            return
        else:
            self.label = ""
            self._take_text(element, place)

    def _take_text(self, element: Element, place: str) -> None:
        names = classes(element)
        if place == TEXT:
            self._keep(element)
        elif "byline" in names or (place == AROUND and element.text.lower().startswith("by ")):
            self._take_authors(element)
        elif element.name == "h1" or ({"title", "heading"} <= names and element.name == "h2"):
            self.work.title = self.work.title or words_of(element)
        elif place != AROUND and element.name in ("h2", "h3") and (names & {"heading", "toc-heading", "title"}):
            self.work.chapters.append(_Chapter(words_of(element)))
        elif place != AROUND:
            self._keep(element)

    def _keep(self, element: Element) -> None:
        if element.text or element.first("img") or element.name in ("hr", "img"):
            if not self.work.chapters:
                self.work.chapters.append(_Chapter())
            self.work.chapters[-1].html.append(html_of(Element("", {}, [element]), (), self.work.dropped))
        elif element.name in KINDS and self.work.chapters:  # it has no words, and is counted when the text is read
            self.work.chapters[-1].html.append(f"<{element.name}></{element.name}>")

    def _take_labelled(self, html: str) -> None:
        current = self.work.chapters[-1] if self.work.chapters else None
        if current is None:
            (self.work.summary if self.label == "summary" else self.work.notes).append(html)
        elif self.label == "after" or (self.label == "notes" and current.begun):
            current.after.append(html)
        else:
            current.before.append(html)

    def _take_authors(self, element: Element) -> None:
        names = [each.text for each in element.all("a") if each.text] or [element.text.removeprefix("by ")]
        self.work.authors = self.work.authors or list(dict.fromkeys(names))

    @staticmethod
    def _is_of_site(element: Element, text: str, names: set[str], *, said: bool) -> bool:
        return bool(OF_SITE & names) or (said and len(text) < 300 and SITE.match(text) is not None)


def _blocks(element: Element, place: str) -> Iterator[tuple[Element, str]]:
    """What stands in the frames of the page, one after the other, and where: in the text, around all of it, or else."""
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                yield Element("p", {}, [child]), place
        elif child.name in FRAMES and _is_frame(child):
            yield from _blocks(child, _place(child, place))
        elif child.name not in ("head", "ul") or "navigation" not in classes(child):
            yield child, place


def _place(frame: Element, place: str) -> str:
    names, name = classes(frame), frame.attributes.get("id", "")
    if name == "chapters":
        return ""
    if place == AROUND or name in ("preface", "afterword") or ("preface" in names and "chapter" not in names):
        return AROUND
    if "meta" in names or "preface" in names:
        return ""
    return TEXT if any(USERS.fullmatch(each) for each in names) else place


def _is_frame(element: Element) -> bool:
    if element.name in ("", "html", "body", "article", "section", "main"):
        return True
    if "endnote-link" in classes(element) or "byline" in classes(element):
        return False
    by_class = any(FRAME_CLASSES.fullmatch(name) for name in classes(element))
    return by_class or FRAME_IDS.fullmatch(element.attributes.get("id", "")) is not None
