"""How people spell a scene break when it stands alone on a line."""

import re

STRONG = r"*＊∗⁎✱✲✳✴✵✶✷✸✹✺✻✼✽✾❀❁❂❃❄❅❆❇❈❉❊❋★☆•·●○◦◆◇❖※⁂⁕❦❧☙❡§~～∼#"
WEAK = r"\-=_+:|"
LONGEST = 80

# Dots, kisses ("xxx") and hearts are things that people say, so they are not here.
SPELLINGS = re.compile(
    rf"(?:[{STRONG}{WEAK}\s]*[{STRONG}][{STRONG}{WEAK}\s]*"  # * * *, #, ~*~, -*-, ⁂
    r"|([-=_+])(?:\s*\1){2,}"  # ---, = = =
    r"|[—―–](?:\s?[—―–])*"
    r"|[-~*=\s]*(?:o[O0]o(?:[O0]o)*|O[o0]O(?:[o0]O)*|0[oO]0(?:[oO]0)*|xXx(?:Xx)*|XxX(?:xX)*)[-~*=\s]*"
    r"|<>(?:\s?<>)*)"
)


BEGINNINGS = frozenset(f"{STRONG}-=_+:|—―–oO0xX<")


def is_scene_break(line: str) -> bool:
    """The line is nothing but an ornament between two scenes."""
    stripped = line.strip()
    if not stripped or stripped[0] not in BEGINNINGS:
        return False
    return len(stripped) <= LONGEST and SPELLINGS.fullmatch(stripped) is not None
