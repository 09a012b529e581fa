"""Search: one field, and everything a list can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from inkstead.discovery.asking import pieces_of, with_choice, without_piece
from inkstead.discovery.choosing import choices_html, search_address
from inkstead.discovery.queries import Found, Wish, cards_with_latest, find
from inkstead.discovery.queries.hiding import listed_for
from inkstead.discovery.queries.lists import asked_by
from inkstead.discovery.queries.meant import did_you_mean
from inkstead.discovery.queries.narrowing import Narrowing, narrowing
from inkstead.discovery.queries.resolving import let_through, meant_by
from inkstead.discovery.queries.snippets import snippets
from inkstead.discovery.queries.suggesting import suggestions
from inkstead.lib.refusals import Refused
from inkstead.stories.gate import has_said_yes
from inkstead.stories.models import Story
from inkstead.web.languages import languages_of
from inkstead.web.meta import PageMeta

LONGEST = 500  # characters; more is told and cut by `asking`
# What the form beside the field offers: a name, and what can be chosen.
LENGTHS = (("<7500", "up to 7,500 words"), ("7500-40000", "7,500 to 40,000"), (">40000", "more than 40,000"))
AGES = (("<7d", "this week"), ("<30d", "this month"), ("<365d", "this year"))
AS_TYPED = "typed"
SORTED = (
    ("best", "best first"),
    ("updated", "newly updated"),
    ("new", "newest"),
    ("title", "by title"),
    ("reads", "most read"),
    ("votes", "most voted for"),
    ("words", "longest"),
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\x00", "")
    chosen = _chosen(q, request)
    if chosen != q:
        return redirect(search_address(chosen))
    meta = PageMeta(title="Search", description="", url="/search/", robots="noindex")
    view: dict[str, Any] = {"page": meta, "q": q[:LONGEST], "section": "search"}
    try:
        among = listed_for(request.user)
        found = find(Wish(q=q), request.GET.get("after", ""), among=among)
    except Refused as refused:  # a forged or outdated cursor in an address
        return render(request, "400.html", {"explanation": refused.message}, status=400)
    answer = render(request, "discovery/search.html", view | _result(request, q, found, among))
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed so far."""
    found = suggestions(request.GET.get("q", ""), listed_for(request.user))
    items = [{"kind": one.kind, "label": one.label, "url": one.url, "stories": one.stories} for one in found]
    return JsonResponse({"items": items})


def _result(request: HttpRequest, q: str, found: Found, among: QuerySet[Story] | None) -> dict[str, Any]:
    shown, languages = [story.pk for story in found.stories], languages_of(request)
    quoted = snippets(found.hits, shown, found.asked.terms, adult=has_said_yes(request))
    narrow = narrowing(
        let_through(Story.objects.listed() if among is None else among, meant_by(found.asked)), found.ids, languages
    )
    return {
        "stories": cards_with_latest(found.stories, quoted),
        "next_url": "?" + urlencode({"q": q, "after": found.next}) if found.next else "",
        "told": found.asked.told,
        "sentence": _sentence(found, narrow),
        "chips": _chips(q) if ":" in q or " " in q else [],
        "narrow": [(group.label, choices_html(group, q)) for group in narrow.groups],
        "narrow_note": "" if narrow.is_all else f"Counted among the first {narrow.counted} stories.",
        "sorted": _options(SORTED, found.sort),
        "lengths": _with_own(LENGTHS, q, "words"),
        "ages": _with_own(AGES, q, "updated"),
        "meant": "" if found.stories else _meant(q, among),
    }


def _chips(q: str) -> list[tuple[str, str]]:
    """Each piece, and the list without it."""
    return [(piece, search_address(without_piece(q, piece))) for piece in pieces_of(q)]


def _meant(q: str, among: QuerySet[Story] | None) -> str:
    """Only what is found by it is offered."""
    better = did_you_mean(q)
    return better if better and find(Wish(q=better), size=1, among=among).stories else ""


def _sentence(found: Found, narrow: Narrowing) -> str:
    if found.asked.is_empty:
        return ""
    if found.ids is not None:
        number = len(found.ids)
        if not found.is_all:
            return f"More stories hold these words than can be looked at; these are the best {number:,} of the newest."
        return f"{number:,} {'story' if number == 1 else 'stories'}"
    number = narrow.counted
    more = "" if narrow.is_all else "More than "
    return f"{more}{number:,} {'story' if number == 1 and narrow.is_all else 'stories'}"


def _chosen(q: str, request: HttpRequest) -> str:
    """What was chosen in the form, written into the query: so there is one address for one list."""
    if "sort" in request.GET:
        sort = request.GET["sort"]
        plain = "best" if asked_by(Wish(q=q)).terms else "updated"
        if sort in dict(SORTED):
            q = with_choice(q, "sort", "" if sort == plain else sort)
    for name, field, choices in (("length", "words", LENGTHS), ("age", "updated", AGES)):
        value = request.GET.get(name, AS_TYPED)
        if value != AS_TYPED:
            q = with_choice(q, field, "")
            if value in dict(choices):
                q = f"{q} {field}:{value}".strip()
    return q


def _with_own(choices: Sequence[tuple[str, str]], q: str, field: str) -> list[tuple[str, str, bool]]:
    """What is offered, and beside it what somebody typed otherwise: it stays when only the order is changed."""
    typed = [piece for piece in pieces_of(q) if piece.lower().startswith((f"{field}:", f"-{field}:"))]
    chosen = next((value for value, _ in choices if typed == [f"{field}:{value}"]), AS_TYPED if typed else "")
    own = [(AS_TYPED, " ".join(typed))] if chosen == AS_TYPED else []
    return _options([*choices, *own], chosen)


def _options(choices: Sequence[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, label, value == chosen) for value, label in choices]
