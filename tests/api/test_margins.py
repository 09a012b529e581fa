from __future__ import annotations

import pytest

from inkstead.accounts.actions import block_name
from inkstead.discussion.actions import decide_talk, post_comment
from inkstead.discussion.models import Comment, ParagraphReaction, Reaction
from inkstead.lib.prose import split_blocks
from tests.api.calls import Program
from tests.world import World


def test_margins_are_counted_and_read(world: World, by_ben: Program, by_guest: Program) -> None:
    assert world.part.live is not None
    block = split_blocks(world.part.live.html)[0].id
    path = f"/parts/{world.part.pk}"
    said = by_ben.post(f"{path}/comments", {"body": "Oh!", "block": block, "quote": "went out"})
    assert (said.status, said.json["state"]) == (201, "shown")
    assert by_guest.get(f"{path}/margins").json == {"blocks": {block: 1}}
    shown = by_guest.get(f"{path}/margins/{block}").json
    assert ([item["body"] for item in shown["items"]], shown["next"]) == (["Oh!"], None)
    assert by_guest.get(f"/parts/{world.draft.pk}/margins").status == 404


@pytest.mark.parametrize("where", ["comment", "paragraph"])
def test_reactions(world: World, by_cleo: Program, by_guest: Program, where: str) -> None:
    assert world.part.live is not None
    block = split_blocks(world.part.live.html)[0].id
    beside = f"/parts/{world.part.pk}/margins/{block}/reaction"
    path = f"/comments/{world.comment.pk}/reaction" if where == "comment" else beside
    rows = Reaction.objects if where == "comment" else ParagraphReaction.objects
    assert [by_cleo.put(path, {"kind": kind}).status for kind in ("love", "cry", "cry")] == [204] * 3
    assert list(rows.values_list("kind", flat=True)) == ["cry"]
    assert by_cleo.put(path, {"kind": "hate"}).status == 422
    assert by_guest.put(path, {"kind": "love"}).status == 401
    assert [by_cleo.delete(path).status for _ in range(2)] == [204] * 2
    assert rows.count() == 0


def test_looking_after_comments(world: World, by_ana: Program, by_cleo: Program, by_guest: Program) -> None:
    path = f"/comments/{world.comment.pk}"
    for act, told in (("heart", {"hearted": True}), ("pin", {"pinned": True}), ("unpin", {"pinned": False})):
        answer = by_ana.post(f"{path}/tend/{act}")
        assert (answer.status, told.items() <= answer.json.items()) == (200, True)
    assert by_cleo.post(f"{path}/tend/hide").status == 403
    assert by_ana.post(f"{path}/tend/hide").json["state"] == "hidden"
    assert by_guest.get(path).status == 404
    assert by_ana.post(f"{path}/tend/show").json["state"] == "shown"
    assert by_ana.post(f"{path}/tend/eat").status == 422


def test_what_is_kept_apart_can_be_looked_after(
    world: World, by_ana: Program, by_cleo: Program, by_ben: Program
) -> None:
    """As on the desk's page: else somebody could block a writer and say under their story what they like."""
    assert world.ana.pen_name is not None
    said = by_cleo.post(f"/parts/{world.part.pk}/comments", {"body": "Rude."})["id"]
    block_name(world.ana.pen_name, by=world.cleo)
    assert by_ana.get(f"/comments/{said}").status == 404
    assert by_ben.post(f"/comments/{said}/tend/hide").status == 403
    assert by_ana.post(f"/comments/{said}/tend/hide").json["state"] == "hidden"
    assert by_ben.post(f"/comments/{said}/tend/show").status == 404
    assert by_ana.post(f"/comments/{said}/tend/show").json["state"] == "shown"


@pytest.mark.parametrize("way", ["block", "mute"])
def test_one_comment_of_somebody_kept_apart_is_told_as_on_its_page(
    world: World, by_ana: Program, by_ben: Program, by_guest: Program, way: str
) -> None:
    path, sentence = f"/comments/{world.comment.pk}", "You keep Ben apart and see nothing of theirs."
    assert by_ana.get(path).status == 200
    assert by_ana.put(f"/names/ben/{way}").status == 204
    refused = by_ana.get(path)
    assert (refused.status, refused.json["error"]["message"]) == (404, sentence)
    assert by_guest.get(path).status == 200
    assert by_ben.get(path).status == (200 if way == "mute" else 404)  # a block closes the story too
    assert by_ana.post(f"{path}/tend/heart").status == 200  # it can be looked after all the same


def test_a_margin_goes_on_where_it_stopped_and_takes_no_cursor_of_another_list(
    world: World, by_guest: Program, by_ben: Program
) -> None:
    assert world.part.live is not None
    assert world.ben.pen_name is not None
    block, path = split_blocks(world.part.live.html)[0].id, f"/parts/{world.part.pk}"
    for number in range(21):
        post_comment(world.part, body=f"{number}", by=world.ben, pen_name=world.ben.pen_name, block=block)
    first = by_guest.get(f"{path}/margins/{block}").json
    rest = by_guest.get(f"{path}/margins/{block}?cursor={first['next']}").json
    assert [len(page["items"]) for page in (first, rest)] == [20, 1]
    assert rest["next"] is None
    other = by_guest.get(f"{path}/comments?limit=1").json["next"]
    for cursor in (other, "2", "x"):
        refused = by_guest.get(f"{path}/margins/{block}?cursor={cursor}")
        assert (refused.status, refused.json["error"]["code"]) == (400, "bad_cursor")


def test_a_blocked_person_takes_their_words_back(world: World, by_cleo: Program, by_ben: Program) -> None:
    assert world.cleo.pen_name is not None
    said = by_cleo.post(f"/parts/{world.part.pk}/comments", {"body": "Mine."})["id"]
    block_name(world.cleo.pen_name, by=world.ana)
    assert by_cleo.get(f"/comments/{said}").status == 404
    assert by_ben.delete(f"/comments/{said}").status == 403
    assert by_cleo.delete(f"/comments/{world.comment.pk}").status == 404
    assert by_cleo.delete(f"/comments/{said}").status == 204
    assert by_cleo.delete(f"/comments/{said}").status == 404
    assert Comment.objects.get(pk=said).body == ""


def test_a_quote_stands_in_its_paragraph(world: World, by_ben: Program) -> None:
    assert world.part.live is not None
    block, path = split_blocks(world.part.live.html)[0].id, f"/parts/{world.part.pk}/comments"
    for more in ({"quote": "He never said this", "block": block}, {"quote": "went out"}):
        told = by_ben.post(path, {"body": "Oh!"} | more)
        assert (told.status, set(told["error"]["fields"])) == (422, {"quote"})
    assert by_ben.post(path, {"body": "Oh!", "quote": " went  out ", "block": block}).status == 201


def test_muting_oneself_is_refused_and_a_block_needs_no_body(world: World, by_ana: Program) -> None:
    assert by_ana.put("/names/ana/mute").status == 422
    assert by_ana.put("/names/cleo/mute").status == 204
    assert by_ana.put("/names/cleo/block").status == 204
    assert [row["slug"] for row in by_ana.get("/me/apart")["blocked"]] == ["cleo"]


def test_who_may_comment(world: World, by_ana: Program, by_cleo: Program) -> None:
    path = f"/stories/{world.story.pk}/talk"
    assert by_ana.get(path).json == {"who": "everyone", "approve_first": False}
    assert by_ana.put(path, {"who": "nobody", "approve_first": True}).status == 200
    assert by_cleo.get(path).status == 404
    assert by_cleo.post(f"/parts/{world.part.pk}/comments", {"body": "Hm."}).status == 403


def test_what_waits_is_told_to_its_writer_and_to_nobody_else(world: World, by_cleo: Program, by_ben: Program) -> None:
    decide_talk(world.story, who="everyone", approve_first=True, by=world.ana)
    said = by_cleo.post(f"/parts/{world.part.pk}/comments", {"body": "Wait for me."})
    assert (said.status, said.json["state"]) == (201, "waiting")
    items = by_ben.get(f"/parts/{world.part.pk}/comments").json["items"]
    assert [item["body"] for item in items] == ["I held my breath."]
    assert by_ben.get(f"/comments/{said.json['id']}").status == 404
    assert world.ben.pen_name is not None
    assert post_comment(world.second, body="Hm.", by=world.ben, pen_name=world.ben.pen_name).state == "waiting"
