from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.packing import pack, unpack

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@given(TEXT, TEXT)
def test_what_was_packed_comes_back(text: str, base: str) -> None:
    assert unpack(pack(text, base), base) == text


def test_a_text_that_resembles_another_takes_next_to_nothing() -> None:
    paragraphs = [f"<p>Paragraph {n} speaks of {n * n} lamps and {n % 7} ships.</p>" for n in range(2_000)]
    base = "\n".join(paragraphs)
    paragraphs[700] = "<p>This one was written again.</p>"
    changed = "\n".join(paragraphs)
    assert len(pack(changed, base)) < 200 < len(pack(changed))
