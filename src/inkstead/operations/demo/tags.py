"""What the demo library's tag keeper decided, with the log that goes with it."""

from __future__ import annotations

from inkstead.accounts.models import Role, User
from inkstead.operations.demo.crowd import Loading
from inkstead.stories.models import Tag, TagLink, TagName
from inkstead.tagkeeping.actions import change_tag
from inkstead.tagkeeping.edits import Edit
from inkstead.tagkeeping.models import TagChange
from inkstead.tagkeeping.plans import Asked

KEEPER = "Wren Abernathy"
DECIDED = (
    ("sci-fi", Asked("merge", other="Science fiction"), "Two spellings of the same shelf."),
    ("cozy", Asked("merge", other="cosy"), "One is British, the other American; readers look for both."),
    ("science-fiction", Asked("link", other="speculative"), ""),
    ("science-fiction", Asked("translate", language="fr", name="Science-fiction"), ""),
    ("family", Asked("translate", language="ar", name="أسرة"), ""),
)


def load_tags(loading: Loading) -> None:
    keeper, name = loading.person(KEEPER, "Looks after the tags.")
    keeper.role = Role.TAG_KEEPER
    keeper.save(update_fields=["role"])
    for slug, asked, why in DECIDED:
        change_tag(Tag.objects.get(slug=slug), asked, by=keeper, pen_name=name, why=why)


def forget_decisions(people: list[User]) -> None:
    """The tags become what they were, as far as nobody else decided anything about them."""
    changes = TagChange.objects.filter(by__user__in=people)
    ids = {pk for change in changes for row in change.edits for pk in Edit.of(row).touched}
    changes.filter(undone_by=None).order_by("-pk").delete()
    others = TagChange.objects.filter(tag__in=ids).values("tag")
    left = list(Tag.objects.filter(pk__in=ids).exclude(pk__in=others).values_list("pk", flat=True))
    TagLink.objects.filter(tag__in=left, wider__in=left).delete()
    TagName.objects.filter(tag__in=left).delete()
    Tag.objects.filter(pk__in=left).update(stands_for=None, kept_at=None)
