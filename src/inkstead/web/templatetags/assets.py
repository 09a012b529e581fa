from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inkstead.web.assets import asset_url

register = template.Library()
register.simple_tag(asset_url, name="asset")


@register.simple_tag
def page_assets() -> SafeString:
    """The prose font early, the style sheet, the reader's paper before the first paint, everything else later."""
    font, styles, theme, main = (asset_url(name) for name in ("literata.woff2", "main.css", "theme.js", "main.js"))
    early = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>\n'
    return format_html(
        '{}<link rel="stylesheet" href="{}">\n<script src="{}"></script>\n<script type="module" src="{}"></script>',
        format_html(early, font) if font else "",
        styles,
        theme,
        main,
    )


@register.simple_tag
def style(name: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', asset_url(name))


@register.simple_tag
def script(*names: str) -> SafeString:
    """A script that is loaded after the page, left out where it was never built."""
    urls = [(url,) for url in map(asset_url, names) if url]
    return format_html_join("\n", '<script type="module" src="{}"></script>', urls)
