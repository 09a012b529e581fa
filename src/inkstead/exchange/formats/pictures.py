"""Pictures inside a book or a document: made anew in the cage, so that nothing of the file that came in is kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inkstead.lib.pictures.decoding import made_anew
from inkstead.lib.prose.manuscript import ARRIVING_IMAGE, ManuscriptPart, arriving_image
from inkstead.lib.refusals import Refused

LONGEST = 1600
MOST = 400
WHOLE = 48 * 1024 * 1024
LEAST_COVER = 200  # pixels
LEAST = 24  # pixels: what is smaller is a spacer or a bullet


@dataclass(slots=True)
class Pictures:
    """Those of one manuscript, each kept once."""

    kept: dict[str, bytes] = field(default_factory=dict)
    size: int = 0
    left_out: list[str] = field(default_factory=list)

    def take(self, data: bytes, name: str) -> str:
        """The address under which a text names it; empty, with a word about why, where it cannot be kept."""
        made = self._made(data, name, LEAST, "It is smaller than a letter.")
        if not made:
            return ""
        word = hashlib.sha256(made).hexdigest()
        if word not in self.kept:
            if len(self.kept) >= MOST or self.size + len(made) > WHOLE:
                return self._leave_out(name, f"More than {MOST} pictures or {WHOLE // 1024**2} MB cannot be kept.")
            self.kept[word] = made
            self.size += len(made)
        return arriving_image(word)

    def cover(self, data: bytes, name: str) -> bytes:
        """Made anew, apart from those of the texts; empty, with a word about why, where it cannot be taken."""
        return self._made(data, name, LEAST_COVER, "It is too small for a cover.")

    @property
    def warnings(self) -> list[str]:
        told = list(dict.fromkeys(self.left_out))
        return told[:10] + ([f"{len(told) - 10} more pictures were left out."] if len(told) > 10 else [])

    def _made(self, data: bytes, name: str, least: int, too_small: str) -> bytes:
        try:
            made, size = made_anew(io.BytesIO(data), longest=LONGEST)
        except Refused as refused:
            self._leave_out(name, refused.message)
        except MemoryError:
            self._leave_out(name, "It takes more memory than a picture may take.")
        else:
            if min(size.width, size.height) >= least:
                return made
            self._leave_out(name, too_small)
        return b""

    def _leave_out(self, name: str, why: str) -> str:
        told = "".join(letter if letter.isprintable() else "?" for letter in name)[-60:]
        self.left_out.append(f"The picture “{told}” was left out. {why}")
        return ""


def of_no_part(images: Mapping[str, bytes], parts: Sequence[ManuscriptPart]) -> list[str]:
    """A word about pictures whose place was left out: on a title page, in a heading."""
    named = {word for part in parts for word in ARRIVING_IMAGE.findall(part.html)}
    count = len(images.keys() - named)
    if not count:
        return []
    pictures = "1 picture was" if count == 1 else f"{count} pictures were"
    return [f"{pictures} left out: on the title page, or in a heading."]
