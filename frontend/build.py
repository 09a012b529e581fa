"""Builds the front end where npm is there. Quick and silent when nothing changed; never stops an installation.

`make install` runs it. What is missing without it: the fonts, the keyboard, the editor. Every page still works.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
WEB = FRONTEND.parent / "src" / "inkstead" / "web"
BUILT = WEB / "static" / "build"
STAMP = BUILT / "sources.sha256"
INSTALLED = FRONTEND / "node_modules" / ".package-lock.json"


def main() -> int:
    npm = shutil.which("npm")
    if npm is None:
        return give_up("Node is not installed")
    fingerprint = sources_fingerprint()
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        return 0
    try:
        if not packages_are_installed():
            install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            run(install, "its packages could not be fetched")
        with tempfile.TemporaryDirectory(dir=FRONTEND) as folder:
            fresh = Path(folder) / "build"
            fresh.mkdir()
            run([shutil.which("node") or "node", "build.mjs", str(fresh)], "it could not be bundled")
            (fresh / STAMP.name).write_text(fingerprint)
            shutil.rmtree(BUILT, ignore_errors=True)
            BUILT.parent.mkdir(parents=True, exist_ok=True)
            fresh.rename(BUILT)
    except BuildError as problem:
        return give_up(str(problem))
    print("The front end is built.")
    return 0


class BuildError(Exception):
    pass


def run(command: list[str], otherwise: str) -> None:
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()
        raise BuildError(f"{otherwise} ({' '.join(last)[:300]})")


def packages_are_installed() -> bool:
    """npm writes its own note of what it installed; a newer lock file means that it has to look again."""
    lock = FRONTEND / "package-lock.json"
    return INSTALLED.is_file() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime


def sources_fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in (FRONTEND, WEB / "styles", WEB / "scripts"):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).parts
            if "node_modules" in inside or "tests" in inside or not path.is_file():
                continue
            digest.update("/".join(inside).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def give_up(why: str) -> int:
    print(f"The front end was not built: {why}. Fonts, keyboard and editor are left out; every page still works.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
