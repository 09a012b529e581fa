"""The program as a WSGI server sees it: the front with its memory, and Django behind it."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

django_application = get_wsgi_application()

# Models can be imported only from here on.
from inkstead.reading import beacon  # noqa: E402
from inkstead.web.front import Front  # noqa: E402

application = Front(django_application, shortcuts=[(beacon.START, beacon.END, beacon.answer)])

# What is loaded stays: the collector need not look through it again and again, which took a page in a hundred some 150
# milliseconds. The views, too, which would else be loaded by the first request.
get_resolver().url_patterns  # noqa: B018 - is there when it was asked for
gc.collect()
gc.freeze()
