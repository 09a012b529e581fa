"""A scene in its story: who its part's title names, who its narration speaks of, and whether the one before goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inkstead.perspectives.analysis.features import SceneFeatures
from inkstead.perspectives.analysis.labels import Label, head_of, read_bare_name, read_label
from inkstead.perspectives.analysis.naming import Cast


@dataclass(frozen=True, slots=True)
class Place:
    """A scene in its story."""

    part: int
    title: str
    volume: str
    first_of_part: bool
    key: str
    scene: SceneFeatures


def ends_with_itself(place: Place) -> bool:
    """A letter, a cutting, or a scene that nobody of the story tells."""
    label = place.scene.label
    return label.kind in ("letter", "document") if label else place.scene.person == "third"


def likely_to_go_on(here: Place, before: Place) -> float:
    if here.part == before.part:
        return 0.9
    stem, same = _stem_of(here.title), _stem_of(before.title)
    if stem and stem == same:
        return 0.95
    if _stem_of(here.title) != _stem_of(before.title):
        return 0.0
    return 0.92 if here.volume and here.volume == before.volume else 0.6


def _stem_of(title: str) -> str:
    """“First Narrative — Chapter II” belongs to the first narrative."""
    return title.rpartition(" — ")[0]


def named_in_title(title: str, cast: Cast) -> Label | None:
    """“Ares”, “3. Ares”, “Chapter 3: Ares”, “Ares: The Envelope”."""
    bare = read_bare_name(title)
    if bare is not None:
        return bare
    for mark in (":", " — ", " – ", " - ", ". ", "|"):
        tail = title.rpartition(mark)[2]
        if tail != title and (label := read_label(tail) or read_bare_name(tail)) and cast.person(label.name):
            return label
    head = head_of(title)
    return head if head is not None and cast.person(head.name) else None


def is_lone_title(places: Sequence[Place], cast: Cast) -> bool:
    """Whether a single part of several is called by a name; who tells by turns has more of them."""
    titles = {place.part: place.title for place in places}
    labels = [named_in_title(title, cast) for title in titles.values()]
    return len(titles) > 1 and sum(label is not None and bool(cast.person(label.name)) for label in labels) == 1


def told_of(scene: SceneFeatures, cast: Cast) -> Counter[str]:
    """The characters that the narration itself names, and those it names as speakers."""
    told: Counter[str] = Counter()
    for source, worth in ((scene.people.mentioned, 1), (scene.people.subjects, 1), (scene.people.spoke, 2)):
        for name, count in source.items():
            person = cast.person(name)
            if person:
                told[person] += count * worth
    return told
