"""From a report to a decision, an appeal and the log; who may do what."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inkstead.accounts.models import Role, Standing, User
from inkstead.collaboration.actions import invite, offer_story
from inkstead.discussion.actions import post_comment, show_comment, write_on_wall
from inkstead.discussion.guests.proofs import solve
from inkstead.discussion.models import Comment
from inkstead.lib.refusals import Refused
from inkstead.library.actions import edit_shelf, ensure_shelves, hide, make_shelf, put_on_shelf
from inkstead.library.models import Shelf
from inkstead.library.queries import following
from inkstead.moderation import actions
from inkstead.moderation.actions import reporting
from inkstead.moderation.models import Act, Answer, Appeal, Case, Decision, LogEntry, Report
from inkstead.moderation.things import KINDS, thing_for
from inkstead.notifications.models import Notice
from inkstead.serial.actions import make_announcement
from inkstead.stories.actions import (
    create_series,
    edit_story,
    follow_story,
    publish_due_parts,
    publish_part,
    schedule_part,
)
from inkstead.stories.models import Part, State, Story, StoryFollow, Tag, TagAbove, Visibility
from inkstead.web.dates import day
from tests.conftest import ClientOf
from tests.factories import make_part, make_token, make_user
from tests.through_front import CSRF_SECRET, FrontClient
from tests.world import World

STAYS = "only ever added to"
Mods = tuple[User, User, User]


@pytest.fixture
def mods(world: World) -> Mods:
    """Two moderators and an administrator."""
    roles = {"Mia": Role.MODERATOR, "Max": Role.MODERATOR, "Ada Min": Role.ADMIN}
    one, two, admin = (make_user(name, role=role) for name, role in roles.items())
    return one, two, admin


def reported(world: World, kind: str, pk: int, by: User | None = None, **more: str) -> Case:
    by = by or world.cleo
    made = actions.report(
        thing_for(by, kind, pk), reason=more.pop("reason", "spam"), by=by, pen_name=by.pen_name, **more
    )
    return made.case


def about_comment(world: World) -> Case:
    return reported(world, "comment", world.comment.pk)


def test_reports_of_one_thing_are_one_case(world: World) -> None:
    case = about_comment(world)
    assert reported(world, "comment", world.comment.pk) == case
    assert reported(world, "comment", world.comment.pk, by=world.ana, reason="other", words="Rude.") == case
    assert Report.objects.count() == 2
    assert (case.words, case.pen_name) == ("I held my breath.", world.ben.pen_name)
    with pytest.raises(Refused, match="That is your own"):
        reported(world, "comment", world.comment.pk, by=world.ben)
    with pytest.raises(Refused, match="Say in your words"):
        reported(world, "story", world.story.pk, reason="other")
    with pytest.raises(Refused, match="Say what is wrong"):
        reported(world, "story", world.story.pk, reason="because")


def test_everything_that_can_be_seen_can_be_reported_and_nothing_else(world: World, front: FrontClient) -> None:
    ensure_shelves(world.ana)
    shelf = edit_shelf(Shelf.objects.filter(user=world.ana)[0], sharing="public", by=world.ana)
    tag = Tag.objects.get(slug="sea")
    assert world.ana.pen_name is not None
    seen = {"story": world.story, "part": world.part, "comment": world.comment, "profile": world.ana.pen_name}
    post = write_on_wall(world.ana.pen_name, body="Mine.", by=world.ana, pen_name=world.ana.pen_name)
    news = make_announcement(world.story, title="A pause", text="Until spring.", by=world.ana)
    series = create_series(world.ana.pen_name, title="The Coast", by=world.ana, stories=[world.story])
    more = {"shelf": shelf, "tag": tag, "post": post, "news": news, "series": series}
    for kind, thing in {**seen, **more}.items():
        at = f"/report/{kind}/{thing.pk}/"
        assert front.get(at).status == 200
        assert front.get(at, by=world.cleo).status == 200
        assert front.post(at, {"reason": "spam"}, by=world.cleo).status == 302
    assert {case.kind for case in Case.objects.all()} == set(KINDS)
    hidden = world.stories[Visibility.PRIVATE]
    for path in (
        f"/report/story/{hidden.pk}/",
        f"/report/part/{world.draft.pk}/",
        "/report/lamp/1/",
        "/report/story/99999/",
    ):
        assert front.get(path, by=world.cleo).status == 404
    refused = front.get("/report/report/1/", by=world.cleo)
    assert refused.status == 403
    assert "A report cannot be reported" in refused.text


def test_what_was_typed_comes_back_and_guests_are_counted(world: World, front: FrontClient, settings: Any) -> None:
    settings.PROOF_BITS = 1
    at, key = f"/report/comment/{world.comment.pk}/", {"Cookie": f"{settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"}
    long = front.post(at, {"reason": "spam", "words": "w" * 2001}, **key)
    assert (long.status, "w" * 2001 in long.text) == (400, True)
    for number in range(5):
        make_part(world.story, f"Part {number}")
    parts = list(Part.objects.listed().filter(story=world.story)[:6])
    answers = [
        front.post(f"/report/part/{part.pk}/", {"reason": "spam", "proof": _proof(front, part)}, **key).status
        for part in parts
    ]
    assert answers == [302] * 5 + [400]
    assert Report.objects.filter(proven=True).count() == 5
    assert not Report.objects.exclude(by=None).exists()


def _proof(front: FrontClient, part: Part) -> str:
    """What the script of the form does."""
    page = front.get(f"/report/part/{part.pk}/").text
    found = re.search(r'data-challenge="([^"]+)" data-worker="[^"]+"', page)
    assert found is not None
    return solve(found[1])


def test_a_guest_without_proof_is_heard_too_but_not_often(
    world: World, front: FrontClient, mods: Mods, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PROOF_BITS = 1
    key = {"Cookie": f"{settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"}
    at, proof = f"/report/part/{world.part.pk}/", _proof(front, world.part)
    answers = [front.post(at, {"reason": "spam"}, **key) for _ in range(3)]
    assert [answer.status for answer in answers] == [302, 302, 400]
    assert "Turn scripts on, sign in, or try in an hour." in answers[2].text
    case = Case.objects.get()
    assert "A guest without proof of work" in front.get(f"/moderation/case/{case.pk}/", by=mods[0]).text
    for wrong in ("x:1", f"{proof[:-1]}x", _proof(front, world.second)):  # forged, broken, of something else
        refused = front.post(at, {"reason": "spam", "proof": wrong}, **key)
        assert (refused.status, "does not fit" in refused.text) == (400, True)
    assert front.post(at, {"reason": "spam", "proof": proof}, **key).status == 302
    assert "was sent already" in front.post(at, {"reason": "spam", "proof": proof}, **key).text
    assert Report.objects.filter(proven=True).count() == 1
    # The API, and the limit of all networks together.
    told = front.get(f"/api/v1/reports/challenge?kind=part&id={world.part.pk}").json()["challenge"]
    given = {"kind": "part", "id": world.part.pk, "reason": "spam"}
    assert front.send("POST", "/api/v1/reports", given | {"proof": solve(told)}).status == 201
    assert front.send("POST", "/api/v1/reports", given).status == 429
    monkeypatch.setattr(reporting, "UNPROVEN_AT_ALL", 2)
    thing = thing_for(None, "part", world.second.pk)
    with pytest.raises(Refused, match="without scripts"):
        actions.report(thing, reason="spam", by=None, network="another")
    assert 'data-challenge="' not in front.get(at, by=world.cleo).text
    assert front.post(at, {"reason": "spam"}, by=world.cleo).status == 302


def test_the_queue_is_for_moderators_and_tells_names_only(world: World, front: FrontClient, mods: Mods) -> None:
    one, two, _ = mods
    case = about_comment(world)
    for person in (None, world.cleo, world.ana):
        for path in ("/moderation/", f"/moderation/case/{case.pk}/", "/moderation/log/", "/moderation/appeals/"):
            assert front.get(path, by=person).status == (302 if person is None else 404)
    assert '<p dir="auto">I held my breath.</p>' in front.get("/moderation/", by=one).text  # two on one part differ
    page = front.get(f"/moderation/case/{case.pk}/", by=one).text
    assert "I held my breath." in page
    assert "Cleo" in page
    assert "@reader.example" not in page
    assert front.post(f"/moderation/case/{case.pk}/claim/", by=one).status == 302
    with pytest.raises(Refused, match="Somebody else works on this"):
        actions.decide(case, act="warn", reason="No.", by=two)
    with pytest.raises(Refused, match="Somebody else works on this"):
        actions.claim_case(case, by=two)
    actions.give_case_back(case, by=one)
    assert actions.claim_case(case, by=two).claimed_by == two
    assert "Max works on it" in front.get("/moderation/", by=one).text.replace("<bdi>", "").replace("</bdi>", "")


def test_a_claim_that_nothing_follows_is_over_after_half_an_hour(world: World, mods: Mods, front: FrontClient) -> None:
    one, two, _ = mods
    case = actions.claim_case(about_comment(world), by=one)
    Case.objects.update(claimed_at=timezone.now() - timedelta(minutes=29))
    with pytest.raises(Refused, match="Somebody else works on this"):
        actions.claim_case(case, by=two)
    assert front.post(f"/moderation/case/{case.pk}/claim/", by=one).status == 302  # half an hour more
    assert LogEntry.objects.filter(act="claim").count() == 1
    assert Case.objects.get().claimed_at > timezone.now() - timedelta(minutes=1)  # type: ignore[operator]
    Case.objects.update(claimed_at=timezone.now() - timedelta(minutes=30))
    assert "works on it" not in front.get("/moderation/", by=two).text
    assert f"/case/{case.pk}/" in front.get("/moderation/?show=free", by=two).text
    assert f"/case/{case.pk}/" not in front.get("/moderation/?show=mine", by=one).text
    assert "Nobody works on it yet." in front.get(f"/moderation/case/{case.pk}/", by=one).text
    assert actions.claim_case(case, by=two).holder == two
    with pytest.raises(Refused, match="Somebody else works on this"):
        actions.decide(case, act="warn", reason="No.", by=one)
    Case.objects.update(claimed_at=timezone.now() - timedelta(minutes=30))
    assert actions.decide(case, act="warn", reason="No.", by=one).by == one


def test_a_hidden_comment_is_shown_again_by_moderators_alone(world: World, mods: Mods) -> None:
    one, *_ = mods
    made = actions.decide(about_comment(world), act="hide", reason="It is rude.", by=one)
    assert not Comment.objects.visible().filter(pk=world.comment.pk).exists()
    with pytest.raises(Refused, match="Moderators have hidden"):
        show_comment(world.comment, by=world.ana)
    actions.reverse_decision(made, by=one)
    assert Comment.objects.visible().filter(pk=world.comment.pk).exists()
    assert actions.reverse_decision(made, by=one).reversed_at is not None  # twice is harmless


def test_a_hidden_story_is_nobodys_until_it_is_released(world: World, front: FrontClient, mods: Mods) -> None:
    one, *_ = mods
    front.get(world.story.get_absolute_url())
    made = actions.decide(reported(world, "story", world.story.pk), act="hide", reason="Copied.", by=one)
    assert front.get(world.story.get_absolute_url()).status == 404
    assert front.get(world.story.get_absolute_url(), by=world.ana).status == 200
    with pytest.raises(Refused, match="Moderators have taken this story"):
        edit_story(world.story, visibility="public", by=world.ana)
    edit_story(world.story, title="Another title", by=world.ana)
    actions.reverse_decision(made, by=one)
    assert Story.objects.listed().filter(pk=world.story.pk).exists()


def test_a_removed_part_stays_with_its_author_and_is_not_published(world: World, mods: Mods) -> None:
    one, *_ = mods
    actions.decide(reported(world, "part", world.part.pk), act="remove", reason="Copied.", by=one)
    part = Part.objects.get(pk=world.part.pk)
    assert (part.state, part.head_id) == (State.WITHDRAWN, world.part.head_id)
    with pytest.raises(Refused, match="Moderators have taken this part"):
        publish_part(part, by=world.ana)
    assert Part.objects.worked_on_by(world.ana).filter(pk=part.pk).exists()


def test_who_is_limited_neither_comments_nor_publishes_until_it_is_over(world: World, mods: Mods) -> None:
    one, *_ = mods
    due = schedule_part(world.draft, publish_at=timezone.now() + timedelta(hours=1), by=world.ana)
    assert world.ana.pen_name is not None
    case = reported(world, "profile", world.ana.pen_name.pk)
    made = actions.decide(case, act="limit", reason="Three days of calm.", days=3, by=one)
    ana = User.objects.get(pk=world.ana.pk)
    assert (ana.standing_now, ana.is_suspended, made.until is not None) == (Standing.LIMITED, False, True)
    with pytest.raises(Refused, match="You cannot comment or publish until"):
        post_comment(world.part, body="x", by=ana, pen_name=world.ana.pen_name)
    with pytest.raises(Refused, match="You cannot comment or publish until"):
        publish_part(world.draft, by=ana)
    with pytest.raises(Refused, match="You cannot comment or publish until"):
        invite(world.story, name="Cleo", role="beta", by=ana)
    with pytest.raises(Refused, match="You cannot comment or publish until"):
        offer_story(world.story, name="Cleo", stays=False, by=ana)
    Part.objects.filter(pk=due.pk).update(publish_at=timezone.now())
    assert publish_due_parts() == 0  # it waits until they may
    User.objects.filter(pk=ana.pk).update(standing_until=timezone.now())
    assert User.objects.get(pk=ana.pk).may_speak
    assert publish_due_parts() == 1
    with pytest.raises(Refused, match="Only a limit or a suspension"):
        actions.decide(reported(world, "comment", world.comment.pk), act="hide", reason="x", days=3, by=one)


def test_who_is_suspended_reads_takes_away_and_appeals(world: World, front: FrontClient, mods: Mods) -> None:
    one, two, _ = mods
    assert world.ana.pen_name is not None
    made = actions.decide(reported(world, "profile", world.ana.pen_name.pk), act="suspend", reason="Threats.", by=one)
    token = {"Authorization": f"Bearer {make_token(world.ana)}"}
    for path in (f"{world.part.get_absolute_url()}vote/", "/write/new/", "/me/pen-names/"):
        refused = front.post(path, {"name": "X", "title": "X"}, by=world.ana)
        assert (path, refused.status) == (path, 403)
        assert "Your account is suspended" in refused.text
    assert front.send("PUT", f"/api/v1/parts/{world.part.pk}/vote", {}, **token).json()["error"]["code"] == "suspended"
    for path in ("/me/decisions/", "/me/leaving/", world.part.get_absolute_url(), "/write/"):
        assert front.get(path, by=world.ana).status == 200, path
    assert "Threats." in front.get(f"/me/decisions/{made.pk}/", by=world.ana).text
    assert front.get(f"/me/decisions/{made.pk}/", by=world.cleo).status == 404
    assert front.post("/me/leaving/ana/", by=world.ana).status != 403
    assert front.post(f"/me/decisions/{made.pk}/", {"words": "It was a story."}, by=world.ana).status == 302
    assert front.post(f"/me/decisions/{made.pk}/", {"words": "Again."}, by=world.ana).status == 400
    appeal = Appeal.objects.get()
    with pytest.raises(Refused, match="another moderator answers"):
        actions.answer_appeal(appeal, answer="reversed", words="Yes.", by=one)
    actions.answer_appeal(appeal, answer="reversed", words="You are right.", by=two)
    assert User.objects.get(pk=world.ana.pk).may_speak
    told = set(Notice.objects.filter(user=world.ana, kind="moderation").values_list("key", flat=True))
    assert told == {f"decision:{made.pk}", f"appeal:{appeal.pk}"}
    assert "Moderators answered your appeal" in front.get("/me/notices/", by=world.ana).text


def test_who_is_suspended_keeps_what_is_their_own_in_order(world: World, front: FrontClient, mods: Mods) -> None:
    cleo = world.cleo
    assert cleo.pen_name is not None
    follow_story(world.story, by=cleo)
    shown = edit_shelf(make_shelf(title="Salt", by=cleo), sharing="public", by=cleo)
    put_on_shelf(shown, world.story, by=cleo)
    actions.decide(reported(world, "profile", cleo.pen_name.pk, by=world.ana), act="suspend", reason="-", by=mods[0])
    token = {"Authorization": f"Bearer {make_token(cleo)}"}
    for path in ("/me/apart/ana/", "/library/history/pause/", "/library/history/forget/"):
        assert front.post(path, {"act": "block"}, by=cleo).status == 302, path
    assert front.post("/me/apart/ana/end/", by=cleo).status == 302
    place = {"part": world.part.pk, "reached": 0.5}
    assert front.send("PUT", f"/api/v1/me/places/{world.story.pk}", place, **token).status == 200
    follow = f"/story/{world.story.pk}/follow/"
    assert front.post(follow, by=cleo).status == 302  # that ended it
    assert not StoryFollow.objects.filter(user=cleo).exists()
    for path in (follow, "/by/ana/follow/", "/tag/sea/follow/"):
        front.post(path, by=cleo)
    assert not following(cleo)
    with pytest.raises(Refused, match="Your account is suspended"):
        follow_story(world.story, by=User.objects.get(pk=cleo.pk))
    for path in (f"shelf/{shown.pk}/edit/", f"shelf/{shown.pk}/story/{world.story.pk}/"):
        front.post(f"/library/{path}", {"title": "Loud", "note": "Loud", "sharing": "public"}, by=cleo)
    shown.refresh_from_db()
    assert (shown.title, shown.entries.get().note) == ("Salt", "")
    assert (
        front.post(f"/library/shelf/{shown.pk}/edit/", {"title": "Salt", "sharing": "private"}, by=cleo).status == 302
    )


def test_who_is_suspended_finds_no_form_that_would_be_refused(world: World, front: FrontClient, mods: Mods) -> None:
    assert world.cleo.pen_name is not None
    path = world.part.get_absolute_url()
    pages = (path, f"{path}comments/", f"/comment/{world.comment.pk}/", "/by/ana/wall/", world.story.get_absolute_url())
    said = post_comment(world.part, body="Mine.", by=world.cleo, pen_name=world.cleo.pen_name)
    forms = re.compile(r'(?:name="(?:body|kind)"|class="vote-form"|href="/report/|/edit/")')
    assert all(forms.search(front.get(page, by=world.cleo).text) for page in pages)
    actions.decide(
        reported(world, "profile", world.cleo.pen_name.pk, by=world.ana), act="suspend", reason="-", by=mods[0]
    )
    assert {page: forms.findall(front.get(page, by=world.cleo).text) for page in pages} == {page: [] for page in pages}
    assert "Your account is suspended" in front.get("/write/", by=world.cleo).text
    for page in (f"/report/comment/{world.comment.pk}/", f"/comment/{said.pk}/edit/", "/me/pen-names/cleo/"):
        told = front.get(page, by=world.cleo)
        assert (told.status, "Your account is suspended" in told.text, "<textarea" in told.text) == (403, True, False)
    lists = [front.get(page, by=world.cleo).text for page in ("/me/comments/", "/me/pen-names/")]
    assert ("/edit/" in lists[0], "/delete/" in lists[0], "<form" in lists[1].partition("<main")[2]) == (
        False,
        True,
        False,
    )
    typed = front.post("/by/ana/wall/", {"body": "What I typed."}, by=world.cleo)
    assert (typed.status, "What I typed." in typed.text) == (403, True)
    assert 'href="/me/decisions/"' in front.post(f"{path}vote/", by=world.cleo).text


def test_who_is_suspended_looks_after_no_comments(world: World, front: FrontClient, mods: Mods) -> None:
    assert world.ana.pen_name is not None
    tend = f"/comment/{world.comment.pk}/tend/"
    assert front.get(tend, by=world.ana).status == 200
    actions.decide(reported(world, "profile", world.ana.pen_name.pk), act="suspend", reason="-", by=mods[0])
    for told in (front.get(tend, by=world.ana), front.post(tend, {"act": "hide"}, by=world.ana)):
        assert (told.status, "Your account is suspended" in told.text) == (403, True)
    assert Comment.objects.get(pk=world.comment.pk).is_visible


def test_the_heaviest_of_what_stands_counts(world: World, mods: Mods) -> None:
    one, _, admin = mods
    assert world.ana.pen_name is not None
    limit = actions.decide(reported(world, "profile", world.ana.pen_name.pk), act="limit", reason="a", by=one)
    ban = actions.decide(reported(world, "story", world.story.pk), act="ban", reason="b", by=admin)
    assert User.objects.get(pk=world.ana.pk).standing_now == Standing.BANNED
    with pytest.raises(Refused, match="Only an administrator"):
        actions.reverse_decision(ban, by=one)
    actions.reverse_decision(ban, by=admin)
    assert User.objects.get(pk=world.ana.pk).standing_now == Standing.LIMITED
    actions.reverse_decision(limit, by=one)
    assert User.objects.get(pk=world.ana.pk).standing_now == Standing.GOOD


def test_least_rights(world: World, front: FrontClient, mods: Mods) -> None:
    one, two, admin = mods
    keeper = make_user("Kit", role=Role.TAG_KEEPER)
    case, tag = about_comment(world), reported(world, "tag", Tag.objects.get(slug="sea").pk)
    assert world.ana.pen_name is not None
    with pytest.raises(Refused, match="Only an administrator can ban"):
        actions.decide(case, act="ban", reason="x", by=one)
    assert front.get(f"/moderation/case/{tag.pk}/", by=keeper).status == 200
    assert front.get(f"/moderation/case/{case.pk}/", by=keeper).status == 404
    assert front.get(f"/moderation/case/{tag.pk}/", by=one).status == 404
    for person, status in ((keeper, 404), (one, 404), (admin, 200)):
        assert front.get("/moderation/answers/", by=person).status == status
    assert two.pen_name is not None
    theirs = reported(world, "profile", two.pen_name.pk)
    with pytest.raises(Refused, match="about yourself"):
        actions.decide(theirs, act="nothing", reason="", by=two)
    with pytest.raises(Refused, match="about a moderator"):
        actions.decide(theirs, act="warn", reason="x", by=one)
    with pytest.raises(Refused, match="Only administrators"):
        actions.save_answer(None, title="Spam", text="It is spam.", by=one)
    with pytest.raises(Refused):
        actions.decide(case, act="warn", reason="x", by=world.cleo)
    saved = actions.save_answer(None, title="Spam", text="It is spam.", by=admin)
    assert "It is spam." in front.get(f"/moderation/case/{case.pk}/?answer={saved.pk}", by=one).text
    assert actions.decide(theirs, act="warn", reason="x", by=admin).about == two


def test_nothing_is_half_done(world: World, mods: Mods) -> None:
    one, *_ = mods
    case = about_comment(world)
    with pytest.raises(Refused, match="reason"):
        actions.decide(case, act="hide", reason=" ", by=one)
    assert Comment.objects.visible().filter(pk=world.comment.pk).exists()
    assert Case.objects.get(pk=case.pk).closed_at is None
    actions.decide(case, act="nothing", reason="", by=one)
    with pytest.raises(Refused, match="decided a moment ago"):
        actions.decide(case, act="hide", reason="x", by=one)
    assert Decision.objects.count() == 1
    assert not Notice.objects.filter(kind="moderation").exists()  # nothing was done, so nobody is told
    assert about_comment(world).pk != case.pk  # reported again it is another case


def test_a_line_of_the_log_says_when_on_the_clock_of_whoever_reads_it(
    world: World, mods: Mods, client_of: ClientOf
) -> None:
    decided = actions.decide(about_comment(world), act="warn", reason="x", by=mods[0])
    User.objects.filter(pk=mods[1].pk).update(zone="Asia/Tokyo")
    mods[1].refresh_from_db()
    page = client_of(mods[1]).get("/moderation/log/").content.decode()
    line = LogEntry.objects.get()
    when = f"{day(line.at, zone='Asia/Tokyo')}, {line.at + timedelta(hours=9):%H:%M}"
    assert f"<span><bdi>Mia</bdi></span><span>{when}</span>" in page
    assert f'warn: <a href="/moderation/decision/{decided.pk}/">comment {world.comment.pk}</a>' in page
    assert "Times are Tokyo time." in page


def test_the_database_refuses_to_change_the_log(world: World, mods: Mods) -> None:
    actions.decide(about_comment(world), act="warn", reason="x", by=mods[0])
    line = LogEntry.objects.get()
    for sql in ("UPDATE moderation_logentry SET by_id = 0", "DELETE FROM moderation_logentry"):
        with (
            pytest.raises(DatabaseError, match="only ever added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    with pytest.raises(DatabaseError, match=STAYS), transaction.atomic():
        line.delete()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match=STAYS), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE moderation_logentry")
    assert LogEntry.objects.get().act == "warn"


def test_everybody_may_know_how_many(world: World, front: FrontClient, mods: Mods) -> None:
    assert "Nothing was reported yet" in front.get("/about/transparency/").text
    made = actions.decide(about_comment(world), act="warn", reason="x", by=mods[0])
    page = front.get("/about/transparency/")  # made anew at once
    assert (page.status, page["Cache-Control"]) == (200, "public, max-age=0, must-revalidate")
    assert "It is spam" in page.text
    assert "Ben" not in page.text
    actions.appeal(made, words="No.", by=world.ben)
    told = front.get("/api/v1/transparency").json()
    assert (told["reports"], told["decided"], told["appeals"]) == (1, 1, 1)


def test_the_api_does_all_of_it(world: World, front: FrontClient, mods: Mods) -> None:
    def call(method: str, path: str, who: User | None, told: object = None) -> tuple[int, dict[str, object]]:
        keys = {"Authorization": f"Bearer {make_token(who)}"} if who else {}
        answer = (
            front.send(method, f"/api/v1/{path}", told, **keys)
            if method != "GET"
            else front.get(f"/api/v1/{path}", **keys)
        )
        return answer.status, answer.json() if answer.body else {}

    one, two, _ = mods
    given = {"kind": "comment", "id": world.comment.pk, "reason": "spam"}
    assert call("POST", "reports", world.cleo, given)[0] == 201
    assert call("POST", "reports", None, given)[0] == 201
    assert call("POST", "reports", world.cleo, {**given, "kind": "report"})[0] == 422
    assert call("GET", "moderation/cases", world.cleo)[0] == 404
    status, found = call("GET", "moderation/cases", one)
    (line,) = found["items"]  # type: ignore[misc]
    assert (status, line["kind"], line["reports"]) == (200, "comment", 2)  # type: ignore[index]
    at = f"moderation/cases/{line['id']}"  # type: ignore[index]
    assert call("PUT", f"{at}/claim", one)[0] == 204
    assert call("GET", at, one)[1]["words"] == "I held my breath."
    assert call("POST", f"{at}/decision", two, {"act": "warn", "reason": "x"})[0] != 200
    decided = call("POST", f"{at}/decision", one, {"act": "suspend", "reason": "x", "days": 2})[1]
    assert call("GET", "me/decisions", world.ben)[1]["standing"] == "suspended"
    assert call("POST", f"me/decisions/{decided['id']}/appeal", world.ben, {"words": "No."})[1]["appeal"] == "waiting"
    assert call("POST", f"moderation/decisions/{decided['id']}/reverse", two)[1]["taken_back"] is True


def test_answers_are_those_that_there_are() -> None:
    assert set(Answer.values) == {"upheld", "reversed"}
    assert len(Act.values) == 7


def test_who_is_gone_leaves_no_words_here(world: World, mods: Mods) -> None:
    case = about_comment(world)
    reported(world, "part", world.part.pk, by=world.ben, words="Ben says so.")
    actions.decide(case, act="warn", reason="x", by=mods[0])
    old = timezone.now() - timedelta(days=200)
    Case.objects.filter(pk=case.pk).update(closed_at=old)
    actions.forget_networks()
    assert Case.objects.get(pk=case.pk).words == ""
    reported(world, "comment", world.comment.pk)
    world.ben.delete()
    assert not Case.objects.filter(words__contains="breath").exists()
    assert not Report.objects.filter(words__contains="Ben").exists()
    assert not Decision.objects.exists()


# What is about those who decide ---------------------------------------------------------------------------------------


def test_nobody_sees_who_reported_them(world: World, front: FrontClient, mods: Mods) -> None:
    one, two, admin = mods
    assert one.pen_name is not None
    mine = post_comment(world.part, body="Oh.", by=one, pen_name=one.pen_name)
    case = reported(world, "comment", mine.pk, reason="other", words="The secret words of whoever reported it.")
    for address in (f"/moderation/case/{case.pk}/", f"/api/v1/moderation/cases/{case.pk}"):
        assert (front.get(address, by=one).status, front.get(address, by=two).status) == (404, 200)  # the control
    for address in ("/moderation/", "/api/v1/moderation/cases"):
        assert f"/{case.pk}/" not in front.get(address, by=one).text.replace("/cases/", "")
    key = {"Authorization": f"Bearer {make_token(one)}"}
    assert front.send("PUT", f"/api/v1/moderation/cases/{case.pk}/claim", {}, **key).status == 404
    with pytest.raises(Refused, match="about yourself"):
        actions.claim_case(case, by=one)
    # Nor does a colleague bury it, with an act or with none.
    for act in (Act.NOTHING, Act.HIDE):
        with pytest.raises(Refused, match="Only an administrator"):
            actions.decide(case, act=act, reason="A friend.", by=two)
    actions.claim_case(case, by=two)
    assert actions.decide(case, act=Act.HIDE, reason="No.", by=admin).by == admin  # whoever works on it


def test_a_suspended_moderator_looks_after_nothing(world: World, front: FrontClient, mods: Mods) -> None:
    one, _, admin = mods
    case = about_comment(world)
    doors = ("/moderation/", f"/moderation/case/{case.pk}/", "/moderation/log/", "/moderation/guests/")
    apis = ("/api/v1/moderation/cases", f"/api/v1/moderation/cases/{case.pk}")
    assert {front.get(door, by=one).status for door in (*doors, *apis)} == {200}  # the control
    assert one.pen_name is not None
    about = reported(world, "profile", one.pen_name.pk)
    actions.decide(about, act=Act.SUSPEND, reason="Enough.", by=admin)
    one.refresh_from_db()
    assert {front.get(door, by=one).status for door in (*doors, *apis)} == {403, 404}


def test_taking_back_answers_the_appeal(world: World, front: FrontClient, mods: Mods) -> None:
    one, two, _ = mods
    decision = actions.decide(about_comment(world), act=Act.LIMIT, reason="Too loud.", by=one)
    appeal = actions.appeal(decision, words="I was quoting.", by=world.ben)
    page = front.get(f"/moderation/appeal/{appeal.pk}/", by=one).text
    assert "You decided this: another moderator answers" in page
    assert "<textarea" not in page
    assert "<textarea" in front.get(f"/moderation/appeal/{appeal.pk}/", by=two).text
    actions.reverse_decision(decision, by=two)
    appeal.refresh_from_db()
    assert (appeal.answer, appeal.answered_by) == (Answer.REVERSED, two)
    assert Notice.objects.filter(user=world.ben, key=f"appeal:{appeal.pk}").count() == 1
    with pytest.raises(Refused, match="answered already"):
        actions.answer_appeal(appeal, answer=Answer.UPHELD, words="It stays.", by=two)


def test_announcements_and_series_are_reported_and_taken_down(world: World, front: FrontClient, mods: Mods) -> None:
    assert world.ana.pen_name is not None
    news = make_announcement(world.story, title="A pause", text="Until spring.", by=world.ana)
    series = create_series(world.ana.pen_name, title="The Coast", by=world.ana, stories=[world.story])
    hidden = create_series(world.ana.pen_name, title="No", by=world.ana, stories=[world.stories[Visibility.PRIVATE]])
    assert front.get(f"/report/series/{hidden.pk}/", by=world.cleo).status == 404
    for kind, thing in {"news": news, "series": series}.items():
        assert f'/report/{kind}/{thing.pk}/"' in front.get(thing.get_absolute_url()).text
        case = reported(world, kind, thing.pk)
        assert front.get(f"/moderation/case/{case.pk}/", by=mods[0]).status == 200
        with pytest.raises(Refused, match="cannot be done"):
            actions.decide(case, act=Act.HIDE, reason="No.", by=mods[0])
        actions.decide(case, act=Act.REMOVE, reason="No.", by=mods[0])
        assert front.get(thing.get_absolute_url()).status == 404
    assert front.get(world.story.get_absolute_url()).status == 200


def test_whatever_can_be_reported_leads_to_it(world: World, front: FrontClient) -> None:
    """For strangers too; a tag is nobody's, and nobody reports themselves or while they are suspended."""
    assert world.ana.pen_name is not None
    tag, profile = f"/report/tag/{Tag.objects.get(name='sea').pk}/", f"/report/profile/{world.ana.pen_name.pk}/"
    quiet = make_user("Quiet", standing="suspended")
    for path, link, sees in (
        ("/tag/sea/", tag, [None, world.cleo, world.ana]),
        ("/by/ana/", profile, [None, world.cleo]),
    ):
        for reader in (None, world.cleo, world.ana, quiet):
            assert front.get(path, by=reader).text.count(link) == (reader in sees), (path, reader)
    spelt = Tag.objects.create(name="Ocean", slug="ocean")
    TagAbove.objects.create(tag=Tag.objects.get(name="sea"), wider=spelt)
    assert front.get(f"/report/tag/{spelt.pk}/").status == 200  # stories are found under it, though none carries it
    hide(Tag.objects.get(name="lamps"), by=world.cleo)  # and has lists of their own
    assert tag in front.get("/tag/sea/", by=world.cleo).text
