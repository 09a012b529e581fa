"""Writing XML: elements are joined strings, and nothing of a writer's gets out of its place."""

from __future__ import annotations

import re
from html import escape

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
# What XML 1.0 has no sign for, whichever way it is written (section 2.2).
IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, *content: str, **attributes: str) -> str:
    """`content` is XML already. A trailing _ of an attribute's name is for words of Python; empty ones are left out."""
    told = "".join(f' {_named(key)}="{text(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{told}>{''.join(content)}</{name}>" if content else f"<{name}{told}/>"


def text(value: str) -> str:
    return escape(IMPOSSIBLE.sub("", value))


def _named(key: str) -> str:
    return key.rstrip("_").replace("__", ":")
