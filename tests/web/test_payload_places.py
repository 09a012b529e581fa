"""Whatever somebody types where people talk, keep, report and are told stands there as words and as nothing else.

Every payload in every place: a page with payloads has the elements and attributes of the same page with plain words,
besides what typed text may become (paragraphs, line breaks, links). In a browser some of it is tried in
tests/journeys/test_payloads.py. The control turns escaping off, and then each place must be noticed.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone
from lxml.html import document_fromstring

from inkstead.accounts.models import PenName, Role, User
from inkstead.discussion.models import Comment, EarlierVersion, WallPost
from inkstead.lib.lines import one_line
from inkstead.library.models import Shelf, ShelfEntry
from inkstead.moderation.models import Appeal, CannedAnswer, Case, Decision, Report
from inkstead.notifications.mail.letters import Item, letter_for, subject_of
from inkstead.notifications.models import Letter, Notice
from tests.conftest import signed_in
from tests.discussion.actions.test_placing import ids
from tests.factories import make_user
from tests.forgetting import forget_everything
from tests.shared_data import shared_file
from tests.world import World

Shape = tuple[str, tuple[str, ...]]
# What typed text may become: paragraphs, lines, addresses that are links.
TYPED: set[Shape] = {("p", ()), ("br", ()), ("a", ("href", "rel"))}
PLAIN = ["Plain words", "and a few more of them", "and lines that are folded\n" * 100]
SAFE_ADDRESS = re.compile(r"(https?://|mailto:|/|\?|#|$)")


@dataclass
class Place:
    name: str
    who: User | None
    path: str
    pages: int = 1

    def shown(self, pages: int = 0) -> str:
        client = signed_in(self.who)
        texts = []
        for page in range(1, (pages or self.pages) + 1):
            answer = client.get(self.path + (f"?page={page}" if page > 1 else ""), follow=True)
            assert answer.status_code == 200, (self.name, answer.status_code)
            texts.append(answer.content.decode())
        return "".join(texts)


def shapes(page: str) -> set[Shape]:
    """Its elements with the names of their attributes, and addresses that are none of ours."""
    found: set[Shape] = set()
    for element in document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            found.add(("a comment", ()))
            continue
        found.add((element.tag, tuple(sorted(element.attrib))))
        addresses = (element.get(name, "") for name in ("href", "src", "action", "formaction"))
        found |= {("an address", (value,)) for value in addresses if not SAFE_ADDRESS.match(value)}
    return found


def foreign(calm: set[Shape], page: str) -> set[Shape]:
    return shapes(page) - calm - TYPED


def payloads() -> list[str]:
    cases = json.loads(shared_file("sanitiser-cases.json").read_text(encoding="utf-8"))
    return list(dict.fromkeys(case["payload"] for case in cases if case["payload"].strip()))


def cut(text: str, most: int) -> str:
    return " ".join(text.split())[:most].strip() or "-"


@dataclass
class Town:
    """The rows that hold typed text: made once with plain words, and typed over straight in the database, so that
    nothing of a payload is taken out on its way."""

    world: World
    places: list[Place]
    people: dict[str, User]

    def type_over(self, texts: list[str]) -> None:
        every = "\n\n".join(texts)
        at = lambda number: texts[number % len(texts)]  # noqa: E731
        for number, name in enumerate(PenName.objects.filter(slug__startswith="p-").order_by("pk")):
            PenName.objects.filter(pk=name.pk).update(name=cut(f"{number} {at(number)}", 60))
        for number, row in enumerate(Comment.objects.filter(block__gt="").order_by("pk")):
            named = cut(at(number), 60) if row.author_id is None else ""
            Comment.objects.filter(pk=row.pk).update(body=at(number), quote=cut(at(number), 1000), guest_name=named)
        for number, shelf in enumerate(Shelf.objects.exclude(title="The one").order_by("pk")):
            Shelf.objects.filter(pk=shelf.pk).update(title=cut(f"{number} {at(number)}", 100))
        Comment.objects.filter(pk=self.world.comment.pk).update(body=every, quote=cut(every, 1000))
        EarlierVersion.objects.update(body=every)
        WallPost.objects.update(body=every)
        Shelf.objects.filter(title="The one").update(about=every)
        ShelfEntry.objects.update(note=every)
        Case.objects.update(title=cut(every, 200), words=every)
        Report.objects.update(words=every)
        Decision.objects.update(title=cut(every, 200), reason=every)
        Appeal.objects.update(words=every, answer_words=every)
        CannedAnswer.objects.update(title=cut(every, 80), text=every)
        PenName.objects.filter(user=self.people["sue"]).update(bio=every)
        forget_everything()


@pytest.fixture
def town(world: World) -> Town:
    ana, ben, count, now = world.ana, world.ben, len(payloads()), timezone.now()
    sue, mod = make_user("Sue"), make_user("Mod", role=Role.ADMIN)
    PenName.objects.bulk_create(PenName(user=sue, name=f"P {n}", slug=f"p-{n}") for n in range(count))
    names = list(PenName.objects.filter(slug__startswith="p-").order_by("pk"))
    block = ids(world.part)[0]
    Comment.objects.bulk_create(
        Comment(
            part=world.part,
            author=names[n] if n % 2 else None,
            guest_name="" if n % 2 else "A guest",
            block=block,
            body="-",
            created_at=now + timedelta(seconds=n),
        )
        for n in range(count)
    )
    EarlierVersion.objects.create(comment=world.comment, body="-", at=now)
    Comment.objects.filter(pk=world.comment.pk).update(edited_at=now)
    WallPost.objects.create(wall_of=ana.pen_name, author=ben.pen_name, body="-")
    Shelf.objects.bulk_create(
        Shelf(user=ben, pen_name=ben.pen_name, sharing="public", title=f"S {n}", secret=f"s{n}") for n in range(count)
    )
    one = Shelf.objects.create(user=ben, pen_name=ben.pen_name, sharing="public", title="The one", secret="one")
    ShelfEntry.objects.create(shelf=one, story=world.story)
    case = Case.objects.create(kind="profile", thing_id=sue.pen_name_id, pen_name=sue.pen_name, title="-")
    closed = Case.objects.create(kind="part", thing_id=world.part.pk, title="-", closed_at=now)
    Report.objects.create(case=case, by=ben, pen_name=ben.pen_name, reason="other", words="-")
    about = {"kind": "profile", "thing_id": sue.pen_name_id, "title": "-", "act": "limit", "reason": "-", "by": mod}
    decisions = [Decision.objects.create(case=closed, about=sue, pen_name=sue.pen_name, **about) for _ in range(2)]
    open_one, answered = [Appeal.objects.create(decision=row, words="-") for row in decisions]
    Appeal.objects.filter(pk=answered.pk).update(answer="upheld", answered_at=now, answered_by=mod)
    canned = CannedAnswer.objects.create(title="-", text="-")
    url, said, shelf = world.part.get_absolute_url(), world.comment.pk, one.pk
    many = -(-count // 20)
    guest = Comment.objects.filter(author=None).order_by("pk")[0].pk
    shelves = Shelf.objects.exclude(pk=one.pk).order_by("pk").values_list("pk", flat=True)
    places = [
        Place("part", None, url),
        Place("comments", None, f"{url}comments/", -(-count // 50)),
        Place("margin", None, f"{url}margin/{block}/", many),
        Place("margins", None, f"{url}margin/"),
        Place("thread", ben, f"/comment/{said}/"),
        Place("history", None, f"/comment/{said}/history/"),
        Place("edit", ben, f"/comment/{said}/edit/"),
        Place("delete", ben, f"/comment/{said}/delete/"),
        Place("tend", ana, f"/comment/{guest}/tend/"),
        Place("desk", ana, f"/write/story/{world.story.pk}/comments/", -(-count // 30)),
        Place("mine", sue, "/me/comments/", -(-(count // 2) // 30)),
        Place("wall", ben, "/by/ana/wall/"),
        Place("shelf", None, f"/shelf/{shelf}/"),
        *(Place(f"shelf {pk}", None, f"/shelf/{pk}/") for pk in shelves[::25]),
        Place("shelves", ben, "/library/shelves/"),
        Place("own shelf", ben, f"/library/shelf/{shelf}/"),
        Place("edit shelf", ben, f"/library/shelf/{shelf}/edit/"),
        Place("note", ben, f"/library/shelf/{shelf}/story/{world.story.pk}/"),
        Place("shelve", ben, f"/story/{world.story.pk}/shelve/"),
        Place("profile", None, "/by/sue/"),
        Place("profile with shelves", None, "/by/ben/"),
        *(Place(f"name {name.slug}", None, f"/by/{name.slug}/") for name in names[::25]),
        Place("pen names", sue, "/me/pen-names/"),
        Place("report form", sue, f"/report/comment/{said}/"),
        Place("report of a shelf", sue, f"/report/shelf/{shelves[7]}/"),
        Place("block or mute", ben, f"/me/apart/{names[0].slug}/"),
        Place("queue", mod, "/moderation/"),
        Place("case", mod, f"/moderation/case/{case.pk}/?answer={canned.pk}"),
        Place("closed case", mod, f"/moderation/case/{closed.pk}/"),
        Place("decision", mod, f"/moderation/decision/{decisions[0].pk}/"),
        Place("appeals", mod, "/moderation/appeals/"),
        Place("appeal", mod, f"/moderation/appeal/{open_one.pk}/"),
        Place("answered", sue, f"/me/decisions/{decisions[1].pk}/"),
        Place("own decisions", sue, "/me/decisions/"),
        Place("canned", mod, f"/moderation/answers/{canned.pk}/"),
    ]
    return Town(world, places, {"ana": ana, "ben": ben, "sue": sue, "mod": mod})


# It shows paragraphs and numbers, and nothing that anybody said.
SILENT = {"margins"}


def test_every_payload_is_words_in_every_place(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    found = payloads()
    assert len(found) > 200
    town.type_over(PLAIN)
    calm = {place.name: shapes(place.shown(1)) for place in town.places}
    town.type_over(found)
    for place in town.places:
        assert (place.name, foreign(calm[place.name], place.shown())) == (place.name, set())
    monkeypatch.setattr(html, "escape", lambda text, quote=True: str(text))  # what all of Django's escaping calls
    forget_everything()
    unnoticed = {place.name for place in town.places if not foreign(calm[place.name], place.shown(1))}
    assert unnoticed == SILENT


def test_what_an_address_brings_into_the_form_of_guests_is_words_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, path = signed_in(None), f"/guest/part/{world.part.pk}/"

    def shown(texts: list[str]) -> str:
        given = {name: "\n".join(texts) for name in ("name", "body", "quote", "block")}
        return client.get(path, given).content.decode()

    calm, every = shapes(shown(PLAIN)), payloads()
    for at in range(0, len(every), 60):
        assert foreign(calm, shown(every[at : at + 60])) == set()
    monkeypatch.setattr(html, "escape", lambda text, quote=True: str(text))
    assert foreign(calm, shown(every[:60]))


def letter(world: World, texts: list[str]) -> EmailMultiAlternatives:
    """A notice for each: the name of a guest, and the beginning of what they said."""
    kept, now = Letter.objects.create(user=world.ana), timezone.now()
    Comment.objects.bulk_create(
        Comment(part=world.part, guest_name=cut(text, 60), body=text, created_at=now) for text in texts
    )
    about = {"user": world.ana, "kind": "comment", "story_id": world.story.pk, "part_id": world.part.pk}
    Notice.objects.bulk_create(
        Notice(letter=kept, key=f"c:{comment.pk}", thing_id=comment.pk, **about)
        for comment in Comment.objects.order_by("-pk")[: len(texts)]
    )
    made = letter_for(kept)
    assert made is not None
    return made


def test_in_letters_too_and_no_header_or_line_is_made_of_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = ["a\r\nBcc: all@site.example\r\n\r\n<script>", "\r\n.\r\nQUIT"]
    evil.append("a\x0bBcc: x\x0c\x85Cc: y\u2028To: z\u2029From: w")
    every = [*payloads(), *evil]
    calm = letter(world, ["Plain words"] * 75)
    was, headers = shapes(str(calm.alternatives[0][0])), set(calm.message().keys())
    for at in range(0, len(every), 75):
        some = every[at : at + 75]
        made = letter(world, [*some, *["Plain words"] * (75 - len(some))])
        assert foreign(was, str(made.alternatives[0][0])) == set()
        assert made.body.count("\n") == calm.body.count("\n")
        assert {line.strip() for line in made.body.splitlines()}.isdisjoint({".", "QUIT", "Bcc: all@site.example"})
        read = message_from_bytes(made.message().as_bytes(), policy=policy.default)
        assert set(read.keys()) == headers
        assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for text in every:
        alone = EmailMessage(subject=subject_of([Item(one_line(text, "sentence", limit=5000), "/", "")]), body="-")
        read = message_from_bytes(alone.message().as_bytes(), policy=policy.default)
        assert set(read.keys()).isdisjoint({"Bcc", "Cc", "X-Evil"})
        assert len(str(read["Subject"]).splitlines()) == 1
    with pytest.raises(ValueError, match="Header values"):  # the control: as it was typed it would not go out
        EmailMessage(subject=evil[0], body="-").message()
    monkeypatch.setattr(html, "escape", lambda text, quote=True: str(text))
    assert foreign(was, str(letter(world, every[:75]).alternatives[0][0]))
