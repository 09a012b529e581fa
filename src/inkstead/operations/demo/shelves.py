"""What some people of the demo library follow, and the shelves that they show."""

from __future__ import annotations

from inkstead.library.actions import edit_shelf, follow_pen_name, follow_shelf, follow_tag, make_shelf, put_on_shelf
from inkstead.operations.demo.crowd import Loading
from inkstead.stories.models import Story, Tag

TITLE = "Water under bridges"
ABOUT = "Stories in which somebody waits beside water. Best read slowly, one part in an evening."
NOTES = (
    "The one to begin with. I still think of the last bridge.",
    "Stranger than it looks. Give it three parts.",
    "For a night when you cannot sleep.",
)


def load_shelves(loading: Loading, stories: list[Story]) -> None:
    """Of two who commented: one keeps a shelf for everybody, the other follows it, and writers and tags besides."""
    others = [name for name in loading.people if name not in {story.author.name for story in stories}]
    if len(others) < 2:
        return
    (keeper, name), (follower, _) = (loading.people[other] for other in others[:2])
    shelf = make_shelf(title=TITLE, about=ABOUT, by=keeper)
    for story, note in zip(stories, NOTES, strict=False):
        put_on_shelf(shelf, story, note=note, by=keeper)
    shelf = edit_shelf(shelf, sharing="public", pen_name=name, by=keeper)
    follow_shelf(shelf, by=follower)
    for story in stories[:3]:
        follow_pen_name(story.author, by=follower)
    for tag in Tag.objects.filter(stories__in=stories).distinct().order_by("slug")[:2]:
        follow_tag(tag, by=follower)
