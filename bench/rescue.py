"""An eFiction archive of 10,000 stories: how long its rescue takes, and in how much memory.

python -m bench.rescue [--stories N]     a synthetic dump, rescued into an empty SQLite folder by the command itself
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.exchange.efiction.dumps import COLUMNS, HEAD, chapter, create, insert, story

CHAPTERS, WORDS, REVIEWS, BY_ONE = 3, 1_200, 4, 5
VOCABULARY = ["lamp", "sea", "night", "keeper", "island", "wind", "harbour", "letter", "stair", "glass", "oil", "storm"]


def write_archive(folder: Path, stories: int) -> tuple[Path, Path]:
    dice = random.Random(4)
    paragraphs = ["<p>" + " ".join(dice.choices(VOCABULARY, k=60)) + ".</p>" for _ in range(500)]
    dump, texts = folder / "dump.sql", folder / "stories"
    with dump.open("w", encoding="utf-8") as file:
        file.write(HEAD + "".join(create(table) for table in COLUMNS))
        file.write(insert("settings", ["k", "Old", "", "http://old.example", ""]))
        file.write(insert("ratings", [1, "G", 0, ""], [2, "PG-13", 0, ""]))
        file.write(insert("categories", *([n, -1, f"Fandom {n}", "", "", 0, 0, 0, 0] for n in range(1, 60))))
        for number in range(1, stories + 1):
            author = 1 + number // BY_ONE
            if number % BY_ONE == 1 or number == 1:
                file.write(
                    insert("authors", [author, f"Writer {author}", "", f"w{author}@x.example", "", "", "", "", 0, ""])
                )
            (texts / str(author)).mkdir(parents=True, exist_ok=True)
            rows = []
            for place in range(1, CHAPTERS + 1):
                key = number * 10 + place
                text = "\n".join(dice.choices(paragraphs, k=WORDS // 60))
                (texts / str(author) / f"{key}.txt").write_text(text, encoding="utf-8")
                rows.append(chapter(key, number, author, place))
            file.write(insert("chapters", *rows))
            said = [
                [
                    number * 10 + n,
                    number,
                    number * 10 + 1,
                    f"Reader {n}",
                    0,
                    "Lovely!",
                    "2006-03-12 16:43:50",
                    5,
                    "0",
                    "ST",
                ]
                for n in range(REVIEWS)
            ]
            file.write(insert("reviews", *said))
            file.write(insert("stories", story(number, f"Story {number}", author, catid=str(1 + number % 59))))
    return dump, texts


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.rescue", description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=10_000)
    stories = parser.parse_args().stories
    with tempfile.TemporaryDirectory() as folder:
        dump, texts = write_archive(Path(folder), stories)
        program = Path(sys.executable).with_name("inkstead")
        environment = os.environ | {"INKSTEAD_DATA": f"{folder}/data"}
        command = [str(program), "import", str(dump), "--efiction", "--stories", str(texts), "--json"]
        subprocess.run([str(program), "migrate"], env=environment, capture_output=True, check=True)
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        if done.returncode:
            print(done.stderr)
            return 1
        took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told = json.loads(done.stdout)
    print(
        f"{told['stories']:,} stories, {told['parts']:,} parts, {told['words']:,} words, {told['comments']:,} comments"
    )
    print(f"{took:.0f} s, {cpu:.0f} s of processor time, at most {after.ru_maxrss // 1024} MiB")
    return 0 if cpu < 600 and after.ru_maxrss < 300 * 1024 else 1


if __name__ == "__main__":
    sys.exit(main())
