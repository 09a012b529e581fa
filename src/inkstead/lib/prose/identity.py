"""Which block of an edited part is which block of the one before."""

import secrets
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from inkstead.lib.prose.blocks import Block
from inkstead.lib.prose.likeness import Holders, Weights, Words, words_of

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 8
SIMILAR = 60
MOVED = 90
# What was moved and rewritten at once: the share of its words, and how telling they must be, in nats.
REWRITTEN, TELLING = 0.4, 12.0
# Pairs that are compared letter by letter, all in all. Beyond these a part was rewritten, not edited.
COMPARISONS = 200_000
# Difflib is worse than quadratic where lines repeat, so it only sees the stretches between lines that occur once.
STRETCH = 40_000
# What two blocks have in common shows in their beginnings; comparing whole chapters would cost seconds.
COMPARED = 1_000

Pairs = dict[int, int]
Chain = tuple[tuple[int, int], "Chain | None"]


def new_id() -> str:
    return "b-" + "".join([ALPHABET[byte & 31] for byte in secrets.token_bytes(ID_LENGTH)])


def assign_ids(blocks: Sequence[Block], previous: Sequence[Block] = (), *, keep_unknown: bool = False) -> list[Block]:
    """Every block gets an id that no other block of the part has.

    What the block itself says comes first, then its unchanged text (in order, then moved), then its likeness to what
    stood in its place, then a close likeness to anything that is gone from elsewhere. Everything else is new.
    With `keep_unknown` a block whose id nobody knows is new under that id, whatever it resembles: the editor made it.
    """
    brought = _brought(blocks, previous) if keep_unknown else set()
    others = [block for at, block in enumerate(blocks) if at not in brought]
    aligned = iter(_aligned(others, previous, {blocks[at].id for at in brought}))
    return [block if at in brought else next(aligned) for at, block in enumerate(blocks)]


def _brought(blocks: Sequence[Block], previous: Sequence[Block]) -> set[int]:
    known = {block.id for block in previous} | {""}
    first: dict[str, int] = {}
    for at, block in enumerate(blocks):
        if block.id not in known:
            first.setdefault(block.id, at)
    return set(first.values())


def _aligned(blocks: Sequence[Block], previous: Sequence[Block], used: set[str]) -> list[Block]:
    found = _carried(blocks, previous)
    _pair_unchanged(blocks, previous, found)
    _pair_moved(blocks, previous, found)
    _pair_similar(blocks, previous, found)
    _pair_moved_and_changed(blocks, previous, found)
    _pair_moved_and_rewritten(blocks, previous, found)
    used |= {previous[old].id for old in found.values()}
    return [block.named(previous[found[at]].id if at in found else _fresh(used)) for at, block in enumerate(blocks)]


def _fresh(used: set[str]) -> str:
    while (block_id := new_id()) in used:
        pass
    used.add(block_id)
    return block_id


def _carried(blocks: Sequence[Block], previous: Sequence[Block]) -> Pairs:
    """What a block says it is, unless that one stands elsewhere unchanged without saying so."""
    places = {block.id: at for at, block in enumerate(previous)}
    unnamed = {_likeness(block) for block in blocks if block.id not in places}
    found: Pairs = {}
    for at, block in enumerate(blocks):
        old = places.get(block.id)
        if old is None:
            continue
        likeness = _likeness(previous[old])
        if likeness not in unnamed or likeness == _likeness(block) or likeness[0] == "scene-break":
            found[at] = places.pop(block.id)
    return found


def _pair_unchanged(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> None:
    """In order as far as possible, so that a line which is said twice keeps its two ids."""
    _pair_unique(blocks, previous, found)
    left = COMPARISONS
    for new, old in list(_gaps(blocks, previous, found)):
        _pair_ends(blocks, previous, new, old, found)
        size = len(new) * len(old)
        left -= size
        if size > STRETCH or left < 0:
            continue
        before, after = [_likeness(previous[at]) for at in old], [_likeness(blocks[at]) for at in new]
        for match in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            for step in range(match.size):
                found[new[match.b + step]] = old[match.a + step]


def _pair_unique(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> None:
    """Lines that occur once before and once now hold everything else in its place, like in a patience diff."""
    new, old = _once(blocks, _left(blocks, found)), _once(previous, _left_before(previous, found))
    pairs = {at: old[likeness] for likeness, at in new.items() if likeness in old}
    found.update(in_order(pairs))


def _once(blocks: Sequence[Block], places: list[int]) -> dict[tuple[str, str], int]:
    likenesses = [_likeness(blocks[at]) for at in places]
    counts = Counter(likenesses)
    return {likeness: at for likeness, at in zip(likenesses, places, strict=True) if counts[likeness] == 1}


def _pair_ends(
    blocks: Sequence[Block], previous: Sequence[Block], new: list[int], old: list[int], found: Pairs
) -> None:
    """Takes what is alike at both ends of a stretch off it."""
    head = 0
    while head < min(len(new), len(old)) and _likeness(blocks[new[head]]) == _likeness(previous[old[head]]):
        found[new[head]] = old[head]
        head += 1
    del new[:head], old[:head]
    while new and old and _likeness(blocks[new[-1]]) == _likeness(previous[old[-1]]):
        found[new.pop()] = old.pop()


def _pair_similar(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> None:
    left = COMPARISONS
    for new, old in list(_gaps(blocks, previous, found)):
        if len(new) * len(old) <= left:
            left -= len(new) * len(old)
            _pair_in_gap(blocks, previous, new, old, found)


def _gaps(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> Iterator[tuple[list[int], list[int]]]:
    """What is left on both sides between two neighbours that stayed in order."""
    taken = set(found.values())
    start_new = start_old = 0
    for at, before in [*in_order(found), (len(blocks), len(previous))]:
        new = [i for i in range(start_new, at) if i not in found]
        old = [j for j in range(start_old, before) if j not in taken]
        if new and old:
            yield new, old
        start_new, start_old = at + 1, before + 1


def in_order(found: Pairs) -> list[tuple[int, int]]:
    """The most pairs that do not cross each other (the longest increasing subsequence)."""
    tails: list[int] = []
    chains: list[Chain | None] = []
    for at in sorted(found):
        place = bisect_left(tails, found[at])
        chain: Chain = ((at, found[at]), chains[place - 1] if place else None)
        tails[place : place + 1] = [found[at]]
        chains[place : place + 1] = [chain]
    pairs, last = [], chains[-1] if chains else None
    while last is not None:
        pairs.append(last[0])
        last = last[1]
    return pairs[::-1]


def _pair_in_gap(
    blocks: Sequence[Block], previous: Sequence[Block], new: list[int], old: list[int], found: Pairs
) -> None:
    """The pairing with the most likeness in all that keeps the order: a small table, as for a diff."""
    scores = [[_score(blocks[at], previous[before]) for before in old] for at in new]
    best = [[0.0] * (len(old) + 1) for _ in range(len(new) + 1)]
    for i in range(len(new) - 1, -1, -1):
        for j in range(len(old) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + scores[i][j])
    i = j = 0
    while i < len(new) and j < len(old):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found[new[i]] = old[j]
            i, j = i + 1, j + 1


def _score(block: Block, before: Block) -> float:
    if "scene-break" in (block.kind, before.kind) and block.kind != before.kind:
        return 0
    return fuzz.ratio(_text(block), _text(before), score_cutoff=SIMILAR)


def _pair_moved(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> None:
    new, old = _left(blocks, found), _left_before(previous, found)
    waiting: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for at in old:
        waiting[_likeness(previous[at])].append(at)
    for at in new:
        if same := waiting.get(_likeness(blocks[at])):
            found[at] = same.popleft()


def _pair_moved_and_changed(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> None:
    new, old = _left(blocks, found), _left_before(previous, found)
    texts = {at: _text(previous[at]) for at in old}
    budget = COMPARISONS
    for at in new:
        budget -= len(texts)
        if not texts or budget < 0 or blocks[at].kind == "scene-break":
            continue
        best = process.extractOne(_text(blocks[at]), texts, scorer=fuzz.ratio, score_cutoff=MOVED)
        if best is not None:
            found[at] = best[2]
            del texts[best[2]]


def _pair_moved_and_rewritten(blocks: Sequence[Block], previous: Sequence[Block], found: Pairs) -> None:
    """By the rare words that they share, those with the most in common first."""
    new, old = _left(blocks, found), _left_before(previous, found)
    if not new or not old:
        return
    here, there = ([words_of(_text(block)) for block in side] for side in (blocks, previous))
    weights = Weights([*here, *there])
    holders = Holders(weights)
    for at in old:
        holders.add(at, there[at])
    scored = [
        (_shared(here[at], there[before], weights), at, before) for at in new for before in holders.likely(here[at])
    ]
    taken: set[int] = set()
    for score, at, before in sorted(scored, key=lambda row: -row[0]):
        if score >= REWRITTEN and at not in found and before not in taken:
            found[at] = before
            taken.add(before)


def _shared(words: Words, before: Words, weights: Weights) -> float:
    """The share of what both say that both say (Dice), nothing where that could be chance."""
    both = weights.sum(set(words) & set(before))
    return 2 * both / (weights.sum(set(words)) + weights.sum(set(before))) if both >= TELLING else 0.0


def _left(blocks: Sequence[Block], found: Pairs) -> list[int]:
    return [at for at in range(len(blocks)) if at not in found]


def _left_before(previous: Sequence[Block], found: Pairs) -> list[int]:
    taken = set(found.values())
    return [at for at in range(len(previous)) if at not in taken]


def _likeness(block: Block) -> tuple[str, str]:
    """Images without a description are told apart by what they show."""
    return block.kind, block.text if block.text and block.kind != "image" else block.html.partition(" src=")[2]


def _text(block: Block) -> str:
    return block.text[:COMPARED]
