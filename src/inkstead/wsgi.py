"""The program as a WSGI server sees it: the front with its memory, and Django behind it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

# Models can be imported only from here on.
from inkstead.reading import beacon  # noqa: E402
from inkstead.web.front import Front  # noqa: E402

application = Front(django_application, shortcuts=[(beacon.START, beacon.END, beacon.answer)])
