"""The one door through which HTML becomes prose."""

from collections.abc import Container

import nh3

from inkstead.lib.prose import addresses, elements
from inkstead.lib.prose.limits import PART_LIMIT, check_length, tidy_characters
from inkstead.lib.prose.markup import BLOCK_ID, DIRECTIONS, LANGUAGE
from inkstead.lib.prose.normalise import normalise
from inkstead.lib.refusals import Refused

# Kept with every stored text: when the rules change, what was stored under older ones is cleaned again.
RULES_VERSION = 1
ROUNDS = 5

TAGS = {
    "p", "h2", "h3", "h4", "hr", "blockquote", "ul", "ol", "li", "pre", "em", "strong", "s", "u", "sub", "sup",
    "code", "br", "a", "img", "ruby", "rt", "rp",
}  # fmt: skip
CLASS_NAMES = frozenset({"align-center", "align-right", "align-left", "align-justify", "small-caps"})
ATTRIBUTES = {tag: {"lang", "dir", "class", "id"} for tag in TAGS} | {"a": {"href"}, "img": {"src", "alt"}}


def _allowed_value(_tag: str, name: str, value: str) -> str | None:
    """Asked by the sanitiser itself, so that nothing rests on what was built before it."""
    if name == "alt":
        return value
    if name == "href":
        return value if addresses.tidy_link(value) == value else None
    if name == "src":
        return value if addresses.is_own_file(value) else None
    if name == "class":
        return value if CLASS_NAMES.issuperset(value.split()) else None
    rule = {"id": BLOCK_ID, "lang": LANGUAGE}.get(name)
    if rule is not None:
        return value if rule.fullmatch(value) else None
    return value if name == "rel" or (name == "dir" and value in DIRECTIONS) else None


CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "svg", "math", "template", "textarea", "noscript", "iframe", "object"},
    attributes=ATTRIBUTES,
    attribute_filter=_allowed_value,
    link_rel="nofollow noopener ugc",
    url_schemes={"http", "https", "mailto"},
)


def clean(html: str, known_ids: Container[str] = (), *, limit: int = PART_LIMIT, keep_spaces: bool = False) -> str:
    """Blocks on lines of their own, safe to show, and unchanged when cleaned again.

    Ids are kept only where they are among the known ones. Spaces are kept as typed on request, for HTML that was made
    from text in which they mean something.
    """
    check_length(html, limit)
    source = tidy_characters(html)
    for _ in range(ROUNDS):
        written = normalise(source, known_ids, keep_spaces=keep_spaces, headings=elements.HEADINGS)
        safe = CLEANER.clean(written)
        if safe == written:
            return safe
        source = safe
    raise Refused("The formatting of this text cannot be made safe. Simplify it and try again.", code="unsettled")
