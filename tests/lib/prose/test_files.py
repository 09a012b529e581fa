import pytest

from inkstead.lib.prose.files import decode_text
from inkstead.lib.refusals import Refused

TEXT = "“Café,” she said.\nDon’t."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_decode_text_reads(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    text = "é" * 50
    assert decode_text(text.encode() + b"\xff") == text + "\ufffd"


def test_a_declared_encoding_is_believed_when_it_is_not_utf_8() -> None:
    page = '<meta charset="windows-1251"><p>Привет, мир</p>'
    assert decode_text(page.encode("cp1251")) == page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"PK\x03\x04rest", "zip archive or an office document"),
        (b"\x89PNG\r\n", "PNG image"),
        (b"\xff\xd8\xff\xe0", "JPEG image"),
        (b"\xd0\xcf\x11\xe0", r"old Word document \(\.doc\)"),
        (b"{\\rtf1", "rich text"),
        (b"a\x00b\x01c\x02" * 30, "does not seem to be a text"),
        (bytes(range(256)) * 4, "does not seem to be a text"),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ],
)
def test_decode_text_refuses(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        decode_text(data)
