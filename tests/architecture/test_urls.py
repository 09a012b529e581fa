"""Every address is public by the list below, or asks who you are. A new one must be added here or refuse strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from inkstead.accounts.models import User
from tests.world import World

FEEDS = (
    *("site", "story/<number:story_id>", "by/<word:slug>", "tag/<word:slug>", "shelf/<number:shelf_id>"),
    *("search/<slug:secret>", "follows/<slug:secret>"),
)
# For everybody. What may be seen there is decided by `visible_to`, and tested with each view.
PUBLIC = {
    *("download/<int:story_id>/<str:slug>.<slug:ending>", "download/<int:story_id>/"),
    "download/<int:story_id>/volume/<int:volume_id>/<str:slug>.<slug:ending>",
    "download/<int:story_id>/part/<int:part_id>/<str:slug>.<slug:ending>",
    "download/series/<int:series_id>/<str:slug>-<slug:name>.zip",
    *("download/shelf/<int:shelf_id>-<slug:name>.zip", "download/shelf/with/<slug:secret>/<slug:name>.zip"),
    *("series/<int:series_id>-<str:slug>/", "series/<int:series_id>/", "about/signing-key/", "moved/"),
    *("from/<str:host>/<str:slug>/<path:path>", "from/<str:host>/<str:slug>/"),
    *(
        "",
        "stories/",
        "search/",
        "search/suggest/",
        *(f"feeds/{what}.<feed_form:form>" for what in FEEDS),
        "feeds/search/<slug:secret>/",
        "tag/<word:slug>/",
        "by/<word:slug>/",
        "about/",
        "about/counting/",
        "robots.txt",
        "sitemap.xml",
        "sitemap/<slug:kind>-<number:number>.xml.gz",
        "opds",
        *(f"opds/{rest}" for rest in ("", "search.xml", "<path:path>/", "<path:path>", "cover/<number:story_id>.jpg")),
        *(f"opds/with/<slug:secret>{rest}" for rest in ("", "/", "/search.xml", "/<path:path>/", "/<path:path>")),
        "about/guests/",
        *("about/rankings/", "rankings/", "rankings/days/", "rankings/days/<str:day>.jsonl.gz"),
        *("rankings/story/<int:story_id>/", "rankings/<slug:name>/", "rankings/<slug:name>/<slug:window>/"),
        "me/adult/",
        *("report/<slug:kind>/<int:thing_id>/", "about/transparency/", "api/v1/reports", "api/v1/reports/challenge"),
        "api/v1/transparency",
        *("by/<word:slug>/wall/", "api/v1/names/<slug>/wall", "api/v1/me/decisions/<int:decision_id>/appeal"),
        "api/v1/moderation/cases/<int:case_id>/decision",
        *("api/v1/comments/<int:comment_id>/wave", "api/v1/me/leave", "api/v1/me/notices/push", "api/v1/me/searches"),
    ),
    *("part/<int:part_id>-<str:slug>/", "part/<int:part_id>-<str:slug>", "part/<int:part_id>/", "part/<int:part_id>"),
    *("story/<int:story_id>-<str:slug>/", "story/<int:story_id>-<str:slug>", "story/<int:story_id>/"),
    *(
        "story/<int:story_id>",
        "share/story/<int:story_id>.png",
        "download/<int:story_id>/<str:slug>.<slug:ending>",
        "part/<int:part_id>-<str:slug>/comments/",
    ),
    *("part/<int:part_id>-<str:slug>/margin/", "part/<int:part_id>-<str:slug>/margin/<str:block>/"),
    *("comment/<int:comment_id>/history/", "guest/part/<int:part_id>/"),
    *(
        "comment/<int:comment_id>/",
        "files/covers/<str:name>",
        "files/images/<int:story_id>/<str:name>",
        "healthz",
        "readyz",
        "metrics",
        "assets/<str:name>",
    ),
    *("story/<int:story_id>/announcements/", "announcement/<int:announcement_id>/"),
    "announcement/<int:announcement_id>-<str:slug>/",
    *("me/notices/letters/<str:token>/end/", "me/notices/worker.js"),
    *("shelf/<int:shelf_id>/", "shelf/<int:shelf_id>-<str:slug>/", "shelf/with/<slug:secret>/"),
    *("story/<int:story_id>/tellings/", "story/<int:story_id>/tellings/<int:retelling_id>/"),
    *("story/<int:story_id>/characters/<str:slug>/", "story/<int:story_id>/through/<str:slug>/"),
    "story/<int:story_id>/through/<str:slug>/<int:number>/",
    # Getting in, and the way back in.
    *("me/login/", "me/signup/", "me/logout/", "me/inactive/", "me/confirm-email/", "me/password/reset/"),
    *("me/password/reset/done/", "me/password/reset/confirm/", "me/password/reset/complete/"),
    *("me/login/code/confirm/", "me/2fa/authenticate/", "me/2fa/webauthn/login/"),
    # Calls of the API that strangers may make, or that look at what they were sent first; tests/api tests each refusal.
    *("api/v1/", "api/v1/openapi.json", "api/v1/stories", "api/v1/stories/<int:story_id>"),
    *("api/v1/stories/<int:story_id>/perspectives", "api/v1/stories/<int:story_id>/perspectives/links"),
    *("api/v1/stories/<int:story_id>/perspectives/scenes", "api/v1/stories/<int:story_id>/related"),
    "api/v1/rankings/<name>",
    *("api/v1/parts/<int:part_id>", "api/v1/parts/<int:part_id>/comments", "api/v1/comments/<int:comment_id>"),
    *("api/v1/stories/<int:story_id>/parts", "api/v1/shelves/<int:shelf_id>", "api/v1/me/shelves"),
    *("api/v1/parts/<int:part_id>/margins", "api/v1/parts/<int:part_id>/margins/<block>"),
    "api/v1/tags/<int:tag_id>/changes",
}
# Throwing away what one does not have is no error; that it stays with its owner is tested in tests/exchange.
HARMLESS = {"write/import/<int:arrival_id>/forget/"}
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns: list[URLPattern | URLResolver], start: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            yield here


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def address(route: str, world: World) -> str:
    """An address of this route that leads to something of Ana's."""
    assert world.ana.pen_name is not None
    values = {
        "story_id": world.story.pk,
        "part_id": world.part.pk,
        "comment_id": world.comment.pk,
        "slug": world.ana.pen_name.slug if route.startswith(("by/", "me/")) else world.part.slug,
        "number": 1,
        "revision": 1,
    }
    return "/" + CONVERTER.sub(lambda found: str(values.get(found[1], 1)), route)


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in ROUTES if route not in PUBLIC])
def test_a_stranger_is_refused_or_asked_who_they_are(route: str, world: World) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address(route, world), content_type="application/json")
        asked = answer.status_code == 302 and answer["Location"].startswith(("/me/login/", "/me/reauthenticate/"))
        taken = route.endswith("/reads") and answer.status_code in (202, 422, 400)
        assert asked or taken or answer.status_code in (401, 403, 404, 405), f"{method} {answer.status_code}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.startswith("write/") and "<" in route and route not in HARMLESS]
)
def test_nobody_finds_the_writing_pages_of_somebody_else(route: str, world: World, cleo: User) -> None:
    client = Client()
    client.force_login(cleo)
    for method in ("get", "post"):
        assert getattr(client, method)(address(route, world)).status_code in (404, 405)


def test_every_public_route_still_exists() -> None:
    assert not PUBLIC - set(ROUTES)


@pytest.mark.django_db
def test_the_walk_would_notice_an_open_page(world: World) -> None:
    """The control: a public page held to the rule for the others breaks it."""
    assert Client().get(address("part/<int:part_id>-<str:slug>/", world)).status_code not in (302, 401, 403, 404, 405)
