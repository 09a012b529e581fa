from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.events.jobs import KEEP_FACTS, prune_facts, react
from inkstead.events.models import FactRow

pytestmark = pytest.mark.django_db


def test_a_reaction_that_is_gone_is_left_out() -> None:
    row = FactRow.objects.create(name="NightFell", payload={"hour": 22})
    react.call("gone.handler", row.pk)
    react.call("gone.handler", row.pk + 1)


def test_old_facts_are_forgotten() -> None:
    kept = FactRow.objects.create(name="NightFell", payload={"hour": 22})
    FactRow.objects.create(name="NightFell", created_at=timezone.now() - KEEP_FACTS - timedelta(hours=1))
    assert prune_facts.call() == 1
    assert FactRow.objects.get() == kept
