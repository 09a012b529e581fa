"""Who may do what where people talk, keep, are told, are looked after and leave: every page, every button and every
call of the API, as every kind of person. A route that is in no table fails."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from inkstead.api.endpoints import api
from inkstead.api.openapi import document
from inkstead.departures.models import Heir
from inkstead.discovery.actions import save_search
from inkstead.discussion.models import Comment, EarlierVersion, Wave
from inkstead.library.actions import edit_shelf, hide, make_shelf, put_on_shelf
from inkstead.notifications.mail.leaving import leaving_url
from inkstead.notifications.models import Notice, PushEndpoint
from tests.conftest import signed_in
from tests.discussion.actions.test_placing import ids
from tests.factories import make_token
from tests.moderation.test_permissions import EVERYBODY, MODERATORS, NOBODY, NOT_BLOCKED, PAGES, SIGNED_IN, Town, town
from tests.notifications.push.services import FakeBrowser

APPS = ("discussion", "library", "notifications", "moderation", "departures")
__all__ = ["town"]


def routes(patterns: list[URLPattern | URLResolver], start: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            yield here, getattr(pattern.callback, "__module__", "")


@cache
def pages() -> set[str]:
    return {
        route
        for route, module in routes(get_resolver().url_patterns)
        if module.split(".")[:1] == ["inkstead"] and module.split(".")[1] in APPS
    }


@cache
def calls() -> set[str]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1/')}"
        for path, operations in document(api)["paths"].items()
        for method in operations
        if method in ("get", "put", "post", "patch", "delete")
    }


def values_of(town: Town) -> dict[str, Any]:
    ana, world = town.world.ana, town.world
    shelf = edit_shelf(make_shelf(title="Salt", by=ana), sharing="public", by=ana)
    put_on_shelf(shelf, world.story, by=ana)
    assert world.cleo.pen_name is not None
    reader = town.people["reader"]
    assert reader is not None
    Heir.objects.create(user=ana, pen_name=reader.pen_name, asked_as=ana.pen_name)
    Comment.objects.filter(pk=world.comment.pk).update(author=reader.pen_name, edited_at=timezone.now())
    EarlierVersion.objects.create(comment=world.comment, body="-", at=timezone.now())
    return {
        "slug": "ana",
        "kind": "story",
        "thing_id": world.story.pk,
        "story_id": world.story.pk,
        "part_id": world.part.pk,
        "comment_id": world.comment.pk,
        "block": ids(world.part)[0],
        "case_id": town.case.pk,
        "decision_id": town.decision.pk,
        "appeal_id": town.appeal.pk,
        "answer_id": town.answer.pk,
        "post_id": town.post.pk,
        "shelf_id": shelf.pk,
        "secret": shelf.secret,
        "hide_id": hide(world.cleo.pen_name, by=ana).pk,
        "notice_id": Notice.objects.create(user=ana, kind="vote", key="v", part_id=world.part.pk).pk,
        "endpoint_id": PushEndpoint.objects.create(user=ana, endpoint="https://push.example/a").pk,
        "wave_id": Wave.objects.create(story=world.story, alike="text").pk,
        "user_id": ana.pk,
        "named_by": ana.pen_name_id,
        "asked_as": ana.pen_name_id,
        "search_id": save_search("salt", by=ana).pk,
        "browser_id": 999_999,
        "said": "accept",
        "token": leaving_url(ana).rstrip("/").split("/")[-2],
        "act": "hide",
    }


A, AC = ("author",), ("author", "coauthor")
TEND = (*AC, *MODERATORS)
FREE = tuple(who for who in SIGNED_IN if who != "suspended")
NEAR = tuple(who for who in FREE if who != "blocked")  # signed in, and kept out by nobody
READERS = NOT_BLOCKED
NOT_KEPT_OUT = tuple(who for who in SIGNED_IN if who != "blocked")
BUT_AUTHOR = tuple(who for who in NEAR if who != "author")
# Beside `PAGES` of test_permissions: who sees it, who may press its button, and what they send.
MORE: dict[str, tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]] = {
    "part/<int:part_id>-<str:slug>/vote/": (NOBODY, NEAR, {}),
    "part/<int:part_id>-<str:slug>/comments/": (READERS, NEAR, {"body": "x"}),
    "part/<int:part_id>-<str:slug>/margin/": (READERS, NOBODY, {}),
    "part/<int:part_id>-<str:slug>/margin/<str:block>/": (READERS, NEAR, {"body": "x"}),
    "part/<int:part_id>-<str:slug>/margin/<str:block>/react/": (NOBODY, NEAR, {"kind": "love"}),
    "comment/<int:comment_id>/": (READERS, NOBODY, {}),
    "comment/<int:comment_id>/edit/": (("reader",), ("reader",), {"body": "x"}),
    "comment/<int:comment_id>/delete/": (("reader",), ("reader",), {}),
    "comment/<int:comment_id>/history/": (READERS, NOBODY, {}),
    "comment/<int:comment_id>/react/": (NOBODY, NEAR, {"kind": "love"}),
    "comment/<int:comment_id>/tend/": (TEND, TEND, {"act": "hide"}),
    "comment/<int:comment_id>/wave/": (NOBODY, NOBODY, {"alike": "text"}),  # of a guest's alone: tests/discussion
    "wave/<int:wave_id>/undo/": (NOBODY, TEND, {}),
    "guest/part/<int:part_id>/": (EVERYBODY, ("stranger", *FREE), {}),
    "about/guests/": (EVERYBODY, NOBODY, {}),
    "by/<word:slug>/follow/": (NOBODY, BUT_AUTHOR, {}),
    "me/comments/": (SIGNED_IN, NOBODY, {}),
    "moderation/guests/": (MODERATORS, MODERATORS, {"act": "hide"}),
    "write/story/<int:story_id>/comments/": (AC, AC, {"act": "heart"}),
    "write/story/<int:story_id>/talk/": (AC, AC, {"who": "everyone"}),
    "write/part/<int:part_id>/talk/": (NOBODY, AC, {}),
    "write/part/<int:part_id>/tray/": (AC, AC, {}),
    "write/part/<int:part_id>/tray/<int:comment_id>/": (AC, NOBODY, {}),
    "library/": (SIGNED_IN, NOBODY, {}),
    "library/<int:story_id>/forget/": (NOBODY, SIGNED_IN, {}),
    "library/follows/": (SIGNED_IN, NOBODY, {}),
    "library/history/": (SIGNED_IN, NOBODY, {}),
    "library/history/forget/": (SIGNED_IN, SIGNED_IN, {}),
    "library/history/pause/": (NOBODY, SIGNED_IN, {}),
    "library/history/<int:part_id>/forget/": (NOBODY, SIGNED_IN, {}),
    "library/shelves/": (SIGNED_IN, SIGNED_IN, {}),
    "library/shelf/<int:shelf_id>/": (A, NOBODY, {}),
    "library/shelf/<int:shelf_id>/address/": (NOBODY, A, {}),
    "library/shelf/<int:shelf_id>/delete/": (A, A, {}),
    "library/shelf/<int:shelf_id>/edit/": (A, A, {}),
    "library/shelf/<int:shelf_id>/order/": (NOBODY, A, {"part": "1", "to": "1"}),
    "library/shelf/<int:shelf_id>/story/<int:story_id>/": (A, A, {}),
    "library/shelf/<int:shelf_id>/story/<int:story_id>/off/": (NOBODY, A, {}),
    "shelf/<int:shelf_id>/": (READERS, NOBODY, {}),
    "shelf/<int:shelf_id>-<str:slug>/": (READERS, NOBODY, {}),
    "shelf/with/<slug:secret>/": (READERS, NOBODY, {}),
    "shelf/<int:shelf_id>/follow/": (NOBODY, BUT_AUTHOR, {}),
    "story/<int:story_id>/follow/": (NOBODY, NEAR, {}),
    "story/<int:story_id>/shelve/": (NOT_KEPT_OUT, NOT_KEPT_OUT, {}),
    "tag/<word:slug>/follow/": (NOBODY, FREE, {}),
    "me/hidden/": (SIGNED_IN, NOBODY, {}),
    "me/hidden/add/": (NOBODY, NOT_KEPT_OUT, {"kind": "story"}),
    "me/hidden/<int:hide_id>/show/": (NOBODY, SIGNED_IN, {}),
    "me/hidden/story/<int:story_id>/": (NOT_KEPT_OUT, NOBODY, {}),
    "me/notices/": (SIGNED_IN, NOBODY, {}),
    "me/notices/<int:notice_id>/": (A, NOBODY, {}),
    "me/notices/choices/": (SIGNED_IN, SIGNED_IN, {}),
    "me/notices/read/": (NOBODY, SIGNED_IN, {}),
    "me/notices/push/": (NOBODY, SIGNED_IN, {"endpoint": "https://push.example/x", **FakeBrowser().keys}),
    "me/notices/push/<int:endpoint_id>/end/": (NOBODY, SIGNED_IN, {}),
    "me/notices/letters/<str:token>/end/": (EVERYBODY, EVERYBODY, {}),
    "me/notices/worker.js": (EVERYBODY, NOBODY, {}),
    "me/leave/": (SIGNED_IN, SIGNED_IN, {}),
    "me/leave/stay/": (NOBODY, NOBODY, {}),  # for those who are leaving: tests/departures
    "me/heir/": (SIGNED_IN, FREE, {}),
    "me/heir/nobody/": (NOBODY, SIGNED_IN, {}),
    "me/heir/of/<int:asked_as>/<said:said>/": (NOBODY, ("reader",), {}),
}
CALLS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "PUT parts/{part_id}/vote": (NEAR, {}),
    "DELETE parts/{part_id}/vote": (NEAR, {}),
    "GET names/{slug}/wall": (READERS, {}),
    "POST names/{slug}/wall": (NEAR, {"body": "x"}),
    "PUT names/{slug}/wall": (A, {"who": "nobody"}),
    "DELETE wall/{post_id}": ((*A, *MODERATORS), {}),
    "GET parts/{part_id}/comments": (READERS, {}),
    "POST parts/{part_id}/comments": (NEAR, {"body": "x"}),
    "GET comments/{comment_id}": (READERS, {}),
    "PATCH comments/{comment_id}": (("reader",), {"body": "x"}),
    "DELETE comments/{comment_id}": (("reader",), {}),
    "GET parts/{part_id}/margins": (READERS, {}),
    "GET parts/{part_id}/margins/{block}": (READERS, {}),
    "PUT comments/{comment_id}/reaction": (NEAR, {"kind": "love"}),
    "DELETE comments/{comment_id}/reaction": (NEAR, {}),
    "PUT parts/{part_id}/margins/{block}/reaction": (NEAR, {"kind": "love"}),
    "DELETE parts/{part_id}/margins/{block}/reaction": (NEAR, {}),
    "POST comments/{comment_id}/tend/{act}": (TEND, {}),
    "GET stories/{story_id}/talk": (AC, {}),
    "PUT stories/{story_id}/talk": (AC, {"who": "everyone", "approve_first": False}),
    "POST reports": (("stranger", *FREE), {"kind": "story", "id": 0, "reason": "spam"}),
    "GET reports/challenge": (EVERYBODY, {}),
    "GET me/decisions": (SIGNED_IN, {}),
    "POST me/decisions/{decision_id}/appeal": (("suspended",), {"words": "x"}),
    "GET moderation/cases": (("moderator", "keeper", "admin"), {}),
    "GET moderation/cases/{case_id}": (MODERATORS, {}),
    "PUT moderation/cases/{case_id}/claim": (MODERATORS, {}),
    "DELETE moderation/cases/{case_id}/claim": (MODERATORS, {}),
    "POST moderation/cases/{case_id}/decision": (MODERATORS, {"act": "nothing", "reason": ""}),
    "POST moderation/decisions/{decision_id}/reverse": (MODERATORS, {}),
    "GET transparency": (EVERYBODY, {}),
    "GET me/adult": (SIGNED_IN, {}),
    "PUT me/adult": (SIGNED_IN, {"adult": "show"}),
    "GET me/apart": (SIGNED_IN, {}),
    "PUT names/{slug}/block": (NOT_KEPT_OUT, {}),
    "DELETE names/{slug}/block": (NOBODY, {}),  # there is nothing to take back: tests/api
    "PUT names/{slug}/mute": (NOT_KEPT_OUT, {}),
    "DELETE names/{slug}/mute": (NOBODY, {}),
    "GET me/follows": (SIGNED_IN, {}),
    "PUT stories/{story_id}/follow": (NEAR, {}),
    "DELETE stories/{story_id}/follow": (NOT_KEPT_OUT, {}),
    "PUT names/{slug}/follow": (NEAR, {}),
    "DELETE names/{slug}/follow": (NOT_KEPT_OUT, {}),
    "PUT tags/{slug}/follow": (FREE, {}),
    "DELETE tags/{slug}/follow": (SIGNED_IN, {}),
    "PUT shelves/{shelf_id}/follow": (NEAR, {}),
    "DELETE shelves/{shelf_id}/follow": (NOT_KEPT_OUT, {}),
    "GET me/shelves": (SIGNED_IN, {}),
    "POST me/shelves": (SIGNED_IN, {"title": "Another"}),
    "GET me/shelves/{shelf_id}": (A, {}),
    "PATCH me/shelves/{shelf_id}": (A, {"about": "x"}),
    "DELETE me/shelves/{shelf_id}": (A, {}),
    "PUT me/shelves/{shelf_id}/stories/{story_id}": (A, {}),
    "DELETE me/shelves/{shelf_id}/stories/{story_id}": (A, {}),
    "GET shelves/{shelf_id}": (READERS, {}),
    "GET me/history": (SIGNED_IN, {}),
    "PUT me/history": (SIGNED_IN, {"paused": True}),
    "DELETE me/history": (SIGNED_IN, {}),
    "DELETE me/history/{part_id}": (SIGNED_IN, {}),
    "GET me/notices": (SIGNED_IN, {}),
    "POST me/notices/read": (SIGNED_IN, {"ids": []}),
    "GET me/notices/choices": (SIGNED_IN, {}),
    "PUT me/notices/choices": (SIGNED_IN, {}),
    "GET stories/{story_id}/comments": (AC, {}),
    "GET me/comments": (SIGNED_IN, {}),
    "GET stories/{story_id}/waves": (AC, {}),
    "POST comments/{comment_id}/wave": (NEAR, {"alike": "text"}),  # of a guest's alone: tests/api
    "POST waves/{wave_id}/undo": (TEND, {}),
    "GET me/hidden": (SIGNED_IN, {}),
    "PUT stories/{story_id}/hide": (NOT_KEPT_OUT, {}),
    "DELETE stories/{story_id}/hide": (SIGNED_IN, {}),
    "PUT tags/{slug}/hide": (NOT_KEPT_OUT, {}),
    "DELETE tags/{slug}/hide": (SIGNED_IN, {}),
    "GET me/searches": (SIGNED_IN, {}),
    "POST me/searches": (SIGNED_IN, {"query": "salt"}),
    "DELETE me/searches/{search_id}": (SIGNED_IN, {}),
    "POST me/searches/{search_id}/address": (A, {}),
    "GET me/notices/push": (SIGNED_IN, {}),
    "POST me/notices/push": (SIGNED_IN, {"endpoint": "https://push.example/y", **FakeBrowser().keys}),
    "DELETE me/notices/push/{browser_id}": (SIGNED_IN, {}),
    "GET me/heir": (SIGNED_IN, {}),
    "PUT me/heir": (FREE, {"name": "Cleo"}),
    "DELETE me/heir": (SIGNED_IN, {}),
    "POST me/heir/of/{named_by}/{said}": (("reader",), {}),
    "GET me/leave": (SIGNED_IN, {}),
    "POST me/leave": (SIGNED_IN, {"password": "wrong"}),
}
# Calls about writing, reading and tags, which are walked where they are tested (tests/api).
ELSEWHERE = re.compile(
    r"\w+ (stories(/{story_id}(/(perspectives.*|restore|parts|related|figures|cover))?)?|rankings/.*|tag.*"
    r"|me(/settings)?"
    r"|parts/{part_id}(/(reads|publish|withdraw|restore|figures|revisions.*))?|me/(recommendations|stories|places/.*))"
)


def test_every_page_and_call_is_in_a_table() -> None:
    assert pages() == set(PAGES) - {"me/adult/"} | set(MORE)
    assert {call for call in calls() if not ELSEWHERE.fullmatch(call)} == set(CALLS) - {
        call for call in CALLS if ELSEWHERE.fullmatch(call)
    }


def through(status: int, location: str = "") -> bool:
    """They got in, or what they sent was looked at."""
    return (status < 400 and "/login/" not in location) or status in (400, 409, 422)


def test_exactly_these_people_see_and_press_and_call(town: Town) -> None:
    values = values_of(town)
    clients = {name: signed_in(who) for name, who in town.people.items()}
    keys = {
        name: {"Authorization": f"Bearer {make_token(who)}"} if who is not None else {}
        for name, who in town.people.items()
    }
    wrong = {}

    def asked(act: Callable[[str], Any]) -> set[str]:
        """What they do is undone before the next one tries."""
        got = set()
        for name in town.people:
            with transaction.atomic():
                answer = act(name)
                transaction.set_rollback(True)
            if through(answer.status_code, answer.get("Location", "")):
                got.add(name)
        return got

    def address(route: str) -> str:
        of_tag = values | ({"slug": "sea"} if route.startswith(("tag/", "tags/", "PUT tags", "DELETE tags")) else {})
        return re.sub(r"<(?:\w+:)?(\w+)>|{(\w+)}", lambda found: str(of_tag[found[1] or found[2]]), route)

    for route, (seers, pressers, given) in MORE.items():
        path, sent = (
            f"/{address(route)}",
            {"comment": str(values["comment_id"]), "id": str(values["story_id"]), **given},
        )
        if (seen := asked(lambda name, path=path: clients[name].get(path))) != set(seers):
            wrong[f"GET {route}"] = seen ^ set(seers)
        if (done := asked(lambda name, path=path, sent=sent: clients[name].post(path, sent))) != set(pressers):
            wrong[f"POST {route}"] = done ^ set(pressers)
    program = Client()
    for call, (callers, body) in CALLS.items():
        method, _, path = address(call).partition(" ")
        sent = json.dumps({**body, "id": values["story_id"]} if "id" in body else body)
        path += f"?kind=story&id={values['story_id']}" if path.endswith("/challenge") else ""

        def act(name: str, method: str = method, path: str = path, sent: str = sent) -> Any:
            kind = "application/json"
            return program.generic(method, f"/api/v1/{path}", sent, content_type=kind, headers=keys[name])

        if (done := asked(act)) != set(callers):
            wrong[call] = done ^ set(callers)
    assert wrong == {}
