"""How pieces of addresses are read. Importing this registers them."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class Word(StringConverter):
    """As `str`, but without a zero byte: PostgreSQL refuses to look for one, and no slug has one."""

    regex = "[^/\x00]+"


register_converter(Word, "word")
