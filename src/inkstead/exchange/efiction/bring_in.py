"""The whole archive, story by story. Broken off and begun again it goes on; done twice it changes nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.exchange.claims import make_unclaimed
from inkstead.exchange.efiction.dump import Row
from inkstead.exchange.efiction.sorted_rows import SortedRows
from inkstead.exchange.efiction.translating import (
    Words,
    chapter_reader,
    count_left_out,
    flat,
    listed,
    moment,
    prose_of,
    split_response,
    text,
    typed,
)
from inkstead.exchange.models import Origin
from inkstead.exchange.restoring import OldComment, OldPart, OldStory, restore_story, standing
from inkstead.exchange.restoring_more import Standing, add_to_series, add_to_story
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import NewPart, create_series
from inkstead.stories.models import Contributor, Role, Status, Story, Visibility

Progress = Callable[[int, int], None]
MOST_WARNINGS = 200


@dataclass(slots=True)
class Rescued:
    site: str
    counts: Counter[str] = field(default_factory=Counter)
    ratings: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    told_first: list[str] = field(default_factory=list)  # put before the others at the end
    left_out: LeftOut = field(default_factory=LeftOut)  # of all texts

    def warn(self, sentence: str) -> None:
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(sentence)
        elif len(self.warnings) == MOST_WARNINGS:
            self.warnings.append("There is more to say, but this is enough to begin with.")


def rescue(
    dump: IO[bytes],
    *,
    stories: Path | None = None,
    site: str = "",
    dry_run: bool = False,
    reading: Progress | None = None,
    size: int = 0,
    progress: Progress | None = None,
) -> Rescued:
    """`site` is under which its old addresses are known; left out, the dump's own settings say it."""
    with tempfile.TemporaryDirectory() as folder:
        rows = SortedRows(Path(folder) / "rows")
        try:
            rows.fill(dump, (lambda done: reading(min(done, size), size)) if reading else None)
            if not rows.count("stories") or not rows.count("authors"):
                none = "This is no dump of eFiction 3: it has no stories or no authors."
                raise Refused(f"{none} {_cut_off(rows)}".strip(), code="unknown_format")
            rescuing = Rescuing(rows, stories, site or _site(rows), dry_run)
            if rows.cut_off is not None:
                rescuing.done.told_first.append(_cut_off(rows))
            rescuing.go(progress)
            return rescuing.done
        finally:
            rows.close()


class Rescuing:
    def __init__(self, rows: SortedRows, stories: Path | None, site: str, dry_run: bool) -> None:
        if not site:
            raise Refused("The dump does not say which site it is of. Say it with --site HOST.", code="invalid")
        self.rows, self.words, self.read, self.dry_run = rows, Words.of(rows), chapter_reader(stories), dry_run
        self.done = Rescued(site.lower()[:100])
        kind = Origin.Kind.PEN_NAME
        known = Origin.objects.filter(site=self.done.site, kind=kind).select_related("pen_name__user")
        self.authors: dict[str, PenName] = {row.old_id: row.pen_name for row in known}

    def go(self, progress: Progress | None) -> None:
        numbers = self.rows.keys("stories")
        known = standing(self.done.site, numbers)
        self.done.counts |= Counter(stories_known=len(known), stories_added_to=0)
        if not self.dry_run:  # all of them first: what one wrote under another's story is theirs
            for uid in dict.fromkeys(text(row, "uid") for row in self.rows.all("stories")):
                with transaction.atomic():
                    self._author(uid)
        for count, number in enumerate(numbers, start=1):
            try:
                if number in known:
                    self._add(number, known[number])
                else:
                    self._story(number)
            except Refused as refused:
                self.done.counts["stories_refused"] += 1
                self.done.warn(f"Story {number} was left out: {refused.message}")
            if progress is not None:
                progress(count, len(numbers))
        self.done.warnings[:0] = [*self.done.told_first, *self.done.left_out.told]
        if not self.dry_run:
            self._series()

    def _story(self, number: str) -> None:
        row = self.rows.of("stories", number)[0]
        old = self._old_story(number, row)
        self.done.counts["stories"] += 1
        self._count(old.parts)
        said = self.words.ratings.get(text(row, "rid"), text(row, "rid"))
        self.done.ratings[said] = str(old.fields["rating"])
        if self.dry_run:
            return
        with transaction.atomic():
            author = self._author(text(row, "uid"))
            self._name_commenters(part.comments for part in old.parts)
            story = restore_story(old, site=self.done.site, author=author, by=author.user)
            self._coauthors(story, row, author)

    def _add(self, number: str, story_id: int) -> None:
        """What an earlier, shorter dump had not: chapters and reviews. What came once is never brought again, also not
        when it was deleted or changed here since."""
        here = Standing.of(self.done.site, number, story_id)
        if not here.can_grow:
            return
        order = [text(one, "chapid") for one in self._chapters(number)]
        fresh = {chapter for chapter in order if not here.knows(chapter)}
        said = here.said_since(self._reviews(number, order))
        if not fresh and not said:
            return
        old = self._old_story(number, self.rows.of("stories", number)[0], only=fresh)
        for part in old.parts:  # while its chapter was missing, a review stood on the first
            part.comments = here.unsaid(part.comments)
        if not old.parts and not said:
            return
        self.done.counts["stories_added_to"] += 1
        self._count(old.parts)
        self.done.counts["comments"] += sum(map(len, said.values()))
        if self.dry_run:
            return
        with transaction.atomic():
            self._name_commenters([*(part.comments for part in old.parts), *said.values()])
            add_to_story(here, old.parts, said, order=order)

    def _count(self, parts: Sequence[OldPart]) -> None:
        self.done.counts["parts"] += len(parts)
        self.done.counts["words"] += sum(part.new.prose.words for part in parts)
        self.done.counts["comments"] += sum(len(part.comments) for part in parts)

    def _name_commenters(self, comments: Iterable[Sequence[OldComment]]) -> None:
        for comment in chain.from_iterable(comments):
            comment.pen_name = self.authors.get(comment.member)

    def _chapters(self, number: str) -> list[Row]:
        return sorted(self.rows.of("chapters", number), key=lambda one: _place(one, "inorder"))

    def _old_story(self, number: str, row: Row, only: Collection[str] | None = None) -> OldStory:
        """`only` these chapters, when the others stand here already."""
        title = flat(row, "title") or "Untitled"
        begun, changed = moment(row, "date"), moment(row, "updated")
        chapters = self._chapters(number)
        reviews = self._reviews(number, [text(one, "chapid") for one in chapters])
        is_shown = text(row, "validated") not in ("", "0")
        parts = []
        for place, chapter in enumerate(chapters, start=1):
            if only is not None and text(chapter, "chapid") not in only:
                continue
            part = self._part(number, title, place, chapter, reviews)
            if part is None:
                continue
            if is_shown and text(chapter, "validated") not in ("", "0"):
                part.published_at = (changed if place == len(chapters) else begun) or begun or timezone.now()
            part.created_at = begun
            parts.append(part)
        if parts and typed(row, "storynotes") and parts[0].id == f"{number}/1":
            first = parts[0]
            notes = "\n\n".join(filter(None, [typed(row, "storynotes"), first.new.notes_before]))[:20_000]
            first.new = _with_notes(first.new, notes)
        fields = {
            "summary": typed(row, "summary")[:5000],
            "status": Status.COMPLETE if text(row, "completed") not in ("", "0") else Status.ONGOING,
            "rating": self.words.rating(row),
            "warnings": [warning[:80] for warning in self.words.warned(row)],
            "visibility": Visibility.PUBLIC if is_shown else Visibility.PRIVATE,
        }
        return OldStory(number, title, fields, self.words.tags(row), begun, parts, can_grow=True)

    def _part(
        self, number: str, title: str, place: int, row: Row, reviews: dict[str, list[OldComment]]
    ) -> OldPart | None:
        try:
            said = self.read(row)
        except Refused as refused:
            self.done.counts["parts_without_text"] += 1
            self.done.warn(f"“{title}”: chapter {place} was left out: {refused.message}")
            return None
        name = flat(row, "title") or f"Chapter {place}"
        if said is None or not said.strip():
            self.done.counts["parts_without_text"] += 1
            self.done.warn(f"“{title}”: the text of chapter {place} (number {text(row, 'chapid')}) is not there.")
            return None
        try:
            prose = prose_of(said)
        except Refused as refused:
            self.done.warn(f"“{title}”: chapter {place} was left out: {refused.message}")
            return None
        count_left_out(said, [row.get("notes") or "", row.get("endnotes") or ""], self.done.left_out)
        count, reviewed = _place(row, "count"), _place(row, "reviews")
        shown = f"{count:,} reads, {reviewed:,} reviews" if count or reviewed else ""
        elsewhere = {"reads": count, "votes": 0, "comments": reviewed, "shown": shown} if shown else None
        new = NewPart(
            name,
            prose,
            notes_before=typed(row, "notes")[:20_000],
            notes_after=typed(row, "endnotes")[:20_000],
            elsewhere=elsewhere,
        )
        chapter = text(row, "chapid")
        return OldPart(f"{number}/{place}", new, number_there=chapter, comments=reviews.get(chapter, ()))

    def _reviews(self, number: str, chapters: list[str]) -> dict[str, list[OldComment]]:
        """By chapter; those on the whole story, or on a chapter that is gone, stand on the first."""
        found: dict[str, list[OldComment]] = {}
        for row in self.rows.of("reviews", number):
            said, answer = split_response(row.get("review") or "")
            body = typed({"review": said}, "review")[:10_000]
            if text(row, "type") not in ("", "ST") or not body or not chapters:
                continue
            chapter = text(row, "chapid") if text(row, "chapid") in chapters else chapters[0]
            at = moment(row, "date") or datetime.fromtimestamp(0, tz=timezone.get_default_timezone())
            review = OldComment(
                text(row, "reviewid"), body, at, name=flat(row, "reviewer", 60), member=text(row, "uid")
            )
            found.setdefault(chapter, []).append(review)
            said_back = typed({"answer": answer}, "answer")[:10_000]
            if said_back:
                author = text(self.rows.of("stories", number)[0], "uid")
                reply = OldComment(f"{review.id}/answer", said_back, at, member=author, answers=review.id)
                found[chapter].append(reply)
        return found

    def _author(self, uid: str) -> PenName:
        known = self.authors.get(uid)
        if known is not None:
            return known
        rows = self.rows.of("authors", uid)
        name = flat(rows[0], "penname", 60) if rows else ""
        bio, email = (typed(rows[0], "bio")[:2000], text(rows[0], "email")) if rows else ("", "")
        made = make_unclaimed(name or f"Author {uid}", bio=bio, email=email, site=self.done.site, number=uid)
        if made.name != name:
            self.done.warn(
                f"The pen name “{name}” is taken or cannot be one here; its stories stand under “{made.name}”."
            )
        Origin.objects.create(site=self.done.site, kind=Origin.Kind.PEN_NAME, old_id=uid, pen_name=made)
        self.done.counts["authors"] += 1
        self.authors[uid] = made
        return made

    def _coauthors(self, story: Story, row: Row, author: PenName) -> None:
        others = [*listed(row, "coauthors"), *(text(one, "uid") for one in self.rows.of("coauthors", text(row, "sid")))]
        for uid in dict.fromkeys(others):
            if not self.rows.of("authors", uid):
                continue
            name = self._author(uid)
            if name.pk != author.pk:
                Contributor.objects.get_or_create(story=story, pen_name=name, defaults={"role": Role.COAUTHOR})

    def _series(self) -> None:
        kind = Origin.Kind.SERIES
        known = {row.old_id: row for row in Origin.objects.filter(site=self.done.site, kind=kind)}
        for row in self.rows.all("series"):
            number, author = text(row, "seriesid"), self.authors.get(text(row, "uid"))
            if author is None:
                continue
            inside = sorted(self.rows.of("inseries", number), key=lambda one: _place(one, "inorder"))
            ours = standing(self.done.site, [text(one, "sid") for one in inside])
            stories = Story.objects.in_bulk(list(ours.values()))
            chosen = {old: stories[ours[old]] for one in inside if (old := text(one, "sid")) in ours}
            own = {old: story for old, story in chosen.items() if story.author_id == author.pk}
            if number in known:
                try:
                    self.done.counts["series_added_to"] += add_to_series(known[number], own)
                except Refused as refused:
                    self.done.warn(f"The series “{flat(row, 'title')}” stays as it is: {refused.message}")
                continue
            if len(own) < len(inside):
                self.done.warn(f"The series “{flat(row, 'title')}” goes on without {len(inside) - len(own)} of others.")
            if own:
                with transaction.atomic():
                    made = create_series(
                        author,
                        title=flat(row, "title") or "Untitled",
                        summary=typed(row, "summary")[:5000],
                        by=author.user,
                        stories=list(own.values()),
                    )
                    Origin.objects.create(
                        site=self.done.site,
                        kind=kind,
                        old_id=number,
                        series=made,
                        pen_name=author,
                        inside={"stories": list(own)},
                    )
                self.done.counts["series"] += 1


def _with_notes(new: NewPart, notes: str) -> NewPart:
    return NewPart(new.title, new.prose, notes_before=notes, notes_after=new.notes_after, elsewhere=new.elsewhere)


def _place(row: Row, name: str) -> int:
    said = text(row, name)
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _site(rows: SortedRows) -> str:
    for row in rows.all("settings"):
        address = text(row, "url")
        try:
            host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
        except ValueError:
            continue
        if host:
            return host.removeprefix("www.")
    return ""


def _cut_off(rows: SortedRows) -> str:
    if rows.cut_off is None:
        return ""
    where = f"breaks off in the table “{rows.cut_off}”" if rows.cut_off else "has no end"
    return (
        f"This dump {where}: what stood behind that is missing. Make it again, and bring that one in too; "
        "what is missing is added."
    )
