"""What documents of word processors have in common once they are HTML: empty paragraphs that mean something."""

from __future__ import annotations

import re

from inkstead.lib.prose.manuscript import Manuscript, manuscript_of_html

EMPTY = r"<p[^>]*>(?:\s|&nbsp;|&#160;|\xa0|<br ?/?>|</?(?:em|strong|u|s|span)[^>]*>)*</p>"
GAP = re.compile(rf"(?<=</p>)\s*((?:{EMPTY}\s*)+)(?=<p[ >])")
ONE = re.compile(EMPTY)
PARAGRAPH = re.compile(r"</p>\s*<p[ >]")
LEAST = 3
USUAL = 0.3  # of all paragraphs: so many single free lines only keep paragraphs apart


def divided(html: str, name: str, title: str = "") -> Manuscript:
    """A free line where none is usual is a scene break, as is a double one where single ones are usual."""
    gaps = [len(ONE.findall(found[1])) for found in GAP.finditer(html)]
    singles = gaps.count(1)
    usual = singles >= LEAST and singles > USUAL * (len(PARAGRAPH.findall(html)) - sum(gaps))
    least = 2 if usual else 1
    html = GAP.sub(lambda found: "<hr>" if len(ONE.findall(found[1])) >= least else "", html)
    return manuscript_of_html(html, name, title=" ".join(title.split()))
