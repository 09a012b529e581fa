"""Pages for what went wrong, and the headers that every answer carries."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inkstead.stories.models import Contributor, Role
from inkstead.web.headers import headers_for
from tests.conftest import ClientOf
from tests.world import World


def test_what_is_not_there_is_told_in_words(world: World, client_of: ClientOf) -> None:
    for person in (None, world.cleo):
        answer = client_of(person).get("/no/such/place/")
        assert answer.status_code == 404
        assert "There is no page at this address." in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_refusal_is_a_page_a_message_or_json(world: World, client_of: ClientOf) -> None:
    path, sentence = world.draft.get_absolute_url() + "vote/", "This part is not published"
    ana = client_of(world.ana)
    page = ana.post(path)
    assert (page.status_code, sentence in page.content.decode()) == (403, True)
    told = ana.post(path, HTTP_ACCEPT="application/json")
    assert (told.status_code, told.json()["error"]["code"]) == (403, "invalid")
    assert told.json()["error"]["message"].startswith(sentence)
    back = ana.post(path, HTTP_REFERER="http://testserver/write/")
    assert (back.status_code, back["Location"]) == (302, "http://testserver/write/")
    elsewhere = ana.post(path, HTTP_REFERER="https://evil.example/write/")
    assert elsewhere.status_code == 403


def test_a_form_without_its_key_is_told_what_is_safe(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cleo)
    answer = client.post(world.part.get_absolute_url() + "comments/", {"body": "Lost?"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "What you typed stands below" in page
    assert "\nLost?</textarea>" in page
    nothing = client.post(world.part.get_absolute_url() + "vote/").content.decode()
    assert "what you typed is still in the page before this one" in nothing


def test_what_is_given_back_is_text_and_nobody_elses(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana)
    path, hostile = f"/write/part/{world.draft.pk}/", "</textarea><script>alert(1)</script>"
    sent = {"text": hostile, "title": "Mine", "password": "hunter2 " * 20, "csrfmiddlewaretoken": "old " * 40}

    page = client.post(path, sent).content.decode()
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in page
    assert "<script>alert" not in page
    assert ("Mine" in page, "hunter2" in page, "old old" in page) == (True, False, False)

    for told in (
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ):
        assert "alert" not in client.post(path, sent, **told).content.decode()
    assert "alert" in client.post(path, sent, HTTP_ORIGIN="http://testserver").content.decode()


def test_a_refused_form_gives_back_what_was_typed(world: World, client_of: ClientOf) -> None:
    """Without its text a refusal is a message where the person was; with it that would lose what they wrote."""
    Contributor.objects.create(story=world.story, pen_name=world.ben.pen_names.get(), role=Role.BETA)
    ben, path = client_of(world.ben), f"/write/part/{world.draft.pk}/"
    sent = {"text": "Better <so>.", "title": "x", "format": "text", "revision": "1"}
    answer = ben.post(path, sent, HTTP_REFERER="http://testserver" + path)
    assert answer.status_code == 403
    assert "Only the authors of this story can change it." in answer.content.decode()
    assert "\nBetter &lt;so&gt;.</textarea>" in answer.content.decode()
    assert ben.post(path, {"title": "x"}, HTTP_REFERER="http://testserver" + path).status_code == 302
    gone = ben.post("/write/part/999999/margin/", {"body": "Where did it go?"})
    assert gone.status_code == 404
    assert "Where did it go?</textarea>" in gone.content.decode()


def test_what_a_document_may_do_is_said_by_documents_and_workers_alone() -> None:
    """Pieces of a page are none. A picture (SVG) opened by itself is one, but for our own icon."""
    pieces = ("main-5A6FF7PN.css", "main-5U6TFRFN.js", "fonts/literata-latin-400-normal-XO4P34YW.woff2")
    for path in ("/static/favicon.svg", *(f"/static/build/{name}" for name in pieces)):
        assert headers_for(path) == [("X-Content-Type-Options", "nosniff")]
    for path in (
        *("/static/build/proof-JHBIKQMJ.js", "/static/build/proofreader-SBG43WFL.js", "/static/other.svg"),
        *("/static/build/evil.svg", "/static/build/x/main-5U6TFRFN.js", "/part/1-main.js", "/static/build/page.html"),
    ):
        assert "Content-Security-Policy" in dict(headers_for(path)), path


def test_the_address_of_a_button_leads_to_the_page_where_it_is(world: World, client_of: ClientOf) -> None:
    ana, part = client_of(world.ana), world.draft.pk
    for path, above in (
        (f"/write/part/{part}/queue/", f"/write/part/{part}/"),
        (f"/write/story/{world.story.pk}/plan/slots/", f"/write/story/{world.story.pk}/plan/"),
        ("/write/suggestions/7/accept/", "/write/"),
    ):
        answer = ana.get(path)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert f'href="{above}">Go there' in answer.content.decode(), path


def test_signing_in_leads_back_to_the_page_with_the_button(world: World, client_of: ClientOf) -> None:
    stranger, path = client_of(None), f"/write/part/{world.draft.pk}/queue/"
    here = "http://testserver/write/story/1/plan/?part=2"
    assert stranger.post(path, HTTP_REFERER=here)["Location"] == "/me/login/?next=/write/story/1/plan/%3Fpart%3D2"
    for elsewhere in ("", "https://evil.example/write/"):
        assert stranger.post(path, HTTP_REFERER=elsewhere)["Location"] == f"/me/login/?next={path}"


def test_too_many_files_or_fields_are_told_with_a_way_out(world: World, client_of: ClientOf) -> None:
    ana = client_of(world.ana)
    files = [SimpleUploadedFile(f"{n}.md", b"Words.") for n in range(101)]
    answer = ana.post(f"/write/story/{world.story.pk}/import/", {"files": files})
    assert (answer.status_code, "one zip archive" in answer.content.decode()) == (413, True)
    answer = ana.post(f"/write/story/{world.story.pk}/plan/choose/", {"part": [str(n) for n in range(5001)]})
    assert (answer.status_code, "choose fewer" in answer.content.decode()) == (413, True)
    assert not world.story.parts.filter(in_queue=True).exists()
