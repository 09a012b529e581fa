from __future__ import annotations

from inkstead.notifications import actions
from inkstead.notifications.actions import News
from inkstead.notifications.kinds import KINDS
from inkstead.notifications.models import Notice, NoticeChoices
from inkstead.notifications.queries import inbox_page
from inkstead.stories.models import Story
from tests.conftest import ClientOf
from tests.through_front import FrontClient
from tests.world import World


def tell(world: World) -> Notice:
    actions.tell([world.ben.pk], News("part", f"part:{world.second.pk}", world.story.pk, world.second.pk))
    return Notice.objects.get(user=world.ben)


def test_an_inbox_is_ones_own(world: World, client_of: ClientOf) -> None:
    row = tell(world)
    page = client_of(world.ben).get("/me/notices/")
    assert page["Cache-Control"] == "private, no-store"
    assert "A new part of “The Lighthouse”: The Second Night" in page.content.decode()
    assert "Nothing yet." in client_of(world.cleo).get("/me/notices/").content.decode()
    assert client_of(world.cleo).get(f"/me/notices/{row.pk}/").status_code == 404
    for path in ("/me/notices/", f"/me/notices/{row.pk}/", "/me/notices/choices/"):
        assert client_of(None).get(path)["Location"].startswith("/me/login/"), path
    client_of(world.cleo).post("/me/notices/read/", {"line": row.pk, "until": row.pk})
    row.refresh_from_db()
    assert row.read_at is None


def test_a_title_from_right_to_left_is_kept_apart_where_it_is_shown_and_plain_where_it_is_told(
    world: World, front: FrontClient
) -> None:
    Story.objects.filter(pk=world.story.pk).update(title="הסירה")
    row = tell(world)
    assert front.get("/me/notices/", by=world.ben).text.count("“\u2068הסירה\u2069”") == 2
    [line] = inbox_page(world.ben).lines
    assert (line.ids, line.told.text) == ([row.pk], "A new part of “הסירה”: The Second Night")


def test_whoever_opens_a_notice_has_read_it(world: World, client_of: ClientOf) -> None:
    row, ben = tell(world), client_of(world.ben)
    assert ben.get(f"/me/notices/{row.pk}/")["Location"] == world.second.get_absolute_url()
    assert "Nothing is new" in ben.get("/me/notices/?show=new").content.decode()
    ben.post("/me/notices/read/", {"new": str(row.pk)})
    assert "The Second Night" in ben.get("/me/notices/?show=new").content.decode()
    ben.post("/me/notices/read/", {"until": str(row.pk)})
    assert "Nothing is new" in ben.get("/me/notices/?show=new").content.decode()
    for wrong in ({"until": "9" * 30}, {"line": "x,,"}, {"new": "²"}):
        assert ben.post("/me/notices/read/", wrong).status_code == 302
    assert ben.get("/me/notices/?after=forged").status_code == 400


def test_a_kept_page_bears_the_mark_of_each_reader(world: World, front: FrontClient) -> None:
    paths = ("/", "/about/", world.story.get_absolute_url(), world.part.get_absolute_url(), "/by/ana/", "/library/")
    for path in paths:
        assert "inbox-count" not in front.get(path, by=world.ben).text, path
    row = tell(world)
    for path in paths:
        assert "one new notice" in front.get(path, by=world.ben).text, path
        assert "one new notice" not in front.get(path, by=world.cleo).text, path
        assert "Inbox" not in front.get(path).text, path
    actions.mark_read([row.pk], by=world.ben)
    for path in paths:
        assert "one new notice" not in front.get(path, by=world.ben).text, path


def test_choices_are_saved_and_shown_again(world: World, client_of: ClientOf) -> None:
    ben, path = client_of(world.ben), "/me/notices/choices/"
    given = {"rhythm": "weekly", "hour": "7", "weekday": "2", "quiet_from": "22:00", "quiet_to": "07:30"}
    assert ben.post(path, {**given, "on": ["part-site", "vote-push"]})["Location"] == path
    row = NoticeChoices.objects.get(user=world.ben)
    on = {(kind, way) for kind, ways in row.switches.items() for way, chosen in ways.items() if chosen}
    assert (on, row.rhythm, row.hour, row.weekday) == ({("part", "site"), ("vote", "push")}, "weekly", 7, 2)
    page = ben.get(path).content.decode()
    assert page.count('name="on"') == len(KINDS) * 3
    assert page.count("checked") == 3  # two switches and the rhythm
    wrong = ben.post(path, {**given, "quiet_to": ""})
    assert wrong.status_code == 400
    assert "Quiet hours have a beginning and an end." in wrong.content.decode()
    assert ben.post(path, {**given, "hour": "25"}).status_code == 400


def test_what_is_switched_off_is_not_told(world: World) -> None:
    actions.choose(by=world.ben, switches={"part": {"site": False, "mail": False, "push": False}})
    news = News("part", f"part:{world.second.pk}", world.story.pk, world.second.pk)
    assert actions.tell([world.ben.pk, world.cleo.pk], news) == 1
    actions.choose(by=world.ben, switches={"part": {"mail": True}})
    assert actions.tell([world.ben.pk], news) == 1
    row = Notice.objects.get(user=world.ben)
    assert (row.in_site, row.mail_due_at is not None, row.push_due_at) == (False, True, None)
