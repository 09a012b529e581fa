"""Programs that collect texts to train on, by the names under which they ask for `robots.txt`."""

from __future__ import annotations

CRAWLERS = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai"),
    *("Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot", "Meta-ExternalAgent", "Omgilibot"),
    *("PanguBot", "Timpibot", "YouBot"),
)
# Pages that are one person's own, or forms, or without end.
NOT_FOR_PROGRAMS = (
    *("/me/", "/write/", "/library/", "/search/", "/api/", "/keep/", "/draft/", "/guest/", "/shelf/with/"),
    *("/opds/with/", "/feeds/search/", "/feeds/follows/"),
)


def robots_txt(*, let_in: bool, sitemap: str) -> str:
    """`let_in`: whether the operator lets the crawlers in; pages of authors who do not say so themselves. `sitemap` is
    a whole address."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_PROGRAMS), "Allow: /", ""]
    if not let_in:
        lines += [*(f"User-agent: {name}" for name in CRAWLERS), "Disallow: /", ""]
    return "\n".join([*lines, f"Sitemap: {sitemap}", ""])
