"""What is rated for adults stands behind a page that asks; no cache in front can give it to those who have not."""

from __future__ import annotations

import pytest
from django.conf import settings

from inkstead.accounts.actions import choose_adult
from inkstead.accounts.models import User
from inkstead.catalogues.actions import renew_address
from inkstead.discussion.actions import post_comment
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import edit_part, edit_story
from tests.discovery.indexing import index_all
from tests.factories import make_token
from tests.through_front import CSRF_SECRET, FrontClient
from tests.world import World, canary

SECRET = "Canary of the public"
KEY = f"{settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"
YES = {"Cookie": f"adult=yes; {KEY}"}


@pytest.fixture
def paths(world: World) -> list[str]:
    """Every way to the text of the part for adults that needs no account."""
    part, story = world.part, world.story
    assert part.live is not None
    block = split_blocks(part.live.html)[-1].id
    post_comment(part, body="Oh.", quote=SECRET, block=block, by=world.ben, pen_name=world.ben.pen_name)  # type: ignore[arg-type]
    index_all()
    at = part.get_absolute_url()
    return [
        *(at, f"{at}comments/", f"{at}margin/", f"{at}margin/{block}/", f"/comment/{world.comment.pk}/"),
        *(f"/guest/part/{part.pk}/?quote={SECRET}&block={block}", f"/api/v1/parts/{part.pk}"),
        *(f"/download/{story.pk}/x.{ending}" for ending in ("epub", "txt", "html", "md")),
        *(f"/download/{story.pk}/part/{part.pk}/x.txt", "/search/?q=canary", f"/api/v1/parts/{part.pk}/comments"),
        *("/feeds/site.atom", f"/feeds/story/{story.pk}.json", "/feeds/by/ana.atom", "/feeds/tag/sea.atom"),
        *(f"/story/{story.pk}/tellings/", "/opds/new/", "/", "/stories/", "/tag/sea/", story.get_absolute_url()),
    ]


def seen(front: FrontClient, paths: list[str], *, by: User | None = None, **headers: str) -> set[str]:
    """Where the words are, asked twice so that what is kept is asked too. What holds them may be kept by nobody."""
    found = set()
    for path in (*paths, *paths):
        answer = front.get(path, by=by, **headers)
        if SECRET in answer.plain.decode(errors="replace"):
            found.add(path)
    return found


def test_nobody_reads_it_before_they_say_so(world: World, front: FrontClient, paths: list[str]) -> None:
    before = seen(front, paths)
    assert len(before) > 8  # the control, and all of it is kept now
    known = front.get(paths[0])["ETag"]
    edit_story(world.story, rating="explicit", by=world.ana)
    assert seen(front, paths) == set()
    assert seen(front, paths, by=world.ben) == set()
    again = front.get(paths[0], If_None_Match=known)  # a cache that asks whether its page still stands
    assert (again.status, again["Cache-Control"], again["ETag"]) == (200, "private, no-store", "")
    assert "for adults" in again.text
    assert front.get(world.story.get_absolute_url()).status == 200  # title, summary and warnings are for everybody


@pytest.mark.parametrize("whose", ["story", "part"])
def test_who_says_yes_reads_it_and_no_cache_may_keep_it(
    world: World, front: FrontClient, paths: list[str], whose: str
) -> None:
    if whose == "story":
        edit_story(world.story, rating="mature", warnings=["Storms"], by=world.ana)
    else:
        edit_part(world.part, rating="mature", by=world.ana)
    asked = front.get(paths[0])
    assert SECRET not in asked.text
    said = front.post("/me/adult/", {"say": "yes", "next": paths[0]}, Cookie=KEY)
    assert (said.status, said["Location"]) == (302, paths[0])
    assert "adult=yes" in said["Set-Cookie"]
    shown = seen(front, paths, **YES)
    assert paths[0] in shown
    for path in shown:
        assert front.get(path, **YES)["Cache-Control"] in ("private, no-store", "no-store, private", "no-store"), path
    assert seen(front, paths) == set()  # and nobody else is given what they got


def test_the_account_remembers_and_its_own_catalogue_has_it(world: World, front: FrontClient, paths: list[str]) -> None:
    edit_story(world.story, rating="explicit", by=world.ana)
    secret = renew_address("catalogue", by=world.ben).secret
    assert "The Lighthouse" not in front.get(f"/opds/with/{secret}/new/").text
    choose_adult(world.ben, "show")
    assert paths[0] in seen(front, paths, by=world.ben)
    listed = front.get(f"/opds/with/{secret}/new/").text
    assert "?adult=yes" in listed
    token = {"Authorization": f"Bearer {make_token(world.ben)}"}
    assert SECRET in front.get(f"/api/v1/parts/{world.part.pk}", **token).text
    choose_adult(world.ben, "ask")
    assert front.get(f"/api/v1/parts/{world.part.pk}", **token).json()["error"]["code"] == "adult"
    assert SECRET in front.get(f"/api/v1/parts/{world.part.pk}?adult=yes", **token).text
    with pytest.raises(Refused, match="ask, show, hide"):
        choose_adult(world.ben, "maybe")


def test_it_is_in_no_list_of_who_wants_none(world: World, front: FrontClient, paths: list[str]) -> None:
    edit_story(world.story, rating="mature", by=world.ana)
    lists = ("/", "/stories/", "/tag/sea/", "/search/?q=lighthouse", "/api/v1/stories")
    assert {path for path in lists if "The Lighthouse" in front.get(path, by=world.ben).text} == set(lists)
    assert front.post("/me/adult/", {"say": "hide"}, by=world.ben).status == 302
    assert {path for path in lists if "The Lighthouse" in front.get(path, by=world.ben).text} == set()


def test_those_who_work_on_it_know_what_is_in_it(world: World, front: FrontClient, paths: list[str]) -> None:
    edit_story(world.story, rating="explicit", by=world.ana)
    assert paths[0] in seen(front, paths, by=world.ana)


def test_a_part_that_says_it_is_for_everybody_is(world: World, front: FrontClient, paths: list[str]) -> None:
    edit_story(world.story, rating="mature", by=world.ana)
    edit_part(world.part, rating="everyone", by=world.ana)
    assert canary(world.story.visibility, world.part.state)[-20:] in front.get(paths[0]).text  # type: ignore[arg-type]
    assert SECRET not in front.get(f"/download/{world.story.pk}/x.txt").text  # others of the story are not


def test_the_page_that_asks_works_by_itself(world: World, front: FrontClient, paths: list[str]) -> None:
    edit_story(world.story, rating="explicit", warnings=["Storms"], by=world.ana)
    page = front.get(paths[0])
    assert (page.status, page["X-Robots-Tag"]) == (200, "noindex")
    assert "Storms" in page.text
    assert f'name="next" value="{paths[0]}"' in page.text
    assert front.get("/me/adult/").status == 200
    assert "Max-Age=0" in front.post("/me/adult/", {"say": "ask"}, **YES)["Set-Cookie"]
    assert (
        front.post("/me/adult/", {"say": "yes", "next": "https://evil.example/"}, Cookie=KEY)["Location"]
        == "/me/adult/"
    )
