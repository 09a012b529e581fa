"""Answers that are files: whole or in ranges, with names that every program understands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe

from inkstead.lib.ranges import UnsatisfiableError, asked_range
from inkstead.web.front import tag_matches

PIECE = 256 * 1024


def file_answer(
    request: HttpRequest,
    file: IO[bytes],
    *,
    size: int,
    content_type: str,
    name: str,
    tag: str = "",
    modified: datetime | None = None,
    own_name: str = "",
) -> HttpResponseBase:
    """`file` is closed with the answer. `tag` is what stands between the quotes of its ETag. `own_name` is for programs
    that can write every letter (RFC 8187), beside the `name` that all can."""
    response = _answer(request, file, size, content_type, tag, modified)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    if own_name:
        response["Content-Disposition"] += f"; filename*=UTF-8''{quote(own_name, safe='')}"
    response["Accept-Ranges"], response["X-Content-Type-Options"] = "bytes", "nosniff"
    # A file that is opened in the browser must not be able to act as a page of ours.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    tell_state(response, tag, modified)
    return response


def unchanged(request: HttpRequest, tag: str, modified: datetime | None = None) -> HttpResponse | None:
    """304 for whoever has this state already. A tag that was sent decides alone (RFC 9110, 13.2.2)."""
    sent = request.headers.get("If-None-Match")
    if sent is not None:
        same = tag_matches(sent, f'"{tag}"')
    else:
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        same = since is not None and modified is not None and _seconds(modified) <= since
    if not same:
        return None
    response = HttpResponseNotModified()
    tell_state(response, tag, modified)
    return response


def tell_state(response: HttpResponseBase, tag: str, modified: datetime | None) -> None:
    if tag:
        response["ETag"] = f'"{tag}"'
    if modified is not None:
        response["Last-Modified"] = http_date(_seconds(modified))


def _answer(
    request: HttpRequest, file: IO[bytes], size: int, content_type: str, tag: str, modified: datetime | None
) -> HttpResponseBase:
    try:
        asked = asked_range(request.headers.get("Range", ""), size) if _may_continue(request, tag, modified) else None
    except UnsatisfiableError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = asked or (0, size - 1)
    headers = {"Content-Length": str(last - first + 1)}
    if asked:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = 206 if asked else 200
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=content_type, status=status, headers=headers)
    file.seek(first)  # a file in a bucket is fetched here: what cannot be fetched is no answer that breaks off
    pieces = _pieces(file, last - first + 1)
    response = StreamingHttpResponse(pieces, content_type=content_type, status=status, headers=headers)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def _may_continue(request: HttpRequest, tag: str, modified: datetime | None) -> bool:
    """If-Range: only the rest of the very same file is of use."""
    sent = request.headers.get("If-Range", "")
    if not sent or request.method != "GET":
        return not sent
    if sent.startswith('"'):
        return sent == f'"{tag}"'
    return modified is not None and parse_http_date_safe(sent) == _seconds(modified)


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece


def _seconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp())
