"""The one entry for what a writer submits: text in some format becomes prose."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from inkstead.lib.prose.blocks import Block, join_blocks, plain_text, split_blocks
from inkstead.lib.prose.identity import assign_ids
from inkstead.lib.prose.limits import GROWTH_LIMIT, MARKUP_ALLOWANCE, PART_LIMIT, check_length, check_part
from inkstead.lib.prose.marked import markdown_to_html
from inkstead.lib.prose.plain import text_to_html
from inkstead.lib.prose.sanitise import clean
from inkstead.lib.prose.scenes import Scene, split_scenes
from inkstead.lib.refusals import Refused

READERS: dict[str, Callable[[str], str]] = {"html": str, "markdown": markdown_to_html, "text": text_to_html}
# HTML as our own editor writes it: every space is meant, and so is the id of every block, old or new.
EDITOR = "editor"


class EveryId:
    """Contains all: the sanitiser still looks at the form of an id, and that only one block has it."""

    def __contains__(self, _block_id: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Prose:
    blocks: tuple[Block, ...]
    html: str
    text: str
    words: int
    scenes: tuple[Scene, ...]
    warnings: tuple[str, ...] = ()


def to_html(text: str, format: str) -> str:  # noqa: A002 - the word that the API uses
    """Not clean yet: only `read_prose` and `clean` return what may be shown."""
    reader = READERS.get("html" if format == EDITOR else format)
    if reader is None:
        message = f"“{format[:40]}” is not a format of a text; use one of {', '.join(READERS)}."
        raise Refused(message, code="unknown_format", fields={"format": message})
    return reader(text)


def read_prose(text: str, format: str, previous: Sequence[Block] = ()) -> Prose:  # noqa: A002
    """Blocks that go on from earlier ones keep their ids. Refuses what is too long, too deep or of no known format."""
    # The limit is for the writer's text: markup, typed or added by a format, must not push an allowed text over it.
    is_html = format in ("html", EDITOR)
    check_length(text, MARKUP_ALLOWANCE * PART_LIMIT if is_html else PART_LIMIT)
    check_part(text, format)
    written = to_html(text, format)
    known_ids = EveryId() if format == EDITOR else None
    prose = read_clean(written, previous, keep_spaces=format != "html", known_ids=known_ids)
    check_length(prose.text)
    return replace(prose, warnings=_warnings(written, prose.blocks))


def read_clean(
    written: str, previous: Sequence[Block] = (), *, keep_spaces: bool, known_ids: Container[str] | None = None
) -> Prose:
    """For HTML that was made here from a text whose length is known to be allowed. Of the ids in it those are kept that
    earlier blocks had, or the known ones."""
    known = {block.id for block in previous} if known_ids is None else known_ids
    html = clean(written, known, limit=GROWTH_LIMIT * PART_LIMIT, keep_spaces=keep_spaces)
    blocks = tuple(assign_ids(split_blocks(html), previous, keep_unknown=known_ids is not None))
    scenes = tuple(split_scenes(blocks))
    return Prose(
        blocks=blocks,
        html=join_blocks(blocks),
        text=plain_text(blocks),
        words=sum(scene.words for scene in scenes),
        scenes=scenes,
    )


def _warnings(written: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    warnings = []
    if not blocks:
        warnings.append("There is no text in this part yet.")
    if "<img" in written and written.lower().count("<img") > sum(block.html.count("<img ") for block in blocks):
        warnings.append("Images from other places were replaced by links to them.")
    return tuple(warnings)
