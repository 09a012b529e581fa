"""Where speech stands in a line of prose: between which characters, and whether its end was found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inkstead.perspectives.analysis.marks import CLOSERS, DASHES, SINGLES, Marks

ENDS_SPEECH = frozenset(".,!?…—–-;:*~。！？")
TERMINAL = frozenset(".!?…—–-。！？~")
ELISION = re.compile(r"['’](?:tis|twas|em|cause|til|n|bout|cos|round)\b", re.IGNORECASE)
SPANISH_ASIDE = re.compile(r"\s[—–―](?=\w)|(?<=\S)[—–―](?=\s|[.,;:!?…]|$)")
SPACED_ASIDE = re.compile(r"(?<=[,.!?…])\s[—–―]\s")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Speech from `start` to `end` of its line, without its marks; `opener` is empty where none was set."""

    start: int
    end: int
    opener: str
    closed: bool


def find_quotations(line: str, marks: Marks, unclosed: str = "") -> list[Quotation]:
    """`unclosed` is the mark that the line before left open: speech of several paragraphs opens each of them anew."""
    if marks.dash and line[:1] and line[0] in DASHES + "-":
        return _after_dash(line)
    found = _Scan(line, marks).run()
    return [each for each in found if line[each.start : each.end].strip() and _is_speech(line, each, unclosed)]


class _Scan:
    def __init__(self, line: str, marks: Marks) -> None:
        self.line, self.marks = line, marks
        self.found: list[Quotation] = []
        self.opener, self.start = "", 0

    def run(self) -> list[Quotation]:
        for mark in self.marks.pattern.finditer(self.line):
            self._step(mark[0], mark.start())
        if self.opener:
            self.found.append(Quotation(self.start, len(self.line), self.opener, closed=False))
        return self.found

    def _step(self, mark: str, at: int) -> None:
        if self.opener:
            if mark in CLOSERS[self.opener] and self._closes(mark, at):
                self.found.append(Quotation(self.start, at, self.opener, closed=True))
                self.opener = ""
        elif self._opens(mark, at):
            self.opener, self.start = mark, at + 1
        elif not self.found and self._ends_what_never_began(mark, at):
            self.found.append(Quotation(0, at, "", closed=True))

    def _opens(self, mark: str, at: int) -> bool:
        if mark not in CLOSERS or mark not in self.marks.openers:
            return False
        before, after = self.line[at - 1 : at], self.line[at + 1 : at + 2]
        if mark == "«":
            return True
        if not after or after.isspace():
            return False
        if mark in "\"'»›‹" and before and not (before.isspace() or before in "([—–-―*_"):
            return False
        return mark not in SINGLES or not self._is_apostrophe(mark, at, before)

    def _is_apostrophe(self, mark: str, at: int, before: str) -> bool:
        return before.isalnum() or (mark == "'" and ELISION.match(self.line, at) is not None)

    def _closes(self, mark: str, at: int) -> bool:
        before, after = self.line[at - 1 : at], self.line[at + 1 : at + 2]
        if mark == '"':
            # Directly before a word it opens, unless something that ends speech stands before it.
            return not (before.isspace() and after.isalnum()) or before in ENDS_SPEECH
        if self.opener not in "‘'‚":
            return True
        if after.isalnum():
            return False  # don't
        if before in ENDS_SPEECH:
            return True
        return not before.isspace() and not self._better_end(at)

    def _better_end(self, at: int) -> bool:
        """The dogs' bowls: a possessive is followed by the true end of the speech."""
        rest = self.line[at + 1 :]
        if not rest[:1].isspace():
            return False
        following = re.search(r"[‘’'](?!\w)", rest)
        return following is not None and rest[following.start() - 1] in ENDS_SPEECH

    def _ends_what_never_began(self, mark: str, at: int) -> bool:
        """A quotation whose opening mark was forgotten."""
        if mark not in '”»"' or self.line[at - 1 : at] not in ENDS_SPEECH or at == 0:
            return False
        return not any(opener in self.line[:at] for opener in self.marks.openers - SINGLES)


def _is_speech(line: str, found: Quotation, unclosed: str) -> bool:
    """Words set apart inside a sentence (the so-called “accident”) are not spoken."""
    inner = line[found.start : found.end].rstrip(" \u00a0\u202f")
    before = line[: max(0, found.start - 1)].rstrip(" *_")
    after = line[found.end + 1 :].lstrip(" *_")
    if not found.closed or not found.opener or inner[-1:] in ENDS_SPEECH:
        return True
    return not before or not after or after[0] in ",-—–" or before[-1] in ":,"


def _after_dash(line: str) -> list[Quotation]:
    """— Speech. With asides between dashes: —No —dijo ella—. Me voy. / — Нет, — сказала она. — Я ухожу."""
    start = 2 if line[1:2].isspace() else 1
    cuts = list(SPANISH_ASIDE.finditer(line, start)) or list(SPACED_ASIDE.finditer(line, start))
    found, spoken = [], True
    for cut in cuts:
        aside = line[cut.end() : cut.end() + 1]
        if spoken and not (aside.islower() or aside == ""):
            continue  # a dash of the speech itself
        if spoken:
            found.append(Quotation(start, cut.start(), line[0], closed=True))
        start, spoken = cut.end(), not spoken
    if spoken:
        found.append(Quotation(start, len(line), line[0], closed=True))
    return [_trimmed(line, each) for each in found if line[each.start : each.end].strip(" .,;:!?…")]


def _trimmed(line: str, found: Quotation) -> Quotation:
    """The point after a closing dash belongs to the aside: —dijo ella—. Me voy."""
    inner = line[found.start : found.end]
    lead = len(inner) - len(inner.lstrip(" .,;:\u00a0\u202f"))
    return Quotation(found.start + lead, found.end, found.opener, closed=True)
