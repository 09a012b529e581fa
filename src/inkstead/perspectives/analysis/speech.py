"""What is said in a scene, line by line, by whom and to whom; and what is left: the narration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inkstead.perspectives.analysis.keys import key_of, sentences_of, words_of
from inkstead.perspectives.analysis.marks import DOUBLES, Marks
from inkstead.perspectives.analysis.quotations import TERMINAL, Quotation, find_quotations
from inkstead.perspectives.analysis.scripts import names_of_script, read_cue
from inkstead.perspectives.analysis.speakers import NOBODY, Speaker, speaker_after, speaker_before
from inkstead.perspectives.analysis.tongues import Tongue

LONGEST_SPEECH = 40
"""Lines of one speech that nobody closed; what goes on longer was a forgotten mark."""
ADDRESSED = re.compile(
    r"(?:^|[,;:—–.!?…]\s*)((?:(?:(?:Mrs?|Ms|Dr|St|Messrs|Hon|Capt|Sgt|Prof|[^\W\d_a-zß-öø-ÿ])\.|[^\W\d_a-zß-öø-ÿ][\w’'\-]*)"
    r"\s?){1,3}?)(?=[,!?.…;—–]|$)"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a block; a quotation or a list has several."""

    block: int
    text: str


@dataclass(slots=True)
class Spoken:
    """One line of dialogue. A speech that its tag breaks in the middle of a sentence is one line of two pieces."""

    block: int
    pieces: tuple[str, ...]
    speaker: Speaker
    addressed: tuple[tuple[str, bool], ...] = ()
    """Whoever may be spoken to; whether only at the head of a sentence, where “However,” stands as well."""
    key: str = ""
    sentences: tuple[str, ...] = ()
    """Their keys."""
    around: str = ""
    """The narration of its paragraph, by words: what says the same around the same line is a repetition."""

    @property
    def text(self) -> str:
        return " ".join(self.pieces)


@dataclass(slots=True)
class Heard:
    spoken: list[Spoken] = field(default_factory=list)
    narration: list[TextLine] = field(default_factory=list)
    script: bool = False


def listen(lines: Sequence[TextLine], marks: Marks, tongue: Tongue) -> Heard:
    names = names_of_script([line.text for line in lines])
    if names:
        return _read_script(lines, names)
    return _Listener(marks, tongue).listen(lines)


def _read_script(lines: Sequence[TextLine], names: frozenset[str]) -> Heard:
    heard, speaking = Heard(script=True), ""
    for line in lines:
        cue = read_cue(line.text)
        if cue is not None and cue.name in names:
            speaking = "" if cue.said else cue.name
            if cue.said:
                heard.spoken.append(_spoken(line.block, (cue.said,), Speaker("name", cue.name, 1.0)))
        elif speaking and not line.text.startswith(("(", "[")):
            # The name stood on a line of its own, with what is said under it.
            heard.spoken.append(_spoken(line.block, (line.text.strip(),), Speaker("name", speaking, 1.0)))
            speaking = ""
        else:
            heard.narration.append(line)
    return heard


class _Listener:
    def __init__(self, marks: Marks, tongue: Tongue) -> None:
        self.marks, self.tongue = marks, tongue
        self.heard = Heard()
        self.unclosed, self.unclosed_for = "", 0

    def listen(self, lines: Sequence[TextLine]) -> Heard:
        for at, line in enumerate(lines):
            self._line(line, lines[at + 1].text if at + 1 < len(lines) else "")
        return self.heard

    def _line(self, line: TextLine, following: str) -> None:
        found = find_quotations(line.text, self.marks, self.unclosed)
        if found and self.marks.dash and found[0].opener in "—–―-":
            found = [piece for each in found for piece in _without_inquit(line.text, each, self.tongue)]
        continues = bool(self.unclosed) and bool(found) and found[0].start <= 2 and found[0].opener == self.unclosed
        last = found[-1] if found else None
        self.unclosed = ""
        if last is not None and not last.closed:
            if following[:1] == last.opener and self.unclosed_for < LONGEST_SPEECH:
                self.unclosed, self.unclosed_for = last.opener, self.unclosed_for + 1
            else:
                found[-1] = self._cut_at_tag(line.text, last)
        if not self.unclosed:
            self.unclosed_for = 0
        self._keep(line, found, continues=continues)

    def _cut_at_tag(self, text: str, open_end: Quotation) -> Quotation:
        """Where the closing mark was forgotten, the speech ends before the words that say who spoke."""
        for end in re.finditer(r"[.,!?…—][\s]+", text[open_end.start :]):
            at = open_end.start + end.end()
            speaker = speaker_after(text[at:], self.tongue)
            if (
                speaker.sure >= 0.95
                and speaker.who in ("I", "he", "she", "name")
                and _short_tag(text[at:], self.tongue)
            ):
                return Quotation(open_end.start, open_end.start + end.start() + 1, open_end.opener, closed=True)
        return open_end

    def _keep(self, line: TextLine, found: Sequence[Quotation], *, continues: bool) -> None:
        asides = list(_asides(line.text, found))
        told = [TextLine(line.block, aside) for aside in asides if aside.strip(" ,.;:—–-\u2060")]
        self.heard.narration.extend(told)
        if not found:
            return
        around = " ".join(words_of(" ".join(asides)))
        speakers = self._speakers(asides)
        groups = _joined(line.text, found, asides)
        for number, group in enumerate(groups):
            pieces = tuple(line.text[found[at].start : found[at].end].strip() for at in group)
            speaker = next((speakers[at] for at in group if speakers[at].who), NOBODY)
            if number == 0 and continues and self.heard.spoken:
                self._go_on(pieces, speaker)
                continue
            self.heard.spoken.append(_spoken(line.block, pieces, speaker, around))

    def _go_on(self, pieces: tuple[str, ...], speaker: Speaker) -> None:
        before = self.heard.spoken[-1]
        speaker = before.speaker if before.speaker.who else speaker
        self.heard.spoken[-1] = _spoken(before.block, (*before.pieces, *pieces), speaker, before.around)

    def _speakers(self, asides: Sequence[str]) -> list[Speaker]:
        """For each speech of a line: what follows it, else what leads up to it, else who spoke before in the line."""
        speakers: list[Speaker] = []
        for at in range(len(asides) - 1):
            speaker = speaker_after(asides[at + 1], self.tongue) if asides[at + 1].strip() else NOBODY
            if speaker.sure < 0.9 and asides[at].strip():
                lead = speaker_before(asides[at], self.tongue)
                speaker = lead if lead.sure > speaker.sure else speaker
            if not speaker.who and speakers:
                speaker = speakers[-1]._replace(sure=speakers[-1].sure * 0.9)
            speakers.append(speaker)
        known = next((speaker for speaker in speakers if speaker.who), NOBODY)
        return [speaker if speaker.who else known._replace(sure=known.sure * 0.8) for speaker in speakers]


def _spoken(block: int, pieces: tuple[str, ...], speaker: Speaker, around: str = "") -> Spoken:
    text = " ".join(pieces)
    sentences = tuple(map(key_of, sentences_of(text)))
    key = sentences[0] if len(sentences) == 1 else " ".join(filter(None, sentences))
    return Spoken(block, pieces, speaker, tuple(_addressed(text)), key, sentences, around)


def _addressed(text: str) -> Iterator[tuple[str, bool]]:
    """Whoever stands apart between commas, with a capital: whether it is a name shows elsewhere."""
    if "," not in text and len(text) > 30:
        return
    for found in ADDRESSED.finditer(text):
        name, before = found[1].strip(" ."), text[found.start() : found.start() + 1]
        after = text[found.end() : found.end() + 1]
        if name and (before in (",", ";") or after == "," or found.start() == 0):
            yield name, before not in (",", ";")


def _asides(text: str, found: Sequence[Quotation]) -> Iterator[str]:
    """What stands before, between and after: one more than there are quotations."""
    at = 0
    for each in found:
        yield text[at : max(at, each.start - 1)] if each.opener in DOUBLES | {"‘", "'", "‚"} else text[at : each.start]
        at = min(len(text), each.end + 1) if each.opener not in "—–―-" or each.opener == "" else each.end
    yield text[at:]


def _joined(text: str, found: Sequence[Quotation], asides: Sequence[str]) -> list[list[int]]:
    """Numbers of quotations that make one line: “I will,” she said, “go home.”"""
    groups: list[list[int]] = []
    for at, each in enumerate(found):
        if groups and _goes_on(text[found[at - 1].start : found[at - 1].end], asides[at], text[each.start : each.end]):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _goes_on(before: str, aside: str, after: str) -> bool:
    """A sentence that was broken off: its end is open, and so is the end of what breaks it."""
    ends = before.rstrip()[-1:]
    tag = aside.strip(" *_\u2060")
    if not tag:
        return False
    open_end = (ends not in TERMINAL or ends in "—–-") and (ends in ",—–-;:" or tag[0] in ",—–-")
    begins = after.lstrip()[:1]
    return open_end and (tag[-1:] not in ".!?" or begins.islower())


def _short_tag(text: str, tongue: Tongue) -> bool:
    words = text.split()[:3]
    return any(word.strip(",.").lower() in tongue.said for word in words)


def _without_inquit(text: str, found: Quotation, tongue: Tongue) -> list[Quotation]:
    """— Non, dit-elle, je pars: French, Italian and Russian set no mark around the words that say who spoke."""
    inner = text[found.start : found.end]
    for cut in re.finditer(r"[,!?…]\s+(?=[^\W\d_])", inner):
        tag = inner[cut.end() :]
        verb = re.split(r"[\s,.-]", tag, maxsplit=1)[0].lower()
        head = re.split(r"[\s,.]", tag, maxsplit=1)[0].lower()
        if verb not in tongue.said and head not in tongue.said:
            continue
        if tag[:1].isupper():
            continue
        stop = re.search(r"[,.]\s+", tag)
        first = Quotation(found.start, found.start + cut.start() + 1, found.opener, closed=True)
        if stop is None:
            return [first]
        rest = Quotation(found.start + cut.end() + stop.end(), found.end, found.opener, closed=True)
        return [first, rest] if text[rest.start : rest.end].strip() else [first]
    return [found]
