"""What other apps' pages show of rhythms: they load this by its name and know nothing else of it."""

from __future__ import annotations

from django import template

from inkstead.accounts.models import User
from inkstead.serial.queries import FollowedNews, news_for

register = template.Library()


@register.simple_tag
def followed_news(reader: User) -> list[FollowedNews]:
    return news_for(reader)
