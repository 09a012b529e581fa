"""Lengths of time as one would say them."""

from __future__ import annotations

from datetime import timedelta

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DAY = timedelta(days=1)
MONTH = timedelta(days=30.4375)


def spelled(number: int) -> str:
    return WORDS[number] if 0 <= number < len(WORDS) else f"{number:,}"


def roughly(length: timedelta) -> str:
    """ "five days", "three weeks and a half", "seven months": never more exact than one would plan by."""
    days = length / DAY
    if days < 1:
        return "less than a day"
    if days < 12:
        return _counted(round(days), "day")
    if days < 70:
        return _halves(days / 7, "week")
    if days < 700:
        return _counted(round(length / MONTH), "month")
    return _halves(days / 365.25, "year")


def _counted(number: int, unit: str) -> str:
    return f"{spelled(number)} {unit}{'' if number == 1 else 's'}"


def _halves(exact: float, unit: str) -> str:
    whole, rest = divmod(round(exact * 2), 2)
    return _counted(whole, unit) + (" and a half" if rest else "")
