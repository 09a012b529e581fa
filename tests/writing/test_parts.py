"""The text of a part in a form without scripts: nothing that was typed is ever lost."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from inkstead.accounts.models import User
from inkstead.lib.prose import split_blocks
from inkstead.stories import actions
from inkstead.stories.models import Part, State
from tests.conftest import ClientOf
from tests.factories import make_part
from tests.world import World

TYPED = "She said *nothing*.\n\n* * *\n\nThe **door** stood open."


def opened(client: Client, part: Part) -> dict[str, Any]:
    """What a browser sends when nothing was changed."""
    form = client.get(f"/write/part/{part.pk}/").context["form"]
    return {name: value for name, value in form.initial.items() if value is not None}


def saved(part: Part) -> Part:
    return Part.objects.select_related("head", "live").get(pk=part.pk)


def text_area(answer: HttpResponse) -> str:
    """What the writer finds in the text area, as a browser reads it."""
    found = re.search(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', answer.content.decode(), re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_a_new_part_is_a_draft_until_it_is_published(world: World, client_of: ClientOf) -> None:
    given = {"title": "First Light", "text": TYPED, "format": "auto", "visibility": "public"}
    client = client_of(world.ana)

    client.post(f"/write/story/{world.story.pk}/part/new/", given)
    client.post(f"/write/story/{world.story.pk}/part/new/", given | {"title": "Second Light", "publish": "1"})

    first, second = world.story.parts.select_related("head").order_by("-pk")[:2][::-1]
    assert (first.title, first.state) == ("First Light", State.DRAFT)
    assert (second.title, second.state) == ("Second Light", State.PUBLISHED)
    assert first.head is not None
    assert "<em>nothing</em>" in first.head.html
    assert first.head.scenes == 2


def test_saving_what_was_opened_changes_nothing(world: World, client_of: ClientOf) -> None:
    part = make_part(world.story, "Kept", text=TYPED, format="markdown", state=State.DRAFT, notes_before="Hello.")
    client = client_of(world.ana)
    before = saved(part)

    client.post(f"/write/part/{part.pk}/", opened(client, part))

    after = saved(part)
    assert (after.head_id, after.title, after.notes_before) == (before.head_id, "Kept", "Hello.")


def test_a_mended_word_keeps_emphasis_and_block_ids(world: World, client_of: ClientOf) -> None:
    part = make_part(world.story, text=TYPED, format="markdown", state=State.DRAFT)
    client = client_of(world.ana)
    given = opened(client, part)
    ids = [block.id for block in split_blocks(saved(part).head.html)]  # type: ignore[union-attr]

    client.post(f"/write/part/{part.pk}/", given | {"text": given["text"].replace("stood", "was")})

    head = saved(part).head
    assert head is not None
    assert [block.id for block in split_blocks(head.html)] == ids
    assert "The <strong>door</strong> was open." in head.html
    assert "<em>nothing</em>" in head.html


def test_what_markdown_cannot_say_is_shown_as_html_and_kept(world: World, client_of: ClientOf) -> None:
    part = make_part(world.story, text='<p class="align-center">The <u>End</u></p>', format="html", state=State.DRAFT)
    client = client_of(world.ana)
    given = opened(client, part)

    client.post(f"/write/part/{part.pk}/", given | {"text": given["text"].replace("The", "An")})

    head = saved(part).head
    assert given["format"] == "html"
    assert head is not None
    assert 'class="align-center">An <u>End</u></p>' in head.html


def test_a_correction_waits_until_it_is_published(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    given = opened(client, part)

    client.post(f"/write/part/{part.pk}/", given | {"text": "Another night.", "save": "1"})
    waiting = saved(part)
    assert waiting.live_id != waiting.head_id
    assert "newer text waits" in client.get(f"/write/story/{world.story.pk}/").content.decode()

    client.post(f"/write/part/{part.pk}/", opened(client, part) | {"publish": "1"})
    published = saved(part)
    assert published.live_id == published.head_id
    assert published.head is not None
    assert published.head.text == "Another night."


def test_a_stale_save_shows_both_texts_and_overwrites_neither(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    given = opened(client, part)
    actions.revise_part(part, text="What the other window saved.", format="text", by=world.ana)

    answer = client.post(f"/write/part/{part.pk}/", given | {"text": "What this window says.", "title": "Mine"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert text_area(answer) == "What this window says."
    assert "What the other window saved." in page
    assert saved(part).head.text == "What the other window saved."  # type: ignore[union-attr]
    assert saved(part).title == "The Lighthouse published"


def test_after_seeing_both_a_save_is_a_choice_and_both_stay_in_the_history(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    given = opened(client, part) | {"text": "What this window says."}
    actions.revise_part(part, text="What the other window saved.", format="text", by=world.ana)
    form = client.post(f"/write/part/{part.pk}/", given).context["form"]

    client.post(f"/write/part/{part.pk}/", given | {name: form.data[name] for name in ("revision", "rest", "aside")})

    kept = [(revision.text, revision.aside) for revision in part.revisions.order_by("number")]
    mine = "What this window says."
    assert kept[1:] == [("What the other window saved.", False), (mine, True), (mine, False)]
    assert not part.revisions.waiting_aside().exists()


def test_a_stale_note_is_shown_too(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    given = opened(client, part)
    actions.edit_part(part, notes_after="Thank you for reading!", by=world.ana)

    answer = client.post(f"/write/part/{part.pk}/", given | {"notes_after": "See you on Monday."})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "See you on Monday." in page
    assert "Thank you for reading!" in page
    assert saved(part).notes_after == "Thank you for reading!"


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    given = opened(client, part) | {"text": "From nowhere.", "revision": ""}

    answer = client.post(f"/write/part/{part.pk}/", given)

    assert answer.status_code == 409
    assert text_area(answer) == "From nowhere."
    assert saved(part).head.number == 1  # type: ignore[union-attr]
    assert [aside.text for aside in part.revisions.waiting_aside()] == ["From nowhere."]


def test_pressing_save_twice_is_no_conflict(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    given = opened(client, part) | {"text": "Said once.", "title": "Once"}

    answers = [client.post(f"/write/part/{part.pk}/", given).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert part.revisions.count() == 2
    assert saved(part).newest["title"] == "Once"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("text", "x" * 1_000_001, "1,000,000"),
        ("title", "t" * 201, "At most 200 characters."),
        ("title", "\u200b", "must not be empty"),
        ("notes_before", "n" * 20_001, "At most 20,000 characters."),
    ],
)
def test_what_is_refused_comes_back_to_the_last_character(
    world: World, client_of: ClientOf, field: str, value: str, says: str
) -> None:
    client, part = client_of(world.ana), world.draft
    given = opened(client, part) | {"text": "Typed with care.\n\nAll of it."} | {field: value}

    for path in (f"/write/part/{part.pk}/", f"/write/story/{world.story.pk}/part/new/"):
        answer = client.post(path, given)
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert text_area(answer) == given["text"]
        assert value in html.unescape(answer.content.decode())
    assert saved(part).head.number == 1  # type: ignore[union-attr]


def test_line_ends_of_browsers_are_no_change(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.draft
    given = opened(client, part)

    client.post(f"/write/part/{part.pk}/", given | {"text": given["text"].replace("\n", "\r\n")})

    assert saved(part).head.number == 1  # type: ignore[union-attr]


def test_every_revision_can_be_seen_and_restored(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.part
    first = saved(part).head
    assert first is not None
    actions.revise_part(part, text="A second thought.", format="text", by=world.ana)

    page = client.get(f"/write/part/{part.pk}/history/1/").content.decode()
    assert "The lamp went out at nine." in page
    client.post(f"/write/part/{part.pk}/history/1/restore/")

    now = saved(part)
    assert now.head is not None
    assert (now.head.number, now.head.text) == (3, first.text)
    assert now.live is not None
    assert now.live.text == "A second thought."


def test_markup_in_titles_and_notes_is_only_text(world: World, client_of: ClientOf) -> None:
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    part = make_part(world.story, nasty, text=nasty, volume=nasty, notes_after=nasty)
    client = client_of(world.ana)

    for path in (f"/write/part/{part.pk}/", f"/write/story/{world.story.pk}/", f"/write/part/{part.pk}/history/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path


def test_a_writer_in_two_names_may_edit_under_both(ana: User, world: World, client_of: ClientOf) -> None:
    story = actions.create_story(world.other_name, title="Elsewhere", by=ana)
    part = make_part(story, state=State.DRAFT)

    assert client_of(ana).get(f"/write/part/{part.pk}/").status_code == 200


def test_a_button_pressed_twice_begins_one_part(world: World, client_of: ClientOf) -> None:
    """Other words from the same page, as after going back, are another part; another page always is."""
    client, new = client_of(world.ana), f"/write/story/{world.story.pk}/part/new/"
    form = client.get(new).context["form"]
    sent = {"title": "Twice", "text": TYPED, "format": "auto", "visibility": "public", "key": form["key"].value()}
    assert client.post(new, sent)["Location"] == client.post(new, sent)["Location"]
    assert world.story.parts.filter(title="Twice").count() == 1
    client.post(new, {**sent, "text": TYPED + " Wide."})
    client.post(new, {**sent, "key": client.get(new).context["form"]["key"].value()})
    assert world.story.parts.filter(title="Twice").count() == 3


def test_a_button_pressed_twice_begins_one_story(world: World, client_of: ClientOf) -> None:
    client, new = client_of(world.ana), "/write/story/new/"
    form = client.get(new).context["form"]
    sent = {"author": world.story.author_id, "title": "Once  only", "language": "en", "status": "ongoing"}
    sent |= {"visibility": "public", "rating": form.fields["rating"].choices[0][0]}
    first, second = client.post(new, sent), client.post(new, sent)
    assert first.status_code == 302
    assert second["Location"] == first["Location"]
    assert client.post(new, {**sent, "summary": "Another one."})["Location"] != first["Location"]
