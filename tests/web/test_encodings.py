from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.web.encodings import FORMS, encode, encode_once, negotiate
from tests.through_front import DECODERS


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("gzip;q=0, *", "br"),
        ("identity", "identity"),
        ("deflate", "identity"),
        ("gzip;q=abc", "identity"),
        (",,;;=,", "identity"),
        ("x-" * 5000, "identity"),
    ],
)
def test_the_best_form_a_client_takes(accept: str, form: str) -> None:
    assert negotiate(accept) == form


@given(st.text(max_size=80))
def test_no_header_breaks_it(accept: str) -> None:
    assert negotiate(accept) in FORMS


@given(st.binary(max_size=4000), st.sampled_from(FORMS))
def test_every_form_comes_back_bit_for_bit(body: bytes, form: str) -> None:
    decode = DECODERS["" if form == "identity" else form]
    assert decode(encode(body, form)) == decode(encode_once(body, form)) == body


def test_the_same_body_compresses_to_the_same_bytes() -> None:
    """No time stamp in gzip: an ETag stands for these bytes on every machine."""
    body = b"The lamp went out at nine. " * 50
    for form in FORMS:
        assert encode(body, form) == encode(body, form)
