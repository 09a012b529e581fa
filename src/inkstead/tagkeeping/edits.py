"""A change as what it changes: rows that were so before and are so after. Whatever is written down like this can be
taken back, as far as nobody changed it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from inkstead.stories.models import Tag, TagLink, TagName

AT_ONCE = 500
COLUMNS = {"stands_for": "stands_for_id", "kind": "kind", "name": "name"}


@dataclass(frozen=True, slots=True)
class Edit:
    """`what`: a column of these tags; `named`, what they are called in the language `key`; or `link`, whether they
    stand under the tag `key`."""

    what: str
    tags: tuple[int, ...]
    before: Any
    after: Any
    key: str | int = ""

    @property
    def row(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, row: dict[str, Any]) -> Edit:
        return cls(**{**row, "tags": tuple(row["tags"])})

    @property
    def taken_back(self) -> Edit:
        return replace(self, before=self.after, after=self.before)

    @property
    def touched(self) -> set[int]:
        """Every tag that it names."""
        ids = set(self.tags)
        if self.what == "stands_for":
            ids |= {pk for pk in (self.before, self.after) if pk}
        return ids | {int(self.key)} if self.what == "link" else ids


def standing(edit: Edit) -> Edit:
    """The same for those tags alone that are still as they were before it."""
    found: list[int] = []
    for start in range(0, len(edit.tags), AT_ONCE):
        found += _as_before(edit, edit.tags[start : start + AT_ONCE])
    return replace(edit, tags=tuple(found))


def apply(edit: Edit) -> None:
    """Those that are as it says already stay so."""
    for start in range(0, len(edit.tags), AT_ONCE):
        _write(edit, edit.tags[start : start + AT_ONCE])


def _as_before(edit: Edit, ids: Sequence[int]) -> list[int]:
    if edit.what in COLUMNS:
        rows = Tag.objects.filter(pk__in=ids, **{COLUMNS[edit.what]: edit.before})
        return list(rows.order_by("pk").values_list("pk", flat=True))
    if edit.what == "link":
        there = set(TagLink.objects.filter(tag__in=ids, wider=int(edit.key)).values_list("tag", flat=True))
        return [pk for pk in ids if (pk in there) == bool(edit.before)]
    called = dict(TagName.objects.filter(tag__in=ids, language=edit.key).values_list("tag", "name"))
    return [pk for pk in ids if called.get(pk, "") == edit.before]


def _write(edit: Edit, ids: Sequence[int]) -> None:
    if edit.what in COLUMNS:
        Tag.objects.filter(pk__in=ids).update(**{COLUMNS[edit.what]: edit.after})
    elif edit.what == "link":
        if edit.after:
            TagLink.objects.bulk_create(
                [TagLink(tag_id=pk, wider_id=int(edit.key)) for pk in ids], ignore_conflicts=True
            )
        else:
            TagLink.objects.filter(tag__in=ids, wider=int(edit.key)).delete()
    elif edit.after:
        for pk in ids:
            TagName.objects.update_or_create(tag_id=pk, language=edit.key, defaults={"name": edit.after})
    else:
        TagName.objects.filter(tag__in=ids, language=edit.key).delete()
