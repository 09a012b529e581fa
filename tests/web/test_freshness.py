"""What somebody changed is on every page in the very next request, from this process and from another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from inkstead.discussion import actions as discussion
from inkstead.discussion.models import Comment
from inkstead.library.actions import keep_place
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Visibility
from tests.through_front import FrontClient
from tests.world import World, build_world

ROOT = Path(__file__).resolve().parents[2]
Change = Callable[[World], object]


def post(world: World) -> Comment:
    assert world.cleo.pen_name is not None
    return discussion.post_comment(world.part, body="Fresh words.", by=world.cleo, pen_name=world.cleo.pen_name)


def rename(world: World) -> None:
    actions.edit_story(world.story, by=world.ana, title="The Lamp")


PART, STORY, HOME, TAG, PROFILE, STORIES, SECOND = "part", "story", "/", "/tag/sea/", "/by/ana/", "/stories/", "second"

VOTED_ONCE, VOTED_TWICE = (f'Votes: </span><data value="{number}"' for number in (1, 2))

# What is done, and the pages that must tell of it: with a text that appears or goes away.
CHANGES: list[tuple[str, Change, dict[str, str], dict[str, str]]] = [
    ("vote", lambda w: discussion.cast_vote(w.part, by=w.cleo), {PART: VOTED_TWICE}, {}),
    ("take a vote back", lambda w: discussion.take_back_vote(w.part, by=w.ben), {}, {PART: VOTED_ONCE}),
    ("comment", post, {PART: "Fresh words."}, {}),
    ("edit a comment", lambda w: discussion.edit_comment(w.comment, body="Other words.", by=w.ben),
     {PART: "Other words."}, {PART: "I held my breath."}),
    ("remove a comment", lambda w: discussion.delete_comment(w.comment, by=w.ben), {}, {PART: "I held my breath."}),
    ("publish", lambda w: actions.publish_part(w.draft, by=w.ana),
     {STORY: "The Lighthouse draft", PART: "The Lighthouse draft", HOME: "draft", STORIES: "The Lighthouse draft"}, {}),
    ("withdraw", lambda w: actions.withdraw_part(w.second, by=w.ana), {},
     {STORY: "The Second Night", PART: "The Second Night", HOME: "The Second Night"}),
    ("revise", lambda w: actions.revise_part(w.part, text="<p>Quite another evening.</p>", by=w.ana),
     {PART: "Quite another evening."}, {PART: "Canary"}),
    ("retitle a part", lambda w: actions.edit_part(w.second, by=w.ana, title="Third Night"),
     {STORY: "Third Night", PART: "Third Night"}, {STORY: "The Second Night", PART: "The Second Night"}),
    ("rename a story", rename,
     {PART: "The Lamp", HOME: "The Lamp", TAG: "The Lamp", PROFILE: "The Lamp", STORIES: "The Lamp"}, {}),
    ("reorder", lambda w: actions.move_part(w.second, to=1, by=w.ana), {PART: 'rel="prev"'}, {}),
    ("hide a part", lambda w: actions.edit_part(w.second, by=w.ana, visibility="private"), {},
     {STORY: "The Second Night", PART: "The Second Night"}),
    ("delete a part", lambda w: actions.delete_part(w.second, by=w.ana), {},
     {STORY: "The Second Night", PART: "The Second Night"}),
    ("make a story public", lambda w: actions.edit_story(w.stories[Visibility.UNLISTED], by=w.ana, visibility="public"),
     {HOME: "Letters Kept", TAG: "Letters Kept", PROFILE: "Letters Kept", STORIES: "Letters Kept"}, {}),
    ("make a story private", lambda w: actions.edit_story(w.story, by=w.ana, visibility="private"), {},
     {HOME: "The Lighthouse", PROFILE: "The Lighthouse", STORIES: "The Lighthouse"}),
    ("take a tag off", lambda w: actions.edit_story(w.story, by=w.ana, tags=["lamps"]), {}, {STORY: "/tag/sea/"}),
]  # fmt: skip


def path_of(world: World, page: str) -> str:
    known = {PART: world.part, STORY: world.story, SECOND: world.second}
    return known[page].get_absolute_url() if page in known else page


@pytest.mark.parametrize(("change", "appears", "goes"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_change_is_on_every_page_at_once(
    world: World, front: FrontClient, change: Change, appears: dict[str, str], goes: dict[str, str]
) -> None:
    pages = {path_of(world, page) for page in (*appears, *goes)}
    before = {path: front.get(path) for path in pages}
    for path in pages:
        front.get(path, by=world.cleo)
    change(world)
    for by in (None, world.cleo):
        for page, text in appears.items():
            assert text in front.get(path_of(world, page), by=by).text, page
            assert text not in before[path_of(world, page)].text, f"{page} said so before: this shows nothing"
        for page, text in goes.items():
            assert text not in front.get(path_of(world, page), by=by).text, page
            assert text in before[path_of(world, page)].text, f"{page} never said so: this shows nothing"
    for path in pages:
        answer = front.get(path, If_None_Match=before[path]["ETag"])
        assert answer.status == 200, f"{path} still answers 304 for the old page"


@pytest.mark.parametrize(
    "hide",
    [
        lambda w: actions.withdraw_part(w.part, by=w.ana),
        lambda w: actions.edit_part(w.part, by=w.ana, visibility="private"),
        lambda w: actions.edit_part(w.part, by=w.ana, visibility="followers"),
        lambda w: actions.edit_story(w.story, by=w.ana, visibility="private"),
        lambda w: actions.edit_story(w.story, by=w.ana, visibility="followers"),
        lambda w: actions.delete_part(w.part, by=w.ana),
        lambda w: actions.delete_story(w.story, by=w.ana),
    ],
)
def test_what_was_hidden_is_gone_in_the_next_request(world: World, front: FrontClient, hide: Change) -> None:
    path = world.part.get_absolute_url()
    tag = front.get(path)["ETag"]
    front.get(path, by=world.cleo)
    hide(world)
    for by in (None, world.cleo):
        for asked in ({}, {"If_None_Match": tag}, {"If_None_Match": "*"}, {"Accept_Encoding": "br"}):
            assert front.get(path, by=by, **asked).status == 404
        assert front.head(path, by=by).status == 404


def test_a_reader_sees_their_own_vote_follow_place_and_words(world: World, front: FrontClient) -> None:
    """The shared bytes do not change with these; the holes do."""
    part, story = world.part.get_absolute_url(), world.story.get_absolute_url()
    for _ in range(2):
        assert 'aria-pressed="true"' not in front.get(part, by=world.cleo).text
        assert "Start reading" in front.get(story, by=world.cleo).text
    front.post(part + "vote/", by=world.cleo)
    assert "Voted" in front.get(part, by=world.cleo).text
    front.post(f"/story/{world.story.pk}/follow/", by=world.cleo)
    assert "Following" in front.get(story, by=world.cleo).text
    keep_place(world.second, block="b-1", reached=0.4, by=world.cleo)
    assert f"{world.second.get_absolute_url()}#b-1" in front.get(story, by=world.cleo).text
    front.post(part + "comments/", {"body": "Said by Cleo."}, by=world.cleo)
    page = front.get(part, by=world.cleo).text
    assert "Said by Cleo." in page
    comment = Comment.objects.get(body="Said by Cleo.")
    assert f"/comment/{comment.pk}/edit/" in page
    assert f"/comment/{comment.pk}/edit/" not in front.get(part, by=world.ben).text
    front.post(part + "vote/", by=world.cleo)
    assert "Voted" not in front.get(part, by=world.cleo).text


ELSEWHERE = """
import os, sys
import django
django.setup()
from inkstead.accounts.models import User
from inkstead.discussion.actions import cast_vote
from inkstead.stories import actions
from inkstead.stories.models import Part
what, part_id, user_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
part, user = Part.objects.get(pk=part_id), User.objects.get(pk=user_id)
if what == "vote":
    cast_vote(part, by=user)
elif what == "withdraw":
    actions.withdraw_part(part, by=user)
elif what == "revise":
    actions.revise_part(part, text="<p>Written in another process.</p>", by=user)
elif what == "killed":
    os._exit(9)
print("done", flush=True)
"""


def elsewhere(what: str, part: Part, user_id: int) -> None:
    """The same change in a process of its own, on the same database and data folder."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        address = f"sqlite:///{name}"
    else:
        database = settings.DATABASES["default"]
        user = f"{database['USER']}@" if database["USER"] else ""
        host = f"{database['HOST']}:{database['PORT']}" if database["HOST"] else ""
        address = f"postgres://{user}{host}/{name}"
    environment = os.environ | {
        "INKSTEAD_DATABASE_URL": address,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "inkstead.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, what, str(part.pk), str(user_id)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "done", done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_change_in_another_process_is_seen_in_the_next_request(front: FrontClient) -> None:
    world = build_world()
    path = world.part.get_absolute_url()
    assert VOTED_ONCE in front.get(path).text
    elsewhere("vote", world.part, world.cleo.pk)
    assert VOTED_TWICE in front.get(path).text
    elsewhere("revise", world.part, world.ana.pk)
    assert "Written in another process." in front.get(path).text
    assert "Written in another process." in front.get(path, by=world.ben).text
    elsewhere("withdraw", world.part, world.ana.pk)
    assert front.get(path).status == 404
    assert front.get(path, by=world.ben).status == 404


def test_a_transaction_that_is_taken_back_changes_no_page(world: World, front: FrontClient) -> None:
    from django.db import transaction

    path = world.part.get_absolute_url()
    before = front.get(path)
    try:
        with transaction.atomic():
            discussion.cast_vote(world.part, by=world.cleo)
            raise RuntimeError
    except RuntimeError:
        pass
    assert front.get(path).body == before.body


def test_a_scheduled_part_appears_when_its_time_comes(world: World, front: FrontClient) -> None:
    part = world.parts[Visibility.PUBLIC, State.SCHEDULED]
    path = part.get_absolute_url()
    assert front.get(path).status == 404
    Part.objects.filter(pk=part.pk).update(publish_at=part.created_at)
    actions.publish_due_parts()
    assert front.get(path).status == 200
    assert part.title in front.get(world.story.get_absolute_url()).text
    assert Story.objects.get(pk=world.story.pk).parts_published == 3
