"""The exceptions that carry a sentence for a person."""

from collections.abc import Mapping


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """A change or an input is refused. The message is one plain sentence; nothing was changed."""

    def __init__(self, message: str, code: str = "refused", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.fields: dict[str, str] = dict(fields or {})

    def __str__(self) -> str:
        return self.message


class TooOften(Refused):
    """The same will be welcome again in `wait` seconds."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message, code="too_many_requests")
        self.wait = max(wait, 1)


class TakenAway(Refused):
    """What was asked for stood here, and will not come back."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="gone")


class OutOfReach(Refused):
    """Something that is needed does not answer just now; the same may work again in `wait` seconds."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message, code="busy")
        self.wait = max(wait, 1)
