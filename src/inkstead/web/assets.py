"""Addresses of style sheets, scripts and fonts, each with a hash of its content in its name.

Node builds them into `static/build/` with a manifest (see docs/developers/front-end.md). Where nothing was built, the
style sheets of the package are joined here and served from memory, with the few scripts that need no building.
"""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

HERE = Path(__file__).parent
BUILT = HERE / "static" / "build"
STYLES = ("main.css", "shelf.css")
PLAIN_SCRIPTS = {
    "theme.js": ("theme.js", "plain-theme.js"),
    "main.js": ("beacon.js", "plain.js"),
}


def asset_url(name: str) -> str:
    """Where `main.css` is today; empty when this installation has no such file."""
    built = _manifest().get(name)
    if built is not None:
        return static(f"build/{built}")
    plain = plain_assets()
    return next((f"/assets/{hashed}" for hashed in plain if _without_hash(hashed) == name), "")


@lru_cache(maxsize=1)
def plain_assets() -> dict[str, tuple[str, bytes]]:
    """Hashed name → content type and bytes, for installations that were never built."""
    if _manifest():
        return {}
    texts = {name: ("text/css; charset=utf-8", _joined_styles(HERE / "styles" / name)) for name in STYLES}
    for name, sources in PLAIN_SCRIPTS.items():
        script = "\n".join((HERE / "scripts" / source).read_text(encoding="utf-8") for source in sources)
        texts[name] = ("text/javascript; charset=utf-8", re.sub(r"^export ", "", script, flags=re.MULTILINE))
    return {_with_hash(name, text): (kind, text.encode()) for name, (kind, text) in texts.items()}


def forget_assets() -> None:
    """For tests, and for a development server after a build."""
    _manifest.cache_clear()
    plain_assets.cache_clear()


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _joined_styles(main: Path) -> str:
    """Put every `@import "x.css" layer(y);` where it stands, as esbuild does."""

    def contents(match: re.Match[str]) -> str:
        return f"@layer {match['layer']} {{\n{(main.parent / match['path']).read_text(encoding='utf-8')}}}\n"

    return re.sub(r'@import "(?P<path>[^"]+)" layer\((?P<layer>\w+)\);\n', contents, main.read_text(encoding="utf-8"))


def _with_hash(name: str, text: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}.{suffix}"


def _without_hash(hashed: str) -> str:
    return re.sub(r"-[0-9A-Z]{8}(?=\.\w+$)", "", hashed)
