"""Keeping the index in step. Every one of these looks at the rows first and may be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from inkstead.discovery.matching import any_story_has
from inkstead.discovery.models import IndexedName, IndexedPart, IndexedStory, NameKind, Spelling, pack
from inkstead.discovery.wording import (
    StoryWords,
    TagWords,
    beginnings,
    part_words,
    story_words,
    variants,
    with_about,
)
from inkstead.stories.models import Contributor, Part, Role, Story, StoryTag, TagAbove, TagName

AT_ONCE = 20  # parts that go within the transaction that hid their story; the others go right after it


@contextmanager
def writing_index() -> Iterator[None]:
    """A transaction that changes nothing but the index. On PostgreSQL it does not wait for the disk: the job that it
    belongs to is recorded as done by a later commit, which does, and the log reaches the disk in its order. After a
    crash either both are there, or the job runs again. Within a transaction of somebody else it is only a part of it,
    and waits as that one does."""
    is_alone = not connection.in_atomic_block
    with transaction.atomic():
        if is_alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
        yield


@writing_index()
def index_story(story_id: int) -> None:
    """What a list says of it. Its parts follow in `index_parts_of`."""
    story = Story.objects.locked().filter(pk__in=Story.objects.listed().filter(pk=story_id).values("pk")).first()
    if story is None:
        forget_story(story_id)
        return
    names, tags = _names(story), tags_of(story)
    found = story_words(story, names, tags)
    kept = IndexedStory.objects.filter(pk=story_id).first()
    before = StoryWords.read(kept.words) if kept else None
    if before != found:
        _write("discovery_indexedstory", "story_id", {"story_id": story_id, "words": str(found)})
    _keep_names(story, names, tags)
    _keep_spellings(found.spelt, before.spelt if before else set())


def index_parts_of(story_id: int) -> int:
    """Every part of a story that is not indexed as it stands; answers how many were. A transaction for each."""
    kept = IndexedStory.objects.filter(pk=story_id).first()
    if kept is None:
        gone = IndexedPart.objects.filter(story=story_id)
        return sum(_forget_parts(ids) for ids in _batches(gone))
    about = StoryWords.read(kept.words).about
    standing = dict(IndexedPart.objects.filter(story=story_id).values_list("pk", "revision"))
    listed = dict(Part.objects.listed().filter(story=story_id).values_list("pk", "live_id"))
    ids = {pk for pk in listed.keys() | standing.keys() if standing.get(pk) != listed.get(pk)}
    ids |= {pk for pk in standing.keys() - ids if not _is_about(pk, about)}
    for pk in sorted(ids):
        index_part(pk)
    return len(ids)


@writing_index()
def index_part(part_id: int) -> None:
    """A part with its text, if everybody may see it; a few milliseconds."""
    listed = Part.objects.listed().filter(pk=part_id).values("pk")
    held = Part.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=listed)
    part = held.select_related("live").first()
    story = IndexedStory.objects.filter(pk=part.story_id).first() if part else None
    if part is None or part.live is None or story is None:
        IndexedPart.objects.filter(pk=part_id).delete()
        return
    about = StoryWords.read(story.words).about
    kept = IndexedPart.objects.filter(pk=part_id).first()
    if kept is not None and kept.revision == part.live_id and kept.title == part.title:
        found = with_about(kept.words, about)
        if found == kept.words:
            return
    else:
        found = part_words(about, part.title, part.live.text)
    columns = {
        "part_id": part_id,
        "story_id": part.story_id,
        "revision": part.live_id,
        "title": part.title,
        "packed": pack(found),
    }
    _write("discovery_indexedpart", "part_id", columns)


def take_in_waiting() -> None:
    """PostgreSQL: the words of new parts go from the list in which they wait into the index, together. Whoever adds the
    part that makes the list too long would otherwise do that for all of them, 0.3 s."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(to_regclass('discovery_part_words'))")


@transaction.atomic
def forget_story(story_id: int) -> None:
    """Nothing leads to it any more; of its parts `index_parts_of` takes the rest."""
    kept = IndexedStory.objects.filter(pk=story_id).first()
    IndexedName.objects.filter(story=story_id).delete()
    if kept is not None:
        kept.delete()
        _keep_spellings(set(), StoryWords.read(kept.words).spelt)


def forget_story_at_once(story_id: int) -> None:
    """Within the transaction that hid it. However many parts it has, the writer does not wait for all of them: a
    search asks the rows, too."""
    if not Story.objects.listed().filter(pk=story_id).exists():
        forget_story(story_id)
        first = IndexedPart.objects.filter(story=story_id).values_list("pk", flat=True)[:AT_ONCE]
        IndexedPart.objects.filter(pk__in=list(first)).delete()


def forget_part_at_once(part_id: int) -> None:
    """Within the transaction that withdrew, rewrote or renamed it: what it said before is found no longer."""
    kept = IndexedPart.objects.filter(pk=part_id)
    for revision, title in Part.objects.listed().filter(pk=part_id).values_list("live_id", "title"):
        kept = kept.exclude(revision=revision, title=title)
    kept.delete()


def tags_of(story: Story) -> list[TagWords]:
    rows = StoryTag.objects.filter(story=story).select_related("tag__stands_for").order_by("position")
    tags = [row.tag for row in rows]
    ids = [tag.pk for tag in tags]
    above: dict[int, list[int]] = {}
    for tag, wider in TagAbove.objects.filter(tag__in=ids).order_by("wider").values_list("tag", "wider"):
        above.setdefault(tag, []).append(wider)
    others: dict[int, list[str]] = {}
    named = TagName.objects.filter(tag__in={*ids, *(tag.stands_for_id for tag in tags if tag.stands_for_id)})
    for tag, name in named.order_by("language").values_list("tag", "name"):
        others.setdefault(tag, []).append(name)
    return [
        TagWords(
            tag.pk,
            tag.name,
            [
                *([tag.stands_for.name] if tag.stands_for else []),
                *others.get(tag.pk, []),
                *others.get(tag.stands_for_id or 0, []),
            ],
            list(dict.fromkeys([*above.get(tag.pk, []), *([tag.stands_for_id] if tag.stands_for_id else [])])),
        )
        for tag in tags
    ]


def _names(story: Story) -> list[tuple[int, str]]:
    beside = Contributor.objects.filter(story=story, role=Role.COAUTHOR).order_by("since", "pk")
    return [(story.author_id, story.author.name), *beside.values_list("pen_name_id", "pen_name__name")]


def _keep_names(story: Story, names: list[tuple[int, str]], tags: list[TagWords]) -> None:
    named = [(NameKind.STORY, story.pk, story.title), *((NameKind.WRITER, pk, name) for pk, name in names)]
    named += [(NameKind.TAG, tag.id, text) for tag in tags for text in (tag.name, *tag.others)]
    wanted = {(str(kind), target, starts) for kind, target, name in named for starts in beginnings(name)}
    standing = {
        (kind, target, starts): pk
        for pk, kind, target, starts in IndexedName.objects.filter(story=story).values_list(
            "pk", "kind", "target", "starts"
        )
    }
    IndexedName.objects.filter(pk__in=[pk for key, pk in standing.items() if key not in wanted]).delete()
    new = [
        IndexedName(story=story, kind=kind, target=target, starts=starts)
        for kind, target, starts in sorted(wanted - standing.keys())
    ]
    IndexedName.objects.bulk_create(new, ignore_conflicts=True)


def _keep_spellings(words: set[str], before: set[str]) -> None:
    """A word that no story has any more is offered to nobody."""
    gone = [word for word in before - words if not any_story_has(word)]
    Spelling.objects.filter(word__in=gone).delete()
    new = words - before
    known = set(Spelling.objects.filter(word__in=new).values_list("word", flat=True))
    rows = [Spelling(variant=variant, word=word) for word in sorted(new - known) for variant in sorted(variants(word))]
    Spelling.objects.bulk_create(rows, ignore_conflicts=True)


def _is_about(part_id: int, about: str) -> bool:
    return IndexedPart.objects.get(pk=part_id).words.partition("\n")[0] == about


def _batches(rows: object) -> Iterable[list[int]]:
    while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):  # type: ignore[attr-defined]
        yield ids


@transaction.atomic
def _forget_parts(ids: list[int]) -> int:
    return IndexedPart.objects.filter(pk__in=ids).delete()[0]


def _write(table: str, key: str, columns: Mapping[str, Any]) -> None:
    """One statement for a row that may stand or not."""
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {changes}",  # noqa: S608
            list(columns.values()),
        )
