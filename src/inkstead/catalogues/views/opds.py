"""The catalogue for e-readers, as OPDS 1.2 or 2.0: whichever the program asks for first.

Nothing redirects here: e-readers stop at it. Who they are they say by Basic, a token as the password, or by reading
under a secret address.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from inkstead.accounts.actions import user_for_token
from inkstead.accounts.models import PenName, User
from inkstead.catalogues.models import AddressKind, SecretAddress
from inkstead.catalogues.opds import opds1, opds2, shelving
from inkstead.catalogues.opds.model import Catalogue
from inkstead.catalogues.opds.shelving import Asked
from inkstead.catalogues.queries import names_of_tag, public_tag
from inkstead.discovery.queries.hiding import listed_for
from inkstead.lib.refusals import Refused, TakenAway
from inkstead.library.models import Shelf
from inkstead.rankings.lists import RANKINGS
from inkstead.stories.book_cover import book_cover
from inkstead.stories.finding import refuse_tombstone
from inkstead.stories.models import Story
from inkstead.stories.training import robots_of
from inkstead.stories.views import signed_in_reader
from inkstead.web.pages import PRIVATE, Page, make_page
from inkstead.web.responses import has_own_lists, shared_page

# What a list can be asked for, beside where it goes on.
QUERY = ("sort", "status", "after")


class UnknownReaderError(Exception):
    """Signed in with something that is no token, or not at all where it is needed."""


@require_safe
def catalogue(request: HttpRequest, path: str = "", secret: str = "") -> HttpResponse:
    """Every page of it."""
    try:
        asked = _asked(request, secret)
        return _answer(request, asked, path)
    except UnknownReaderError:
        return _who_are_you()
    except TakenAway:
        raise
    except Refused as refused:  # a forged or outdated cursor, an order that is none
        return HttpResponse(refused.message, status=400, content_type="text/plain; charset=utf-8")


@require_safe
def catalogue_page(request: HttpRequest, path: str, secret: str = "") -> HttpResponse:
    return catalogue(request, f"{path}/", secret)


@require_safe
def search_description(request: HttpRequest, secret: str = "") -> HttpResponse:
    try:
        asked = _asked(request, secret)
    except UnknownReaderError:
        return _who_are_you()
    described = opds1.search_description(shelving.root(Asked(asked.root)))
    answer = HttpResponse(described, content_type=opds1.SEARCH)
    if secret:
        answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def cover(request: HttpRequest, story_id: int) -> HttpResponse:
    try:
        reader = _by_basic(request.META.get("HTTP_AUTHORIZATION", "")) or signed_in_reader(request)
    except UnknownReaderError:
        return _who_are_you()
    books = Story.objects.listed().filter(downloads=True).visible_to(reader)
    story = books.select_related("author").filter(pk=story_id).first()
    if story is None:
        refuse_tombstone(story=story_id)
        raise Http404
    answer = HttpResponse(book_cover(story), content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=86400" if reader is None else PRIVATE
    patch_vary_headers(answer, ("Authorization",))
    if robots := robots_of([story]):
        answer["X-Robots-Tag"] = robots
    return answer


def _answer(request: HttpRequest, asked: Asked, path: str) -> HttpResponse:
    newest = prefers_2(request.headers.get("Accept", ""))

    def build() -> Page:
        made = _page(request, asked, path)
        kind = (opds2 if newest else opds1).content_type(made)
        text = opds2.written(made) if newest else opds1.written(made)
        return make_page(
            "opds", text, made.names, {}, content_type=kind, modified=made.updated.timestamp(), robots=made.robots
        )

    if asked.reader is None and not request.META["QUERY_STRING"]:
        answer = shared_page(request, build, key=f"opds{1 + newest}:{request.path}")
    else:
        page = build()
        body = page.shared_body()
        answer = HttpResponse(b"" if request.method == "HEAD" else body, content_type=page.content_type)
        answer["Content-Length"] = str(len(body))
        answer["Cache-Control"] = PRIVATE
        hidden = "noindex" if asked.root != _root("") else ""
        if robots := ", ".join(filter(None, (hidden, page.robots))):
            answer["X-Robots-Tag"] = robots
    patch_vary_headers(answer, ("Accept", "Authorization"))
    return answer


def _page(request: HttpRequest, asked: Asked, path: str) -> Catalogue:
    # PostgreSQL refuses to look for the one, and with the other a page would have as many addresses as somebody likes.
    if "\x00" in path or "//" in f"/{path}":
        raise Http404
    first, _, rest = path.strip("/").partition("/")
    given = {name: request.GET.get(name, "").replace("\x00", "") for name in QUERY}
    books = shelving.books(asked.reader)
    if not rest:
        leaves: dict[str, Callable[[Asked], Catalogue]] = {
            "": shelving.root,
            "rankings": shelving.rankings,
            "tags": shelving.tags,
            "writers": shelving.writers,
        }
        if first in leaves:
            return leaves[first](asked)
        if first == "new":
            return shelving.page(asked, "Newly updated", path, books, **given)
        if first == "popular":
            return shelving.page(asked, "Popular", path, books, **given | {"sort": given["sort"] or "votes"})
        if first == "search":
            # `query` is what a template of OPDS 2.0 calls it.
            q = (request.GET.get("q") or request.GET.get("query") or "").replace("\x00", "")
            return shelving.page(asked, f"Search: {q[:80]}", path, books, q=q, **given)
    if first == "tags" and (tag := public_tag(rest, asked.reader)) is not None:
        tagged = shelving.tagged(tag, asked.reader)
        return shelving.page(asked, tag.name, path, tagged, names=names_of_tag(rest, tag), **given)
    if first == "rankings" and rest:
        return _ranking(asked, rest, given["after"])
    if first == "writers" and rest:
        name = get_object_or_404(PenName.objects.open_to(asked.reader), slug=rest)
        return shelving.page(asked, name.name, path, books.told_of(name), names=_of(name), **given)
    if first == "book" and _is_number(rest):
        theirs = listed_for(asked.reader)
        found = books if theirs is None else books.filter(pk__in=theirs.values("pk"))
        book = found.select_related("author").filter(pk=int(rest)).first()
        if book is None:
            refuse_tombstone(story=int(rest))
            raise Http404
        return shelving.book(asked, book)
    if first == "mine":
        return _mine(asked, path, rest, given)
    raise Http404


def _ranking(asked: Asked, rest: str, after: str) -> Catalogue:
    name, _, window = rest.partition("/")
    if name not in RANKINGS or (window and window not in RANKINGS[name].windows):
        raise Http404
    return shelving.ranking(asked, name, window, after)


def _of(name: PenName) -> list[str]:
    return [f"penname:{name.pk}", *(f"story:{pk}" for pk in name.contributions.values_list("story", flat=True))]


def _mine(asked: Asked, path: str, rest: str, given: dict[str, str]) -> Catalogue:
    if asked.reader is None:
        raise UnknownReaderError
    if not rest:
        return shelving.mine(asked, asked.reader)
    if rest == "follows":
        return shelving.page(asked, "What you follow", path, shelving.followed(asked.reader), **given)
    kind, _, number = rest.partition("/")
    if kind != "shelf" or not _is_number(number):
        raise Http404
    shelf = get_object_or_404(Shelf, pk=int(number), user=asked.reader)
    return shelving.page(asked, shelf.title, path, shelving.on_shelf(shelf), **given)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 19


def prefers_2(accept: str) -> bool:
    """Whichever of the two is named first; 1.2 for those that name neither."""
    named = accept.lower()
    json, atom = named.find("application/opds+json"), named.find("application/atom+xml")
    return json >= 0 and (atom < 0 or json < atom)


def _asked(request: HttpRequest, secret: str) -> Asked:
    root = _root(secret)
    if secret:
        rows = SecretAddress.objects.select_related("user")
        found = get_object_or_404(rows, kind=AddressKind.CATALOGUE, secret=secret, user__is_active=True)
        return Asked(root, found.user)
    reader = _by_basic(request.META.get("HTTP_AUTHORIZATION", ""))
    if reader is None and isinstance(request.user, User) and has_own_lists(request):
        reader = request.user  # a browser that is signed in: somebody may keep its reader out
    return Asked(root, reader)


def _by_basic(sent: str) -> User | None:
    """Whoever sends something has to be known: a token that was taken back must not look like a smaller library."""
    scheme, _, word = sent.strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        token = base64.b64decode(word.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError) as error:
        raise UnknownReaderError from error
    found = user_for_token(token) if token else None
    if found is None:
        raise UnknownReaderError
    return found.user


def _root(secret: str) -> str:
    return f"/opds/with/{secret}/" if secret else "/opds/"


def _who_are_you() -> HttpResponse:
    told = opds2.authentication(settings.SITE_NAME, f"{settings.BASE_URL}/opds/authentication")
    answer = HttpResponse(told, status=401, content_type=opds2.AUTHENTICATION)
    answer["WWW-Authenticate"] = (
        f'Basic realm="{settings.SITE_NAME.encode("ascii", "ignore").decode()}", charset="UTF-8"'
    )
    answer["Cache-Control"] = PRIVATE
    return answer
