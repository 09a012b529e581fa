"""Where stories, parts and tags are. A list names some two hundred addresses, and Django's `reverse` looks through all
patterns for each; slugs are letters, digits and hyphens, so these come out the same."""

from __future__ import annotations

from django.utils.encoding import iri_to_uri

from inkstead.lib.slugs import slugify_title


def story_address(pk: int, title: str) -> str:
    return iri_to_uri(f"/story/{pk}-{slugify_title(title)}/")


def part_address(pk: int, title: str) -> str:
    return iri_to_uri(f"/part/{pk}-{slugify_title(title)}/")


def tag_address(slug: str) -> str:
    return iri_to_uri(f"/tag/{slug}/")
