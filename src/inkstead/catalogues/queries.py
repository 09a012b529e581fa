"""What feeds are made of: always of what a stranger may find, except the one feed that is a reader's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.catalogues.feeds import Feed, FeedEntry, Person
from inkstead.discovery.asking import with_choice
from inkstead.discovery.choosing import search_address
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries import Wish, find
from inkstead.discovery.queries.hiding import listed_for
from inkstead.library.models import PenNameFollow, Shelf, ShelfEntry
from inkstead.stories.families import tags_found_under, top_of
from inkstead.stories.gate import is_adult
from inkstead.stories.models import (
    Contributor,
    Part,
    PartQuerySet,
    Rating,
    Revision,
    Role,
    Story,
    StoryFollow,
    StoryQuerySet,
    StoryTag,
    Tag,
    Visibility,
)
from inkstead.stories.queries import StoryCard, story_cards, typed_paragraphs
from inkstead.stories.training import robots_of

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

ENTRIES = 30
# Words of all texts that a feed carries in full, the newest first: a feed is fetched again and again.
FULL_WORDS = 150_000
BEGINNING = 400  # letters
OUR_ADDRESS = re.compile(r'(<[^>]* (?:src|href)=")/(?!/)')
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # of a feed without entries: it must not look new every time


def site_feed(reader: Reader = None) -> Feed:
    parts = _newest(_for(reader))
    return _of_parts(parts, "site", settings.SITE_NAME, "/", ("library",), settings.SITE_TAGLINE)


def story_feed(story: Story) -> Feed:
    """Wants `author` joined. The story is listed."""
    parts = list(_joined(Part.objects.listed().filter(story=story))[:ENTRIES])
    names = (f"story:{story.pk}", f"penname:{story.author_id}")
    return _of_parts(parts, f"story/{story.pk}", story.title, story.get_absolute_url(), names, story.summary)


def writer_feed(name: PenName, reader: Reader = None) -> Feed:
    parts = _newest(_for(reader).told_of(name))
    # Also what is not listed yet: its author's name, not this one, is touched when it comes out.
    beside = [f"story:{story}" for story in name.contributions.values_list("story", flat=True)]
    names = (f"penname:{name.pk}", *beside)
    return _of_parts(parts, f"by/{name.pk}", name.name, name.get_absolute_url(), names)


def tag_feed(tag: Tag, reader: Reader = None) -> Feed:
    carrying = StoryTag.objects.filter(story=OuterRef("pk"), tag__in=tags_found_under(tag))
    parts = _newest(_for(reader).filter(Exists(carrying)))
    return _of_parts(parts, f"tag/{tag.pk}", tag.name, tag.get_absolute_url(), ("library", f"tag:{tag.pk}"))


def shelf_feed(shelf: Shelf, reader: Reader = None) -> Feed:
    """What was put on a public shelf, newest first. Wants `pen_name` joined."""
    standing = ShelfEntry.objects.filter(shelf=shelf)
    rows = standing.filter(story__in=_for(reader).values("pk"))
    found = list(rows.select_related("story__author", "story__counts").order_by("-added_at", "-pk")[:ENTRIES])
    cards = story_cards([row.story for row in found])
    entries = [
        _of_story(card, row.added_at, row.added_at, f"shelf/{shelf.pk}/", row.note)
        for card, row in zip(cards, found, strict=True)
    ]
    beside = [f"story:{story}" for story in standing.values_list("story", flat=True)]
    names = (f"shelf:{shelf.pk}", f"penname:{shelf.pen_name_id}", *beside)
    return _feed(f"shelf/{shelf.pk}", shelf.title, shelf.get_absolute_url(), entries, names, shelf.about)


def search_feed(saved: SavedSearch) -> Feed:
    """Newly updated first. It names nothing of the person whose search it is."""
    wish = Wish(q=with_choice(saved.query, "sort", "updated"))
    found = find(wish, size=ENTRIES, among=listed_for(saved.user))
    entries = [
        _of_story(card, story.first_published_at, story.last_published_at)
        for card, story in zip(story_cards(found.stories), found.stories, strict=True)
    ]
    return _feed(f"search/{saved.pk}", f"{settings.SITE_NAME}: {saved.query}", search_address(saved.query), entries)


def follows_feed(reader: User) -> Feed:
    """New parts of what somebody follows. Of what only followers may read it tells that it is there, never its text."""
    told = Part.objects.told_to(reader)
    others = listed_for(reader)
    by_name = PenNameFollow.objects.filter(user=reader, pen_name__user__is_active=True).values("pen_name")
    tags = {pk for tag in Tag.objects.filter(follows__user=reader) for pk in tags_found_under(tag)}
    listed = Story.objects.listed() if others is None else others
    beside = Contributor.objects.filter(pen_name__in=by_name, role=Role.COAUTHOR).values("story")
    found = listed.filter(
        Q(author__in=by_name) | Q(pk__in=beside) | Q(pk__in=StoryTag.objects.filter(tag__in=tags).values("story"))
    )
    followed = StoryFollow.objects.filter(user=reader).values("story")
    newest = [*_stories_of(found), *_stories_of(Story.objects.visible_to(reader).filter(pk__in=followed))]
    parts = list(_joined(told.filter(story__in=newest))[:ENTRIES])
    return _of_parts(parts, "follows", f"{settings.SITE_NAME}: what you follow", "/library/follows/", ())


def public_story(story_id: int, reader: Reader = None) -> Story | None:
    """Also one that this reader hides: whoever asks for a story's own feed wants it."""
    return Story.objects.listed().visible_to(reader).select_related("author").filter(pk=story_id).first()


def public_tag(slug: str, reader: Reader = None) -> Tag | None:
    """The tag that is meant by this name. One that only hidden stories carry says nothing, nor one that only those
    carry whose authors keep this reader out."""
    found = Tag.objects.select_related("stands_for").filter(slug=slug).first()
    if found is None:
        return None
    carrying = Story.objects.listed().visible_to(reader).filter(tags__in=tags_found_under(found))
    return top_of(found) if carrying.exists() else None


def names_of_tag(slug: str, top: Tag) -> list[str]:
    """What a page under this name is made of: under that of a spelling it is the page of the tag it stands for, until a
    keeper takes that back."""
    asked = Tag.objects.filter(slug=slug).exclude(pk=top.pk).values_list("pk", flat=True)
    return [f"tag:{pk}" for pk in (top.pk, *asked)]


def _for(reader: Reader) -> StoryQuerySet:
    """What a stranger may find, without those who keep this reader out and what this reader hides."""
    rows, theirs = Story.objects.listed().visible_to(reader), listed_for(reader)
    return rows if theirs is None else rows.filter(pk__in=theirs.values("pk"))


def _newest(stories: QuerySet[Story]) -> list[Part]:
    """Whatever is among the newest parts is of one of the newest stories, so no other's parts are looked at."""
    return list(_joined(Part.objects.listed().filter(story__in=_stories_of(stories)))[:ENTRIES])


def _stories_of(stories: QuerySet[Story]) -> list[int]:
    return [
        pk for pk, _ in stories.order_by("-last_published_at", "-pk").values_list("pk", "last_published_at")[:ENTRIES]
    ]


def _joined(parts: PartQuerySet) -> QuerySet[Part]:
    rows = parts.select_related("story__author", "story__counts")
    shown = rows.annotate(words=F("live__words"), beginning=Substr("live__full_text", 1, 2 * BEGINNING))
    return shown.order_by("-published_at", "-pk")


def _of_parts(
    parts: Sequence[Part], where: str, title: str, page: str, names: Iterable[str], subtitle: str = ""
) -> Feed:
    cards = {card.id: card for card in story_cards({part.story_id: part.story for part in parts}.values())}
    texts = _texts(parts)
    entries = [_of_part(part, cards[part.story_id], texts) for part in parts]
    made_of = [f"part:{part.pk}" for part in parts]
    made_of += [f"story:{card.id}" for card in cards.values()] + [
        f"penname:{card.author_id}" for card in cards.values()
    ]
    robots = robots_of(part.story for part in parts)
    return _feed(where, title, page, entries, dict.fromkeys([*names, *made_of]), subtitle, robots)


def _texts(parts: Sequence[Part]) -> Mapping[int, str]:
    """Of those that may be carried in full."""
    left, wanted = FULL_WORDS, []
    for part in parts:
        words: int = part.words or 0  # type: ignore[attr-defined]  # annotated by `_joined`
        open_to_all = part.visibility == part.story.visibility == Visibility.PUBLIC
        if open_to_all and not is_adult(part) and part.story.full_feeds and words <= left and part.live_id is not None:
            left -= words
            wanted.append(part.live_id)
    return {revision.pk: whole(revision.html) for revision in Revision.objects.filter(pk__in=wanted)}


def _of_part(part: Part, card: StoryCard, texts: Mapping[int, str]) -> FeedEntry:
    published = part.published_at or part.created_at
    open_to_all = part.visibility == part.story.visibility == Visibility.PUBLIC
    text = texts.get(part.live_id or 0, "")
    told = beginning(part.beginning or "") if open_to_all else "A part for followers."  # type: ignore[attr-defined]
    if is_adult(part):
        told = f"Rated {Rating(part.rating or part.story.rating).label.lower()}: its page asks first."
    before, after = typed_paragraphs(part.notes_before), typed_paragraphs(part.notes_after)
    return FeedEntry(
        id=f"{settings.BASE_URL}/part/{part.pk}/",
        url=settings.BASE_URL + part.get_absolute_url(),
        title=f"{card.title}: {part.title}",
        authors=_people(card),
        published=published,
        updated=max(published, part.revised_at or published),
        language=card.language,
        summary=told,
        html=f"{before}{text}{after}" if text else "",
        tags=[tag.title for tag in card.tags],
    )


def _of_story(
    card: StoryCard, published: datetime | None, updated: datetime | None, where: str = "", note: str = ""
) -> FeedEntry:
    moment = published or updated or timezone.now()
    told = f"<blockquote>{typed_paragraphs(note)}</blockquote>{card.summary_html}" if note else ""
    return FeedEntry(
        id=f"{settings.BASE_URL}/{where}story/{card.id}/",
        url=settings.BASE_URL + card.url,
        title=card.title,
        authors=_people(card),
        published=moment,
        updated=max(moment, updated or moment),
        language=card.language,
        summary=beginning(card.summary),
        html=told,
        tags=[tag.title for tag in card.tags],
    )


def _people(card: StoryCard) -> list[Person]:
    return [Person(author.title, settings.BASE_URL + author.url) for author in card.authors]


def _feed(
    where: str,
    title: str,
    page: str,
    entries: Sequence[FeedEntry],
    names: Iterable[str] = (),
    subtitle: str = "",
    robots: str = "",
) -> Feed:
    return Feed(
        id=f"{settings.BASE_URL}/feeds/{where}",
        title=title,
        url=settings.BASE_URL + page,
        updated=max((entry.updated for entry in entries), default=NO_DATE),
        entries=entries,
        names=tuple(names),
        subtitle=beginning(subtitle),
        robots=robots,
    )


def whole(html: str) -> str:
    """With the addresses of this site written out: a feed is read elsewhere."""
    return OUR_ADDRESS.sub(rf"\g<1>{settings.BASE_URL}/", html)


def beginning(text: str) -> str:
    """The first words, ending with a whole one."""
    flat = " ".join(text.split())
    return flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…"
