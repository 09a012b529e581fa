"""How fast, as ratios: `make bench`, or `python -m bench [row…] [--rounds N] [--seconds S]`.

A row whose tools are missing says so and is left out. The exit status is 1 when a measured row is below its floor.
"""

from __future__ import annotations

import argparse
import sys
import time

from bench import figures, imports, life, pages, votes, weight
from bench.rows import Missing, Row

ROWS = {
    "signed-out": pages.signed_out,
    "signed-in": pages.signed_in,
    "from-scratch": pages.from_scratch,
    "votes": votes.acknowledged,
    "life": life.of_the_reference_part,
    "weight": weight.of_the_part_page,
    "imports": imports.of_a_novel,
    "exports": imports.as_epub,
    "figures": figures.of_a_long_story,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], help=f"of {', '.join(ROWS)} (all)")
    parser.add_argument("--rounds", type=int, default=3, help="how often ours and the yardstick take turns (3)")
    parser.add_argument("--seconds", type=int, default=4, help="how long each turn lasts (4)")
    parser.add_argument("--reads", type=int, default=figures.READS, help=f"for figures ({figures.READS:,})")
    options = parser.parse_args()
    figures.asked_for(options.reads)
    done: list[Row] = []
    for name in options.rows or ROWS:
        began = time.monotonic()
        try:
            row = ROWS[name](options.rounds, options.seconds)
        except Missing as missing:
            print(f"{name}: left out. {missing}", flush=True)
            continue
        print(f"{name}: {row.told} ({time.monotonic() - began:.0f} s)", flush=True)
        done.append(row)
    print_table(done)
    return 0 if all(row.holds for row in done) else 1


def print_table(rows: list[Row]) -> None:
    lines = [("what", "against", "figure", "floor", "holds")]
    lines += [(row.what, row.against, row.figure, row.floor, "yes" if row.holds else "NO") for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
