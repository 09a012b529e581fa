"""Who works on a story: joining, another role, leaving."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.collaboration.actions.links import end_links_of
from inkstead.collaboration.events import ContributorJoined, ContributorLeft
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.models import Contributor, Role, Story


def join(story: Story, pen_name: PenName, role: str) -> None:
    """Inside the transaction that locked the story and asked both sides."""
    Contributor.objects.update_or_create(story=story, pen_name=pen_name, defaults={"role": role})
    announce(ContributorJoined(story_id=story.pk, author_id=story.author_id, pen_name_id=pen_name.pk, role=role))


@transaction.atomic
def change_role(contributor: Contributor, *, role: str, by: User) -> None:
    """Give somebody who works on a story another role in it. To the same role is harmless."""
    story = _locked_story(contributor)
    rules.must_manage(by, story)
    if role not in Role.values:
        raise Refused("Choose a role.", code="invalid", fields={"role": "One of the three."})
    found = _locked(contributor)
    if found is None:
        raise Refused("They do not work on this story any more.")
    if found.role == role:
        return
    if role not in rules.PUBLISHING:
        end_links_of(found.pen_name, story)
    join(story, found.pen_name, role)


@transaction.atomic
def remove_contributor(contributor: Contributor, *, by: User) -> None:
    """By the author, or by themselves: then they leave. What they wrote stays. Twice is harmless."""
    story = _locked_story(contributor)
    leaves = rules.can_write_as(by, contributor.pen_name)
    if not leaves:
        rules.must_manage(by, story)
    found = _locked(contributor)
    if found is None:
        return
    found.delete()
    end_links_of(found.pen_name, story)
    announce(
        ContributorLeft(
            story_id=story.pk, author_id=story.author_id, pen_name_id=contributor.pen_name_id, removed=not leaves
        )
    )


def _locked_story(contributor: Contributor) -> Story:
    rows = Story.objects.locked()
    return rows.get(pk=contributor.story_id)


def _locked(contributor: Contributor) -> Contributor | None:
    rows = Contributor.objects.select_for_update(of=("self",), no_key=True).select_related("pen_name")
    return rows.filter(pk=contributor.pk).first()
