"""Which addresses a text may point to."""

import re

LINK = re.compile(r"(?:https?://[^\s/?#\\]|mailto:[^\s/?#]+@)[^\s]*", re.IGNORECASE)
# No dots at the start of a piece and no percent signs: "/files/../" must have no spelling.
OWN_FILE = re.compile(r"/files/[A-Za-z0-9_\-][A-Za-z0-9_.\-]*(?:/[A-Za-z0-9_\-][A-Za-z0-9_.\-]*)*")
BROKEN = re.compile(r"[\t\n\r\f]+")
LONGEST = 2_000


def tidy_link(address: str) -> str:
    """The address as a browser would read it, or "" when a text may not link to it."""
    tidy = BROKEN.sub("", address.strip()).replace(" ", "%20") if len(address) <= LONGEST else ""
    return tidy if LINK.fullmatch(tidy) else ""


def is_own_file(address: str) -> bool:
    return len(address) <= LONGEST and OWN_FILE.fullmatch(address) is not None


def outside_image(address: str) -> str:
    """The address of an image elsewhere, as a link that fetches nothing until somebody follows it."""
    stripped = address.strip()
    link = tidy_link(f"https:{stripped}" if stripped.startswith("//") else stripped)
    return link if link.lower().startswith("http") else ""
