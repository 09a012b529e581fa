"""What an HTML file says about itself before its text begins."""

import html
import re
from dataclasses import dataclass

from inkstead.lib.languages import is_language, tidy_language
from inkstead.lib.prose.tokens import tokens

# A style sheet may stand before the title; a whole book does not.
LOOKED_AT = 50_000
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.IGNORECASE)
AUTHORS = frozenset({"author", "dc.creator", "dcterms.creator", "book-author"})


@dataclass(slots=True)
class Head:
    title: str = ""
    author: str = ""
    language: str = ""


def read_head(source: str) -> Head:
    beginning = source[:LOOKED_AT]
    title = TITLE.search(beginning)
    head = Head(" ".join(html.unescape(title[1]).split()) if title else "")
    for token in tokens(beginning):
        if token.kind != "start":
            continue
        if token.value == "html":
            language = token.attributes.get("lang") or token.attributes.get("xml:lang") or ""
            head.language = tidy_language(language) if is_language(language) else ""
        elif token.value == "meta" and token.attributes.get("name", "").lower() in AUTHORS:
            head.author = head.author or " ".join(token.attributes.get("content", "").split())
        elif token.value == "body":
            break
    return head
