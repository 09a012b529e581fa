"""Where uploaded and made files lie: in the data folder, or in a bucket of anything that speaks S3."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONNECT, READ, ATTEMPTS = 3, 30, 2  # seconds, seconds, and how often it is asked in all


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    endpoint: str = ""  # empty for Amazon's own
    region: str = ""
    access_key: str = ""  # empty where the machine itself has a role
    secret_key: str = ""
    prefix: str = ""


def file_storage(folder: Path, bucket: Bucket) -> dict[str, Any]:
    """As Django's STORAGES has it. Nothing in a bucket is public: pages ask who may see a file, and pass it on."""
    if not bucket.name:
        options: dict[str, Any] = {"location": str(folder), "base_url": "/files/"}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    if importlib.util.find_spec("storages") is None:
        raise SystemExit("INKSTEAD_S3_BUCKET is set, but what speaks S3 is missing: pip install 'inkstead[s3]'.")
    options = {
        "bucket_name": bucket.name,
        "endpoint_url": bucket.endpoint or None,
        "region_name": bucket.region or None,
        "access_key": bucket.access_key or None,
        "secret_key": bucket.secret_key or None,
        "location": bucket.prefix.strip("/"),
        "default_acl": None,
        "file_overwrite": True,  # names are random, or of one content: nothing has to be asked first
        "addressing_style": "path" if bucket.endpoint else "auto",
    }
    return {"BACKEND": "inkstead.stores.s3.BucketStorage", "OPTIONS": options}
