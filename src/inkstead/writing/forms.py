"""What the desk takes in. Whatever is refused comes back with every character that was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from inkstead.accounts.models import PenName, User
from inkstead.lib.languages import COMMON_LANGUAGES
from inkstead.lib.prose import EDITOR
from inkstead.stories.actions import Typed
from inkstead.stories.models import Part, Rating, Status, Story, Visibility
from inkstead.web.forms import DeskForm, text_field
from inkstead.writing.actions import Draft, Seen, seen_of
from inkstead.writing.guessing import guess_format
from inkstead.writing.queries import names_of

WARNINGS = (
    "Graphic violence",
    "Major character death",
    "Sexual violence",
    "Self-harm or suicide",
    "Abuse",
    "Underage",
    "Gore or horror",
)
VISIBILITIES = (
    (Visibility.PUBLIC, "Everybody who may read the story"),
    (Visibility.UNLISTED, "Whoever has the address"),
    (Visibility.FOLLOWERS, "Followers"),
    (Visibility.PRIVATE, "Only me"),
)
# As what a text can be typed. What the editor writes is not for people to choose.
FORMATS = (("auto", "Find out by itself"), ("text", "Plain text"), ("markdown", "Markdown"), ("html", "HTML"))


class StoryForm(DeskForm):
    author = forms.ModelChoiceField(PenName.objects.none(), label="Written as", empty_label=None)
    title = text_field("Title")
    summary = text_field(
        "Summary",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What somebody should know before opening it.",
    )
    language = forms.ChoiceField(label="Language", choices=COMMON_LANGUAGES)
    status = forms.ChoiceField(
        label="Status",
        choices=Status,
        help_text="“Stub” says that most parts were taken down, for example because a publisher has them now.",
    )
    rating = forms.ChoiceField(label="Rating", choices=Rating)
    warnings = forms.MultipleChoiceField(
        label="Warnings", required=False, widget=forms.CheckboxSelectMultiple, choices=[(w, w) for w in WARNINGS]
    )
    other_warnings = text_field("Other warnings", required=False, help_text="Set apart by commas.")
    tags = text_field("Tags", required=False, help_text="Set apart by commas, in the order that matters to you.")
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=[
            (Visibility.PUBLIC, "Everybody"),
            (Visibility.UNLISTED, "Whoever has the address"),
            (Visibility.FOLLOWERS, "Followers"),
            (Visibility.PRIVATE, "Only me"),
        ],
    )
    show_elsewhere_counts = forms.BooleanField(
        label="Show the counts of the site it came from", required=False, initial=True
    )

    downloads = forms.BooleanField(
        label="Readers may take it away as a book",
        required=False,
        initial=True,
        help_text="You can take it away yourself in any case.",
    )
    full_feeds = forms.BooleanField(
        label="Feeds carry the whole text",
        required=False,
        initial=True,
        help_text="Otherwise feed readers show how each part begins, and a link to it.",
    )
    ai_crawlers = forms.BooleanField(
        label="Programs that collect texts for training may take it",
        required=False,
        help_text="Only where this site lets them in at all; the page About says whether it does. It is asked of them "
        "on every page; not all of them listen.",
    )

    def __init__(self, *args: Any, writer: User, story: Story | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story
        author, language = self.fields["author"], self.fields["language"]
        assert isinstance(author, forms.ModelChoiceField)
        assert isinstance(language, forms.ChoiceField)
        names = names_of(writer)
        author.queryset = writer.pen_names.all()
        author.initial = names[0].pk if names else None
        if story is not None:
            del self.fields["author"]
            if story.language not in dict(COMMON_LANGUAGES):
                language.choices = [(story.language, story.language), *COMMON_LANGUAGES]

    @classmethod
    def of(cls, story: Story, *, writer: User) -> StoryForm:
        """Filled with what stands."""
        known = [warning for warning in story.warnings if warning in WARNINGS]
        initial = {
            name: getattr(story, name)
            for name in (
                *("title", "summary", "language", "status", "rating", "visibility"),
                *("show_elsewhere_counts", "downloads", "full_feeds", "ai_crawlers"),
            )
        } | {
            "warnings": known,
            "other_warnings": ", ".join(warning for warning in story.warnings if warning not in known),
            "tags": ", ".join(story.tags.order_by("storytag__position").values_list("name", flat=True)),
        }
        return cls(writer=writer, story=story, initial=initial)

    @property
    def given(self) -> dict[str, Any]:
        """As `create_story` and `edit_story` take it."""
        given = dict(self.cleaned_data)
        given["tags"] = _listed(given["tags"])
        given["warnings"] = [*given["warnings"], *_listed(given.pop("other_warnings"))]
        return given


class PartForm(DeskForm):
    title = text_field("Title", widget=forms.TextInput(attrs={"placeholder": "Title"}))
    text = text_field("Text", required=False, widget=forms.Textarea(attrs={"rows": 22, "class": "manuscript"}))
    format = forms.ChoiceField(label="The text is", choices=(*FORMATS, (EDITOR, "From the editor")), initial="auto")
    volume = text_field("Volume", required=False, help_text="A book or an arc that this part belongs to.")
    notes_before = text_field("Note before the part", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    notes_after = text_field("Note after the part", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=VISIBILITIES,
    )
    quiet = forms.BooleanField(required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The revision beside the line that this form would settle.
    aside = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rest = forms.CharField(required=False, widget=forms.HiddenInput)
    # What a form for a new part is called, so that a second click on its button begins no second part.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, volumes: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.volumes = volumes or []
        self.fields["volume"].widget.attrs["list"] = "volumes"
        kinds = self.fields["format"].widget
        assert isinstance(kinds, forms.Select)
        kinds.choices = FORMATS

    @property
    def draft(self) -> Draft:
        given = self.cleaned_data
        text = given["text"].replace("\r\n", "\n")
        kind = given["format"] if given["format"] != "auto" else guess_format(text)
        names = ("title", "volume", "notes_before", "notes_after", "visibility")
        return Draft(text=text, format=kind, **{name: given[name] for name in names})

    def typed_against(self, stands: Part) -> Typed:
        """The same, to be kept whatever else was saved. When nobody else touched title and notes, what they say now is
        what the writer found."""
        draft = self.draft
        fields = {name: draft.fields[name] for name in stands.newest}
        was = stands.newest if self.seen.rest == seen_of(stands).rest else {}
        return Typed(base=self.seen.revision, text=draft.text, format=draft.format, fields=fields, was=was, asked=True)

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["revision"] or 0, self.cleaned_data["rest"])


class VolumeForm(DeskForm):
    title = text_field("Title of the volume")


class DeleteStoryForm(DeskForm):
    title = text_field("Title")

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story
        self.fields["title"].label = f"Type “{story.title}” to delete it"

    def clean_title(self) -> str:
        typed = str(self.cleaned_data["title"])
        if " ".join(typed.split()).casefold() != " ".join(self.story.title.split()).casefold():
            raise forms.ValidationError("This is not the title of the story.")
        return typed


class PartRatingForm(DeskForm):
    rating = forms.ChoiceField(label="Rating", required=False, choices=[("", "As the story"), *Rating.choices])
    warnings = forms.MultipleChoiceField(
        label="Warnings", required=False, widget=forms.CheckboxSelectMultiple, choices=[(w, w) for w in WARNINGS]
    )
    other_warnings = text_field("Other warnings", required=False, help_text="Set apart by commas.")

    @classmethod
    def of(cls, part: Part) -> PartRatingForm:
        known = [warning for warning in part.warnings if warning in WARNINGS]
        other = ", ".join(warning for warning in part.warnings if warning not in known)
        return cls(initial={"rating": part.rating, "warnings": known, "other_warnings": other})

    @property
    def given(self) -> dict[str, Any]:
        """As `edit_part` takes it."""
        given = self.cleaned_data
        return {"rating": given["rating"], "warnings": [*given["warnings"], *_listed(given["other_warnings"])]}


def is_id(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 19


class ArrangeForm:
    """Where one part goes. What is no number means nothing, and finds nothing."""

    def __init__(self, given: QueryDict) -> None:
        self.step = -1 if "up" in given else 1 if "down" in given else 0
        self.part_id = self._number(given.get("up") or given.get("down") or given.get("part"))
        self.to = self._number(given.get("to")) or 1
        self.volume_id = self._number(given.get("volume"))

    @staticmethod
    def _number(given: str | None) -> int:
        return int(given) if given and is_id(given) else 0


def _listed(text: str) -> list[str]:
    """Also with the commas of other scripts."""
    for comma in "،、，;":
        text = text.replace(comma, ",")
    return [item.strip() for item in text.split(",") if item.strip()]
