"""The open inline elements, and the effects that the next text is to stand in."""

from collections.abc import Sequence
from dataclasses import dataclass

from inkstead.lib.prose import addresses, elements
from inkstead.lib.prose.leaf import Effect
from inkstead.lib.prose.limits import check_depth
from inkstead.lib.prose.markup import direction_of, escape_value, language_of, opening
from inkstead.lib.prose.tokens import NONE, Attributes

REL = ' rel="nofollow noopener ugc">'


@dataclass(slots=True)
class Inline:
    name: str
    depth: int
    effects: list[Effect]


class Inlines:
    """An effect that is already there is not added again, so there are never more than a dozen of them."""

    def __init__(self) -> None:
        self.open: list[Inline] = []
        self.effects: list[Effect] = []

    def has(self, key: str) -> bool:
        return any(effect.key == key for effect in self.effects)

    def start(self, name: str, effects: Sequence[Effect], depth: int) -> None:
        fresh = [effect for effect in effects if not self.has(effect.key)]
        self.open.append(Inline(name, depth, fresh))
        self.effects.extend(fresh)
        check_depth(depth + len(self.open))

    def end(self, name: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at].name == name:
                self._drop(self.open.pop(at))
                return

    def leave_block(self, depth: int, *, forget_all: bool) -> None:
        """Formatting whose end was forgotten goes on after its block, except out of a table cell."""
        if not self.open or self.open[-1].depth <= depth:
            return
        staying: list[Inline] = []
        for inline in self.open:
            if inline.depth > depth and (forget_all or inline.name not in elements.FORMATTING):
                self._drop(inline)
            else:
                inline.depth = min(inline.depth, depth)
                staying.append(inline)
        self.open = staying

    def _drop(self, inline: Inline) -> None:
        for effect in inline.effects:
            self.effects.remove(effect)


def plain_effects(tags: Sequence[str]) -> list[Effect]:
    return [Effect(tag, f"<{tag}>", f"</{tag}>") for tag in tags if tag]


def effects_of(name: str, attributes: Attributes) -> list[Effect]:
    tag = elements.INLINE[name]
    if tag == "a":
        link = addresses.tidy_link(attributes.get("href", ""))
        return [Effect("a", f'<a href="{escape_value(link)}"{REL}', "</a>")] if link else []
    if attributes is NONE:
        return plain_effects([tag])
    look = elements.look_of(attributes)
    if look.small_caps:
        # There is no element for small capitals alone; the style sheet sets this one upright.
        return [Effect("small-caps", '<em class="small-caps">', "</em>")]
    effects = plain_effects([each for each in look.adds if each != tag])
    if tag and tag not in look.removes:
        start = opening(tag, ("lang", language_of(attributes)), ("dir", direction_of(attributes)))
        effects.append(Effect(tag, start, f"</{tag}>"))
    return effects
