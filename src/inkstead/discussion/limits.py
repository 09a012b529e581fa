"""How much one person may say in a minute; the form and the API count together."""

from __future__ import annotations

from django.conf import settings

from inkstead.web.pace import Pace

comments = Pace(lambda: settings.COMMENTS_PER_MINUTE, "comments")
