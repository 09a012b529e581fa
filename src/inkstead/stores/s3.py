"""A bucket as Django's storage. Only loaded where one is configured: it needs the extra `s3`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3File, S3Storage

from inkstead.lib.refusals import OutOfReach
from inkstead.stores.files import ATTEMPTS, CONNECT, READ

NOT_NOW = "Files cannot be kept just now. Nothing was changed; try again in a moment."
NOT_READ = "Files cannot be fetched just now. Nothing was changed; try again in a moment."
WAIT = 30  # seconds that a program should wait before it asks again


@contextmanager
def answering(sentence: str = NOT_READ) -> Iterator[None]:
    """A file that is not there has been told apart already: whatever is left is a store that does not do its work."""
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise OutOfReach(sentence, wait=WAIT) from error


class BucketFile(S3File):  # type: ignore[misc]
    """Fetched whole when it is first asked for anything."""

    def _fetched(self) -> Any:
        with answering():
            return self._get_file()

    file = property(_fetched, S3File._set_file)


class BucketStorage(S3Storage):  # type: ignore[misc]
    """Never waits long, and says in a sentence when nothing can be kept or fetched."""

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
        with answering(NOT_NOW):
            return str(super().save(name, content, max_length))

    def delete(self, name: str) -> None:
        with answering(NOT_NOW):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with answering():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with answering():
            folders, files = super().listdir(name)
            return folders, files

    def size(self, name: str) -> int:
        with answering():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with answering():
            found: datetime = super().get_modified_time(name)
            return found

    def _open(self, name: str, mode: str = "rb") -> BucketFile:
        with answering():
            opened: BucketFile = super()._open(name, mode)
        opened.__class__ = BucketFile  # it names its own class there
        return opened
