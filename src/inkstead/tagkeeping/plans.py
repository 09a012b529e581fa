"""What a keeper asks for, worked out before anything is changed: the sentence, the rows, the stories. A preview and the
change itself are made of the same plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from inkstead.lib.languages import tidy_language
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_tag
from inkstead.stories.models import Story, StoryTag, Tag, TagKind, TagLink, TagName
from inkstead.tagkeeping.edits import Edit
from inkstead.tagkeeping.graph import way_up
from inkstead.tagkeeping.models import Verb
from inkstead.tagkeeping.queries import carrying, known_by_name

BY_HAND = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form or a program said. `other` is the name of another tag."""

    verb: str
    other: str = ""
    kind: str = ""
    name: str = ""
    language: str = ""
    beside: str = ""  # split: the stories that carry this tag too
    stories: tuple[int, ...] = ()  # split: these stories


ONE = {"are": "is", "show": "shows", "carry": "carries"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`other` is not saved yet where it would be a new tag. `stories` are those that everybody may know of."""

    verb: str
    tag: Tag
    said: str
    stories: QuerySet[Story]
    told: str  # what becomes of the stories: "… move"
    edits: Sequence[Edit] = ()
    other: Tag | None = None
    notes: Sequence[str] = ()
    moves: QuerySet[StoryTag] | None = None  # split: what is carried now, by hidden stories too

    @property
    def told_of_one(self) -> str:
        """“1 public story is found under …”."""
        verb, _, rest = self.told.partition(" ")
        return f"{ONE.get(verb, verb)} {rest}"


def plan(tag: Tag, asked: Asked) -> Plan:
    """Refuses with a sentence what cannot be done."""
    if asked.verb not in MAKERS:
        raise Refused("Nobody knows how to do that to a tag.", code="invalid")
    return MAKERS[asked.verb](tag, asked)


def named(typed: str, kind: str = TagKind.FREEFORM) -> Tag:
    """The tag of that name, or a new one of this kind that is not saved."""
    name = one_line(typed, "name", limit=60)
    return known_by_name(name) or Tag(name=name, slug=slugify_tag(name), kind=kind)


def called(tag: Tag) -> str:
    return f"“{tag.name}”"


def _merge(tag: Tag, asked: Asked) -> Plan:
    return _spelling_of(tag, named(asked.other, tag.kind), Verb.MERGE)


def _spelling_of(tag: Tag, other: Tag, verb: Verb) -> Plan:
    other, notes = _own_tag(other, tag)
    if other.pk == tag.pk:
        raise Refused("A tag cannot be a spelling of itself.", code="invalid")
    if tag.stands_for_id == other.pk and other.pk:
        raise Refused(f"{called(tag)} is a spelling of {called(other)} already.", code="invalid")
    if other.pk:
        _nothing_between(tag, other)
    family = list(Tag.objects.filter(stands_for=tag).exclude(pk=other.pk).order_by("pk"))
    edits = []
    if other.stands_for_id == tag.pk and other.pk:  # they change places
        edits.append(Edit("stands_for", (other.pk,), tag.pk, None))
    edits.append(Edit("stands_for", (tag.pk,), tag.stands_for_id, other.pk))
    if family:
        edits.append(Edit("stands_for", tuple(one.pk for one in family), tag.pk, other.pk))
    edits += _of_kind([tag, *family], other.kind)
    if tag.pk and not other.pk:
        notes.append(f"{called(other)} is a new tag.")
    if family:
        notes.append(f"Its other spellings go with it: {', '.join(called(one) for one in family[:6])}.")
    notes.append("Stories keep the word that their writers chose. Who follows or hides one, follows or hides both.")
    stories = carrying([tag.pk, *(one.pk for one in family)])
    said = f"{called(tag)} becomes a spelling of {called(other)}"
    return Plan(verb, tag, said, stories, "are found under the other tag", edits, other, notes)


def _own_tag(other: Tag, tag: Tag) -> tuple[Tag, list[str]]:
    """Never a spelling, unless one of the tag itself: then the two change places."""
    if other.stands_for is None or other.stands_for_id == tag.pk:
        return other, []
    return other.stands_for, [f"{called(other)} is a spelling of {called(other.stands_for)}, so that is taken."]


def _nothing_between(tag: Tag, other: Tag) -> None:
    ours, theirs = tag.stands_for_id or tag.pk, other.stands_for_id or other.pk
    way = way_up(ours, theirs) or way_up(theirs, ours)
    if len(way) > 2:
        names = _names(way)
        raise Refused(
            f"{names[1]} stands between them ({' → '.join(names)}), so they cannot be one. Take that link away first.",
            code="invalid",
        )


def _names(ids: Sequence[int]) -> list[str]:
    rows = Tag.objects.in_bulk(ids)
    return [rows[pk].name for pk in ids]


def _of_kind(tags: Sequence[Tag], kind: str) -> list[Edit]:
    before = sorted({tag.kind for tag in tags} - {kind})
    return [Edit("kind", tuple(tag.pk for tag in tags if tag.kind == old), old, kind) for old in before]


def _free(tag: Tag, asked: Asked) -> Plan:
    if tag.stands_for is None:
        raise Refused(f"{called(tag)} stands for itself already.", code="invalid")
    said = f"{called(tag)} is no longer a spelling of {called(tag.stands_for)}"
    edits = [Edit("stands_for", (tag.pk,), tag.stands_for_id, None)]
    told = f"are no longer found under {called(tag.stands_for)}"
    return Plan(Verb.FREE, tag, said, carrying([tag.pk]), told, edits, tag.stands_for)


def _kind(tag: Tag, asked: Asked) -> Plan:
    if asked.kind not in TagKind.values:
        known = ", ".join(TagKind.values)
        raise Refused(f"The kind is one of: {known}.", code="invalid", fields={"kind": f"One of: {known}."})
    if tag.stands_for is not None:
        raise Refused(
            f"{called(tag)} is a spelling of {called(tag.stands_for)} and has its kind; change it there.",
            code="invalid",
        )
    family = [tag, *Tag.objects.filter(stands_for=tag).order_by("pk")]
    edits = _of_kind(family, asked.kind)
    label = TagKind(asked.kind).label.lower()
    if not edits and tag.kept_at:
        raise Refused(f"{called(tag)} has that kind already.", code="invalid")
    said = f"{called(tag)} is of the kind “{label}”"
    return Plan(Verb.KIND, tag, said, carrying([one.pk for one in family]), "show it among that kind", edits)


def _name(tag: Tag, asked: Asked) -> Plan:
    """Other letters only, or a new tag of which this one becomes a spelling: no story's word changes."""
    name = one_line(asked.name, "name", limit=60)
    if name == tag.name:
        raise Refused("That is its name already.", code="invalid")
    if tag.stands_for is not None and slugify_tag(name) != tag.slug:
        raise Refused(f"{called(tag)} is a spelling of {called(tag.stands_for)}; rename that one.", code="invalid")
    if slugify_tag(name) == tag.slug:
        edits = [Edit("name", (tag.pk,), tag.name, name)]
        notes = ["Only capital letters, accents and signs change, so its address stays."]
        said = f"{called(tag)} is written “{name}”"
        return Plan(Verb.NAME, tag, said, carrying([tag.pk]), "show it so", edits, None, notes)
    other = known_by_name(name)
    if other is not None:
        raise Refused(
            f"There is a tag {called(other)} already; make {called(tag)} a spelling of it instead.", code="invalid"
        )
    new = Tag.objects.filter(slug=slugify_tag(name)).first()
    return _spelling_of(tag, new or Tag(name=name, slug=slugify_tag(name), kind=tag.kind), Verb.NAME)


def _translate(tag: Tag, asked: Asked) -> Plan:
    if tag.stands_for is not None:
        raise Refused(
            f"{called(tag)} is a spelling of {called(tag.stands_for)}; name that one instead.", code="invalid"
        )
    language = tidy_language(asked.language)
    name = one_line(asked.name, "name", limit=60, required=False)
    row = TagName.objects.filter(tag=tag, language=language).first()
    before = row.name if row else ""
    if name == before:
        raise Refused("That is what it is called in this language already.", code="invalid")
    said = f"{called(tag)} is called “{name}” in {language}" if name else f"{called(tag)} has no name in {language}"
    edits = [Edit("named", (tag.pk,), before, name, language)]
    return Plan(Verb.TRANSLATE, tag, said, carrying([tag.pk]), "are found by that name too", edits)


def _link(tag: Tag, asked: Asked) -> Plan:
    wider, notes = _own_tag(named(asked.other), tag)
    tag, more = (tag, []) if tag.stands_for is None else (tag.stands_for, [f"{called(tag.stands_for)} is linked."])
    if wider.pk in (tag.pk, None) or wider.stands_for_id == tag.pk:
        if wider.pk is None:
            notes.append(f"{called(wider)} is a new tag.")
        else:
            raise Refused("A tag cannot stand under itself.", code="invalid")
    elif TagLink.objects.filter(tag=tag, wider=wider).exists():
        raise Refused(f"{called(tag)} stands under {called(wider)} already.", code="invalid")
    elif way := way_up(wider.pk, tag.pk):
        raise Refused(
            f"{called(wider)} stands under {called(tag)} already ({' → '.join(_names(way))}), so it cannot stand above "
            "it too.",
            code="invalid",
        )
    said = f"{called(tag)} stands under {called(wider)}"
    edits = [Edit("link", (tag.pk,), False, True, wider.pk or 0)]
    told = f"are found under {called(wider)} too, with all that stands below {called(tag)}"
    return Plan(Verb.LINK, tag, said, _carrying_family(tag), told, edits, wider, [*more, *notes])


def _carrying_family(tag: Tag) -> QuerySet[Story]:
    return carrying([tag.pk, *Tag.objects.filter(stands_for=tag).values_list("pk", flat=True)])


def _unlink(tag: Tag, asked: Asked) -> Plan:
    wider = known_by_name(asked.other)
    if wider is None or not TagLink.objects.filter(tag=tag, wider=wider).exists():
        raise Refused("There is no such link to take away.", code="invalid")
    said = f"{called(tag)} no longer stands under {called(wider)}"
    edits = [Edit("link", (tag.pk,), True, False, wider.pk)]
    told = f"are no longer found under {called(wider)} because of it"
    return Plan(Verb.UNLINK, tag, said, _carrying_family(tag), told, edits, wider)


def _split(tag: Tag, asked: Asked) -> Plan:
    other = named(asked.other, tag.kind)
    if other.pk == tag.pk:
        raise Refused("The stories would carry the same tag as before.", code="invalid")
    rows = StoryTag.objects.filter(tag=tag)
    if asked.beside:
        beside = known_by_name(asked.beside)
        if beside is None:
            raise Refused(f"No public story carries a tag “{asked.beside[:60]}”.", code="invalid")
        if beside.pk == tag.pk:
            raise Refused("Every story with the tag carries it; choose another one beside it.", code="invalid")
        rows = rows.filter(Exists(StoryTag.objects.filter(story=OuterRef("story"), tag=beside)))
        whose = f"stories that carry {called(beside)} too"
    else:
        if not asked.stories:
            raise Refused("Choose some stories, or a tag that they carry too.", code="invalid")
        if len(asked.stories) > BY_HAND:
            raise Refused(f"Choose at most {BY_HAND} stories at once, or a tag that they carry too.", code="invalid")
        rows = rows.filter(story__in=Story.objects.listed().filter(pk__in=asked.stories))
        whose = "stories that a keeper chose"
    stories = Story.objects.listed().filter(pk__in=rows.values("story")).order_by("-last_published_at", "-pk")
    if not stories.exists():
        raise Refused("No public story is among them.", code="invalid")
    new = [] if other.pk else [f"{called(other)} is a new tag."]
    notes = [*new, "This changes a word that writers chose. A story that its writer changes meanwhile is left alone."]
    said = f"{called(other)} instead of {called(tag)} on {whose}"
    return Plan(Verb.SPLIT, tag, said, stories, f"carry {called(other)} instead", (), other, notes, rows)


MAKERS: dict[str, Callable[[Tag, Asked], Plan]] = {
    Verb.MERGE: _merge,
    Verb.FREE: _free,
    Verb.KIND: _kind,
    Verb.NAME: _name,
    Verb.TRANSLATE: _translate,
    Verb.LINK: _link,
    Verb.UNLINK: _unlink,
    Verb.SPLIT: _split,
}
