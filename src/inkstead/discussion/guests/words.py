"""A filter that learns from what people here keep and throw away: naive Bayes over the words of guests' comments."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from django.db import connection

from inkstead.discussion.models import Comment, Word

LINK = re.compile(r"(?i)\b(?:https?://|www\.)([^\s/<>\"']+)")
ENOUGH = 5  # comments of each kind, before it says anything
SPAM = 0.9
TELLING = 20  # words that have a say, those that say most
MOST_WORDS = 300
_WORD = re.compile(r"[^\W_]{2,40}")


def words_of(comment: Comment) -> list[str]:
    """Each once, in a fixed order, so that two who learn at once never wait for each other."""
    text = unicodedata.normalize("NFKC", comment.body).casefold()
    found = set(_WORD.findall(LINK.sub(" ", text)))
    hosts = {f"host:{host}"[:64] for host in LINK.findall(text)}
    name = {f"name:{word}"[:64] for word in _WORD.findall(comment.guest_name.casefold())}
    links = {f"links:{min(len(LINK.findall(text)), 3)}"}
    return sorted(found)[:MOST_WORDS] + sorted(hosts)[:20] + sorted(name) + sorted(links)


def links_in(body: str) -> int:
    return len(LINK.findall(body))


def looks_like_spam(comment: Comment) -> bool:
    return likelihood(words_of(comment)) >= SPAM


def likelihood(words: Iterable[str]) -> float:
    """That a comment of these words is spam: 0.5 while too little is known."""
    known = {row.word: row for row in Word.objects.filter(word__in=["", *words])}
    total = known.pop("", None)
    if total is None or min(total.good, total.spam) < ENOUGH:
        return 0.5
    says = [
        math.log((row.spam + 0.5) / (total.spam + 1)) - math.log((row.good + 0.5) / (total.good + 1))
        for row in known.values()
    ]
    sum_of_most = sum(sorted(says, key=abs, reverse=True)[:TELLING])
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, sum_of_most))))


def learn(comment: Comment, verdict: str) -> None:
    """`verdict` is "good", "spam", or nothing to forget. What it was taken for before is unlearnt; twice is harmless.

    The comment is locked by the caller.
    """
    learn_all([(comment, verdict)])
    if comment.learned != verdict:
        comment.learned = verdict
        comment.save(update_fields=["learned"])


def learn_all(verdicts: Iterable[tuple[Comment, str]]) -> None:
    """Of many at once, each word written once; the callers save what the comments were taken for."""
    changes: dict[str, Counter[str]] = {"good": Counter(), "spam": Counter()}
    for comment, verdict in verdicts:
        if comment.learned == verdict:
            continue
        words = ["", *words_of(comment)]
        if comment.learned:
            changes[comment.learned].subtract(words)
        if verdict:
            changes[verdict].update(words)
    sums = {word: (changes["good"][word], changes["spam"][word]) for word in {*changes["good"], *changes["spam"]}}
    with connection.cursor() as cursor:
        # In a fixed order, so that two who learn at once never wait for each other.
        for word, (good, spam) in sorted(sums.items()):
            cursor.execute(_LEARN, [word, max(good, 0), max(spam, 0), good, good, spam, spam])


_LEARN = (
    "INSERT INTO discussion_word (word, good, spam) VALUES (%s, %s, %s) ON CONFLICT (word) DO UPDATE SET "
    "good = CASE WHEN discussion_word.good + %s < 0 THEN 0 ELSE discussion_word.good + %s END, "
    "spam = CASE WHEN discussion_word.spam + %s < 0 THEN 0 ELSE discussion_word.spam + %s END"
)
