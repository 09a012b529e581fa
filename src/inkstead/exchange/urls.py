from __future__ import annotations

from django.urls import path

from inkstead.exchange import views

urlpatterns = [
    path("import/", views.bring_in, name="bring_in"),
    path("import/<int:arrival_id>/", views.arrival, name="arrival"),
    path("import/<int:arrival_id>/forget/", views.forget, name="forget_arrival"),
    path("story/<int:story_id>/import/", views.bring_in, name="bring_into"),
]
