"""Counts as readers see them: 999, 1K, 15.6K, 329K, 1.2M."""

import re
from decimal import Decimal

UNITS = ((10**9, "B"), (10**6, "M"), (10**3, "K"))
SIZES = {letter: size for size, letter in UNITS} | {"": 1}
SHORT = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,9})?([KMB]?)", re.IGNORECASE | re.ASCII)


def short_count(n: int) -> str:
    """Always rounded down, so that a counter never claims more than there is."""
    for size, letter in UNITS:
        if n >= size:
            return _in_unit(n, size) + letter
    return str(n)


def _in_unit(n: int, size: int) -> str:
    whole, tenth = divmod(n * 10 // size, 10)
    return str(whole) if whole >= 100 or tenth == 0 else f"{whole}.{tenth}"


def parse_short_count(text: str) -> int:
    """The number that a shown count stands for at least; ValueError when it is no count."""
    match = SHORT.fullmatch(text.strip())
    if match is None or (match[2] and not match[3]):
        raise ValueError(f"not a count: {text[:40]!r}")
    number = Decimal(match[1].replace(",", "") + (match[2] or ""))
    return int(number * SIZES[match[3].upper()])
