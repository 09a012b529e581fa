"""Who speaks, as far as the words beside the speech tell: a pronoun, a name, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from inkstead.perspectives.analysis.keys import listed
from inkstead.perspectives.analysis.tongues import Tongue

WORD_OR_MARK = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[,;:.!?…—–]")
TITLES = listed(
    """
    mr mrs ms miss dr sir lady lord madame monsieur mademoiselle herr frau fräulein señor señora señorita
    don doña doctor professor captain sergeant inspector father mother sister brother aunt uncle king queen
    prince princess signor signora colonel major general reverend judge count countess baron van von de st
    ste hon messrs detective officer nurse grandma grandpa granny lieutenant
    """
)
CLITICS = listed("le les me te nos lui leur gli mi")
LOOKED_AT = 7
"""How many words of an aside can hold the one who speaks."""


class Speaker(NamedTuple):
    """`who` is I, he, she, they (somebody), name, or nothing; `sure` from 0 to 1."""

    who: str = ""
    name: str = ""
    sure: float = 0.0

    @property
    def is_other(self) -> bool:
        """Somebody whom the narrator speaks of."""
        return self.who in ("he", "she", "they", "name")


NOBODY = Speaker()


def _words(text: str) -> list[str]:
    """With their marks, but without the point of “Mr.”."""
    words = WORD_OR_MARK.findall(text)
    return [word for at, word in enumerate(words) if word != "." or not at or words[at - 1].lower() not in TITLES]


def speaker_after(aside: str, tongue: Tongue) -> Speaker:
    """`aside` follows the speech: “…” she said. / “…,” said Ares. / “…” My voice cracks."""
    words = _words(aside[:160].lstrip(" ,—–-\u2060"))[:LOOKED_AT]
    if not words:
        return NOBODY
    head = words[0].lower()
    if head in CLITICS and len(words) > 1 and _says(words[1].lower(), tongue):
        words, head = words[1:], words[1].lower()  # —le dije, lui dis-je
    if _says(head, tongue):
        return _inverted(words, tongue)
    return _direct(words, tongue)


def speaker_before(aside: str, tongue: Tongue) -> Speaker:
    """`aside` leads up to the speech: She said, “…” / Ares scoffs. “…”"""
    text = aside[-300:].rstrip()
    sentences = re.split(r"(?<=[.!?…])\s+", text)
    last = sentences[-1]
    if text[-1:] in (",", ":"):
        found = _reported(_words(last), tongue)
        if found.who:
            return found
    words = _words(sentences[0][:160])[:LOOKED_AT]
    beat = _direct(words, tongue) if words else NOBODY
    return beat._replace(sure=min(beat.sure, 0.6))


def _says(word: str, tongue: Tongue) -> bool:
    return word.partition("-")[0] in tongue.said or word in tongue.said


def _direct(words: Sequence[str], tongue: Tongue) -> Speaker:
    """She said; Ares, scowling, says; My voice cracks."""
    head = words[0].lower()
    said = any(_says(word.lower(), tongue) for word in words[1:4])
    person = tongue.persons.get(head)
    if person is not None:
        return Speaker(person, "", 0.95 if said else 0.75)
    name = name_at(words, 0, tongue)
    if name:
        return Speaker("name", name, 0.95 if said else 0.65)
    if head in tongue.articles and said:
        return Speaker("they", "", 0.6)
    return NOBODY


def _inverted(words: Sequence[str], tongue: Tongue) -> Speaker:
    """Said Ares; dit-elle; dije."""
    verb, _, joined = words[0].lower().partition("-")
    pronoun = joined.rpartition("-")[2] if joined else ""
    following = pronoun or (words[1].lower() if len(words) > 1 else "")
    person = tongue.persons.get(following)
    if person is not None and not name_at(words, 1, tongue):
        return Speaker(person, "", 0.95)
    if verb in tongue.i_said:
        return Speaker("I", "", 0.9)
    name = name_at(words, 1, tongue)
    if name:
        return Speaker("name", name, 0.95)
    return Speaker("they", "", 0.5)


def _reported(words: Sequence[str], tongue: Tongue) -> Speaker:
    """The last subject before a verb of saying."""
    for at in range(len(words) - 1, -1, -1):
        if not _says(words[at].lower(), tongue):
            continue
        for place in (at - 1, at - 2):
            if place >= 0 and (person := tongue.persons.get(words[place].lower())):
                return Speaker(person, "", 0.9)
            if place >= 0 and (name := name_at(words, place, tongue)):
                return Speaker("name", name, 0.85)
        return _inverted(words[at:], tongue) if words[at].lower() in tongue.i_said else NOBODY
    return NOBODY


def name_at(words: Sequence[str], place: int, tongue: Tongue) -> str:
    """The name that begins at this word: Ares, Miss Clack, Van Helsing."""
    kept: list[str] = []
    for word in words[place : place + 4]:
        if not word[:1].isupper() or word.lower() in tongue.persons:
            break
        if not kept and word.lower() in tongue.interjections and word.lower() not in TITLES:
            break
        kept.append(re.sub(r"['’]s?$", "", word))
    if kept and kept[-1].lower() in TITLES and len(kept) == 1:
        return "" if kept[0].lower() in ("de", "van", "von") else kept[0]
    return " ".join(kept)
