"""What waits for a writer's word in apps above this one: each registers a question of one query; *Write* asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from inkstead.accounts.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    title: str
    address: str
    says: str
    since: datetime


Question = Callable[[User], list[Waiting]]
_questions: list[Question] = []


def waits_on_desk(question: Question) -> Question:
    if question not in _questions:
        _questions.append(question)
    return question


def waiting_for(user: User) -> list[Waiting]:
    return [waiting for question in _questions for waiting in question(user)]
