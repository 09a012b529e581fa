"""Words with their formatting: how two texts differ, shown in one, and how two changes of one text come together.

A block becomes a row of words, each of which knows the elements around it, so that whatever is taken from the row and
written again is well formed. Lists, quotations, images and verbatim text are one word each.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, NamedTuple

from inkstead.lib.prose.blocks import OPENING, Block
from inkstead.lib.prose.words import EAST_ASIAN

PIECE = re.compile(
    rf"<[^>]*>|&[a-zA-Z0-9#]{{1,10}};|[{EAST_ASIAN}]|[^\s<>&{EAST_ASIAN}.,;:!?…\"“”„«»()\[\]—–]+|\s+|.", re.DOTALL
)
VOID = re.compile(r"<(?:br|img)\b")
NAME = re.compile(r"<([a-z0-9]+)")
# Pairs of words that are compared; beyond these a passage counts as rewritten.
COMPARED = 1_000_000
# Fewer words than these between two changes make them one: nobody wants a rewritten sentence in crumbs.
CRUMBS = 2

Mark = Literal["", "ins", "del"]


class Word(NamedTuple):
    html: str
    around: tuple[str, ...]
    """The opening tags around it, outermost first."""
    opens: bool = False
    """It opens a block; one that holds no words of its own is all of it."""


class Change(NamedTuple):
    start: int
    end: int
    words: tuple[Word, ...]
    """What stands there instead."""


def words_of(blocks: Iterable[Block]) -> list[Word]:
    return [word for block in blocks for word in _words(block)]


def changes(before: Sequence[Word], after: Sequence[Word]) -> list[Change]:
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    most = min(len(before), len(after)) - head
    tail = 0
    while tail < most and before[len(before) - 1 - tail] == after[len(after) - 1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if not old and not new:
        return []
    if len(old) * len(new) > COMPARED:
        return [Change(head, len(before) - tail, tuple(new))]
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append(Change(head + i, head + j, tuple(new[k:m])))
    return list(_without_crumbs(before, found))


def merge(base: Sequence[Word], mine: Sequence[Word], theirs: Sequence[Word]) -> list[Word] | None:
    """Both changes of `base` in one; None where both touch the same words in different ways."""
    waiting = sorted({*changes(base, mine), *changes(base, theirs)}, key=lambda change: (change.start, change.end))
    out: list[Word] = []
    at = 0
    last: Change | None = None
    for change in waiting:
        if last is not None and _collide(last, change):
            return None
        out += base[at : change.start]
        out += change.words
        at, last = change.end, change
    return _tidy([*out, *base[at:]])


def _tidy(words: Iterable[Word]) -> list[Word]:
    """Without blanks at the edges of a block: what stood between two words may come to stand beside one."""
    out: list[Word] = []
    for word in words:
        if _is_blank(word) and (not out or out[-1].opens):
            continue
        if word.opens and out and _is_blank(out[-1]):
            out.pop()
        out.append(word)
    if out and _is_blank(out[-1]):
        out.pop()
    return out


def _is_blank(word: Word) -> bool:
    return not word.opens and not word.html.strip(" \t\n")


def written(words: Iterable[Word]) -> str:
    """The row as HTML again, one block after the other, without ids."""
    return "\n".join(_blocks((word, "") for word in words))


def marked(before: Sequence[Word], after: Sequence[Word]) -> str:
    """Both in one: what is gone in <del>, what is new in <ins>."""
    return "\n".join(_blocks(_with_marks(before, after)))


def _with_marks(before: Sequence[Word], after: Sequence[Word]) -> Iterator[tuple[Word, Mark]]:
    at = 0
    for change in changes(before, after):
        yield from ((word, "") for word in before[at : change.start])
        yield from ((word, "del") for word in before[change.start : change.end])
        yield from ((word, "ins") for word in change.words)
        at = change.end
    yield from ((word, "") for word in before[at:])


def _words(block: Block) -> list[Word]:
    name = OPENING.match(block.html)
    assert name is not None
    bare = f"<{name[1]}{block.html[name.end() :]}"
    if block.kind not in ("paragraph", "heading"):
        return [Word(bare, (), opens=True)]
    found = list(_inline(bare))
    return found if written(found) == bare else [Word(bare, (), opens=True)]


def _inline(bare: str) -> Iterator[Word]:
    first, *pieces = PIECE.findall(bare)
    yield Word(first, (), opens=True)
    around: list[str] = []
    for piece in pieces[:-1]:  # the last closes the block
        if piece.startswith("</"):
            around.pop()
        elif piece[0] == "<" and not VOID.match(piece):
            around.append(piece)
        else:
            yield Word(piece, tuple(around))


def _blocks(words: Iterable[tuple[Word, Mark]]) -> Iterator[str]:
    opening, inside = "", _Inside()
    for word, mark in words:
        if not word.opens:
            opening = opening or "<p>"
            inside.add(word, mark)
        elif _is_whole(word):
            if opening:
                yield inside.close(opening)
            yield f"<{mark}>{word.html}</{mark}>" if mark else word.html
            opening, inside = "", _Inside()
        elif mark == "del" and opening:
            continue  # the block before it takes in its words
        else:
            if opening and not inside.is_empty:
                yield inside.close(opening)
                inside = _Inside()
            opening = word.html
    if opening:
        yield inside.close(opening)


class _Inside:
    """The inside of one block as it is written."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.mark: Mark = ""
        self.around: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.out

    def add(self, word: Word, mark: Mark) -> None:
        if mark != self.mark:
            self._leave(())
            self.out += [f"</{self.mark}>"] if self.mark else []
            self.out += [f"<{mark}>"] if mark else []
            self.mark = mark
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self.around, word.around, strict=False)))
        self._leave(self.around[:shared])
        self.out += word.around[shared:]
        self.around = word.around
        self.out.append(word.html)

    def close(self, opening: str) -> str:
        self._leave(())
        self.out += [f"</{self.mark}>"] if self.mark else []
        return f"{opening}{''.join(self.out)}</{_name(opening)}>"

    def _leave(self, kept: tuple[str, ...]) -> None:
        self.out += [f"</{_name(tag)}>" for tag in reversed(self.around[len(kept) :])]
        self.around = kept


def _is_whole(word: Word) -> bool:
    """More than an opening tag: a list, a quotation, a scene break."""
    return word.html.startswith("<hr") or word.html.count("<") > 1 or not word.html.endswith(">")


def _name(tag: str) -> str:
    found = NAME.match(tag)
    assert found is not None
    return found[1]


def _collide(last: Change, change: Change) -> bool:
    """They share words; or they touch and one of them only adds, so that nobody can say what comes first."""
    adds = last.start == last.end or change.start == change.end
    return change.start < last.end or (change.start == last.end and adds)


def _without_crumbs(before: Sequence[Word], found: Iterable[Change]) -> Iterator[Change]:
    last: Change | None = None
    for change in found:
        if last is None:
            last = change
            continue
        between = before[last.end : change.start]
        if sum(1 for word in between if _is_word(word)) < CRUMBS and not any(word.opens for word in between):
            last = Change(last.start, change.end, (*last.words, *between, *change.words))
        else:
            yield last
            last = change
    if last is not None:
        yield last


def _is_word(word: Word) -> bool:
    return any(character.isalnum() for character in word.html)
