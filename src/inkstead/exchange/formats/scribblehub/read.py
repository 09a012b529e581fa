"""A chapter saved from Scribble Hub by a browser."""

from __future__ import annotations

from inkstead.exchange.formats.saved_pages import (
    TAG,
    chapter,
    counted,
    hidden_classes,
    html_of,
    one_page,
    tree_of,
    with_class,
    with_id,
    words_of,
)
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.prose.manuscript import Manuscript
from inkstead.lib.prose.words import count_words

NOTES = "wi_authornotes"
# News boxes, notes of the author (which become notes here) and buttons stand within the text.
UNSAID = frozenset({"p-avatar-wrap", "wi_authornotes_name"})
OTHERS = frozenset({NOTES, "wi_news", "p-avatar-wrap", "an_wrap", "sharedaddy", "adsbyscribble"})


def read_scribble_hub(source: str, _name: str) -> Manuscript | None:
    """None for any other page."""
    if "chp_raw" not in source or "scribblehub" not in source.lower():
        return None
    tree = tree_of(source)
    content = with_id(tree, "chp_raw") or next(with_class(tree, "chp_raw"), None)
    if content is None:
        return None
    hidden, dropped = hidden_classes(source), list[str]()
    boxes = list(with_class(tree, NOTES))
    inner = [next(with_class(box, "wi_authornotes_body"), box) for box in boxes]
    notes = [html_of(each, hidden | UNSAID) for each in inner]
    html = html_of(content, OTHERS - {"wi_news"} | hidden, dropped)
    whole = html_of(content, UNSAID)
    first = bool(notes and notes[0]) and not TAG.sub("", whole.partition(notes[0])[0]).strip()
    before, after = (notes[0], "".join(notes[1:])) if first else ("", "".join(notes))
    title = words_of(next(with_class(tree, "chapter-title"), None))
    links = [each for each in tree.all("a") if each.text]
    story = words_of(next((each for each in links if "/series/" in each.attributes.get("href", "")), None))
    author = words_of(next((each for each in links if "/profile/" in each.attributes.get("href", "")), None))
    dropped = [text for text in dropped if not any(text == box.text for box in boxes)]
    left_out = LeftOut()
    part = chapter(title, html, left_out, before=before, after=after)
    words = counted(html_of(content)) + count_words(title)
    return one_page(story, author, part, words, dropped, left_out)
