"""Who is told of what, through the real facts and jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.accounts.actions.blocks import block_name
from inkstead.accounts.models import Adult, User
from inkstead.background.models import Job
from inkstead.background.worker import run_waiting_jobs
from inkstead.collaboration.actions import Wish, accept_invitation, invite, refuse_suggestion, suggest, write_note
from inkstead.collaboration.models import Suggestion
from inkstead.discovery.actions import forget_search, save_search
from inkstead.discussion.actions import (
    approve_comment,
    cast_vote,
    delete_comment,
    edit_comment,
    hide_comment,
    mark_comment,
    post_comment,
    post_guest_comment,
    react,
    react_to_paragraph,
    show_comment,
)
from inkstead.discussion.models import ParagraphReaction, Reaction, Vote
from inkstead.events.jobs import react as react_to_fact
from inkstead.library.actions import (
    edit_shelf,
    follow_pen_name,
    follow_shelf,
    follow_tag,
    hide,
    make_shelf,
    put_on_shelf,
)
from inkstead.notifications import actions
from inkstead.notifications.actions import fanning, searching
from inkstead.notifications.mail.letters import letter_for
from inkstead.notifications.models import Letter, Notice
from inkstead.notifications.queries import inbox_page, unread_count
from inkstead.serial.actions import make_announcement
from inkstead.stories.actions import (
    edit_part,
    follow_story,
    publish_part,
    publish_parts,
    release_part,
    unfollow_story,
    withdraw_part,
    withdraw_parts,
    withhold_part,
)
from inkstead.stories.actions.again import show_again, standing
from inkstead.stories.models import Part, Rating, Story, StoryFollow, Tag, Visibility
from tests.factories import make_part, make_story, make_token, make_user
from tests.jobs import work_off
from tests.notifications.conftest import Inbox
from tests.through_front import FrontClient
from tests.world import World

NEW_PART = "A new part of “The Lighthouse”: The Third Night"


@pytest.fixture(autouse=True)
def _only_what_comes_now(world: World) -> None:
    """What the world itself announced has been told."""
    Job.objects.all().delete()


def test_a_new_part_is_told_once_to_all_who_follow_and_to_nobody_else(world: World, inbox: Inbox) -> None:
    dora, emil = make_user("Dora"), make_user("Emil")
    assert world.ana.pen_name is not None
    follow_story(world.story, by=world.ben)
    follow_pen_name(world.ana.pen_name, by=world.ben)
    follow_pen_name(world.ana.pen_name, by=dora)
    follow_tag(Tag.objects.get(slug="sea"), by=emil)
    follow_tag(Tag.objects.get(slug="sea"), by=world.ana)
    part = make_part(world.story, "The Third Night")
    sentence = NEW_PART
    for reader in (world.ben, dora, emil):
        assert inbox(reader) == [sentence]
    assert (inbox(world.ana), inbox(world.cleo)) == ([], [])
    publish_part(withdraw_part(part, by=world.ana), by=world.ana)
    assert inbox(world.ben) == [sentence]


def test_a_part_that_comes_again_is_new_to_nobody_who_followed_since(world: World, inbox: Inbox) -> None:
    assert world.ana.pen_name is not None
    follow_story(world.story, by=world.ben)
    part = make_part(world.story, "The Third Night")
    withdraw_part(part, by=world.ana)  # before anybody was told
    assert inbox(world.ben) == []
    follow_story(world.story, by=world.cleo)
    follow_pen_name(world.ana.pen_name, by=make_user("Dora"))
    publish_part(part, by=world.ana)
    assert [inbox(reader) for reader in (world.ben, world.cleo)] == [[NEW_PART], []]
    before = standing([part])
    withdraw_parts(world.story, [part], by=world.ana)
    show_again(world.story, before, by=world.ana)
    withdraw_parts(world.story, [part], by=world.ana)
    publish_parts(world.story, [part], by=world.ana)
    withhold_part(part)
    release_part(part)
    assert [inbox(reader) for reader in (world.ben, world.cleo)] == [[NEW_PART], []]
    assert Notice.objects.filter(part_id=part.pk).count() == 1


def test_a_hidden_tag_is_not_heard_of_but_in_a_story_that_is_followed_itself(world: World, inbox: Inbox) -> None:
    assert world.ana.pen_name is not None
    sea, dora, emil = Tag.objects.get(slug="sea"), make_user("Dora"), make_user("Emil")
    ocean = Tag.objects.create(name="ocean", slug="ocean", stands_for=sea)
    for reader, tag in ((world.ben, sea), (dora, sea), (emil, ocean)):
        hide(tag, by=reader)
    follow_story(world.story, by=world.ben)
    for reader in (dora, emil, world.cleo):
        follow_pen_name(world.ana.pen_name, by=reader)
    follow_tag(sea, by=dora)
    shelf = edit_shelf(make_shelf(title="Salt", by=world.ana), sharing="public", by=world.ana)
    follow_shelf(shelf, by=emil)
    make_part(world.story, "The Third Night")
    put_on_shelf(shelf, world.story, by=world.ana)
    assert [inbox(reader) for reader in (world.ben, world.cleo)] == [[NEW_PART], [NEW_PART]]
    assert [inbox(reader) for reader in (dora, emil)] == [[], []]


def test_what_only_followers_may_read_is_told_to_them_alone(world: World, inbox: Inbox) -> None:
    assert world.ana.pen_name is not None
    follow_pen_name(world.ana.pen_name, by=world.cleo)
    make_part(world.stories[Visibility.FOLLOWERS], "Among Us")
    make_part(world.stories[Visibility.UNLISTED], "Found")
    make_part(world.stories[Visibility.PRIVATE], "Hidden")
    early = make_part(world.story, "Early", visibility=Visibility.FOLLOWERS)
    assert inbox(world.ben) == ["A new part of “For Friends”: Among Us"]
    assert inbox(world.cleo) == []
    assert not Notice.objects.filter(user=world.cleo, part_id=early.pk).exists()


def test_what_was_brought_in_from_elsewhere_is_no_news(world: World, inbox: Inbox) -> None:
    follow_story(world.story, by=world.ben)
    part = make_part(world.story, "Old", state="draft")
    publish_part(part, by=world.ana, at=timezone.now() - timedelta(days=30))
    assert inbox(world.ben) == []


def test_a_new_version_is_told_and_a_quiet_correction_is_not(world: World, inbox: Inbox) -> None:
    follow_story(world.story, by=world.ben)
    publish_part(edit_part(world.part, text="Another text.", format="text", by=world.ana), by=world.ana, quiet=True)
    assert inbox(world.ben) == []
    for text in ("One more.", "And another."):
        publish_part(edit_part(world.part, text=text, format="text", by=world.ana), by=world.ana)
    assert inbox(world.ben) == [f"“{world.part.title}” of “The Lighthouse” has a new version"]


def test_announcements_and_shelves_are_told_to_who_follows_them(world: World, inbox: Inbox) -> None:
    follow_story(world.story, by=world.ben)
    make_announcement(world.story, title="A break", text="Back in May.", by=world.ana)
    shelf = edit_shelf(make_shelf(title="Salt", by=world.ana), sharing="public", by=world.ana)
    follow_shelf(shelf, by=world.ben)
    put_on_shelf(shelf, world.stories[Visibility.UNLISTED], by=world.ana)
    put_on_shelf(shelf, world.story, by=world.ana)
    assert inbox(world.ben) == ["Ana put “The Lighthouse” on the shelf “Salt”", "News of “The Lighthouse”: A break"]


def test_comments_are_told_to_the_author_and_answers_to_whoever_is_answered(world: World, inbox: Inbox) -> None:
    assert world.cleo.pen_name is not None
    assert world.ana.pen_name is not None
    title = world.part.title
    said = post_comment(
        world.part, body="Who was it?", by=world.cleo, pen_name=world.cleo.pen_name, parent=world.comment
    )
    assert inbox(world.ana) == [f"Cleo commented on “{title}”"]
    assert inbox(world.ben) == [f"Cleo answered you on “{title}”"]
    assert inbox(world.cleo) == []
    post_comment(world.part, body="Wait.", by=world.ana, pen_name=world.other_name, parent=said)
    assert inbox(world.cleo) == [f"Ada Quill answered you on “{title}”"]
    assert inbox(world.ana) == [f"Cleo commented on “{title}”"], "not of what she said herself, under another name"
    delete_comment(said, by=world.cleo)
    assert inbox(world.ana) == []


def test_votes_are_told_in_one_number_and_never_ones_own(world: World, inbox: Inbox) -> None:
    actions.count_news()
    for user in (make_user(), make_user(), world.ana):
        cast_vote(world.second, by=user)
    assert actions.count_news() == 0, "only what has settled"
    Vote.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    actions.count_news()
    assert inbox(world.ana) == ["2 people voted for “The Second Night”"]
    cast_vote(world.second, by=world.cleo)
    Vote.objects.filter(user=world.cleo).update(created_at=timezone.now() - timedelta(seconds=30))
    actions.count_news()
    actions.count_news()
    assert inbox(world.ana) == ["3 people voted for “The Second Night”"]
    actions.mark_all_read(by=world.ana, until=Notice.objects.latest("pk").pk)
    cast_vote(world.second, by=make_user())
    Vote.objects.filter(created_at__gt=timezone.now() - timedelta(seconds=9)).update(
        created_at=timezone.now() - timedelta(seconds=11)
    )
    actions.count_news()
    assert inbox(world.ana) == ["Somebody voted for “The Second Night”", "3 people voted for “The Second Night”"]


def test_followers_are_told_in_numbers_and_never_named(world: World, inbox: Inbox) -> None:
    actions.count_news()
    for user in (world.cleo, make_user()):
        follow_story(world.story, by=user)
    StoryFollow.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    actions.count_news()
    assert inbox(world.ana) == ["2 people follow “The Lighthouse” now"]
    unfollow_story(world.story, by=world.cleo)


def test_people_around_a_text_hear_of_each_other(world: World, inbox: Inbox) -> None:
    invitation = invite(world.story, name="Ben", role="beta", by=world.ana)
    assert inbox(world.ben) == ["Ana invites you to work on “The Lighthouse”"]
    accept_invitation(invitation, by=world.ben)
    assert inbox(world.ana) == ["Ben accepted your invitation to “The Lighthouse”"]
    block = world.draft.head.html.split('id="')[1].split('"')[0] if world.draft.head else ""
    made = suggest(world.draft, Wish("replace", block, "The lamp failed.", "text", "Shorter", 1), by=world.ben)
    write_note(world.draft, body="Who is she?", block=block, by=world.ben)
    title = world.draft.title
    assert inbox(world.ana)[:2] == [f"Ben wrote a note beside “{title}”", f"Ben suggests a change in “{title}”"]
    refuse_suggestion(Suggestion.objects.get(pk=made.pk), reason="No.", by=world.ana)
    assert inbox(world.ben)[0] == f"Ana refused your suggestion for “{title}”"


def test_what_is_withdrawn_is_no_longer_new(world: World, inbox: Inbox) -> None:
    follow_story(world.story, by=world.ben)
    part = make_part(world.story, "The Third Night")
    work_off("notifications")
    assert Notice.objects.unread().filter(user=world.ben).count() == 1
    withdraw_part(part, by=world.ana)
    assert inbox(world.ben) == []
    assert Notice.objects.unread().filter(user=world.ben).count() == 0


def test_a_killed_worker_leaves_nobody_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanning, "TURN", 3)
    readers = [make_user() for _ in range(8)]
    story = make_story(world.ana)
    for reader in readers:
        follow_story(story, by=reader)
    make_part(story)
    for _ in range(3):
        run_waiting_jobs(limit=2)
        Job.objects.filter(task_path=fanning.FAN_OUT).update(state="waiting")  # all of it again
    for _ in range(3):
        work_off("notifications")
    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted(reader.pk for reader in readers)


def test_a_turn_goes_through_as_many_circles_as_have_room_in_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert world.ana.pen_name is not None
    tag = Tag.objects.get(slug="sea")
    readers = [make_user() for _ in range(7)]
    follow_story(world.story, by=readers[0])
    for reader in readers[:3]:
        follow_pen_name(world.ana.pen_name, by=reader)
    for reader in readers[2:]:
        follow_tag(tag, by=reader)
    part = make_part(world.story, "The Third Night")

    def turns(room: int) -> int:
        monkeypatch.setattr(fanning, "TURN", room)
        Notice.objects.all().delete()
        Job.objects.all().delete()
        fanning.tell_of_part(part.pk)
        work_off("notifications")
        told = Notice.objects.filter(key=f"part:{part.pk}").values_list("user", flat=True)
        assert sorted(told) == sorted(reader.pk for reader in readers), room
        return Job.objects.filter(task_path=fanning.FAN_OUT).count()

    assert turns(room=1_000) == 1
    for room in range(1, 10):  # a turn that ends in a circle, at its edge, and with the last of all
        assert turns(room) == 9 // room + 1


def test_reactions_are_told_in_numbers_and_a_changed_one_is_no_news(world: World, inbox: Inbox) -> None:
    actions.count_news()
    block = world.part.live.html.split(' id="')[1].split('"')[0] if world.part.live else ""
    for user in (world.ben, world.cleo, world.ana):
        react(world.comment, "love", by=user)
        react_to_paragraph(world.part, block, "gasp", by=user)
    for rows in (Reaction, ParagraphReaction):
        rows.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    actions.count_news()
    title = world.part.title
    assert inbox(world.ben) == [f"2 reactions to your comment on “{title}”"], "Ben's own is not among them"
    assert inbox(world.ana) == [f"2 reactions to paragraphs of “{title}”"]
    actions.mark_all_read(by=world.ben, until=Notice.objects.latest("pk").pk)
    react(world.comment, "cry", by=world.cleo)
    actions.count_news()
    assert unread_count(world.ben) == 0
    assert inbox(world.cleo) == []


def test_a_heart_is_told_once_to_whoever_said_it(world: World, inbox: Inbox) -> None:
    for given in (True, False, True):
        mark_comment(world.comment, "heart", given=given, by=world.ana)
        work_off("notifications")
    mark_comment(world.comment, "pin", given=True, by=world.ana)
    assert inbox(world.ben) == [f"The author gave your comment on “{world.part.title}” a heart"]
    mark_comment(world.comment, "heart", given=False, by=world.ana)
    assert (inbox(world.ben), inbox(world.ana)) == ([], [])


def test_a_guests_comment_is_told_to_nobody_but_the_author_until_it_is_shown(world: World, inbox: Inbox) -> None:
    body = "You are right, @Cleo."
    said = post_guest_comment(world.part, body=body, name="Gus", address="192.0.2.7", parent=world.comment).comment
    title = world.part.title
    assert inbox(world.ana) == [f"Gus (guest) commented on “{title}”, and it waits to be read"]
    assert (inbox(world.ben), inbox(world.cleo)) == ([], [])
    approve_comment(said, by=world.ana)
    assert inbox(world.ana) == [f"Gus (guest) commented on “{title}”"]
    assert inbox(world.ben) == [f"Gus (guest) answered you on “{title}”"]
    assert inbox(world.cleo) == [f"Gus (guest) mentioned you on “{title}”"]


def test_what_is_hidden_is_told_to_nobody_any_more_and_counts_nowhere(world: World, inbox: Inbox) -> None:
    assert world.cleo.pen_name is not None
    said = post_comment(world.part, body="@Ben", by=world.cleo, pen_name=world.cleo.pen_name)
    assert inbox(world.ben) == [f"Cleo mentioned you on “{world.part.title}”"]
    hide_comment(said, by=world.ana)
    assert inbox(world.ben) == []
    assert (unread_count(world.ben), unread_count(world.ana)) == (0, 0)
    show_comment(said, by=world.ana)
    assert inbox(world.ben) == [f"Cleo mentioned you on “{world.part.title}”"]


def test_a_mention_that_is_taken_out_is_withdrawn_unless_it_was_read(world: World, inbox: Inbox) -> None:
    assert world.cleo.pen_name is not None
    dora, told = make_user("Dora"), [f"Cleo mentioned you on “{world.part.title}”"]
    said = post_comment(world.part, body="@Ben and @Dora!", by=world.cleo, pen_name=world.cleo.pen_name)
    assert (inbox(world.ben), inbox(dora)) == (told, told)
    actions.mark_all_read(by=dora, until=10**9)
    edit_comment(said, body="You two!", by=world.cleo)
    assert (inbox(world.ben), inbox(dora)) == ([], told)
    assert unread_count(world.ben) == 0
    edit_comment(said, body="@Ben!", by=world.cleo)
    edit_comment(said, body="You, @Ben!", by=world.cleo)
    assert inbox(world.ben) == told
    edit_comment(said, body="You, @Dora!", by=world.cleo)
    quick = post_comment(world.part, body="@Ben", by=world.cleo, pen_name=world.cleo.pen_name)
    edit_comment(quick, body="Nobody.", by=world.cleo)  # before anybody was told
    assert inbox(world.ben) == []


def test_a_mention_in_what_is_hidden_before_it_was_shown_is_never_told(world: World, inbox: Inbox) -> None:
    said = post_guest_comment(world.part, body="@Ben", name="Gus", address="192.0.2.7").comment
    hide_comment(said, by=world.ana, spam=True)
    assert inbox(world.ben) == []
    assert not Notice.objects.filter(user=world.ben).exists()


def test_nothing_is_quoted_of_who_had_read_further(world: World, inbox: Inbox) -> None:
    assert world.cleo.pen_name is not None
    said = post_comment(world.part, body="She dies.", by=world.cleo, pen_name=world.cleo.pen_name, parent=world.comment)
    type(said).objects.filter(pk=said.pk).update(ahead=world.second)
    work_off("notifications")
    [line] = inbox_page(world.ben).lines
    assert (line.told.text, line.told.excerpt) == (f"Cleo answered you on “{world.part.title}”", "")
    assert [line.told.excerpt for line in inbox_page(world.ana).lines] == ["She dies."]


@pytest.mark.parametrize(("adult", "words"), [(Adult.ASK, ""), (Adult.HIDE, ""), (Adult.SHOW, "She undresses.")])
@pytest.mark.parametrize("rated", ["story", "part"])
def test_nothing_is_quoted_of_what_stands_behind_the_gate(
    world: World, front: FrontClient, adult: Adult, words: str, rated: str
) -> None:
    """Unless its reader said yes for good, or works on it: neither in the inbox nor in a letter."""
    assert world.cleo.pen_name is not None
    User.objects.filter(pk=world.ben.pk).update(adult=adult)
    ben = User.objects.get(pk=world.ben.pk)
    rows = Story.objects.filter(pk=world.story.pk) if rated == "story" else Part.objects.filter(pk=world.part.pk)
    rows.update(rating=Rating.EXPLICIT)
    name = world.cleo.pen_name
    post_comment(world.part, body="She undresses.", by=world.cleo, pen_name=name, parent=world.comment)
    work_off("notifications")
    [line] = inbox_page(ben).lines
    assert (line.told.text, line.told.excerpt) == (f"Cleo answered you on “{world.part.title}”", words)
    assert [line.told.excerpt for line in inbox_page(world.ana).lines] == ["She undresses."]
    letter = Letter.objects.create(user=ben)
    Notice.objects.filter(user=ben).update(letter=letter)
    message = letter_for(letter)
    assert message is not None
    told = front.get("/api/v1/me/notices", Authorization=f"Bearer {make_token(ben)}").text
    for text in (str(message.body), str(message.alternatives[0][0]), front.get("/me/notices/", by=ben).text, told):
        assert "answered you on" in text
        assert ("She undresses." in text) == bool(words)


def test_search_and_followers_hear_of_a_part_before_what_takes_long(world: World) -> None:
    later = {"stories.draw_share_image", "perspectives.read_story_again", "catalogues.map_part"}

    def done() -> set[str]:
        return {job.args[0] for job in Job.objects.filter(state="done", task_path=react_to_fact.module_path)}

    follow_story(world.story, by=world.ben)
    part = make_part(world.story, "The Comet", text="A comet stood over the sea.")
    while not Notice.objects.filter(user=world.ben, key=f"part:{part.pk}").exists():
        assert run_waiting_jobs(limit=1) == 1
    assert "discovery.find_part" in done()
    assert not done() & later
    run_waiting_jobs()
    assert later <= done()


# Searches that are kept ----------------------------------------------------------------------------------------------


def test_whose_search_finds_a_part_is_told_once_and_by_whom_they_follow_first(world: World, inbox: Inbox) -> None:
    assert world.ana.pen_name is not None
    found = save_search("comet tag:sea", by=world.ben)
    save_search("comet", by=world.ben)  # the same part, and one sentence
    save_search("comet", by=world.ana)
    save_search("zebra", by=make_user("Zoe"))
    hiding = make_user("Hilda")
    save_search("comet", by=hiding, hides=True)
    following = make_user("Fay")
    save_search("comet", by=following)
    follow_pen_name(world.ana.pen_name, by=following)
    apart = make_user("Arno")
    save_search("comet", by=apart)
    block_name(apart.pen_name, by=world.ana)  # type: ignore[arg-type]
    part = make_part(world.story, "The Comet", text="A comet stood over the sea.")
    sentence = "Your search “comet tag:sea” finds a new part of “The Lighthouse”: The Comet"
    assert inbox(world.ben) == [sentence]
    assert inbox(following) == ["A new part of “The Lighthouse”: The Comet"]
    assert [inbox(one) for one in (world.ana, hiding, apart, world.cleo)] == [[], [], [], []]
    publish_part(withdraw_part(part, by=world.ana), by=world.ana)
    assert inbox(world.ben) == [sentence]
    forget_search(found.pk, by=world.ben)
    assert inbox(world.ben) == []  # nothing is told of a search that is not kept any more


@pytest.mark.parametrize("hidden", [{"visibility": Visibility.FOLLOWERS}, {"visibility": Visibility.UNLISTED}])
def test_what_is_not_public_is_found_by_no_search(world: World, inbox: Inbox, hidden: dict[str, Visibility]) -> None:
    save_search("comet", by=world.cleo)
    make_part(world.story, "The Comet", text="A comet stood over the sea.", **hidden)
    make_part(world.stories[Visibility.UNLISTED], "The Comet", text="A comet stood over the sea.")
    assert inbox(world.cleo) == []


def test_a_search_tells_nothing_of_what_its_reader_hides(world: World, inbox: Inbox) -> None:
    tag, asks, shown = make_user(), make_user(), make_user()
    for person in (tag, asks, shown):
        save_search("comet", by=person)
    hide(Tag.objects.get(slug="sea"), by=tag)
    save_search("tag:lamps", by=asks, hides=True)
    make_part(world.story, "The Comet", text="A comet stood over the sea.")
    assert [len(inbox(person)) for person in (tag, asks, shown)] == [0, 0, 1]  # the last is the control


def test_what_somebody_hides_by_a_search_is_told_by_no_writer_tag_or_shelf(world: World, inbox: Inbox) -> None:
    assert world.ana.pen_name is not None
    by_writer, by_tag, itself, shown, another = (make_user() for _ in range(5))
    follow_pen_name(world.ana.pen_name, by=by_writer)
    for person in (by_tag, shown, another):
        follow_tag(Tag.objects.get(slug="sea"), by=person)
    follow_story(world.story, by=itself)
    for person in (by_writer, by_tag, itself):
        save_search("comet -zebra", by=person, hides=True)
    save_search("comet zebra", by=another, hides=True)
    make_part(world.story, "The Comet", text="A comet stood over the sea.")
    people = (by_writer, by_tag, itself, shown, another)
    assert [len(inbox(person)) for person in people] == [0, 0, 1, 1, 1]
    later = make_part(world.story, "The Day After", text="Nothing stood there.")  # an earlier part has the word
    work_off("notifications")
    told = set(Notice.objects.filter(part_id=later.pk).values_list("user", flat=True))
    assert told == {itself.pk, shown.pk, another.pk}


def test_what_comes_again_is_found_by_searches_that_were_kept_before_it_was_there(world: World, inbox: Inbox) -> None:
    before, since = make_user(), make_user()
    save_search("comet", by=before)
    part = make_part(world.story, "The Comet", text="A comet stood over the sea.")
    withdraw_part(part, by=world.ana)  # before anybody was told
    assert inbox(before) == []
    save_search("comet", by=since)
    publish_part(part, by=world.ana)
    assert [len(inbox(person)) for person in (before, since)] == [1, 0]


def test_searches_of_many_are_looked_at_in_turns(world: World, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PEOPLE", 2)
    people = [make_user() for _ in range(5)]
    for person in people:
        save_search("comet", by=person)
    make_part(world.story, "The Comet", text="A comet stood over the sea.")
    assert [len(inbox(person)) for person in people] == [1] * 5


def test_a_search_is_told_by_mail_where_somebody_switched_it_on(world: World) -> None:
    save_search("comet", by=world.ben)
    save_search("comet", by=world.cleo)
    actions.choose(by=world.ben, switches={"search": {"mail": True}})
    make_part(world.story, "The Comet", text="A comet stood over the sea.")
    work_off("notifications")
    due = Notice.objects.filter(kind="search", mail_due_at__isnull=False)
    assert [notice.user for notice in due] == [world.ben]
