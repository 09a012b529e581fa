from __future__ import annotations

import pytest
from django.test import Client

from inkstead.recommendations.likeness import relate_stories
from inkstead.recommendations.models import Finished
from inkstead.stories.actions import follow_story
from tests.factories import make_part, make_story, make_token, make_user

pytestmark = pytest.mark.django_db


def test_related_stories_and_those_for_me(client: Client) -> None:
    stories = [make_story(make_user(), title) for title in ("Lamplight", "Tidewater")]
    crowd = [make_user() for _ in range(15)]
    for story in stories:
        make_part(story)
        Finished.objects.bulk_create([Finished(user=user, story=story) for user in crowd])
    relate_stories()
    related = client.get(f"/api/v1/stories/{stories[0].pk}/related").json()
    assert [item["title"] for item in related["items"]] == ["Tidewater"]
    assert client.get("/api/v1/me/recommendations").status_code == 401
    reader = make_user()
    follow_story(stories[0], by=reader)
    headers = {"Authorization": f"Bearer {make_token(reader)}"}
    [mine] = client.get("/api/v1/me/recommendations", headers=headers).json()["items"]
    assert (mine["reason"], mine["because_of"]) == ("Because you follow", stories[0].get_absolute_url())
    assert mine["story"]["title"] == "Tidewater"
