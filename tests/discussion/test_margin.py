"""The pages of the margin, of guests and of those who look after comments, as they work without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pytest_django import Settings

from inkstead.discussion import actions
from inkstead.discussion.guests.proofs import solve
from inkstead.discussion.models import Comment, ParagraphReaction, Reaction, Standing, Wave
from inkstead.discussion.quoting import stands_in
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.library.actions import keep_place
from inkstead.stories.actions import edit_part, publish_part, withdraw_part
from inkstead.stories.models import Part
from tests.conftest import ClientOf
from tests.world import World


def block_of(part: Part, at: int = 0) -> str:
    assert part.live is not None
    return split_blocks(part.live.html)[at].id


def beside(world: World, body: str = "Oh, the lamp!", **more: Any) -> Comment:
    assert world.ben.pen_name is not None
    more = {"block": block_of(world.part)} | more
    return actions.post_comment(world.part, body=body, by=world.ben, pen_name=world.ben.pen_name, **more)


def margin(part: Part, block: str) -> str:
    return f"{part.get_absolute_url()}margin/{block}/"


def test_a_comment_in_the_margin_is_said_and_read_there_and_counted_on_the_kept_page(
    world: World, client_of: ClientOf
) -> None:
    block, path = block_of(world.part), world.part.get_absolute_url()
    assert 'data-margins=""' in client_of(None).get(path).content.decode()
    answer = client_of(world.cleo).post(margin(world.part, block), {"body": "Hm.", "quote": "went out"})
    said = Comment.objects.get(body="Hm.")
    assert (said.block, said.quote) == (block, "went out")
    assert answer["Location"] == f"{margin(world.part, block)}#comment-{said.pk}"
    page = client_of(None).get(path).content.decode()
    assert f'data-margins="{block}:1"' in page
    assert "1 of them" in page
    assert "Hm." not in page
    stranger = client_of(None)
    assert "Hm." in stranger.get(margin(world.part, block)).content.decode()
    assert f"{block}/" in stranger.get(f"{path}margin/").content.decode()


QUOTED = "One <em>two</em><br>three &amp; <ruby>four<rt>quatre</rt></ruby>\u00ad, five."


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("One two three & four", True),
        ("  two\n three\t& ", True),
        ("twothree", True),
        ("four(quatre), five", True),
        ("fourquatre, five.", True),
        ("five. Six", False),
        ("one two", False),
        ("<em>", False),
        ("\u200b", False),
    ],
)
def test_a_quote_stands_in_its_paragraph_whatever_its_white_space(quote: str, stands: bool) -> None:
    assert stands_in(quote, split_blocks(f'<p id="b-1">{QUOTED}</p>')[0]) is stands


def test_what_a_comment_quotes_stands_beside_it(world: World, client_of: ClientOf) -> None:
    block, path, cleo = block_of(world.part), margin(world.part, block_of(world.part)), client_of(world.cleo)
    for more in ({"quote": "went up"}, {"quote": "went out", "block": ""}, {"quote": "The end", "block": block}):
        with pytest.raises(Refused, match="not in that paragraph"):
            beside(world, **more)
    refused = cleo.post(path, {"body": "Every <b>word.", "quote": "He never said this"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "The words that you quote are not in that paragraph now." in page
    assert "Every &lt;b&gt;word." in page
    assert "He never said this" not in page  # sent once more it is said, without the quote
    assert "He never said this" not in cleo.get(path, {"quote": "He never said this"}).content.decode()
    assert 'name="quote" value="went out"' in cleo.get(path, {"quote": "went out"}).content.decode()  # the control
    first = beside(world, quote="went out")
    answer = beside(world, parent=first, quote="went \n out at nine")
    assert (first.quote, answer.quote) == ("went out", "went out at nine")


def test_a_margin_comment_survives_a_rewrite_of_its_paragraph(world: World, client_of: ClientOf) -> None:
    said = beside(world, quote="went out at nine")
    text = "There was wind. The old lamp went out at nine, or so they say.\n\nNew.\n\n* * *\n\nThe end."
    publish_part(edit_part(world.part, text=text, format="text", by=world.ana), by=world.ana)
    part = Part.objects.select_related("live").get(pk=world.part.pk)
    found = Comment.objects.get(pk=said.pk)
    assert part.live is not None
    [holder] = [block.id for block in split_blocks(part.live.html) if "went out at nine" in block.text]
    assert found.block == holder
    assert "Oh, the lamp!" in client_of(None).get(margin(part, holder)).content.decode()


@pytest.mark.parametrize("block", ["b-nowhere", "x", "b-%3Cscript%3E"])
def test_there_is_no_margin_beside_what_is_not_in_the_part(world: World, client_of: ClientOf, block: str) -> None:
    for person in (None, world.cleo):
        assert client_of(person).get(margin(world.part, block)).status_code == 404
    assert client_of(world.cleo).post(margin(world.part, block), {"body": "Hm."}).status_code == 404
    assert client_of(world.cleo).get(margin(world.second, block_of(world.part))).status_code == 404


def test_who_finds_the_margin_of_a_part(world: World, client_of: ClientOf) -> None:
    for part in world.parts.values():
        path = f"{part.get_absolute_url()}margin/"
        for person in (None, world.ben, world.cleo):
            reads = client_of(person).get(part.get_absolute_url()).status_code == 200
            assert (client_of(person).get(path).status_code == 200) == reads


def test_reactions_turn_by_forms(world: World, client_of: ClientOf) -> None:
    cleo, block = client_of(world.cleo), block_of(world.part)
    for kinds in (["love"], ["gasp"], []):
        kind = kinds[0] if kinds else "gasp"
        cleo.post(f"/comment/{world.comment.pk}/react/", {"kind": kind})
        cleo.post(margin(world.part, block) + "react/", {"kind": kind})
        assert list(Reaction.objects.values_list("kind", flat=True)) == kinds
        assert list(ParagraphReaction.objects.values_list("kind", flat=True)) == kinds
        page = cleo.get(margin(world.part, block)).content.decode()
        assert page.count('aria-pressed="true"') == len(kinds)
    assert client_of(None).post(f"/comment/{world.comment.pk}/react/", {"kind": "love"})["Location"].startswith("/me/")


def test_what_was_written_by_who_had_read_further_is_folded_until_one_has(world: World, client_of: ClientOf) -> None:
    keep_place(world.second, block="", reached=0.5, by=world.ben)
    said = beside(world, "He did it.")
    below = beside(world, "It was him.", block="")
    assert (said.ahead, below.ahead) == (world.second, world.second)
    path, cleo = world.part.get_absolute_url(), client_of(world.cleo)
    folded = re.compile(r'<details class="comment-ahead" data-ahead="\d+">')
    assert folded.search(client_of(None).get(path).content.decode())
    assert folded.search(client_of(world.cleo).get(path).content.decode())
    assert folded.search(cleo.get(margin(world.part, said.block)).content.decode())
    keep_place(world.second, block="", reached=0.1, by=world.cleo)
    assert not folded.search(client_of(world.cleo).get(path).content.decode())
    assert "comment-ahead" not in cleo.get(margin(world.part, said.block)).content.decode()
    assert not folded.search(client_of(world.ana).get(path).content.decode())


def test_how_a_comment_was_changed_is_shown_and_goes_with_it(world: World, client_of: ClientOf) -> None:
    path = f"/comment/{world.comment.pk}/history/"
    assert client_of(None).get(path).status_code == 404
    actions.edit_comment(world.comment, body="I let it go.", by=world.ben)
    page = client_of(None).get(path).content.decode()
    assert page.index("I let it go.") < page.index("I held my breath.")
    actions.delete_comment(world.comment, by=world.ben)
    assert client_of(None).get(path).status_code == 404
    assert not world.comment.earlier.exists()


def test_earlier_words_of_who_had_read_further_are_folded_too(world: World, client_of: ClientOf) -> None:
    keep_place(world.second, block="", reached=0.5, by=world.ben)
    said = beside(world, "He did it.")
    actions.edit_comment(said, body="It was he.", by=world.ben)
    path = f"/comment/{said.pk}/history/"
    for person, is_folded in ((None, True), (world.cleo, True), (world.ben, False), (world.ana, False)):
        assert ("comment-ahead" in client_of(person).get(path).content.decode()) == is_folded


def guest_form(world: World, client_of: ClientOf, **given: str) -> tuple[Any, str]:
    client = client_of(None)
    page = client.get(f"/guest/part/{world.part.pk}/", given).content.decode()
    found = re.search(r'data-challenge="([^"]+)"', page)
    assert found
    return client, found[1]


def test_a_guests_comment_waits_in_quarantine_until_it_is_approved(
    world: World, client_of: ClientOf, settings: Settings
) -> None:
    settings.PROOF_BITS = 4
    block, path = block_of(world.part), world.part.get_absolute_url()
    client, challenge = guest_form(world, client_of, block=block)
    sent = {"body": "From a stranger.", "name": "Gus", "proof": solve(challenge), "block": block}
    answer = client.post(f"/guest/part/{world.part.pk}/", sent)
    assert answer.status_code == 200
    assert "It waits to be read" in answer.content.decode()
    assert answer.cookies["guest"]["path"] == "/guest/"
    seen = [
        path,
        f"{path}comments/",
        margin(world.part, block),
        f"{path}margin/",
        "/api/v1" + f"/parts/{world.part.pk}/comments",
    ]
    for address in seen:
        for person in (None, world.cleo):
            assert "From a stranger." not in client_of(person).get(address).content.decode()
    said = Comment.objects.get(body="From a stranger.")
    for person in (None, world.cleo):
        assert client_of(person).get(f"/comment/{said.pk}/").status_code == 404
        assert client_of(person).get(f"/comment/{said.pk}/tend/").status_code in (302, 404)
    ana, inbox = client_of(world.ana), f"/write/story/{world.story.pk}/comments/"
    assert "From a stranger." in ana.get(inbox, {"show": "waiting"}).content.decode()
    ana.post(inbox, {"comment": str(said.pk), "act": "approve"})
    assert f'data-margins="{block}:1"' in client_of(None).get(path).content.decode()
    assert "From a stranger." in client_of(None).get(margin(world.part, block)).content.decode()
    again = {"body": "Me again.", "name": "Gus", "block": block}
    challenge = re.search(r'data-challenge="([^"]+)"', client.get(f"/guest/part/{world.part.pk}/").content.decode())
    assert challenge
    client.post(f"/guest/part/{world.part.pk}/", again | {"proof": solve(challenge[1])})
    assert Comment.objects.get(body="Me again.").state == Standing.SHOWN


def test_without_a_script_a_guest_is_heard_too_and_what_was_typed_comes_back(world: World, client_of: ClientOf) -> None:
    client, _ = guest_form(world, client_of)
    refused = client.post(f"/guest/part/{world.part.pk}/", {"body": "Kept words.", "name": "Ben"})
    assert refused.status_code == 422
    assert "Kept words." in refused.content.decode()
    client.post(f"/guest/part/{world.part.pk}/", {"body": "Kept words.", "name": "Gus"})
    assert Comment.objects.get(body="Kept words.").held_for == "no_proof"
    forged = client.post(f"/guest/part/{world.part.pk}/", {"body": "Hm.", "name": "Gus", "proof": "1.1.1.1:1"})
    assert forged.status_code == 422


def test_a_guest_needs_the_form_of_this_site(world: World) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/guest/part/{world.part.pk}/", {"body": "Hm, hm, hm.", "name": "Gus"})
    assert answer.status_code == 403
    assert not Comment.objects.filter(guest_name="Gus").exists()


def test_the_desk_answers_filters_and_finds(world: World, client_of: ClientOf) -> None:
    beside(world, "In the margin it was.")
    ana, inbox = client_of(world.ana), f"/write/story/{world.story.pk}/comments/"
    told = {
        show: [words in ana.get(inbox, {"show": show}).content.decode() for words in ("I held my breath", "it was.")]
        for show in ("", "margin", "unanswered", "hidden", "waiting", "guests", "nonsense")
    }
    assert told == {
        "": [True, True], "margin": [False, True], "unanswered": [True, True], "hidden": [False, False],
        "waiting": [False, False], "guests": [False, False], "nonsense": [True, True],
    }  # fmt: skip
    ana.post(inbox, {"comment": str(world.comment.pk), "act": "answer", "body": "Thank you."})
    answer = Comment.objects.get(body="Thank you.")
    assert (answer.parent, answer.author) == (world.comment, world.story.author)
    assert "I held my breath" not in ana.get(inbox, {"show": "unanswered"}).content.decode()
    assert "it was." not in ana.get(inbox, {"q": "breath"}).content.decode()
    for act, state in (("hide", "hidden"), ("show", "shown")):
        ana.post(inbox, {"comment": str(world.comment.pk), "act": act})
        assert Comment.objects.get(pk=world.comment.pk).state == state
    assert ana.post(inbox, {"comment": str(world.comment.pk), "act": "explode"}).status_code == 404
    assert client_of(world.cleo).get(inbox).status_code == 404


def test_everybody_finds_their_own_comments_and_nobody_elses(world: World, client_of: ClientOf) -> None:
    ben = client_of(world.ben)
    assert "I held my breath." in ben.get("/me/comments/").content.decode()
    assert "I held my breath." in ben.get("/me/comments/", {"q": "BREATH"}).content.decode()
    assert "I held my breath." not in ben.get("/me/comments/", {"q": "lamp"}).content.decode()
    assert "I held my breath." not in client_of(world.cleo).get("/me/comments/").content.decode()
    assert ben.get("/me/comments/", {"q": "breath\x00"}).status_code == 200


def test_of_a_part_that_was_withdrawn_nothing_is_told_and_ones_own_words_can_still_be_taken_back(
    world: World, client_of: ClientOf
) -> None:
    said, ben = beside(world, quote="went out at nine"), client_of(world.ben)
    edit_part(withdraw_part(world.part, by=world.ana), title="Not for you", by=world.ana)
    page = ben.get("/me/comments/").content.decode()
    assert "Oh, the lamp!" in page
    assert [told for told in ("Not for you", "not-for-you", "went out at nine", world.part.title) if told in page] == []
    away = f"/comment/{said.pk}/delete/"
    assert client_of(world.cleo).get(away).status_code == 404
    assert "not-for-you" not in ben.get(away).content.decode()
    assert ben.post(away)["Location"] == "/me/comments/"
    assert Comment.objects.get(pk=said.pk).body == ""


def test_nothing_that_is_said_runs_on_the_pages_of_comments(world: World, client_of: ClientOf) -> None:
    payload = (
        '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>\n\njavascript:alert(3) http://a.example/"onload=x'
    )
    said = beside(world, payload)
    Comment.objects.filter(pk=said.pk).update(quote="<svg onload=alert(4)>")  # from before quotes were looked up
    said.refresh_from_db()
    actions.edit_comment(said, body=payload + "!", by=world.ben)
    guest = actions.post_guest_comment(
        world.part, body=payload, name="<b onclick=x>Gus", address="192.0.2.7", block=said.block
    ).comment
    pages = {
        world.ben: ("/me/comments/", f"/comment/{said.pk}/delete/", f"/comment/{said.pk}/edit/"),
        world.ana: (f"/write/story/{world.story.pk}/comments/", f"/comment/{guest.pk}/tend/"),
        None: (margin(world.part, said.block), f"/comment/{said.pk}/", f"/comment/{said.pk}/history/"),
    }
    live = re.compile(
        r"<img src=x|<script>alert|<svg onload|<b onclick|href=\"javascript|<a[^>]*\sonload=", re.IGNORECASE
    )
    for person, paths in pages.items():
        for path in paths:
            page = client_of(person).get(path).content.decode()
            assert "&lt;" in page, path
            assert live.search(page) is None, path
    assert live.search(payload)


def test_a_wave_is_hidden_and_undone_by_one_click_each(world: World, client_of: ClientOf) -> None:
    text = "Cheap little watches for everybody who reads this story until the end of it"
    for number in range(3):
        actions.post_guest_comment(world.part, body=f"{text} {number}", name="Gus", address=f"192.0.{number}.1")
    first = Comment.objects.filter(guest_name="Gus").first()
    assert first
    ana = client_of(world.ana)
    assert "Hide 3 comments" in ana.get(f"/comment/{first.pk}/tend/").content.decode()
    ana.post(f"/comment/{first.pk}/wave/", {"alike": "text"})
    assert set(Comment.objects.filter(guest_name="Gus").values_list("state", flat=True)) == {"hidden"}
    wave = Wave.objects.get()
    for person, status in ((world.cleo, 404), (world.ana, 302)):
        assert client_of(person).post(f"/wave/{wave.pk}/undo/").status_code == status
    assert set(Comment.objects.filter(guest_name="Gus").values_list("state", flat=True)) == {"waiting"}


def test_moderators_alone_see_what_waits_everywhere(world: World, client_of: ClientOf) -> None:
    actions.post_guest_comment(world.part, body="Waiting words.", name="Gus", address="")
    assert client_of(world.ana).get("/moderation/guests/").status_code == 403
    world.cleo.role = "moderator"
    world.cleo.save()
    page = client_of(world.cleo).get("/moderation/guests/").content.decode()
    assert "Waiting words." in page
    assert re.findall(r'href="([^"]*)" aria-current="page"', page) == ["/moderation/guests/"]  # and not *Write*
    assert 'href="/moderation/appeals/"' in page


def test_who_may_comment_is_said_instead_of_the_form(world: World, client_of: ClientOf) -> None:
    ana, path = client_of(world.ana), world.part.get_absolute_url()
    assert "as a guest" in client_of(None).get(path).content.decode()
    ana.post(f"/write/story/{world.story.pk}/talk/", {"who": "signed_in"})
    assert "as a guest" not in client_of(None).get(path).content.decode()
    ana.post(f"/write/part/{world.part.pk}/talk/", {"closed": "yes"})
    for person in (None, world.cleo):
        assert "comments on this part are closed" in client_of(person).get(path).content.decode()
    assert 'name="body"' in client_of(world.ana).get(path).content.decode()
    assert client_of(world.cleo).post(f"/write/story/{world.story.pk}/talk/", {"who": "nobody"}).status_code == 404


def test_mentions_are_links_and_a_thousand_of_them_are_refused(world: World, client_of: ClientOf) -> None:
    said = beside(world, "Ask @ana or @Ada Quill, not ben@cleo.example or https://x.example/?q=@Cleo <@Cleo>")
    assert sorted(said.mentions.values_list("pen_name__name", flat=True)) == ["Ada Quill", "Ana", "Cleo"]
    page = client_of(None).get(margin(world.part, said.block)).content.decode()
    assert re.findall(r'class="mention" href="([^"]+)">(@[^<]+)<', page) == [
        ("/by/ana/", "@ana"), ("/by/ada-quill/", "@Ada Quill"), ("/by/cleo/", "@Cleo")
    ]  # fmt: skip
    for many in ("@Ana " * 1000, "@Ana " * 11):
        answer = client_of(world.cleo).post(world.part.get_absolute_url() + "comments/", {"body": many})
        assert answer.status_code == 422
        assert "10 people at most" in answer.content.decode()
