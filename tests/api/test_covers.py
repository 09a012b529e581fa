"""A story's cover sent by a program: who may, what is refused."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.test import Client

from inkstead.stories.models import Contributor, Role, Story, Visibility
from tests.api.calls import Program
from tests.lib.pictures.hostile import png_of
from tests.world import World
from tests.writing.test_covers import png


def covers() -> set[str]:
    """Every file of every cover."""
    folders = default_storage.listdir("covers")[0]
    return {f"{folder}/{name}" for folder in folders for name in default_storage.listdir(f"covers/{folder}")[1]}


def test_a_cover_is_put_shown_replaced_and_taken_away(world: World, by_ana: Program) -> None:
    path = f"/stories/{world.story.pk}"
    first = by_ana.put(f"{path}/cover", raw=png(), kind="image/png")
    assert first.status == 200
    assert Client().get(first["cover"]).content.startswith(b"\xff\xd8\xff")
    assert by_ana.get(path)["cover"] == first["cover"]
    second = by_ana.put(f"{path}/cover", raw=png(), kind="image/png", Idempotency_Key="k")
    assert second["cover"] != first["cover"]
    assert [by_ana.delete(f"{path}/cover").status for _ in range(2)] == [204, 204]
    assert by_ana.get(path)["cover"] == ""


def test_only_who_may_publish_a_story_changes_its_cover(
    world: World, by_ana: Program, by_ben: Program, by_cleo: Program, by_guest: Program
) -> None:
    """An editor is told so, a reader too; who may not see the story is not told that it is there."""
    editor = Contributor.objects.create(story=world.story, pen_name=world.ben.pen_name, role=Role.EDITOR)
    everybody = {"ana": by_ana, "ben": by_ben, "cleo": by_cleo, "guest": by_guest}

    def answers(story: Story) -> dict[str, tuple[int, int]]:
        path = f"/stories/{story.pk}/cover"
        return {
            name: (each.put(path, raw=png(), kind="image/png").status, each.delete(path).status)
            for name, each in everybody.items()
        }

    refused = {"cleo": (403, 403), "guest": (401, 401)}
    assert answers(world.story) == {"ana": (200, 204), "ben": (403, 403), **refused}
    editor.role = Role.COAUTHOR
    editor.save()
    assert answers(world.story)["ben"] == (200, 204)
    hidden = {"ben": (404, 404), "cleo": (404, 404), "guest": (401, 401)}
    assert answers(world.stories[Visibility.PRIVATE]) == {"ana": (200, 204), **hidden}


def test_what_is_no_cover_is_refused_in_a_sentence_and_the_old_one_stays(world: World, by_ana: Program) -> None:
    path = f"/stories/{world.story.pk}/cover"
    before = by_ana.put(path, raw=png(), kind="image/png")["cover"]
    kept = covers()
    files = {
        "a text": b"It was dark.",
        "nothing": b"",
        "small": png((100, 100)),
        "900 million pixels": png_of(30_000, 30_000),
    }
    for what, data in files.items():
        told = by_ana.put(path, raw=data, kind="image/png")
        assert (told.status, told.code) == ((415, "unsupported_media_type") if not data else (422, "invalid")), what
    assert by_ana.put(path, raw=png(), kind="application/json").status == 415
    assert by_ana.put(path, raw=bytes(10 * 1024**2 + 1), kind="image/png").status == 413
    assert by_ana.get(f"/stories/{world.story.pk}")["cover"] == before
    assert covers() == kept  # nothing is left behind, and nothing went
