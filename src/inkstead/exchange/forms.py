from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from inkstead.accounts.models import PenName, User
from inkstead.exchange.formats.kinds import KNOWN_ENDINGS
from inkstead.exchange.naming import natural_key
from inkstead.exchange.portable.read import ARCHIVES_COME_ALONE, is_archive
from inkstead.exchange.sources import SourceFile
from inkstead.lib.languages import COMMON_LANGUAGES
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Story
from inkstead.web.forms import DeskForm, text_field
from inkstead.writing.forms import FORMATS
from inkstead.writing.guessing import guess_format
from inkstead.writing.queries import names_of

PASTED = "pasted text"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        one = super().clean
        return [one(item, initial) for item in data] if data else []


class BringInForm(DeskForm):
    """A pasted text or files, for a new story or for one that is there."""

    author = forms.ModelChoiceField(PenName.objects.none(), label="Written as", empty_label=None)
    title = text_field("Title of the story", required=False, help_text="Left out, the manuscript says it.")
    language = forms.ChoiceField(
        label="Language",
        required=False,
        choices=[("", "As the file or its letters say, or English"), *COMMON_LANGUAGES],
    )
    uploads = FilesField(
        label="Or choose files",
        required=False,
        allow_empty_file=True,  # said in a sentence of its own
        widget=FilesInput(attrs={"multiple": True, "accept": ",".join(sorted(KNOWN_ENDINGS))}),
        help_text="Word (.docx), OpenDocument, RTF, EPUB, HTML, Markdown, text, or a zip of these; 32 MB in all. "
        "Several files become parts of one story, by name.",
    )
    text = text_field("Paste it here", required=False, widget=forms.Textarea(attrs={"rows": 12}))
    format = forms.ChoiceField(label="What you pasted is", choices=FORMATS, initial="auto", required=False)

    def __init__(self, *args: Any, writer: User, story: Story | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        author = self.fields["author"]
        assert isinstance(author, forms.ModelChoiceField)
        author.queryset = writer.pen_names.all()
        names = names_of(writer)
        author.initial = names[0].pk if names else None
        if story is not None:
            for name in ("author", "title", "language"):
                del self.fields[name]

    def archive(self) -> UploadedFile[bytes] | None:
        """Of another Inkstead, which is no manuscript; it comes alone."""
        files = self.cleaned_data["uploads"]
        found = [file for file in files if file.name.lower().endswith(".zip") and is_archive(file)]
        if found and (len(files) > 1 or self.cleaned_data["text"].strip()):
            raise Refused(ARCHIVES_COME_ALONE, code="invalid", fields={"uploads": ARCHIVES_COME_ALONE})
        return found[0] if found else None

    @property
    def sources(self) -> list[SourceFile]:
        """Files first, in natural order; then what was pasted."""
        files = sorted(self.cleaned_data["uploads"], key=lambda file: natural_key(file.name or ""))
        sources = [SourceFile(file.name or "file", file.read()) for file in files]
        if self.cleaned_data["text"].strip():
            sources.append(self._pasted())
        if not sources:
            raise Refused("Choose a file, or paste a text.", code="empty")
        return sources

    def _pasted(self) -> SourceFile:
        text = self.cleaned_data["text"]
        chosen = self.cleaned_data["format"] or "auto"
        return SourceFile(PASTED, text.encode("utf-8", "replace"), guess_format(text) if chosen == "auto" else chosen)


THEN = [
    ("drafts", "Keep them as drafts that only you see"),
    ("queue", "Put them into the queue: each takes the story’s next free slot"),
    ("dates", "Give them dates of their own, on the next page"),
    ("publish", "Publish all of them at once"),
]


class AcceptForm(DeskForm):
    title = text_field("Title of the story", widget=forms.TextInput(attrs={"maxlength": 200}))
    then = forms.ChoiceField(
        label="And then",
        required=False,
        initial="drafts",
        widget=forms.RadioSelect,
        choices=THEN,
    )
    cover = forms.BooleanField(label="Take the cover of the book for the story", required=False, initial=True)
