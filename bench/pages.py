"""The part page: prepared, filled for a person, made from scratch."""

from __future__ import annotations

from bench.rows import Row, requests_per_second, taking_turns
from bench.sites import bare_django, body_of, inkstead, nginx

NGINX = "nginx, the same bytes as a file"


def signed_out(rounds: int, seconds: int, floor: float = 0.6) -> Row:
    with inkstead() as site, nginx(body_of(site.page)) as file:
        ratio = taking_turns(
            lambda: requests_per_second(site.page, seconds), lambda: requests_per_second(file, seconds), rounds
        )
    return Row(
        "part page, signed out, one core", NGINX, f"{ratio.value:.2f}", f"{floor}", ratio.value >= floor, str(ratio)
    )


def signed_in(rounds: int, seconds: int, floor: float = 0.03) -> Row:
    with inkstead() as site:
        headers = {"Cookie": site.library["cookie"]}
        body = body_of(site.page, **headers)
        assert b"data-person" in body, "the bench's reader is not signed in"
        with nginx(body) as file:
            ratio = taking_turns(
                lambda: requests_per_second(site.page, seconds, headers=headers),
                lambda: requests_per_second(file, seconds),
                rounds,
            )
    return Row(
        "part page, signed in, one core", NGINX, f"{ratio.value:.3f}", f"{floor}", ratio.value >= floor, str(ratio)
    )


def from_scratch(rounds: int, seconds: int, floor: float = 0.5) -> Row:
    with inkstead(INKSTEAD_PAGE_CACHE_MB="0") as site, bare_django(site) as (bare, cookie):
        ratio = taking_turns(
            lambda: requests_per_second(site.page, seconds, connections=8),
            lambda: requests_per_second(bare, seconds, connections=8, headers={"Cookie": cookie}),
            rounds,
        )
    what = "part page made from scratch, nothing kept"
    return Row(what, "a bare Django view", f"{ratio.value:.2f}", f"{floor}", ratio.value >= floor, str(ratio))
