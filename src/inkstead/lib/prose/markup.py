"""Writing HTML the one way that the sanitiser writes it too, so that its answer can be compared with the question."""

import html
import re
from collections.abc import Container

from inkstead.lib.prose.limits import tidy_characters
from inkstead.lib.prose.tokens import Attributes

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
DIRECTIONS = frozenset({"ltr", "rtl", "auto"})
BLOCK_ID = re.compile(r"b-[0-9a-z]{8}")


def decode(text: str) -> str:
    """Entities may spell what was already dropped from the typed text, so it is dropped again."""
    return tidy_characters(html.unescape(text)) if "&" in text else text


def escape(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def escape_value(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def opening(tag: str, *pairs: tuple[str, str]) -> str:
    """Pairs without a value are left out."""
    written = "".join([f' {name}="{escape_value(value)}"' for name, value in pairs if value])
    return f"<{tag}{written}>"


def language_of(attributes: Attributes) -> str:
    language = attributes.get("lang") or attributes.get("xml:lang") or ""
    return language if len(language) <= 35 and LANGUAGE.fullmatch(language) else ""


def direction_of(attributes: Attributes) -> str:
    direction = attributes.get("dir", "").lower()
    return direction if direction in DIRECTIONS else ""


def id_of(attributes: Attributes, known: Container[str]) -> str:
    block_id = attributes.get("id", "")
    return block_id if BLOCK_ID.fullmatch(block_id) and block_id in known else ""
