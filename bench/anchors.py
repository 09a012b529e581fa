"""Where comments in the margin end after 50 random edits of a 100-paragraph part: `python -m bench.anchors [SEEDS]`.

Without ids, as after an import or a paste; the editor sends them. Wants the novel of the shared data.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.lib.prose.test_carrying import by_place, from_a_novel, made_up, rewritten, share

WAYS: dict[str, dict[str, Any]] = {
    "each edit published": {"at_once": 1},
    "ten edits at a time": {"at_once": 10},
    "all fifty at once": {"at_once": 50},
    "with the editor's ids": {"with_ids": True},
    "control: ids, nothing carried": {"carries": False},
    "control: ids by place": {"carries": False, "identify": by_place},
}


def measure(prose: Callable[[random.Random], list[str]], seeds: int, **way: Any) -> str:
    found = [rewritten(prose(random.Random(seed)), seed, **way) for seed in range(seeds)]
    shares, together = sorted(map(share, found)), sum(found, Counter[str]())
    wrong = together["wrong"] + together["near"]
    return (
        f"right {share(together):.4f}, worst {shares[0]:.3f}, tenth {shares[seeds // 10]:.3f}, under 0.95: "
        f"{sum(s < 0.95 for s in shares)}; in the tray {together['lost']}, misplaced {wrong}; "
        f"paragraph gone: tray {together['rightly lost']}, elsewhere {together['gone, wrong']}"
    )


if __name__ == "__main__":
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for prose in (from_a_novel, made_up):
        for name, way in WAYS.items():
            print(f"{prose.__name__}, {name}: {measure(prose, seeds, **way)}", flush=True)
