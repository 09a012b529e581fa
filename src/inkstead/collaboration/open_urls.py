"""What needs no sign-in: a draft by its secret address."""

from __future__ import annotations

from django.urls import path

from inkstead.collaboration.views import links

urlpatterns = [path("<str:token>/", links.secret_draft, name="secret_draft")]
