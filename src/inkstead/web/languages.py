"""Which languages somebody reads, as their browser says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

LONGEST = 200  # characters of a header that count


def languages_of(request: HttpRequest) -> tuple[str, ...]:
    """The best first; `pt-BR` brings `pt` with it. In small letters."""
    told = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:LONGEST].lower())
    found = [one for language, _ in told if language != "*" for one in (language, language.partition("-")[0])]
    return tuple(dict.fromkeys(found))


def in_language(names: Mapping[str, str], languages: Sequence[str], otherwise: str) -> str:
    """`names` by language, in small letters. A reader of English first is shown what everybody is shown."""
    for language in languages:
        if language in names:
            return names[language]
        if language == "en":
            return otherwise
    return otherwise
