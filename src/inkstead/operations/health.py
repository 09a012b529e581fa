"""Is the process alive, can it serve, and how is it doing."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from inkstead.accounts.models import User
from inkstead.background.models import Job
from inkstead.reading import counting
from inkstead.stories.models import Part, Story
from inkstead.web.addresses import is_trusted
from inkstead.web.pages import pages


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database does not get it restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """It can serve: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM stories_story LIMIT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text format 0.0.4, for the machine itself and trusted proxies' networks; nothing personal in it."""
    address = request.META.get("REMOTE_ADDR", "")
    if address not in ("127.0.0.1", "::1", "") and not is_trusted(address):
        return HttpResponse("Metrics are for the machine itself.\n", content_type="text/plain", status=403)
    return HttpResponse("".join(_lines()), content_type="text/plain; version=0.0.4")


def _lines() -> Iterator[str]:
    waiting = Job.objects.filter(state="waiting").count()
    failed = Job.objects.filter(state="failed").count()
    gauges = {
        "inkstead_pages_kept": (len(pages), "Shared pages in this process's memory"),
        "inkstead_pages_bytes": (pages.size, "Bytes of shared pages in this process's memory"),
        "inkstead_reads_buffered": (counting.buffer.waiting, "Reads heard of and not yet written"),
        "inkstead_jobs_waiting": (waiting, "Background jobs waiting"),
        "inkstead_jobs_failed": (failed, "Background jobs given up"),
        "inkstead_stories": (Story.objects.count(), "Stories"),
        "inkstead_parts_published": (Part.objects.published().count(), "Published parts"),
        "inkstead_accounts": (User.objects.count(), "Accounts"),
    }
    for name, (value, text) in gauges.items():
        yield f"# HELP {name} {text}\n# TYPE {name} gauge\n{name} {value}\n"
