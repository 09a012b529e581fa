"""Whom a comment names: `@` and a pen name as it is written, the longest one that there is.

"@Ana" names Ana; "@Ana Quill" names Ana Quill if there is somebody of that name, and Ana otherwise. Large and small
letters are the same. In the middle of a word, as in an e-mail address, an @ names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from inkstead.accounts.models import PenName
from inkstead.accounts.names import LIMIT, slug_of
from inkstead.lib.refusals import Refused

MOST = 10  # people that one comment may name
SIGNS = 100  # signs that are looked at
WORDS = 6  # of a name
_SIGN = re.compile(r"(?<![\w@/.])@(?=\w)")
_LINK = re.compile(r"(<a href=.*?</a>)", re.DOTALL)
_WORD_ENDS = re.compile(r"(?<=\w)(?!\w)")


def mentioned_in(body: str) -> list[PenName]:
    """Each once, in their order; one query if there is an @ at all.

    Whoever keeps the writer out is named like everybody else, and not told: what stayed plain text for a block would
    tell everybody of it, and which names belong to one person.
    """
    begun = _begun(body)
    if not begun:
        return []
    if len(begun) > SIGNS:
        raise _too_many()
    known = _known(begun)
    found = [name for prefixes in begun if (name := _longest(prefixes, known))]
    if len(found) > MOST:
        raise _too_many()
    return list(dict.fromkeys(found))


def with_links(html: str, names: Iterable[tuple[str, str]]) -> str:
    """In escaped text, each of these names (as it is called, and where it leads) behind an @ as a link."""
    called = {escape(name).lower(): url for name, url in names}
    if not called:
        return html
    either = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@/.])@({either})(?!\w)", re.IGNORECASE)

    def link(match: re.Match[str]) -> str:
        url = called.get(match[1].lower())
        return f'<a class="mention" href="{escape(url)}">{match[0]}</a>' if url else match[0]

    # Between links only: an address may hold an @ too.
    pieces = _LINK.split(html)
    return "".join(piece if at % 2 else pattern.sub(link, piece) for at, piece in enumerate(pieces))


def _begun(body: str) -> list[list[str]]:
    """For each sign the texts that could be the name, the longest first."""
    found = []
    for sign in _SIGN.finditer(body):
        rest = body[sign.end() : sign.end() + LIMIT].split("\n", 1)[0]
        ends = [match.start() for match in _WORD_ENDS.finditer(rest)][:WORDS]
        found.append([rest[:end] for end in reversed(ends)])
    return found


def _known(begun: Iterable[list[str]]) -> Mapping[str, PenName]:
    slugs = {slug_of(prefix) for prefixes in begun for prefix in prefixes}
    return {name.slug: name for name in PenName.objects.open_to(None).filter(slug__in=slugs - {""})}


def _longest(prefixes: Iterable[str], known: Mapping[str, PenName]) -> PenName | None:
    return next((name for prefix in prefixes if (name := known.get(slug_of(prefix)))), None)


def _too_many() -> Refused:
    return Refused(
        f"A comment can mention {MOST} people at most.", code="invalid", fields={"comment": f"At most {MOST} mentions."}
    )
