"""The rankings there are: their names, what they say about themselves, and in which windows they are made."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.lib.refusals import Refused
from inkstead.rankings.formulas import WINDOWS

WINDOW_LABELS = {"today": "Today", "week": "This week", "month": "This month", "all": "All time"}
WINDOW_DAYS = {
    "today": "today and yesterday",
    "week": "the last seven days",
    "month": "the last thirty days",
    "all": "all time",
}


@dataclass(frozen=True, slots=True)
class Ranking:
    name: str
    title: str
    line: str  # what it shows, in one sentence
    formula: str
    explained: str
    windows: tuple[str, ...]

    @property
    def usual(self) -> str:
        return "week" if "week" in self.windows else self.windows[-1]


RANKINGS = {
    ranking.name: ranking
    for ranking in (
        Ranking(
            "rising",
            "Rising",
            "Stories that more people read than before.",
            "(n − b) ÷ √(n + b + 10)",
            "n is the number of readers in this time, b the number in the equally long time before it. A story is "
            "measured against its own past, so a small one can stand above a large one. Listed from three readers on, "
            "and only while it grows. Stories younger than thirty days have a list of their own.",
            ("today", "week", "month"),
        ),
        Ranking(
            "newcomers",
            "Newcomers",
            "Stories whose first part came out in the last thirty days.",
            "n ÷ √(n + 10)",
            "n is the number of readers in this time. It is the formula of the rising ones, for stories that have no "
            "past to be measured against. Listed from three readers on.",
            ("today", "week", "month"),
        ),
        Ranking(
            "read",
            "Most read",
            "Stories with the most readers.",
            "r",
            "r is the number of readers: whoever reads in a story on a day is one reader on that day, however many "
            "parts they read, and the days are added up.",
            ("today", "week", "month", "all"),
        ),
        Ranking(
            "loved",
            "Best loved",
            "Stories whose readers vote for them most.",
            "(min(v, r) + 50 m) ÷ (r + 50)",
            "v is the number of voices, r the number of readers, and more voices than readers count as many as "
            "readers; m is what the whole site has of voices for each reader. A story begins at the site's own average "
            "and moves away from it as readers come: one vote neither makes it nor sinks it. Listed once somebody has "
            "read it and somebody has voted for it in this time.",
            ("today", "week", "month", "all"),
        ),
        Ranking(
            "kept",
            "Best kept",
            "Stories to which readers come back.",
            "the lower end of Wilson's 95 % interval for k of n",
            "n is the number of signed-in people who finished a part, k the number of those who finished one on "
            "another day as well. The lower end is the share that is surely reached: seven of ten say less than "
            "seventy of a hundred. Of the people of one day as many count as there were address blocks out of which "
            "somebody finished a part. Listed from five people on, counted once a night.",
            ("month", "all"),
        ),
        Ranking(
            "finished",
            "Finished lately",
            "Complete stories, by the day their last part came out.",
            "the day of the last part, the newest first",
            "Stories that their authors call complete. Nothing is counted here.",
            ("week", "month", "all"),
        ),
    )
}


def ranking_named(name: str, window: str = "") -> tuple[Ranking, str]:
    """The ranking and one of its windows. Refuses names that there are not."""
    ranking = RANKINGS.get(name)
    if ranking is None:
        raise Refused(f"The rankings are {', '.join(RANKINGS)}.", code="invalid", fields={"ranking": "Unknown."})
    window = window or ranking.usual
    if window not in WINDOWS or window not in ranking.windows:
        raise Refused(
            f"“{ranking.title}” is made for {', '.join(ranking.windows)}.",
            code="invalid",
            fields={"window": "Unknown."},
        )
    return ranking, window
