"""Comments in the margin while their part is rewritten."""

from __future__ import annotations

import random

import pytest

from inkstead.discussion.actions import comments_lost_by, place_comment, post_comment, put_back
from inkstead.discussion.models import Comment
from inkstead.discussion.queries import adrift_by_part, adrift_in, thread_page, tray_of
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.reading.actions import recount
from inkstead.stories.actions import publish_part, revise_part, withdraw_part
from inkstead.stories.models import Contributor, Part, Role, StoryCounts
from inkstead.writing.actions import restore_revision
from tests.factories import make_part, make_story
from tests.lib.prose.rewriting import Manuscript, anchors_of
from tests.lib.prose.test_carrying import made_up
from tests.world import World

RAIN = "The rain fell on the harbour all that night, and nobody came to close the shutters of the custom house."
LAMP = "“Stay,” he said, holding the lamp a little higher so that she could see the letter in his other hand."
BOAT = "The boat to Trieste left at nine, as it had every Thursday since the war, whether anybody was on it or not."


@pytest.fixture
def part(world: World) -> Part:
    return make_part(make_story(world.ana), text=f"{RAIN}\n\n{LAMP}\n\n{BOAT}")


def ids(part: Part) -> list[str]:
    part = Part.objects.select_related("live").get(pk=part.pk)
    assert part.live is not None
    return [block.id for block in split_blocks(part.live.html)]


def say(world: World, part: Part, block: str = "", quote: str = "", parent: Comment | None = None) -> Comment:
    ben = world.ben
    assert ben.pen_name is not None
    return post_comment(part, body="Oh!", by=ben, pen_name=ben.pen_name, block=block, quote=quote, parent=parent)


def revised(world: World, part: Part, *texts: str, keep_draft: bool = False) -> Part:
    text = "\n\n".join(texts)
    return revise_part(part, by=world.ana, text=text, format="text", keep_draft=keep_draft)


def where(*comments: Comment) -> list[str]:
    found = dict(Comment.objects.values_list("pk", "block"))
    return [found[comment.pk] for comment in comments]


def test_comments_go_along_with_their_words(world: World, part: Part) -> None:
    on_rain, on_lamp, on_boat = (say(world, part, block) for block in ids(part))
    quoting = say(world, part, ids(part)[2], "whether anybody was on it or not")
    whole = say(world, part)
    part = revised(
        world,
        part,
        BOAT.replace(", whether anybody was on it or not", ""),
        f"{RAIN} {LAMP}",
        "Nobody asked whether anybody was on it or not.",
    )
    now = ids(part)
    assert where(on_rain, on_lamp, on_boat, quoting, whole) == [now[1], now[1], now[0], now[2], ""]
    assert adrift_in(part) == 0
    assert recount() == []


def test_an_answer_goes_where_the_first_of_its_thread_goes(world: World, part: Part) -> None:
    first = say(world, part, ids(part)[1], "he said")
    answer = say(world, part, parent=first)
    part = revised(world, part, RAIN, "“Stay,” he said,", LAMP.removeprefix("“Stay,” he said, "), BOAT)
    assert where(first, answer) == [ids(part)[1]] * 2


def test_readers_places_of_comments_change_only_with_what_readers_see(world: World, part: Part) -> None:
    before = ids(part)
    comment = say(world, part, before[1])
    part = revised(world, part, RAIN, f"{BOAT} {LAMP}", keep_draft=True)
    assert (where(comment), adrift_in(part), comments_lost_by(part)) == ([before[1]], 0, 0)
    part = publish_part(part, by=world.ana)
    assert where(comment) == [ids(part)[1]] != [before[1]]


def test_what_cannot_be_placed_lies_in_the_tray_and_nothing_is_lost(world: World, part: Part) -> None:
    comment, untouched = say(world, part, ids(part)[1], "holding the lamp"), say(world, part, ids(part)[0])
    before = ids(part)
    part = revised(world, part, RAIN, BOAT, keep_draft=True)
    assert (comments_lost_by(part), adrift_in(part)) == (1, 0)
    part = publish_part(part, by=world.ana)
    assert (comments_lost_by(part), adrift_in(part), adrift_by_part(part.story)) == (0, 1, {part.pk: 1})
    [remark] = tray_of(part).remarks
    assert (remark.id, remark.author_name) == (comment.pk, "Ben")
    assert (remark.quote, remark.passage) == ("holding the lamp", LAMP)
    assert where(comment, untouched) == [before[1], before[0]]
    assert [(shown.gone, shown.quote) for shown in thread_page(part).comments] == [
        (True, "holding the lamp"),
        (False, ""),
    ]
    assert recount() == []


def test_a_restored_revision_takes_its_comments_out_of_the_tray(world: World, part: Part) -> None:
    first = part.head
    assert first is not None
    before = ids(part)
    comments = [say(world, part, block) for block in before]
    for number in range(3):
        part = revised(world, part, f"Something else entirely, for the {number}. time, and no word of it.")
    assert adrift_in(part) == 3
    part = publish_part(restore_revision(first, by=world.ana), by=world.ana)
    assert adrift_in(part) == 0
    assert where(*comments) == before == ids(part)


def test_a_paragraph_that_is_pasted_back_without_its_id_takes_its_comments_out_too(world: World, part: Part) -> None:
    comments = [say(world, part, ids(part)[1]), say(world, part, ids(part)[1], "the letter in his other hand")]
    part = revised(world, part, RAIN, BOAT)
    assert adrift_in(part) == 2
    part = revised(world, part, RAIN, BOAT, LAMP)
    assert where(*comments) == [ids(part)[2]] * 2


def test_a_part_that_was_withdrawn_and_rewritten_carries_too(world: World, part: Part) -> None:
    comment = say(world, part, ids(part)[1])
    part = revised(world, withdraw_part(part, by=world.ana), f"{LAMP} {RAIN} {RAIN}", BOAT)
    part = publish_part(part, by=world.ana)
    assert where(comment) == [ids(part)[0]]


def test_a_writer_gives_a_comment_a_paragraph_again_and_takes_it_back(world: World, part: Part) -> None:
    gone = ids(part)[1]
    comment = say(world, part, gone)
    answer = say(world, part, parent=comment)
    part = revised(world, part, RAIN, BOAT)
    place_comment(comment, block=ids(part)[0], by=world.ana)
    assert where(comment, answer) == [ids(part)[0]] * 2
    place_comment(comment, block=ids(part)[0], by=world.ana)  # a second press is harmless
    tray = tray_of(part)
    assert [(remark.id, remark.placed is not None) for remark in tray.by_hand] == [(comment.pk, True)]
    later = say(world, part, parent=comment)
    put_back(comment, by=world.ana)
    put_back(comment, by=world.ana)
    assert where(comment, answer, later) == [gone] * 3
    assert adrift_in(part) == 1
    assert recount() == []


def test_a_comment_can_be_left_with_the_whole_part_and_still_says_that_its_passage_changed(
    world: World, part: Part
) -> None:
    comment = say(world, part, ids(part)[1], "holding the lamp")
    part = revised(world, part, RAIN, BOAT)
    place_comment(comment, block="", by=world.ana)
    assert (where(comment), adrift_in(part)) == ([""], 0)
    assert [(shown.gone, shown.quote) for shown in thread_page(part).comments] == [(True, "holding the lamp")]


def test_what_was_placed_by_hand_stays_with_its_new_paragraph(world: World, part: Part) -> None:
    comment = say(world, part, ids(part)[1], "holding the lamp")
    part = revised(world, part, RAIN, BOAT)
    place_comment(comment, block=ids(part)[0], by=world.ana)
    part = revised(world, part, BOAT, f"{RAIN} It stopped at dawn.", "He was holding the lamp, and that was all.")
    assert where(comment) == [ids(part)[1]]


def test_a_comment_is_not_taken_off_the_paragraph_that_it_has(world: World, part: Part) -> None:
    comment = say(world, part, ids(part)[1])
    with pytest.raises(Refused, match="not in the tray"):
        place_comment(comment, block=ids(part)[0], by=world.ana)
    gone = ids(part)[1]
    part = revised(world, part, RAIN, BOAT)
    with pytest.raises(Refused, match="not in this part"):
        place_comment(comment, block=gone, by=world.ana)
    assert where(comment) == [gone]


def test_only_who_may_change_the_text_empties_the_tray(world: World, part: Part) -> None:
    comment = say(world, part, ids(part)[1])
    part = revised(world, part, RAIN, BOAT)
    for stranger in (world.cleo, world.ben):
        with pytest.raises(Refused, match="authors of this story"):
            place_comment(comment, block="", by=stranger)
    assert world.cleo.pen_name is not None
    Contributor.objects.create(story=part.story, pen_name=world.cleo.pen_name, role=Role.EDITOR)
    place_comment(comment, block="", by=world.cleo)
    with pytest.raises(Refused, match="authors of this story"):
        put_back(comment, by=world.ben)
    assert where(comment) == [""]


def test_fifty_random_edits_without_ids_leave_the_comments_right_and_the_counters_alone(world: World) -> None:
    texts = made_up(random.Random(11))
    manuscript = Manuscript.of(texts[:100], texts[100:], 11)
    story = make_story(world.ana)
    part = make_part(story, text="\n\n".join(manuscript.texts))
    anchors = anchors_of(manuscript.texts, random.Random(11))
    quotes = [" ".join(text.split()[a.start : a.end]) for text, a in zip(manuscript.texts, anchors, strict=True)]
    comments = [say(world, part, block, quote) for block, quote in zip(ids(part), quotes, strict=True)]
    for _ in range(10):
        for _ in range(5):
            manuscript.edit()
        part = revised(world, part, *manuscript.texts)
    now, right, wrong, lost = ids(part), 0, 0, 0
    for anchor, block in zip(anchors, where(*comments), strict=True):
        survives, there, near = anchor.belongs(manuscript.paragraphs)
        if block not in now:
            lost += survives
        else:
            right += survives and now.index(block) in there
            wrong += now.index(block) not in near
    assert (wrong, right / (right + lost) >= 0.95) == (0, True)
    assert tray_of(part).count == adrift_in(part) == sum(block not in now for block in where(*comments))
    assert StoryCounts.objects.get(story=story).comments == 100
    assert recount() == []
