"""From the bytes of a file to its text, or to one sentence about what the file is instead."""

import codecs
import re

from inkstead.lib.prose.limits import FILE_LIMIT
from inkstead.lib.refusals import Refused

MAGIC = (
    (b"%PDF-", "This is a PDF. Save the text itself, for example as .docx or .txt, and import that."),
    (b"PK\x03\x04", "This is a zip archive or an office document, not a text file."),
    (b"\xd0\xcf\x11\xe0", "This is an old Word document (.doc). Save it as .docx or .txt and import that."),
    (b"{\\rtf", "This is a rich text file (.rtf). Save it as .docx or .txt and import that."),
    (b"\x89PNG", "This is a PNG image, not a text."),
    (b"\xff\xd8\xff", "This is a JPEG image, not a text."),
    (b"GIF8", "This is a GIF image, not a text."),
    (b"\x1f\x8b", "This is a compressed file (gzip). Unpack it and import what is in it."),
    (b"7z\xbc\xaf", "This is a compressed file (7z). Unpack it and import what is in it."),
    (b"Rar!", "This is a compressed file (rar). Unpack it and import what is in it."),
    (b"SQLite format 3", "This is a database, not a text."),
    (b"\x7fELF", "This is a program, not a text."),
    (b"MZ\x90", "This is a program, not a text."),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 4096
NO_TEXT = "This does not seem to be a text file."
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_\-]{2,20})""")


def decode_text(data: bytes) -> str:
    if len(data) > FILE_LIMIT:
        most = FILE_LIMIT // 2**20
        raise Refused(f"This file is larger than {most} MB, the most that can be imported.", code="too_long")
    for beginning, sentence in MAGIC:
        if data.startswith(beginning):
            raise Refused(sentence, code="not_text")
    text = _decoded(data)
    if not text.strip():
        raise Refused("This file is empty.", code="empty")
    if len(CONTROLS.findall(text)) > len(text) // 200:
        raise Refused(NO_TEXT, code="not_text")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _wide_encoding(data[:SAMPLE])
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_by_guess(data)


def _wide_encoding(sample: bytes) -> str:
    """Every other byte of Latin text in UTF-16 is zero."""
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * pairs and odd < 0.1 * pairs else ""


def _decoded_by_guess(data: bytes) -> str:
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if sum(c > "\x7f" for c in mended) > 10 * broken:
        return mended
    declared = DECLARED.search(data[:SAMPLE])
    for encoding in (declared[1].decode("ascii") if declared else "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("latin-1")
