"""Who tells each scene: evidence from everywhere, added up; what speaks against somebody counts as well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from inkstead.perspectives.analysis.echoes import Returned
from inkstead.perspectives.analysis.labels import read_label
from inkstead.perspectives.analysis.naming import Cast
from inkstead.perspectives.analysis.places import (
    Place,
    ends_with_itself,
    is_lone_title,
    likely_to_go_on,
    named_in_title,
    told_of,
)
from inkstead.perspectives.analysis.results import Evidence, Narrator
from inkstead.perspectives.analysis.retellings import Told
from inkstead.perspectives.analysis.speech import Spoken

LEAST = 0.4
"""Below this nobody is named."""
SURE = {"label": 0.97, "letter": 0.97, "name": 0.93}
ADDRESSED = (0.0, 0.6, 0.75, 0.85, 0.9)
ONCE = 2
"""A call counts twice where it is known who calls."""
GOVERNS = 0.9
LONE = 0.25
"""One part called “Gerald” among others called otherwise is as likely about Gerald."""
TOLD_OF = 2
"""Whoever the narration itself speaks of so often is not the one who tells."""


def said_by_author(name: str) -> Narrator | None:
    return Narrator(name, 1.0, (Evidence("author", "The author says so."),)) if name else None


class Narrators:
    def __init__(self, places: Sequence[Place], cast: Cast, said_by_author: Mapping[str, str]) -> None:
        self.places, self.cast, self.said_by_author = places, cast, said_by_author
        self.weights: list[dict[str, float]] = [{} for _ in places]
        self.evidence: list[dict[str, list[Evidence]]] = [defaultdict(list) for _ in places]
        # What only makes somebody likely: of several such reasons the best one counts, as they are one reason.
        self.likely: list[dict[str, float]] = [{} for _ in places]
        self.governed_by = [self._heading(place) for place in places]
        self.not_told_by: list[set[str]] = [set() for _ in places]
        self.told_of = [told_of(place.scene, cast) for place in places]
        self.told_by_me = Counter[str]()
        for place, told in zip(places, self.told_of, strict=True):
            self.told_by_me.update(told if place.scene.person == "first" else {})
        self.is_lone_title = is_lone_title(places, cast)

    def decide(self, tellings: Sequence[Told], echoes: Sequence[Returned]) -> list[Narrator | None]:
        for index in range(len(self.places)):
            self._by_itself(index)
        self._by_alignment(tellings)
        self._by_echoes(echoes, tellings)
        for index in range(1, len(self.places)):
            self._by_going_on(index)
        return [self._verdict(index) for index in range(len(self.places))]

    def best(self, index: int) -> tuple[str, float]:
        """Confidence falls with how strongly somebody else is spoken for; what the author said is certain."""
        said = self.said_by_author.get(self.places[index].key)
        if said is not None:
            return said, 1.0 if said else 0.0
        sure, likely = self.weights[index], self.likely[index]
        added = {name: 1 - (1 - sure.get(name, 0.0)) * (1 - likely.get(name, 0.0)) for name in {**sure, **likely}}
        ranked = sorted(added.items(), key=lambda each: -each[1])
        if not ranked:
            return "", 0.0
        name, weight = ranked[0]
        return name, weight * (1 - 0.5 * ranked[1][1]) if len(ranked) > 1 else weight

    def _verdict(self, index: int) -> Narrator | None:
        place = self.places[index]
        if place.key in self.said_by_author:
            return said_by_author(self.said_by_author[place.key])
        name, confidence = self.best(index)
        if confidence < LEAST:
            return None
        return Narrator(name, round(confidence, 2), tuple(self.evidence[index][name]))

    def _add(self, index: int, name: str, weight: float, evidence: Evidence) -> None:
        known = self.weights[index].get(name, 0.0)
        self.weights[index][name] = 1 - (1 - known) * (1 - weight)
        self.evidence[index][name].append(evidence)

    def _add_likely(self, index: int, name: str, weight: float, evidence: Evidence) -> None:
        self.likely[index][name] = max(self.likely[index].get(name, 0.0), weight)
        self.evidence[index][name].append(evidence)

    def _doubted(self, index: int, name: str, weight: float) -> float:
        if name in self.not_told_by[index]:
            return weight * 0.1
        return weight * 0.25 if self.told_of[index][name] >= TOLD_OF else weight

    # What a scene says by itself

    def _by_itself(self, index: int) -> None:
        place = self.places[index]
        scene, label = place.scene, place.scene.label
        if label is not None and label.kind != "document":
            says = f"It is headed “{label.text[:80]}”."
            self._add(index, self.cast.full(label.name), SURE[label.kind], Evidence("label", says, scene.label_block))
        self._by_title(index)
        if scene.signature and (label is None or label.kind == "letter"):
            signed = Evidence("signature", f"It is signed “{scene.signature}”.", scene.last)
            self._add(index, self.cast.full(scene.signature), 0.9 if label is None else 0.3, signed)
        if scene.people.introduced:
            name = self.cast.full(scene.people.introduced)
            self._add(index, name, 0.85, Evidence("introduced", f"The one who tells says to be {name}."))
        if scene.person == "first":
            self._by_being_addressed(index)

    def _heading(self, place: Place) -> str:
        label = place.scene.label
        return self.cast.full(label.name) if label is not None and label.kind in ("label", "name") else ""

    def _by_title(self, index: int) -> None:
        place = self.places[index]
        if place.scene.label is not None:
            return
        label = read_label(place.title) or named_in_title(place.title, self.cast)
        if label is None:
            return
        if label.kind == "name" and not self.cast.person(label.name):
            return
        if label.kind == "name" and self.is_lone_title:
            weight = LONE
        elif label.kind == "name" and place.scene.person == "third" and self.told_of[index][self.cast.full(label.name)]:
            weight = 0.5
        else:
            weight = 0.9 if label.kind != "name" else 0.86
        name = self.cast.full(label.name)
        said = Evidence("title", f"Its part is called “{place.title}”.")
        if place.first_of_part:
            self._add(index, name, self._doubted(index, name, weight), said)
        else:
            self._add_likely(index, name, self._doubted(index, name, weight * 0.6), said)

    def _is_named_by_title(self, index: int) -> bool:
        here, before = self.places[index], self.places[index - 1]
        if here.part == before.part:
            return False
        label = read_label(here.title) or named_in_title(here.title, self.cast)
        return label is not None and (label.kind != "name" or bool(self.cast.person(label.name)))

    def _by_being_addressed(self, index: int) -> None:
        """Others say the narrator's name to the narrator; the narrator says it to nobody."""
        scene = self.places[index].scene
        if not scene.people.called:
            return
        to_me: Counter[str] = Counter()
        by_me: Counter[str] = Counter()
        blocks: dict[str, int] = {}
        for called, number in scene.people.called:
            name, spoken = self.cast.person(called), scene.spoken[number]
            if not name or self.cast.person(spoken.speaker.name) == name:
                continue
            voice = spoken.speaker.who or _answering(scene.spoken, number)
            (by_me if voice == "I" else to_me)[name] += 2 if voice else 1
            blocks.setdefault(name, spoken.block)
        for name, count in to_me.items():
            if by_me[name] >= count:
                continue
            share = (count - by_me[name]) / sum((to_me - by_me).values())
            weight = ADDRESSED[min(len(ADDRESSED) - 1, count // 2)] * (0.4 + 0.6 * share)
            if count <= ONCE and self.told_by_me[name] >= TOLD_OF:
                weight *= 0.25  # somebody is called once while “I” stand by, and “I” tell of them elsewhere
            said = Evidence("addressed", f"Others call the one who tells “{name}”.", blocks[name])
            self._add(index, name, self._doubted(index, name, weight), said)

    # What other scenes say

    def _by_alignment(self, tellings: Sequence[Told]) -> None:
        """What “he says” there and “I say” here gives the narrator here the identity of “he” there."""
        first_look = [self.best(index) for index in range(len(self.places))]
        for told in tellings:
            self._told_by_two(told, first_look)
            for here, there in ((told.first, told.second), (told.second, told.first)):
                names: Counter[str] = Counter()
                for shared in told.lines:
                    mine, theirs = (shared.a, shared.b) if here == told.first else (shared.b, shared.a)
                    if not mine or not theirs or mine[0].speaker.who != "I" or not theirs[0].speaker.is_other:
                        continue
                    name = self._somebody(there, theirs[0].speaker.who, theirs[0].speaker.name, first_look[there][0])
                    if name:
                        names[name] += 1
                for name, count in names.items():
                    weight = min(0.95, 0.7 + 0.06 * count) * count / sum(names.values())
                    said = Evidence(
                        "alignment", f"What “I” say here, {name} says in scene {there + 1} ({count} of the same lines)."
                    )
                    self._add(here, name, self._doubted(here, name, weight), said)

    def _told_by_two(self, told: Told, first_look: Sequence[tuple[str, float]]) -> None:
        """Where “I say” here is “she says” there, the two are not told by the same person."""
        if told.turned < 2:
            return
        for here, there in ((told.first, told.second), (told.second, told.first)):
            (mine, sure), (theirs, surer) = first_look[here], first_look[there]
            if theirs and (theirs != mine or surer > sure or here > there) and surer > 0.5:
                self.not_told_by[here].add(theirs)
                for known in (self.weights[here], self.likely[here]):
                    if theirs in known and (theirs != mine or surer >= sure):
                        known[theirs] *= 0.1

    def _somebody(self, index: int, who: str, name: str, narrator: str) -> str:
        """Who “he” is in a scene, when only one can be meant."""
        if who == "name":
            return self.cast.person(name)
        fitting = [each for each in self.told_of[index] if each != narrator and self._fits(each, who)]
        certain = [each for each in fitting if self.cast.gender.get(each) == who]
        if len(fitting) == 1:
            return fitting[0]
        if len(certain) == 1:
            return certain[0]
        ranked = self.told_of[index]
        pool = sorted(certain or fitting, key=lambda each: -ranked[each])
        return pool[0] if len(pool) > 1 and ranked[pool[0]] >= 3 * ranked[pool[1]] else ""

    def _fits(self, name: str, who: str) -> bool:
        return who == "they" or self.cast.gender.get(name, who) == who

    def _by_echoes(self, echoes: Sequence[Returned], tellings: Sequence[Told]) -> None:
        """Whoever remembers a line was there when it was said, and did not say it."""
        by_scene: dict[int, list[Returned]] = defaultdict(list)
        for echo in echoes:
            if echo.scene != echo.of_scene:
                by_scene[echo.scene].append(echo)
        others = defaultdict(set)
        for told in tellings:
            others[told.first].add(told.second)
            others[told.second].add(told.first)
        for index, returned in by_scene.items():
            if self.places[index].scene.person != "first":
                continue
            heard: Counter[str] = Counter()
            for echo in returned:
                speaker = echo.of.speaker.who
                narrator = self.best(echo.of_scene)[0]
                if speaker == "I":
                    listeners = {name for name in self.told_of[echo.of_scene] if name != narrator}
                    listeners |= {self.best(other)[0] for other in others[echo.of_scene]} - {"", narrator}
                    if len(listeners) == 1:
                        heard.update(listeners)
                elif speaker and narrator:
                    heard[narrator] += 1
            for name, count in heard.items():
                weight = min(0.75, 0.4 + 0.12 * count) * count / heard.total()
                said = Evidence("echo", f"Remembers what {name} heard ({count} of the lines).", returned[0].block)
                self._add(index, name, self._doubted(index, name, weight), said)

    def _by_going_on(self, index: int) -> None:
        """Who tells goes on telling until something says otherwise; a label governs all that belongs to its heading."""
        here, before = self.places[index], self.places[index - 1]
        share = 0.0 if self._is_named_by_title(index) else likely_to_go_on(here, before)
        if share >= GOVERNS and here.scene.label is None and not here.scene.signature:
            self.governed_by[index] = self.governed_by[index - 1]
        if here.scene.label is not None or here.scene.signature or here.scene.person != "first":
            return
        name, confidence = self.best(index - 1)
        if self.governed_by[index]:
            name, confidence = self.governed_by[index], 1.0
        if not name or not share or ends_with_itself(before):
            return
        said = Evidence("continued", f"{name} tells the scene before, and nothing says that somebody else goes on.")
        doubted = share < GOVERNS and self.told_of[index][name] >= TOLD_OF
        weight = min(0.9, confidence) * share * (0.5 if doubted else 1.0)
        self._add_likely(index, name, weight * (0.1 if name in self.not_told_by[index] else 1.0), said)


def _answering(lines: Sequence[Spoken], number: int) -> str:
    """Of two who talk, whoever did not speak last: for a line that says nothing of its speaker."""
    before = lines[number - 1] if number else None
    if before is None or not 0 < lines[number].block - before.block < 3:
        return ""
    return "they" if before.speaker.who == "I" else "I" if before.speaker.is_other else ""
