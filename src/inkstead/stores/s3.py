"""A bucket as Django's storage. Only loaded where one is configured: it needs the extra `s3`."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from inkstead.lib.refusals import Refused
from inkstead.stores.files import ATTEMPTS, CONNECT, READ

NOT_NOW = "Files cannot be kept just now. Nothing was changed; try again in a moment."


class BucketStorage(S3Storage):  # type: ignore[misc]
    """Never waits long, and says in a sentence when nothing can be kept."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        patience = Config(
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"total_max_attempts": ATTEMPTS},
            # Stores that only resemble Amazon's do not know its newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        self.client_config: Config = self.client_config.merge(patience)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        try:
            return str(super().save(name, content, max_length))
        except (BotoCoreError, ClientError) as error:
            raise Refused(NOT_NOW, code="busy") from error
