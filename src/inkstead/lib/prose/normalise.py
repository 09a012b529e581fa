"""Builds the sequence of blocks that a part is made of from whatever HTML was submitted.

No tree is kept: a stack of open elements, a list of inline effects and one leaf at a time are enough, and nothing here
recurses. Markup that was closed in the wrong order is read as a browser would read it.
"""

from collections.abc import Container, Mapping

from inkstead.lib.prose import addresses, elements
from inkstead.lib.prose.frames import Frame, Frames, Item
from inkstead.lib.prose.inlines import Inlines, effects_of, plain_effects
from inkstead.lib.prose.leaf import CELL_GAP, EDGE, Leaf
from inkstead.lib.prose.left_out import LeftOut, shown_tokens
from inkstead.lib.prose.limits import check_entities, growth_bound, refuse_growth
from inkstead.lib.prose.markup import decode, direction_of, escape_value, id_of, language_of, opening
from inkstead.lib.prose.ornaments import is_scene_break
from inkstead.lib.prose.tokens import Attributes, tokens


def normalise(
    source: str,
    known_ids: Container[str] = (),
    *,
    keep_spaces: bool = False,
    headings: Mapping[str, str] = elements.HEADINGS,
    left_out: LeftOut | None = None,
) -> str:
    """With `left_out` the text is that of a file: what its readers would not see is not read, and counted there."""
    builder = Builder(known_ids, keep_spaces=keep_spaces, headings=headings)
    bound = growth_bound(len(source))
    found = tokens(source) if left_out is None else shown_tokens(source, left_out)
    builder.left_out = left_out
    for kind, value, attributes in found:
        if kind == "text":
            builder.text(decode(value))
        elif kind == "start":
            builder.start(value, attributes)
        else:
            builder.end(value)
        if builder.written > bound:
            refuse_growth()
    return builder.finish()


class Builder:
    def __init__(self, known_ids: Container[str], *, keep_spaces: bool, headings: Mapping[str, str]) -> None:
        self.known_ids = known_ids
        self.used_ids: set[str] = set()
        self.keep_spaces = keep_spaces
        self.headings = headings
        self.out: list[str] = []
        self.written = 0
        self.frames = Frames()
        self.containers: list[Item] = []
        self.inlines = Inlines()
        self.outside_images: list[str] = []
        self.leaf: Leaf | None = None
        self.left_out: LeftOut | None = None

    # What the tokens ask for

    def text(self, text: str) -> None:
        if text.strip(EDGE):
            self._ready_leaf().write_text(text, self.inlines.effects)
        elif self.leaf is not None or self.frames.top.leaf == "pre":
            self._some_leaf().add_gap(text)

    def start(self, name: str, attributes: Attributes) -> None:
        name = elements.OTHER_LISTS.get(name, name)
        if name in elements.BLOCKS:
            self._start_block(name, attributes)
        elif name in elements.INLINE:
            if name == "a":
                self.end("a")
            effects = effects_of(name, attributes)
            if name == "a" and not effects and attributes.get("href"):
                self._leave_out("link")
            self.inlines.start(name, effects, self.frames.depth)
        elif name == "br":
            self._break()
        elif name == "hr":
            self._rule(attributes)
        elif name == "img":
            self._image(attributes)
        elif name == "q":
            self.text("“")

    def end(self, name: str) -> None:
        name = elements.OTHER_LISTS.get(name, name)
        if name in elements.BLOCKS:
            self._pop_to(self.frames.ended_by(name))
            if name == "p":
                self._end_leaf()
        elif name in elements.INLINE:
            self.inlines.end(name)
            if name == "a" and self.outside_images:
                self._write_outside_images()
        elif name == "br":
            self._break()
        elif name == "q":
            self.text("”")

    def finish(self) -> str:
        self._pop_to(1)
        self._end_leaf()
        return "".join(self.out).removesuffix("\n")

    # Blocks

    def _start_block(self, name: str, attributes: Attributes) -> None:
        self._pop_to(self.frames.implied_end(name))
        if name in elements.CELLS and self.leaf is not None and self.frames.top.name == "tr":
            self.leaf.gap = CELL_GAP
        else:
            self._end_leaf()
        if name == "li" and not self._in_list():
            name = "div"
        self._push(name, attributes)

    def _push(self, name: str, attributes: Attributes) -> None:
        parent, look = self.frames.top, elements.look_of(attributes)
        frame = Frame(
            name,
            leaf=self._leaf_tag(name, parent),
            align=look.align or ("center" if name == "center" else parent.align),
            language=language_of(attributes) if attributes else "",
            direction=direction_of(attributes) if attributes else "",
            small_caps=look.small_caps or parent.small_caps,
            block_id=id_of(attributes, self.known_ids) if attributes else "",
        )
        if name in elements.CONTAINERS:
            self._open_container(frame)
        else:
            frame.language = frame.language or parent.language
            frame.direction = frame.direction or parent.direction
            self.frames.push(frame)
        # A heading is bold by itself.
        adds = [tag for tag in look.adds if tag != "strong" or frame.leaf == "p"]
        if adds:
            self.inlines.start("#block", plain_effects(adds), self.frames.depth)

    def _leaf_tag(self, name: str, parent: Frame) -> str:
        if name in elements.CONTAINERS:
            return "p"
        if parent.leaf != "p":
            return parent.leaf
        return self.headings.get(name, "pre" if name == "pre" else "p")

    def _pop_to(self, depth: int) -> None:
        if self.frames.depth <= depth:  # nearly always, and a generator costs more than the question
            return
        for frame in self.frames.pop_to(depth):
            in_cell = frame.name in elements.CELLS
            if not in_cell:
                self._end_leaf()
            if frame.written_at >= 0:
                self._close_container(frame)
            self.inlines.leave_block(self.frames.depth - 1, forget_all=in_cell)

    # Containers: quotations, lists and their items

    def _in_list(self) -> bool:
        return bool(self.containers) and self.containers[-1].frame.name in elements.LISTS

    def _open_container(self, frame: Frame) -> None:
        if frame.name != "li":
            self._need_item()
        self.frames.push(frame)
        frame.written_at = len(self.out)
        self._write(
            opening(frame.name, ("id", self._take_id(frame)), ("lang", frame.language), ("dir", frame.direction))
        )
        self.containers.append(Item(frame))

    def _close_container(self, frame: Frame) -> None:
        item = self.containers.pop()
        if not item.children:
            del self.out[frame.written_at :]
            return
        if frame.name == "li" and item.bare_at >= 0 and item.only_lists_follow:
            self.out[item.bare_at] = self.out[item.bare_at + 2] = ""
        self._write(f"</{frame.name}>")
        self._end_child(frame.name)

    def _need_item(self) -> None:
        """Text and blocks directly in a list get the item that was forgotten."""
        if self._in_list():
            parent = self.frames.top
            self._open_container(Frame("li", align=parent.align, small_caps=parent.small_caps))

    def _end_child(self, name: str, bare_at: int = -1) -> None:
        if self.containers:
            self.containers[-1].add(name, bare_at)
        else:
            self._write("\n")

    # Leaves

    def _some_leaf(self) -> Leaf:
        self.leaf = self.leaf or self._new_leaf()
        return self.leaf

    def _ready_leaf(self) -> Leaf:
        """The leaf that the next words go to. Two breaks in a row begin a new paragraph."""
        if self.leaf is not None and self.leaf.breaks > 1 and self.leaf.tag == "p":
            self._end_leaf()
        return self._some_leaf()

    def _new_leaf(self) -> Leaf:
        self._need_item()
        frame = self.frames.top
        classes = [frame.align and f"align-{frame.align}", "small-caps" if frame.small_caps else ""]
        start = opening(
            frame.leaf,
            ("id", self._take_id(frame)),
            ("class", " ".join(filter(None, classes))),
            ("lang", frame.language),
            ("dir", frame.direction),
        )
        return Leaf(frame.leaf, start, self.keep_spaces)

    def _take_id(self, frame: Frame) -> str:
        """Only a whole block of the part has an id, and only one block has it."""
        block_id, frame.block_id = frame.block_id, ""
        if self.containers or block_id in self.used_ids:
            return ""
        self.used_ids.add(block_id)
        return block_id

    def _end_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is None or not leaf.inked:
            return
        if leaf.tag == "p" and not leaf.images and is_scene_break(leaf.said):
            self._write_rule("")
            return
        at, body = len(self.out), leaf.finish()
        check_entities(body)
        self._write(leaf.start)
        self._write(body)
        self._write(f"</{leaf.tag}>")
        self._end_child(leaf.tag, bare_at=at if leaf.start == "<p>" else -1)

    def _break(self) -> None:
        if self.leaf is not None:
            self.leaf.write_break()

    def _rule(self, attributes: Attributes) -> None:
        self._pop_to(self.frames.implied_end("hr"))
        self._end_leaf()
        self._need_item()
        self._write_rule(self._take_id(Frame("hr", block_id=id_of(attributes, self.known_ids))))

    def _write_rule(self, block_id: str) -> None:
        self._write(opening("hr", ("id", block_id)))
        self._end_child("hr")

    def _write(self, piece: str) -> None:
        self.out.append(piece)
        self.written += len(piece)

    # Images

    def _image(self, attributes: Attributes) -> None:
        address, words = attributes.get("src", "").strip(), " ".join(decode(attributes.get("alt", "")).split())
        if addresses.is_own_file(address):
            image = f'<img src="{address}" alt="{escape_value(words)}">'
            self._ready_leaf().write_image(image, self.inlines.effects)
            return
        link = addresses.outside_image(address)
        if address:
            inside = "picture inside" if address[:5].lower() == "data:" else "picture lost"
            self._leave_out("picture elsewhere" if link else inside)
        if link and self.inlines.has("a"):
            self.outside_images.append(link)
            self.text(words or "image")
        elif link:
            self._write_link(link, words or "image")
        elif words:
            self.text(words)

    def _leave_out(self, kind: str) -> None:
        if self.left_out is not None:
            self.left_out[kind] += 1

    def _write_link(self, link: str, words: str) -> None:
        self.start("a", {"href": link})
        self.text(words)
        self.end("a")

    def _write_outside_images(self) -> None:
        """A link cannot stand in a link, so where an image linked to follows the link that the image stood in."""
        waiting, self.outside_images = self.outside_images, []
        for link in waiting:
            self.text(" ")
            self._write_link(link, "image")
