"""The environment of every test: a data folder of its own, set before Django reads its settings. Import it first."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

# In memory where the system has a folder for that: a run begins with an empty data folder and ends without it.
_SHM = Path("/dev/shm")
DATA = Path(tempfile.mkdtemp(prefix="inkstead-tests-", dir=_SHM if os.access(_SHM, os.W_OK) else None))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("INKSTEAD_")]:
    if not _name.startswith(("INKSTEAD_TEST_", "INKSTEAD_SHARED", "INKSTEAD_DATABASE_URL")):
        del os.environ[_name]  # a shell's own settings must not decide what the tests see
os.environ["INKSTEAD_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "inkstead.settings"

django.setup()
# Workers of pytest-xdist inherit our environment: they would read the settings, with our folder, before coming here.
del os.environ["DJANGO_SETTINGS_MODULE"]
