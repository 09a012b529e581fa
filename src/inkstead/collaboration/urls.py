from __future__ import annotations

from django.urls import path

from inkstead.collaboration.views import invitations, people, transfer

urlpatterns = [
    path("story/<int:story_id>/people/", people.people, name="story_people"),
    path("story/<int:story_id>/people/<int:contributor_id>/", people.person, name="story_person"),
    path("story/<int:story_id>/people/<int:contributor_id>/leave/", people.leave, name="leave_story"),
    path(
        "story/<int:story_id>/invitations/<int:invitation_id>/take-back/", people.take_back, name="take_back_invitation"
    ),
    path("story/<int:story_id>/transfer/", transfer.transfer, name="transfer_story"),
    path("invitations/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/accept/", invitations.accept, name="accept_invitation"),
    path("invitations/<int:invitation_id>/decline/", invitations.decline, name="decline_invitation"),
]
