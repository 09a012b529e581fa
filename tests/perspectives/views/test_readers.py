"""What readers are offered: by the kept page for everybody, and never anything of a part that they may not open."""

from __future__ import annotations

import re

import pytest

from inkstead.accounts.models import User
from inkstead.discussion.actions import post_comment
from inkstead.library.actions import keep_place
from inkstead.perspectives.actions import survey_story, unlink_scenes
from inkstead.perspectives.models import Audience
from inkstead.stories import actions
from inkstead.stories.models import Contributor, Role, State, Story, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story, make_user
from tests.perspectives.stories import HIS, OTHER, tellings, told_twice
from tests.through_front import FrontClient
from tests.world import World

MARK = re.compile(r'<div class="telling".*?</div>', re.DOTALL)


def marks(front: FrontClient, path: str, by: User | None = None) -> list[str]:
    return MARK.findall(front.get(path, by=by).text)


def test_a_scene_that_exists_in_another_telling_says_so(world: World, front: FrontClient) -> None:
    story, one, other = told_twice(world)
    (told,) = tellings(story)
    (here,), (there,) = marks(front, one.get_absolute_url()), marks(front, other.get_absolute_url())
    assert f'href="{other.get_absolute_url()}#{told.other.block}"' in here
    assert f'href="{one.get_absolute_url()}#{told.one.block}"' in there
    assert 'See this through <span dir="auto">Jonas</span>' in here
    for mark in (here, there):
        assert f'href="/story/{story.pk}/tellings/{told.pk}/#both"' in mark


def test_what_comes_later_waits_until_it_was_reached(world: World, front: FrontClient) -> None:
    _, one, other = told_twice(world)

    def hidden(by: User | None) -> list[bool]:
        return [" hidden>" in marks(front, part.get_absolute_url(), by)[0] for part in (one, other)]

    assert hidden(None) == hidden(world.cleo) == [True, False]
    assert hidden(world.ana) == [False, False]  # it is hers
    keep_place(other, block="", reached=0.3, by=world.cleo)
    assert hidden(world.cleo) == [False, False]
    assert hidden(None) == [True, False]


def test_the_kept_page_is_the_same_for_every_stranger_and_fresh_at_once(world: World, front: FrontClient) -> None:
    story, one, _ = told_twice(world)
    assert front.get(one.get_absolute_url()).text == front.get(one.get_absolute_url()).text
    (told,) = tellings(story)
    unlink_scenes(told.one, told.other, by=world.ana)
    assert marks(front, one.get_absolute_url()) == []


def test_both_stand_side_by_side_with_what_they_share_level(world: World, front: FrontClient) -> None:
    story, *_ = told_twice(world)
    (told,) = tellings(story)
    page = front.get(f"/story/{story.pk}/tellings/{told.pk}/").text
    assert page.count('class="sides-level sides-shared"') == 3
    blocks = [f'data-one-block="{line.one_block}" data-other-block="{line.other_block}"' for line in told.lines.all()]
    assert all(pair in page for pair in blocks)
    assert ("harbour, Mara" in page, "harbor, Mara" in page) == (True, True)


def test_comments_on_a_shared_line_are_seen_together(world: World, front: FrontClient) -> None:
    story, one, other = told_twice(world)
    (told,) = tellings(story)
    line = told.lines.order_by("place")[1]
    assert world.ben.pen_name is not None
    for part, block, body in ((one, line.one_block, "Cold of her."), (other, line.other_block, "Cold, from here.")):
        post_comment(part, body=body, block=block, by=world.ben, pen_name=world.ben.pen_name)
    page = front.get(f"/story/{story.pk}/tellings/{told.pk}/").text
    (said,) = re.findall(r'<details class="sides-remarks".*?</details>', page, re.DOTALL)
    assert ("Cold of her." in said, "Cold, from here." in said) == (True, True)


def test_characters_have_a_page_and_can_be_read_alone(world: World, front: FrontClient) -> None:
    story, one, _ = told_twice(world)
    assert f'href="/story/{story.pk}/characters/mara/"' in front.get(story.get_absolute_url()).text
    assert one.title in front.get(f"/story/{story.pk}/characters/mara/").text
    read = front.get(f"/story/{story.pk}/through/jonas/").text
    assert ("she said. I looked at the door" in read, "harbour, Mara" in read) == (True, False)
    for wrong in ("through/nobody/", "characters/nobody/", "through/jonas/2/", "tellings/999999/"):
        assert front.get(f"/story/{story.pk}/{wrong}").status == 404


def test_a_story_of_one_voice_says_nothing_of_voices(world: World, front: FrontClient) -> None:
    story = make_story(world.ana, "Alone", visibility=Visibility.PUBLIC)
    make_part(story, "Mara", text=OTHER)
    survey_story(story.pk)
    assert "Told by:" not in front.get(story.get_absolute_url()).text
    assert "Nothing in this story is told twice" in front.get(f"/story/{story.pk}/tellings/").text


CANARY = "Canaryword"
KEPT_FROM_THEM = [
    ("draft", {"state": State.DRAFT}),
    ("scheduled", {"state": State.SCHEDULED}),
    ("withdrawn", {"state": State.WITHDRAWN}),
    ("unlisted", {"visibility": Visibility.UNLISTED}),
    ("followers", {"visibility": Visibility.FOLLOWERS}),
    ("private", {"visibility": Visibility.PRIVATE}),
]


@pytest.mark.parametrize(("kind", "fields"), KEPT_FROM_THEM, ids=[kind for kind, _ in KEPT_FROM_THEM])
def test_a_telling_in_a_part_that_somebody_may_not_open_does_not_exist_for_them(
    kind: str, fields: dict[str, str], world: World, client_of: ClientOf
) -> None:
    """The control: where the part is public, everybody finds the link and the words."""
    secret = HIS.replace("Let it sail", f"{CANARY}, let it sail").replace("Mara", f"{CANARY} Mara")
    story, one, hidden = told_twice(world, second=secret, **fields)
    follower = make_user("Fay")
    actions.follow_story(story, by=follower)
    people: dict[str, User | None] = {"guest": None, "stranger": world.cleo, "follower": follower, "author": world.ana}
    for role in Role:
        people[role.value] = make_user(f"Name {role.value}")
        Contributor.objects.create(story=story, pen_name=people[role.value].pen_name, role=role)  # type: ignore[union-attr]

    def leaks() -> set[str]:
        return {
            name for name, user in people.items() if _leaks(client_of, story, user, hidden.pk, one.get_absolute_url())
        }

    allowed = {"follower", "author", *Role.values} if kind == "followers" else set()
    assert leaks() == allowed
    actions.edit_part(hidden, by=world.ana, visibility=Visibility.PUBLIC)
    if kind != "scheduled":
        actions.publish_part(hidden, by=world.ana)
        survey_story(story.pk)
        assert leaks() == set(people)


def _leaks(client_of: ClientOf, story: Story, user: User | None, part: int, path: str) -> bool:
    """Whether anything of the part is on any page that readers have; each retelling of every audience is tried."""
    client = client_of(user)
    every = [told.pk for audience in Audience for told in tellings(story, audience)]
    paths = [path, f"/story/{story.pk}/tellings/", *(f"/story/{story.pk}/tellings/{pk}/" for pk in every)]
    paths += [f"/story/{story.pk}/{kind}/{who}/" for kind in ("characters", "through") for who in ("mara", "jonas")]
    pages = [client.get(each) for each in paths]
    return any(CANARY in page.text or f"/part/{part}-" in page.text for page in pages[1:]) or (
        'class="telling"' in pages[0].text
    )


def test_names_keep_their_distance_in_links_and_buttons(world: World, front: FrontClient) -> None:
    """Links and buttons are laid out as rows, in which the spaces between two pieces are lost: one piece holds all."""
    story, *_ = told_twice(world)
    page = front.get(f"/story/{story.pk}/tellings/").text
    assert re.search(r"<span><bdi>\w+</bdi> and <bdi>\w+</bdi></span></a>", page)
    alone = re.search(rf"/story/{story.pk}/characters/[^\"]+", page)
    assert alone
    assert re.search(r"<span>Read what <bdi>\w+</bdi> tells</span></a>", front.get(alone[0]).text)
