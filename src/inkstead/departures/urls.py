from __future__ import annotations

from django.urls import path, register_converter

from inkstead.departures import views


class Said:
    regex = "accept|refuse|claim"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Said, "said")

urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("leave/stay/", views.stay, name="stay"),
    path("heir/", views.heir, name="heir"),
    path("heir/nobody/", views.no_heir, name="no_heir"),
    path("heir/of/<int:asked_as>/<said:said>/", views.answer, name="answer_heir"),
]
