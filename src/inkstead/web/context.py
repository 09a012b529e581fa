from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_values() -> dict[str, object]:
    return {
        "site": {
            "name": settings.SITE_NAME,
            "tagline": settings.SITE_TAGLINE,
            "base_url": settings.BASE_URL,
            "ai_crawlers": settings.AI_CRAWLERS,
        }
    }


def site(request: HttpRequest) -> dict[str, object]:
    return site_values()
