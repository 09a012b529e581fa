"""What comes from people from whom somebody keeps apart is at no door of theirs, on whichever side the block is.

One list at the desk has it, so that whoever looks after a story can."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pytest

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import decide_talk, edit_comment, post_comment, write_on_wall
from inkstead.discussion.models import Comment
from inkstead.library.actions import follow_pen_name, hide, show_again
from inkstead.library.models import Hide
from inkstead.notifications.actions import subscribe
from inkstead.notifications.mail.letters import letter_for
from inkstead.notifications.models import Letter, Notice
from inkstead.notifications.push.sending import push_notice
from inkstead.notifications.queries import inbox_page, unread_count
from inkstead.stories.models import Part, Story
from tests.discussion.actions.test_placing import BOAT, LAMP, RAIN, ids, revised
from tests.factories import make_part, make_story, make_token, make_user
from tests.jobs import work_off
from tests.notifications.push.services import FakeBrowser, push_service
from tests.through_front import FrontClient
from tests.world import World

PEOPLE = ("Blocked", "Closing", "Muted", "Heard")


@dataclass
class Town:
    """Four people say the same in the same places: one will be blocked, one will block, one will be muted."""

    world: World
    part: Part
    people: dict[str, User]
    own: Comment  # Ana's own


@pytest.fixture
def town(world: World) -> Town:
    ana, people = world.ana, {name: make_user(name) for name in PEOPLE}
    part = make_part(make_story(ana), text=f"{RAIN}\n\n{LAMP}\n\n{BOAT}")
    assert ana.pen_name is not None
    own = post_comment(part, body="Ana begins.", by=ana, pen_name=ana.pen_name)
    first, second, _ = ids(part)
    for name, user in people.items():
        assert user.pen_name is not None
        more: list[tuple[str, dict[str, object]]] = [
            ("below", {}),
            ("as an answer", {"parent": own}),
            ("beside", {"block": first, "quote": RAIN[:10]}),
            ("in the tray", {"block": second, "quote": "the lamp"}),
        ]
        for where, given in more:
            post_comment(part, body=f"{name} says it {where}", by=user, pen_name=user.pen_name, **given)  # type: ignore[arg-type]
        write_on_wall(ana.pen_name, body=f"{name} says it on the wall", by=user, pen_name=user.pen_name)
    decide_talk(part.story, who="everyone", approve_first=True, by=ana)
    for name, user in people.items():
        assert user.pen_name is not None
        post_comment(part, body=f"{name} says it and waits", by=user, pen_name=user.pen_name)
    work_off("notifications")
    return Town(world, revised(world, part, RAIN, BOAT), people, own)


def name_of(user: User) -> PenName:
    assert user.pen_name is not None
    return user.pen_name


def keep_apart(town: Town) -> None:
    ana = town.world.ana
    block_name(name_of(town.people["Blocked"]), by=ana)
    block_name(name_of(ana), by=town.people["Closing"])
    hide(name_of(town.people["Muted"]), by=ana)


def doors(town: Town, front: FrontClient) -> dict[str, str]:
    """Everything that Ana is shown, sent and told, by the door it comes through."""
    part, ana = town.part, town.world.ana
    first, token = ids(part)[0], {"Authorization": f"Bearer {make_token(ana)}"}
    story, url = f"/write/story/{part.story_id}/", part.get_absolute_url()
    pages = {
        "part": url,
        "comments": f"{url}comments/",
        "margin": f"{url}margin/{first}/",
        "margins": f"{url}margin/",
        "thread": town.own.get_absolute_url(),
        "wall": "/by/ana/wall/",
        "desk": f"{story}comments/",
        "desk, waiting": f"{story}comments/?show=waiting",
        "desk, unanswered": f"{story}comments/?show=unanswered",
        "desk, margin": f"{story}comments/?show=margin",
        "desk, one part": f"{story}comments/?part={part.pk}&q=says",
        "desk, story": story,
        "desk, part": f"/write/part/{part.pk}/",
        "tray": f"/write/part/{part.pk}/tray/",
        "inbox": "/me/notices/",
        "inbox, new": "/me/notices/?new=1",
    }
    found = {name: front.get(path, by=ana).text for name, path in pages.items()}
    calls = {
        "API comments": f"parts/{part.pk}/comments",
        "API margin": f"parts/{part.pk}/margins/{first}",
        "API margins": f"parts/{part.pk}/margins",
        "API wall": "names/ana/wall",
        "API notices": "me/notices",
    }
    found |= {name: front.get(f"/api/v1/{call}", **token).text for name, call in calls.items()}
    notices = list(Notice.objects.filter(user=ana))
    letter = Letter.objects.create(user=ana)
    Notice.objects.filter(user=ana).update(letter=letter)
    message = letter_for(letter)
    assert message is not None
    found["letter"] = f"{message.subject} {message.body} {message.alternatives[0][0]}"
    Notice.objects.filter(user=ana).update(letter=None)
    found["push"] = " ".join(pushed(notices, ana))
    return found


def pushed(notices: list[Notice], reader: User) -> list[str]:
    """What a browser of theirs reads when all of it is pushed now."""
    browser = FakeBrowser()
    with push_service() as service:
        row = subscribe(by=reader, endpoint=f"{service.address}/b", **browser.keys)
        for notice in notices:
            push_notice(notice.pk, row.pk)
        row.delete()
    return [browser.read(body)["body"] for _, _, body in service.taken]


WORDS = ("below", "as an answer", "beside", "in the tray", "and waits", "on the wall")
ON_PART, AT_ALL = set(WORDS[:4]), set(WORDS[:5])
SAID: dict[str, set[str]] = {
    "part": ON_PART - {"beside"},
    "comments": ON_PART,
    "margin": {"beside"},
    "margins": set(),
    "thread": {"as an answer"},
    "wall": {"on the wall"},
    "desk": AT_ALL,
    "desk, waiting": {"and waits"},
    "desk, unanswered": ON_PART,
    "desk, margin": {"beside", "in the tray"},
    "desk, one part": AT_ALL,
    "desk, story": set(),
    "desk, part": set(),
    "tray": {"in the tray"},
    "inbox": {"on the wall"},  # of comments on one part the inbox quotes some
    "inbox, new": {"on the wall"},
    "API comments": ON_PART,
    "API margin": {"beside"},
    "API margins": set(),
    "API wall": {"on the wall"},
    "API notices": {"on the wall"},
    "letter": set(WORDS),
    "push": set(),  # who it was
}
# Numbers, where a door tells no words: how many of the four are counted.
COUNTED: dict[str, Callable[[int], str]] = {
    "desk, story": lambda many: f"{many} comment{'s' if many > 1 else ''} in the tray",
    "desk, part": lambda many: f"Tray: {many} comment{'s' if many > 1 else ''}",
    "desk": lambda many: f"Waiting ({many})",
    "API margins": lambda many: f'":{many}}}',
    # and one of Ben's, who is in every world
    "API notices": lambda many: f'"unread":{6 * many + 1}',
}


def heard(text: str, words: Collection[str] = WORDS) -> dict[str, set[str]]:
    said = {name: {where for where in words if f"{name} says it {where}" in text} for name in PEOPLE}
    return {name: words for name, words in said.items() if words or name in text}


def at(door: str, text: str) -> dict[str, set[str]]:
    return heard(text, SAID[door] if SAID[door] == {"on the wall"} else WORDS)


def expected(door: str, *people: str) -> dict[str, set[str]]:
    return dict.fromkeys(people, SAID[door]) if SAID[door] or door == "push" else {}


def test_at_no_door_is_anything_of_whom_somebody_keeps_apart_from(
    town: Town, front: FrontClient, settings: Any
) -> None:
    settings.PUSH_LOCAL = True
    before = doors(town, front)
    assert set(before) == set(SAID)
    for door, text in before.items():  # the control: each of the four is at every door
        assert (door, at(door, text)) == (door, expected(door, *PEOPLE))
    for door, told in COUNTED.items():
        assert told(4) in before[door], door
    keep_apart(town)
    after = doors(town, front)
    for door, text in after.items():
        assert (door, at(door, text)) == (door, expected(door, "Heard"))
    for door, told in COUNTED.items():
        assert told(1) in after[door], door


def test_one_list_at_the_desk_has_it_and_it_can_be_looked_after(town: Town, front: FrontClient) -> None:
    ana, path = town.world.ana, f"/write/story/{town.part.story_id}/comments/?show=apart"
    assert "Kept apart" not in front.get(path, by=ana).text
    keep_apart(town)
    assert heard(front.get(path, by=ana).text) == dict.fromkeys(PEOPLE[:3], AT_ALL)
    rude = Comment.objects.get(body="Closing says it below")
    assert front.post(path, {"comment": str(rude.pk), "act": "hide"}, by=ana).status == 302
    assert "Closing says it below" not in front.get(town.part.get_absolute_url()).text
    hide(name_of(town.people["Muted"]), by=ana)
    for row in Hide.objects.filter(user=ana):
        show_again(row.pk, by=ana)
    assert "Muted" in front.get("/me/notices/", by=ana).text  # a mute can be taken back, and nothing was lost


def test_who_is_muted_later_and_what_is_hidden_later_is_counted_no_more(town: Town, front: FrontClient) -> None:
    """Notices that were there before, of a new part of theirs."""
    heard_of = town.people["Heard"]
    follow_pen_name(name_of(heard_of), by=town.world.cleo)
    for title in ("A Second", "A Third"):
        make_part(make_story(heard_of, f"{title} story"), title)
    work_off("notifications")
    cleo = town.world.cleo
    assert unread_count(cleo) == 2
    hide(Story.objects.get(title="A Second story"), by=cleo)
    assert [line.told.story for line in inbox_page(cleo).lines] == ["A Third story"]
    assert unread_count(cleo) == 1
    hide(name_of(heard_of), by=cleo)
    assert (inbox_page(cleo).lines, unread_count(cleo)) == ([], 0)


@pytest.mark.parametrize("way", [block_name, hide])
def test_numbers_in_the_margin_are_without_who_speaks_nowhere_else(
    world: World, front: FrontClient, way: Callable[..., object]
) -> None:
    """The kept page knows them too: who keeps apart from them has one of their own."""
    speaker, (first, *_) = make_user("Only Beside"), ids(world.part)
    number, path = f'data-margins="{first}:1"', world.part.get_absolute_url()
    post_comment(world.part, body="Here.", by=speaker, pen_name=name_of(speaker), block=first)
    assert number in front.get(path, by=world.cleo).text
    way(name_of(speaker), by=world.cleo)
    assert number not in front.get(path, by=world.cleo).text
    assert number in front.get(path, by=world.ben).text
    assert number in front.get(path).text


def test_what_somebody_kept_apart_said_before_they_changed_it_is_not_told(world: World, front: FrontClient) -> None:
    edit_comment(world.comment, body="I held my breath twice.", by=world.ben)
    path = f"{world.comment.get_absolute_url()}history/"
    assert front.get(path, by=world.cleo).status == 200
    hide(name_of(world.ben), by=world.cleo)
    assert front.get(path, by=world.cleo).status == 404
    assert front.get(path).status == 200
