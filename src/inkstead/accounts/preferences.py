"""How a person likes to read. Unknown keys and values are refused, so the page can trust what is stored."""

from __future__ import annotations

from collections.abc import Mapping

from inkstead.lib.refusals import Refused

CHOICES: dict[str, tuple[str, ...]] = {
    "paper": ("auto", "white", "sepia", "dusk", "black"),
    "font": ("literata", "atkinson", "opendyslexic", "system"),
    "size": ("80", "90", "100", "110", "120", "135", "150", "175", "200"),
    "leading": ("130", "145", "160", "175", "200"),
    "width": ("narrow", "normal", "wide"),
    "paragraphs": ("indented", "spaced"),
    "justify": ("no", "yes"),
    "hyphenate": ("no", "yes"),
}


def checked(given: Mapping[str, object]) -> dict[str, str]:
    """The valid part of what was asked for; anything else is refused by name."""
    wrong = {
        str(key): "This is not one of the choices."
        for key, value in given.items()
        if key not in CHOICES or value not in CHOICES[key]
    }
    if wrong:
        raise Refused("Some reading settings are not known.", code="invalid", fields=wrong)
    return {key: str(value) for key, value in given.items()}


def attributes(stored: Mapping[str, object]) -> dict[str, str]:
    """Those that are still valid, for the page's data attributes."""
    return {key: str(value) for key, value in stored.items() if key in CHOICES and value in CHOICES[key]}
