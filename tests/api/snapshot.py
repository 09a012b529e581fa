"""`python -m tests.api.snapshot` keeps the description of the API in docs/api/openapi.json."""

from __future__ import annotations

from tests import environment  # noqa: F401 - sets the environment, so it comes first

# isort: split
from inkstead.api.endpoints import api
from inkstead.api.openapi import document_bytes
from tests.api.test_openapi import SNAPSHOT

if __name__ == "__main__":
    SNAPSHOT.write_bytes(document_bytes(api))
