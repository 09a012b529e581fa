from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from inkstead.accounts.actions import choose_zone
from inkstead.accounts.models import User
from inkstead.background.models import Job
from inkstead.discussion.actions import post_comment
from inkstead.notifications import actions
from inkstead.notifications.actions import News
from inkstead.notifications.jobs import make_due_letters
from inkstead.notifications.mail.posting import send_letter
from inkstead.notifications.models import Letter, Notice, NoticeChoices
from inkstead.stories.actions import edit_story, withdraw_part
from inkstead.stories.models import Story
from tests.jobs import work_off
from tests.shared_data import shared_file
from tests.world import World


@pytest.fixture(autouse=True)
def _only_what_comes_now(world: World) -> None:
    Job.objects.all().delete()


def tell(world: World, reader: User) -> None:
    actions.tell([reader.pk], News("part", f"part:{world.second.pk}", world.story.pk, world.second.pk))


def letters(*, later: timedelta = timedelta()) -> list[EmailMultiAlternatives]:
    """Those that are sent when the clock has gone on."""
    Notice.objects.filter(mail_due_at__isnull=False).update(mail_due_at=timezone.now() + timedelta(days=1) - later)
    make_due_letters.call()
    work_off("notifications")
    return [message for message in mail.outbox if isinstance(message, EmailMultiAlternatives)]


def test_a_letter_says_it_in_text_and_in_html_with_headers_that_end_it(world: World) -> None:
    tell(world, world.ben)
    assert letters() == []
    [letter] = letters(later=timedelta(days=1))
    assert letter.to == [world.ben.email]
    assert letter.subject == "[Inkstead] A new part of “The Lighthouse”: The Second Night"
    notice = Notice.objects.get(user=world.ben)
    assert f"http://127.0.0.1:8000/me/notices/{notice.pk}/" in letter.body
    html = str(letter.alternatives[0][0])
    assert f'href="http://127.0.0.1:8000/me/notices/{notice.pk}/"' in html
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in letter.body
    for name in ("Ada Quill", "Ben", "Ana"):
        assert name not in str(letter.message()["Subject"]) + str(letter.extra_headers)
    stranger = Client()
    path = address.removeprefix("http://127.0.0.1:8000")
    assert stranger.get(path).status_code == 200
    assert not NoticeChoices.objects.exists()
    tell_again = News("announcement", "announcement:1", world.story.pk)
    actions.tell([world.ben.pk], tell_again)
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticeChoices.objects.get(user=world.ben).rhythm == "never"
    assert not Notice.objects.filter(mail_due_at__isnull=False).exists()
    assert stranger.post(path.replace("/end/", "x/end/")).status_code == 404


def test_a_title_from_right_to_left_turns_nothing_around_it(world: World) -> None:
    Story.objects.filter(pk=world.story.pk).update(title="הסירה")
    tell(world, world.ben)
    [letter] = letters(later=timedelta(days=1))
    assert "A new part of “\u2068הסירה\u2069”: The Second Night" in letter.body
    assert letter.subject == "[Inkstead] A new part of “הסירה”: The Second Night"


def test_a_letter_is_sent_once_and_again_only_under_the_same_id(world: World) -> None:
    tell(world, world.ben)
    [first] = letters(later=timedelta(days=1))
    assert len(letters(later=timedelta(days=1))) == 1
    letter = Letter.objects.get()
    assert send_letter(letter.pk) is False
    Letter.objects.update(sent_at=None)  # killed between sending and noting it down
    send_letter(letter.pk)
    [_, second] = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_several_notices_are_one_letter_without_what_was_read_or_withdrawn(world: World) -> None:
    for number, part in enumerate((world.part, world.second)):
        actions.tell([world.ben.pk], News("part", f"part:{part.pk}", world.story.pk, part.pk))
        actions.tell([world.cleo.pk], News("part", f"part:{part.pk}", world.story.pk, part.pk))
        assert number < 2
    actions.mark_read([Notice.objects.filter(user=world.ben).first().pk], by=world.ben)  # type: ignore[union-attr]
    sent = {letter.to[0]: letter for letter in letters(later=timedelta(days=1))}
    assert "2 new notices" in sent[world.cleo.email].subject
    assert "The Second Night" in sent[world.ben.email].subject
    mail.outbox.clear()
    Notice.objects.all().delete()
    tell(world, world.ben)
    withdraw_part(world.second, by=world.ana)
    assert letters(later=timedelta(days=1)) == []


def test_a_letter_to_a_vanished_account_is_dropped(world: World) -> None:
    tell(world, world.cleo)
    Notice.objects.update(mail_due_at=timezone.now())
    make_due_letters.call()
    pk = Letter.objects.get().pk
    world.cleo.delete()
    work_off("notifications")
    assert (send_letter(pk), mail.outbox, Job.objects.filter(state="failed").count()) == (False, [], 0)


def test_no_letter_goes_where_none_can_arrive(world: World) -> None:
    User.objects.filter(pk=world.cleo.pk).update(email="cleo@demo.invalid")
    tell(world, world.cleo)
    assert Notice.objects.get(user=world.cleo).mail_due_at is None


def test_nothing_that_people_write_becomes_a_header_or_runs(world: World) -> None:
    payloads = [case["payload"] for case in json.loads(shared_file("sanitiser-cases.json").read_text())]
    assert world.cleo.pen_name is not None
    edit_story(world.story, title="Bcc: all@site.example\r\nX-Evil: <script>alert(1)</script>", by=world.ana)
    tell(world, world.ben)
    for body in (text for text in payloads[::8] if text.strip()):
        post_comment(world.part, body=body[:9000], by=world.cleo, pen_name=world.cleo.pen_name)
    work_off("notifications")
    for letter in letters(later=timedelta(days=1)):
        message = letter.message()
        assert {"Bcc", "X-Evil", "Cc"} & set(message.keys()) == set()
        html = str(letter.alternatives[0][0])
        names = set(re.findall(r"<\s*/?\s*([a-zA-Z!]+)", html))
        assert names == {"!doctype", "html", "head", "meta", "title", "body", "ul", "li", "p", "a", "hr"}
    assert len(mail.outbox) == 2


def test_another_hour_moves_the_letters_that_wait(world: World) -> None:
    choose_zone(world.ben, "Europe/Berlin")
    tell(world, world.ben)
    before = Notice.objects.get(user=world.ben).mail_due_at
    actions.choose(by=world.ben, hour=(before.hour + 5) % 24 if before else 0)
    assert Notice.objects.get(user=world.ben).mail_due_at != before
    actions.choose(by=world.ben, switches={"part": {"mail": False}})
    assert Notice.objects.get(user=world.ben).mail_due_at is None
