"""A block shields nobody from moderators, and the form tells nothing that somebody may not see."""

from __future__ import annotations

from inkstead.accounts.actions import block_name
from inkstead.discussion.actions import decide_talk, post_comment
from inkstead.discussion.models import Comment, Standing
from inkstead.library.actions import edit_shelf, ensure_shelves
from inkstead.library.models import Shelf
from inkstead.moderation.models import Case, Report
from inkstead.stories.actions import edit_story
from inkstead.stories.models import Story
from tests.factories import make_token, make_user
from tests.through_front import FrontClient
from tests.world import World


def test_who_is_kept_out_reports_what_every_stranger_reads(world: World, front: FrontClient) -> None:
    ana, cleo = world.ana, world.cleo
    assert ana.pen_name is not None
    assert cleo.pen_name is not None
    ensure_shelves(ana)
    shelf = edit_shelf(Shelf.objects.filter(user=ana)[0], sharing="public", by=ana)
    comment = post_comment(world.part, body="Quillwrack says it.", by=ana, pen_name=ana.pen_name)
    block_name(cleo.pen_name, by=ana)
    things = {"story": world.story, "part": world.part, "comment": comment, "profile": ana.pen_name, "shelf": shelf}
    for kind, thing in things.items():
        at = f"/report/{kind}/{thing.pk}/"
        assert front.get(thing.get_absolute_url(), by=cleo).status == 404
        form = front.get(at, by=cleo)
        assert (form.status, "kept from you while you are signed in" in form.text) == (200, True)
        main = form.text.split("<main", 1)[1].split("</main>", 1)[0]
        told = ("Ana", "Quillwrack", world.story.title, world.part.title)
        assert [word for word in told if word in main or word in form.text.split("<body", 1)[0]] == []
        assert front.post(at, {"reason": "spam"}, by=cleo).status == 302
    assert Report.objects.filter(by=cleo).count() == len(things)
    assert Case.objects.get(kind="comment").words == "Quillwrack says it."
    given = {"kind": "part", "id": world.second.pk, "reason": "spam"}
    answer = front.send("POST", "/api/v1/reports", given, Authorization=f"Bearer {make_token(cleo)}")
    assert answer.status == 201
    for kind, pk in (("part", world.draft.pk), ("story", 99_999), ("comment", 99_999)):
        assert front.get(f"/report/{kind}/{pk}/", by=cleo).status == 404


def test_who_looks_after_a_story_reports_what_is_kept_apart_and_what_waits(world: World, front: FrontClient) -> None:
    ana, ben = world.ana, world.ben
    assert ana.pen_name is not None
    block_name(ana.pen_name, by=ben)
    desk = front.get(f"/write/story/{world.story.pk}/comments/?show=apart", by=ana).text
    at = f"/report/comment/{world.comment.pk}/"
    assert f'href="{at}"' in desk
    assert "I held my breath." in front.get(at, by=ana).text
    sent = front.post(at, {"reason": "spam"}, by=ana)
    assert sent.status == 302
    assert ("Location", f"/comment/{world.comment.pk}/tend/") in sent.headers
    decide_talk(world.story, who="everyone", approve_first=True, by=ana)
    dora = make_user("Dora")
    assert dora.pen_name is not None
    waits = post_comment(world.part, body="It waits.", by=dora, pen_name=dora.pen_name)
    assert waits.state == Standing.WAITING
    assert front.get(f"/report/comment/{waits.pk}/", by=ana).status == 200
    for other in (None, world.cleo, dora):
        assert front.get(f"/report/comment/{waits.pk}/", by=other).status == 404
    assert Comment.objects.get(pk=waits.pk).state == Standing.WAITING


def test_a_comment_behind_the_gate_is_not_quoted_to_who_has_not_said_yes(world: World, front: FrontClient) -> None:
    edit_story(Story.objects.get(pk=world.story.pk), by=world.ana, rating="explicit")
    at = f"/report/comment/{world.comment.pk}/"
    for by in (None, world.cleo):
        asked = front.get(at, by=by)
        assert "I held my breath." not in asked.text
        assert "rated" in asked.text
    assert "I held my breath." in front.get(f"{at}?adult=yes").text
    assert "I held my breath." in front.get(at, by=world.ana).text
