"""What is private is never kept; what was filled for one never reaches another. Each zero has its control."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import product
from unittest.mock import patch

import pytest

from inkstead.accounts.models import User
from inkstead.library.actions import keep_place
from inkstead.stories.actions import follow_story
from inkstead.stories.models import State, Visibility
from inkstead.web import front as front_module
from inkstead.web.pages import pages
from tests.factories import make_user
from tests.through_front import FrontClient
from tests.world import World, canary

SHARED = (Visibility.PUBLIC, State.PUBLISHED)
OPEN = {Visibility.PUBLIC, Visibility.UNLISTED}


def words_of(visibility: Visibility, state: State) -> str:
    return canary(visibility, state).rsplit("\n", 1)[1]


def may_see(world: World, by: User | None, visibility: Visibility, state: State) -> bool:
    if by == world.ana:
        return True
    if state != State.PUBLISHED:
        return False
    return visibility in OPEN or (visibility == Visibility.FOLLOWERS and by == world.ben)


def leaks(world: World, front: FrontClient) -> list[str]:
    """Every part as everybody, in every order that could make a kept page meet the wrong person."""
    found = []
    people = {"stranger": None, "Cleo": world.cleo, "Ben": world.ben, "Ana": world.ana}
    order = random.Random(5)
    asked = [*product(world.parts.items(), people.items(), ("GET", "HEAD"), (False, True))]
    order.shuffle(asked)
    for ((visibility, state), part), (name, by), method, with_query in asked:
        path = part.get_absolute_url() + ("?utm_source=x" if with_query else "")
        answer = front.ask(method, path, by=by, Accept_Encoding=order.choice(["", "gzip", "br", "zstd"]))
        may = may_see(world, by, visibility, state)
        where = f"{name} {method} {visibility} {state}"
        if (answer.status == 200) != may:
            found.append(f"{where}: {answer.status}")
        if method == "GET" and (words_of(visibility, state) in answer.text) != may:
            found.append(f"{where}: text")
        if (visibility, state) != (Visibility.PUBLIC, State.PUBLISHED) and answer[
            "Cache-Control"
        ] != "private, no-store":
            found.append(f"{where}: {answer['Cache-Control']}")
    kept = b"".join(body for page in pages._pages.values() for _, body, _ in page.answers.values())
    found += [
        f"kept: {visibility} {state}"
        for visibility, state in world.parts
        if (visibility, state) != SHARED and words_of(visibility, state).encode() in kept
    ]
    return found


def test_a_private_state_is_never_kept_and_never_shown(world: World, front: FrontClient) -> None:
    assert leaks(world, front) == []


def test_control_a_program_that_keeps_every_page_is_found_out(world: World, front: FrontClient) -> None:
    from inkstead.reading import views

    def careless(request: object, page: object) -> object:
        return views.shared_page(request, lambda: page)  # type: ignore[arg-type,return-value]

    with patch.object(views, "private_page", careless):
        found = leaks(world, front)
    assert any("kept" in leak for leak in found)
    assert any("stranger GET" in leak or "Cleo GET" in leak for leak in found)


def test_lists_name_only_what_is_public(world: World, front: FrontClient) -> None:
    hidden = [story.title for visibility, story in world.stories.items() if visibility != Visibility.PUBLIC]
    unpublished = [part.title for (_, state), part in world.parts.items() if state != State.PUBLISHED]
    lists = ["/", "/stories/", "/tag/sea/", "/tag/lamps/", "/by/ana/", "/search/?q=the", world.story.get_absolute_url()]
    for path, by in product(lists, (None, world.cleo, world.ben)):
        for _ in range(2):
            text = front.get(path, by=by).text
            assert [title for title in hidden + unpublished if title in text] == [], (path, by)


def test_no_page_joins_two_pen_names(world: World, front: FrontClient) -> None:
    for path in ("/", "/by/ana/", world.part.get_absolute_url(), world.story.get_absolute_url()):
        for by in (None, world.ben):
            assert "Ada Quill" not in front.get(path, by=by).text
    assert "Ana" not in re.sub(r"Anal|Analy", "", front.get("/by/ada-quill/").text)


class Crowd:
    """People whose pages can be told apart: by name, by what they voted, followed, said and where they are."""

    def __init__(self, world: World, front: FrontClient, size: int) -> None:
        self.world, self.front = world, front
        self.people = [make_user(f"Reader{number:03}x") for number in range(size)]
        for number, person in enumerate(self.people):
            if number % 2:
                follow_story(world.story, by=person)
            keep_place(world.part, block=f"b-of-{number:03}x", reached=0.5, by=person)
        self.paths = [
            "/",
            "/stories/",
            "/about/",
            world.story.get_absolute_url(),
            world.part.get_absolute_url(),
            world.second.get_absolute_url(),
        ]

    def mixed_up(self, asks: int, seed: int) -> list[str]:
        """What a page held that belongs to somebody else than who asked."""
        order, found = random.Random(seed), []
        shared = {path: self.front.get(path).body for path in self.paths}
        for _ in range(asks):
            path = order.choice(self.paths)
            number = order.randrange(-2, len(self.people))
            encoding = order.choice(["", "br", "gzip", "zstd"])
            if number < 0:
                answer = self.front.get(path, Accept_Encoding=encoding)
                if answer.plain != shared[path]:
                    found.append(f"a stranger at {path}")
                continue
            answer = self.front.get(path, by=self.people[number], Accept_Encoding=encoding)
            if answer["Cache-Control"] != "private, no-store":
                found.append(f"kept: {path}")
            named = set(re.findall(r"Reader(\d{3})x", answer.text)) | set(re.findall(r"b-of-(\d{3})x", answer.text))
            if named != {f"{number:03}"}:
                found.append(f"{number} at {path} saw {named}")
            if path == self.world.story.get_absolute_url() and ("Following" in answer.text) != bool(number % 2):
                found.append(f"{number} at {path}: somebody else's follow")
        return found


def test_a_page_filled_for_one_person_never_reaches_another(world: World, front: FrontClient) -> None:
    assert Crowd(world, front, 12).mixed_up(1200, seed=11) == []


@pytest.fixture
def forgetful() -> Iterator[None]:
    """A broken program: the first visitor it fills a page for is everybody's."""
    real, first = front_module.personal_answer, {}

    def broken(page, cookies, environ, start_response):  # type: ignore[no-untyped-def]
        cookies = first.setdefault(id(page), cookies)
        return real(page, cookies, environ, start_response)

    with patch.object(front_module, "personal_answer", broken):
        yield


@pytest.mark.usefixtures("forgetful")
def test_control_a_program_that_confuses_people_is_found_out(world: World, front: FrontClient) -> None:
    assert len(Crowd(world, front, 6).mixed_up(300, seed=11)) > 50


def test_people_at_once_do_not_meet_on_a_page(world: World, front: FrontClient) -> None:
    """The same person on two pages and two people on the same page, under threads of one process."""
    from inkstead.web.holes import Visitor
    from inkstead.web.pages import make_page
    from tests.threads import at_once

    page = make_page("crowd", front_page_with_a_name(), (), {})

    def read(number: int) -> set[bytes]:
        name = f"Reader{number:03}x"
        visitor = Visitor(number, f"s{number}", "c", "t", name, f"/by/{name}/", frozenset())
        return {bytes(found) for _ in range(200) for found in re.findall(rb"Reader\d{3}x", page.personal_body(visitor))}

    seen = at_once([lambda n=number: read(n) for number in range(8)])  # type: ignore[misc]
    assert seen == [{f"Reader{number:03}x".encode()} for number in range(8)]


def front_page_with_a_name() -> str:
    from inkstead.web.holes import mark

    return "<html>" + mark("account", "", "Sign in") + "</html>"
