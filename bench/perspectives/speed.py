"""How long the reading takes, and how it grows: `python -m bench.perspectives.speed [FOLDER]`.

Stories of 10,000, 100,000 and 1,000,000 words are made from real prose: paragraphs of the demo library (and of the
books in FOLDER) with many of their words exchanged, so that speech, tags and lengths stay as people write them. Every
twentieth part is told a second time. Each size runs in a process of its own, on one core.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.perspectives.labels import parts_of
from inkstead.lib.prose import read_prose
from inkstead.lib.prose.words import count_words
from inkstead.perspectives.analysis import Memory, PartText, join_parts, read_features

SIZES = (10_000, 100_000, 1_000_000)
PART_WORDS = 2500
EXCHANGED = 0.45
WORD = re.compile(r"\b[a-z]{4,}\b")
LIBRARY = Path(__file__).parents[2] / "src/inkstead/operations/demo/library"
TURNED = {"I": "she", "my": "her", "me": "her", "she": "I", "her": "my"}


def paragraphs(folder: Path | None) -> list[str]:
    sources = sorted(LIBRARY.glob("[!t]*/*.md"))
    if folder is not None:
        sources += sorted(folder.glob("*.html"))
    blocks = (block for path in sources for part in parts_of(path.name, path.read_bytes()) for block in part.blocks)
    return [block.text for block in blocks if block.kind == "paragraph" and "\n" not in block.text]


class Teller:
    def __init__(self, prose: list[str]) -> None:
        self.prose = prose
        self.words = [word for text in prose for word in WORD.findall(text)]
        self.chance = random.Random(7)

    def parts(self, words: int) -> Iterator[list[str]]:
        told = 0
        while told < words:
            part = list(self._part())
            told += sum(map(count_words, part))
            yield part
            if self.chance.random() < 0.05:
                again = [_turned(text) for text in part if text[0] in '“"‘—']
                told += sum(map(count_words, again))
                yield again or part[:1]

    def _part(self) -> Iterator[str]:
        told = 0
        while told < PART_WORDS:
            changed = WORD.sub(self._exchange, self.chance.choice(self.prose))
            told += count_words(changed)
            yield changed

    def _exchange(self, found: re.Match[str]) -> str:
        return self.chance.choice(self.words) if self.chance.random() < EXCHANGED else found[0]


def _turned(text: str) -> str:
    """The same speech, told by the other one."""
    pieces = re.split(r"([“\"‘][^”\"’]*[”\"’])", text)
    return "".join(
        re.sub(r"\b(?:I|my|me|she|her)\b", lambda word: TURNED[word[0]], piece) if at % 2 == 0 else piece
        for at, piece in enumerate(pieces)
    )


def run(words: int, folder: Path | None) -> dict[str, float]:
    prose = paragraphs(folder)
    parts = [
        PartText(f"Part {number}", read_prose("\n\n".join(part), "text").blocks)
        for number, part in enumerate(Teller(prose).parts(words), start=1)
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    features = [read_features(part) for part in parts]
    read = time.process_time()
    memory = Memory()
    seen = join_parts(features, memory=memory)
    joined = time.process_time()
    features[len(parts) // 2] = read_features(parts[len(parts) // 2])
    join_parts(features, memory=memory)
    edited = time.process_time()
    return {
        "words": sum(scene.words for scene in seen.scenes),
        "parts": len(parts),
        "read": read - began,
        "join": joined - read,
        "whole": joined - began,
        "edit": edited - joined,
        "memory_before": before,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "retellings": len(seen.retellings),
        "echoes": len(seen.echoes),
    }


def main(folder: Path | None) -> None:
    print(
        f"{'words':>10} {'parts':>6} {'read s':>7} {'join s':>7} {'whole s':>8} {'edit ms':>8} {'MiB':>6}  retellings"
    )
    for size in SIZES:
        command = [sys.executable, "-m", "bench.perspectives.speed", *([str(folder)] if folder else [])]
        done = subprocess.run(
            command, env={**os.environ, "WORDS": str(size)}, capture_output=True, text=True, check=True
        )
        told = json.loads(done.stdout)
        print(
            f"{told['words']:>10,} {told['parts']:>6} {told['read']:>7.2f} {told['join']:>7.2f} {told['whole']:>8.2f}"
            f" {1000 * told['edit']:>8.0f} {told['memory']:>6.0f}  {told['retellings']}, {told['echoes']} echoes",
            flush=True,
        )


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if "WORDS" in os.environ:
        print(json.dumps(run(int(os.environ["WORDS"]), given)))
    else:
        main(given)
