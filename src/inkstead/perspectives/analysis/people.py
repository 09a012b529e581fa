"""Names in a scene, by what is done with them: who speaks, who is spoken to, who is told of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from inkstead.perspectives.analysis.keys import listed
from inkstead.perspectives.analysis.speakers import TITLES
from inkstead.perspectives.analysis.speech import Heard, Spoken
from inkstead.perspectives.analysis.tongues import Tongue

CAPITALISED = re.compile(
    r"(?P<head>^|[.!?…:“”\"‘«»—–]['”’\"]?\s+|[“\"‘«])?(?P<name>(?<![\w’'])[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[-][^\W\d_]+)?)"
)
INTRODUCED = re.compile(
    r"\b(?:my name is|my name's|i am called|they call me|call me|je m['’]appelle|ich heiße|mein name ist"
    r"|me llamo|mi chiamo)"
    r"\s+(?P<name>[^\W\d_][\w\-]+(?:\s[A-ZÀ-Þ][\w\-]+)?)",
    re.IGNORECASE,
)
PLACED = re.compile(
    r"\b(?:in|at|from|to|near|into|nach|aus|von|à|en|de|a|di|da|the|der|die|das|le|la|el|los)\s$", re.IGNORECASE
)
NEW_CLAUSE = re.compile(r"(?:[,;]|\b(?:and|that|when|as|but|then|und|dass|als|et|que|quand|y|cuando|e|che))\s$")
# A verb as far as its ending tells. “Was” and “is” are said of places as well.
ACTS = re.compile(r"\s(?:(?!is |was |has )[a-z]+(?:s|ed|te|t|a|e|ó|it|ut)|said|came|went|took|sat|stood|ran|shook|held"
                  r"|knew|told|gave|put|sah|ging|kam|nahm|stand|lief)\b")  # fmt: skip
CALENDAR = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag january
    english french german god heaven christmas easter
    """
)
NEAR = 90
"""Characters after a name within which a pronoun is taken to stand for it."""


@dataclass(slots=True)
class People:
    mentioned: Counter[str] = field(default_factory=Counter)
    """Capitalised words of the narration inside of sentences."""
    subjects: Counter[str] = field(default_factory=Counter)
    """At the head of a sentence, where any word has a capital."""
    acted: Counter[str] = field(default_factory=Counter)
    """Followed by a verb, as somebody who does something."""
    stood: Counter[str] = field(default_factory=Counter)
    """After a preposition of place: in London, nach Wien."""
    spoke: Counter[str] = field(default_factory=Counter)
    """Named as the one who says something."""
    called: list[tuple[str, int]] = field(default_factory=list)
    """Whoever is addressed, with the number of the spoken line."""
    surely_called: Counter[str] = field(default_factory=Counter)
    """Of these, what does not only stand at the head of a sentence."""
    genders: Counter[tuple[str, str]] = field(default_factory=Counter)
    introduced: str = ""
    ordinary: set[str] = field(default_factory=set)
    """Of the words above, those that also occur without a capital."""


def read_people(heard: Heard, tongue: Tongue) -> People:
    people = People()
    for line in heard.narration:
        _read_line(line.text, people, tongue)
    for number, spoken in enumerate(heard.spoken):
        _read_spoken(number, spoken, people, tongue)
    words = {word for line in heard.narration for word in line.text.split() if word.islower()}
    candidates = {*people.mentioned, *people.subjects}
    people.ordinary = {word for word in candidates if word.lower() in words}
    return people


def _read_line(text: str, people: People, tongue: Tongue) -> None:
    for found in CAPITALISED.finditer(text):
        name = found["name"]
        low = name.lower()
        if low in tongue.persons or low in TITLES or (low in tongue.interjections and found["head"] is not None):
            continue
        is_head = found["head"] is not None
        if low in CALENDAR:
            continue
        (people.subjects if is_head else people.mentioned)[name] += 1
        if PLACED.search(text, 0, found.start("name")):
            people.stood[name] += 1
        elif ACTS.match(text, found.end()) and (is_head or NEW_CLAUSE.search(text, 0, found.start("name"))):
            people.acted[name] += 1
        _gender(text, found.end(), name, people, tongue)
    if not people.introduced and (told := INTRODUCED.search(text)) and told["name"][:1].isupper():
        people.introduced = told["name"]


def _gender(text: str, end: int, name: str, people: People, tongue: Tongue) -> None:
    """The first pronoun after a name, unless another name stands between."""
    for word in text[end : end + NEAR].split()[:12]:
        bare = word.strip(".,;:!?…—–“”\"'’()").lower()
        if bare in tongue.he or bare in tongue.she:
            people.genders[name, "he" if bare in tongue.he else "she"] += 1
            return
        if word[:1].isupper() and bare not in tongue.interjections and bare not in tongue.persons:
            return


def _read_spoken(number: int, spoken: Spoken, people: People, tongue: Tongue) -> None:
    if spoken.speaker.name and spoken.speaker.sure >= 0.9:
        people.spoke[spoken.speaker.name] += 1
    for name, at_head in spoken.addressed:
        words = name.split()
        while words and words[0].lower() in tongue.interjections and words[0].lower() not in TITLES:
            words = words[1:]
        if words and not (len(words) == 1 and words[0].lower() in TITLES):
            people.called.append((" ".join(words), number))
            people.surely_called[" ".join(words)] += not at_head
