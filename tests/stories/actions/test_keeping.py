from __future__ import annotations

import random

from inkstead.stories import actions
from inkstead.stories.models import Part, Revision
from tests.world import World

WORDS = ["the lamp", "was lit", "and nobody", "came up", "from the harbour", "while she", "waited", "by the window"]


def chapter(words: int, seed: int = 0) -> list[str]:
    pick = random.Random(seed)
    return [" ".join(pick.choices(WORDS, k=25)) for _ in range(words // 50)]


def test_old_texts_are_packed_and_come_back(world: World) -> None:
    part = actions.create_part(world.story, title="Packed", text="", by=world.ana)
    written = []
    paragraphs = chapter(1_000)
    for number in range(12):
        paragraphs[number] = f"Written again, number {number}."
        part = actions.revise_part(part, by=world.ana, text="\n\n".join(paragraphs), format="text")
        assert part.head is not None
        written.append((part.head.number, part.head.html, part.head.text))
    rows = {row.number: row for row in Revision.objects.filter(part=part)}
    assert [number for number, row in rows.items() if row.full_html is not None] == [written[-1][0]]
    assert [(number, rows[number].html, rows[number].text) for number, *_ in written] == written


def test_what_readers_see_is_never_packed(world: World) -> None:
    part, live = world.part, world.part.live
    assert live is not None
    for text in ("One.", "Two.", "Three."):
        part = actions.revise_part(part, by=world.ana, text=text, format="text", keep_draft=True)
    assert Revision.objects.get(pk=live.pk).full_html == live.full_html
    actions.publish_part(part, by=world.ana)
    packed = Revision.objects.get(pk=live.pk)
    assert packed.full_html is None
    assert packed.html == live.html


def test_a_thousand_states_of_a_chapter_stay_small(world: World) -> None:
    """The promise is 5 MB for 1,000 revisions of 5,000 words; a tenth of them here, in a tenth of the space."""
    part = actions.create_part(world.story, title="Long", text="", by=world.ana)
    paragraphs, pick = chapter(5_000), random.Random(1)
    for _ in range(100):
        at = pick.randrange(len(paragraphs))
        paragraphs[at] = " ".join(pick.choices(WORDS, k=25))
        part = actions.revise_part(part, by=world.ana, text="\n\n".join(paragraphs), format="text")
    rows = Revision.objects.filter(part=part)
    size = sum(len(row.packed or b"") + len(row.full_html or "") + len(row.full_text or "") for row in rows)
    assert size < 500_000, size


def test_a_part_with_packed_revisions_can_be_deleted(world: World) -> None:
    part = actions.create_part(world.story, title="Gone", text="One.", format="text", by=world.ana)
    for text in ("Two.", "Three.", "Four."):
        part = actions.revise_part(part, by=world.ana, text=text, format="text")
    actions.delete_part(part, by=world.ana)
    assert not Part.objects.filter(pk=part.pk).exists()
