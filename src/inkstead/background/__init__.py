"""Background work: `@job` makes a function a job, `.enqueue(...)` saves it with the change that asks for it."""

from __future__ import annotations

from inkstead.background.jobs import job

__all__ = ["job"]
