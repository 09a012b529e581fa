"""Addresses that are put together by hand are those of the patterns, in every script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from inkstead.accounts.addresses import pen_name_address
from inkstead.lib.slugs import slugify_tag, slugify_title
from inkstead.stories.addresses import part_address, story_address, tag_address

TITLES = [
    "The Lamp",
    "L'été déjà",
    "Ночь в порту",
    "夜の港",
    "حكاية الميناء",
    "कहानी",
    "C++ & C#",
    "🐉",
    "50% / #1?",
    "a" * 90,
    "",
]


@pytest.mark.parametrize("title", TITLES)
def test_an_address_is_the_one_of_its_pattern(title: str) -> None:
    slug = slugify_title(title)
    assert story_address(7, title) == reverse("story", args=[7, slug])
    assert part_address(7, title) == reverse("part", args=[7, slug])
    assert tag_address(slugify_tag(title)) == reverse("tag", args=[slugify_tag(title)])
    assert pen_name_address(slug) == reverse("pen_name", args=[slug])
