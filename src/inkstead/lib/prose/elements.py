"""What each element of submitted HTML becomes."""

import re
from functools import lru_cache
from typing import NamedTuple

from inkstead.lib.prose.tokens import Attributes

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
# For dividing a book the levels matter as they were written.
WRITTEN_HEADINGS = {name: name for name in HEADINGS}

CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})
LISTS = frozenset({"ul", "ol"})
OTHER_LISTS = {"menu": "ul", "dir": "ul"}
CELLS = frozenset({"td", "th"})
FLOWS = frozenset({
    "address", "article", "aside", "body", "caption", "center", "colgroup", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend", "main",
    "nav", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
BLOCKS = frozenset(HEADINGS) | CONTAINERS | FLOWS | {"p", "pre"}

INLINE = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em",
    "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s", "sub": "sub", "sup": "sup", "code": "code",
    "kbd": "code", "samp": "code", "tt": "code", "ruby": "ruby", "rt": "rt", "rp": "rp", "span": "", "font": "",
    "small": "", "big": "", "mark": "", "bdo": "", "bdi": "", "abbr": "",
}  # fmt: skip
# These go on into the next paragraph when their end was forgotten, as in a browser.
FORMATTING = frozenset({"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"})

CLASSES = {
    "align-center": "center", "align-right": "right", "align-left": "left", "align-justify": "justify",
    "center": "center", "centre": "center", "centered": "center", "text-center": "center", "aligncenter": "center",
    "ql-align-center": "center", "right": "right", "text-right": "right", "alignright": "right",
    "ql-align-right": "right", "ql-align-justify": "justify", "text-justify": "justify",
}  # fmt: skip
SMALL_CAPS_CLASSES = frozenset({"small-caps", "smallcaps", "smcap", "sc"})
ALIGNMENTS = {"left": "left", "right": "right", "center": "center", "justify": "justify", "middle": "center"}

TEXT_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|right|center|justify)\b")
SMALL_CAPS = re.compile(r"(?:^|;)\s*font-variant(?:-caps)?\s*:\s*small-caps\b")
BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b")
NOT_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:normal|400)\b")
ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)\b")
NOT_ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*normal\b")
STRUCK = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b")
UNDERLINED = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bunderline\b")
LONGEST_STYLE = 2_000


class Look(NamedTuple):
    """What style, class and align of one element say, as far as it is kept."""

    align: str = ""
    small_caps: bool = False
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()


PLAIN = Look()


def look_of(attributes: Attributes) -> Look:
    if not attributes:
        return PLAIN
    return _look(attributes.get("style", ""), attributes.get("class", ""), attributes.get("align", ""))


@lru_cache(maxsize=1024)
def _look(style: str, classes: str, align: str) -> Look:
    style = style[:LONGEST_STYLE].lower()
    names = classes[:LONGEST_STYLE].lower().split()
    written = TEXT_ALIGN.search(style)
    from_class = next((CLASSES[name] for name in names if name in CLASSES), "")
    return Look(
        align=written[1] if written else from_class or ALIGNMENTS.get(align.strip().lower(), ""),
        small_caps=bool(SMALL_CAPS.search(style)) or not SMALL_CAPS_CLASSES.isdisjoint(names),
        adds=tuple(tag for tag, rule in STYLED if rule.search(style)),
        removes=tuple(tag for tag, rule in UNSTYLED if rule.search(style)),
    )


STYLED = (("strong", BOLD), ("em", ITALIC), ("s", STRUCK), ("u", UNDERLINED))
UNSTYLED = (("strong", NOT_BOLD), ("em", NOT_ITALIC))
