"""A text of many blocks, changed in a few: what stays is not read again, however long it is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from inkstead.lib.prose.blocks import Block, plain_text, split_blocks
from inkstead.lib.prose.identity import new_id
from inkstead.lib.prose.limits import MARKUP_ALLOWANCE, PART_LIMIT, PART_TAG_LIMIT, check_length, check_part
from inkstead.lib.prose.markup import BLOCK_ID
from inkstead.lib.prose.sanitise import clean
from inkstead.lib.prose.stored import scenes_in, stored_elements
from inkstead.lib.prose.words import count_words
from inkstead.lib.refusals import Refused

MOST_CHANGES = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """Take blocks out and put others in after a block; after "" is at the beginning."""

    after: str
    remove: Sequence[str] = ()
    insert: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Patched:
    html: str
    words_more: int  # than before; fewer are below zero
    scenes: int
    ids: Sequence[Sequence[str]]  # what each change put in, as it is named from now on


def patch(html: str, changes: Sequence[Change]) -> Patched:
    """The changes one after the other. Only for HTML as it is stored; only what is put in is sanitised.

    Refuses with the code "unknown_blocks" what speaks of blocks that are not there: the whole text helps then.
    """
    if len(changes) > MOST_CHANGES:
        raise Refused(f"More than {MOST_CHANGES:,} changes at once; send the whole text.", code="too_many_changes")
    elements = stored_elements(html)
    order = list(elements)
    words_more, ids = 0, []
    for change in changes:
        gone = _known(change.remove, elements)
        place = order.index(change.after) + 1 if _known([change.after] if change.after else (), elements) else 0
        words_more -= sum(_words(split_blocks(elements.pop(name))) for name in gone)
        fresh = _told_apart(_read(change.insert), elements)
        words_more += _words(fresh)
        before, after = ([name for name in side if name not in gone] for side in (order[:place], order[place:]))
        order = [*before, *(block.id for block in fresh), *after]
        elements.update((block.id, block.html) for block in fresh)
        ids.append([block.id for block in fresh])
    patched = "\n".join(elements[name] for name in order)
    _check_whole(patched)
    return Patched(patched, words_more, scenes_in(elements[name] for name in order), ids)


def _known(names: Iterable[str], elements: Collection[str]) -> set[str]:
    found = set(names)
    if any(name not in elements for name in found):
        message = "This change speaks of paragraphs that the text it starts from does not have. Send the whole text."
        raise Refused(message, code="unknown_blocks")
    return found


class _WellFormed:
    """Every id will do if it has the form of one."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and BLOCK_ID.fullmatch(name) is not None


def _read(inserted: Sequence[str]) -> list[Block]:
    typed = "\n".join(inserted)
    check_length(typed, MARKUP_ALLOWANCE * PART_LIMIT)
    check_part(typed, "html")
    # Each on its own, so that a tag left open in one of them cannot swallow the next.
    return [
        block
        for piece in inserted
        for block in split_blocks(clean(piece, _WellFormed(), limit=MARKUP_ALLOWANCE * PART_LIMIT, keep_spaces=True))
    ]


def _unique(name: str, taken: Collection[str]) -> str:
    while not name or name in taken:
        name = new_id()
    return name


def _told_apart(blocks: Sequence[Block], taken: Collection[str]) -> list[Block]:
    names = set(taken)
    apart = []
    for block in blocks:
        apart.append(block.named(_unique(block.id, names)))
        names.add(apart[-1].id)
    return apart


def _words(blocks: Iterable[Block]) -> int:
    return sum(count_words(block.text) for block in blocks if block.kind != "scene-break")


def _check_whole(html: str) -> None:
    if html.count("<") > PART_TAG_LIMIT:
        check_part(html, "html")
    if len(html) > PART_LIMIT:
        check_length(plain_text(split_blocks(html)))
