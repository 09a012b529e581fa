"""Who tells what in two real books, against what a reader says: `python -m bench.perspectives.books FOLDER`.

FOLDER holds the-moonstone.html (Project Gutenberg) and dracula.epub (Standard Ebooks), which are not part of Inkstead.
"""

from __future__ import annotations

import html
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bench.perspectives.labels import parts_of
from bench.perspectives.measure import same_person
from inkstead.perspectives.analysis import PartText, Perspectives, read_story

# By the beginning of a part's title, or of its volume's.
MOONSTONE = {
    "First Period": "Gabriel Betteredge",
    "First Narrative": "Miss Clack",
    "Second Narrative": "Mathew Bruff",
    "Third Narrative": "Franklin Blake",
    "Fourth Narrative": "Ezra Jennings",
    "Fifth Narrative": "Franklin Blake",
    "Sixth Narrative": "Sergeant Cuff",
    "Seventh Narrative": "Mr Candy",
    "Eighth Narrative": "Gabriel Betteredge",
}
# By the words of a heading. What nobody of the story writes (cuttings, the log of a ship) stands in none.
DRACULA = {
    "Jonathan Harker’s": "Jonathan Harker",
    "Letter from Miss Mina": "Mina Murray",
    "Letter, Lucy": "Lucy Westenra",
    "Dr. Seward’s Phonograph Diary, Spoken by Van Helsing": "Van Helsing",
    "Dr. Seward’s": "Dr Seward",
    "Letter, Quincey": "Quincey Morris",
    "Telegram from Arthur": "Arthur Holmwood",
    "Mina Murray’s": "Mina Murray",
    "Letter, Samuel": "Samuel Billington",
    "Letter, Messrs. Carter": "Carter",
    "Letter, Sister Agatha": "Sister Agatha",
    "Letter, Mina Harker": "Mina Harker",
    "Lucy Westenra’s": "Lucy Westenra",
    "Letter, Arthur": "Arthur Holmwood",
    "Telegram, Arthur": "Arthur Holmwood",
    "Letter from Dr. Seward": "Dr Seward",
    "Letter, Abraham": "Van Helsing",
    "Letter, Dr. Seward": "Dr Seward",
    "Telegram, Seward": "Dr Seward",
    "Telegram, Van Helsing": "Van Helsing",
    "Memorandum Left by Lucy": "Lucy Westenra",
    "Report from Patrick": "Patrick Hennessey",
    "Mina Harker’s": "Mina Harker",
    "Letter, Van Helsing": "Van Helsing",
    "Letter (By Hand), Van Helsing": "Van Helsing",
    "Telegram, Mrs. Harker": "Mrs Harker",
    "Letter, Mrs. Harker": "Mrs Harker",
    "Note Left by Van Helsing": "Van Helsing",
    "Letter, Mitchell": "Mitchell",
    "Memorandum by Abraham": "Van Helsing",
    "Dr. Van Helsing’s": "Van Helsing",
}
FILES = {"the-moonstone.html": "Project Gutenberg", "dracula.epub": "Standard Ebooks"}
HEADER = re.compile(r"<header[^>]*>(.*?)</header>", re.DOTALL)
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)


def moonstone(folder: Path) -> tuple[Perspectives, list[tuple[str, str, str]]]:
    """What was seen; and for each scene of a narrative that says who tells it: where, who tells it, who was found."""
    path = folder / "the-moonstone.html"
    parts = parts_of(path.name, path.read_bytes())
    seen = read_story(parts)
    told = []
    for scene in seen.scenes:
        part = parts[scene.part - 1]
        name = next(
            (n for head, n in MOONSTONE.items() if part.title.startswith(head) or part.volume.startswith(head)), ""
        )
        if name:
            told.append((f"{part.title}, scene {scene.index}", name, scene.narrator.name if scene.narrator else ""))
    return seen, told


def dracula(folder: Path) -> tuple[Perspectives, list[tuple[str, str, str]]]:
    with zipfile.ZipFile(folder / "dracula.epub") as book:
        chapters = [book.read(f"epub/text/chapter-{number}.xhtml") for number in range(1, 28)]
    parts = [part for number, data in enumerate(chapters, 1) for part in parts_of(f"chapter-{number}.xhtml", data)]
    seen = read_story(parts)
    told = []
    for number, data in enumerate(chapters, start=1):
        after = 0
        for heading in _headings(data.decode()):
            name = next((name for head, name in DRACULA.items() if heading.startswith(head)), "")
            block, after = _block_of(parts[number - 1], heading, after)
            if name:
                told.append((f"{number}: {heading}", name, _teller(seen, number, block)))
    return seen, told


def _headings(chapter: str) -> Iterator[str]:
    for header in HEADER.finditer(chapter):
        said = PARAGRAPH.findall(header[1])
        if said:
            yield _plain(re.sub(r"<[^>]+>", "", html.unescape(said[0])))


def _block_of(part: PartText, heading: str, after: int) -> tuple[int, int]:
    """The block in which a heading stands, and how many lines of the part come before what follows it."""
    lines = [(number, line) for number, block in enumerate(part.blocks, 1) for line in block.text.split("\n")]
    for at in range(after, len(lines)):
        if _plain(lines[at][1]) == heading:
            return lines[at][0], at + 1
    return 0, after


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def _teller(seen: Perspectives, part: int, block: int) -> str:
    for scene in seen.scenes:
        if scene.part == part and scene.blocks[0] <= block <= scene.blocks[1]:
            return scene.narrator.name if scene.narrator else ""
    return ""


def missing_from(folder: Path) -> str:
    """One sentence about books that are not there; empty when all are."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if not missing:
        return ""
    told = " and ".join(f"{name} ({FILES[name]})" for name in missing)
    return f"{folder} has no {told}, which the narrators were labelled in."


def main(folder: Path) -> int:
    worst = 1.0
    for name, book in (("The Moonstone", moonstone), ("Dracula", dracula)):
        seen, told = book(folder)
        right = [each for each in told if same_person(each[1], each[2])]
        worst = min(worst, len(right) / len(told))
        print(f"{name}: {len(right)} of {len(told)} narrators, {len(right) / len(told):.3f}")
        for where, who, found in told:
            if not same_person(who, found):
                print(f"  {where}: {who}, not {found or 'nobody'}")
        for retelling in seen.retellings:
            print(f"  scenes {retelling.scenes} by {retelling.by}, {retelling.confidence}")
            for line in retelling.lines:
                print(f"    {line.difference or 'same':<12} {line.a.text[:100]} | {line.b.text[:100]}")
        for echo in seen.echoes:
            print(f"  scene {echo.scene}: {echo.text[:100]} (scene {echo.of.scene})")
    return 0 if worst >= 0.9 else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("Name the folder of the two books: python -m bench.perspectives.books FOLDER", file=sys.stderr)
        sys.exit(2)
    if said := missing_from(Path(sys.argv[1])):
        print(said, file=sys.stderr)
        sys.exit(1)
    sys.exit(main(Path(sys.argv[1])))
