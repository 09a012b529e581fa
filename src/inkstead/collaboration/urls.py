from __future__ import annotations

from django.urls import path

from inkstead.collaboration.views import drafts, invitations, links, margin, people, suggestions, transfer

urlpatterns = [
    path("story/<int:story_id>/people/", people.people, name="story_people"),
    path("story/<int:story_id>/people/<int:contributor_id>/", people.person, name="story_person"),
    path("story/<int:story_id>/people/<int:contributor_id>/leave/", people.leave, name="leave_story"),
    path(
        "story/<int:story_id>/invitations/<int:invitation_id>/take-back/", people.take_back, name="take_back_invitation"
    ),
    path("story/<int:story_id>/transfer/", transfer.transfer, name="transfer_story"),
    path("part/<int:part_id>/read/", drafts.draft, name="part_draft"),
    path("part/<int:part_id>/suggest/<str:block>/", suggestions.suggest, name="suggest"),
    path("part/<int:part_id>/suggestions/", suggestions.suggestions, name="part_suggestions"),
    path("part/<int:part_id>/suggestions/accept/", suggestions.accept_all, name="accept_suggestions"),
    path("suggestions/<int:suggestion_id>/accept/", suggestions.accept, name="accept_suggestion"),
    path("suggestions/<int:suggestion_id>/refuse/", suggestions.refuse, name="refuse_suggestion"),
    path("suggestions/<int:suggestion_id>/take-back/", suggestions.take_back, name="take_back_suggestion"),
    path("part/<int:part_id>/margin/", margin.margin, name="part_margin"),
    path("margin/<int:note_id>/reply/", margin.reply, name="reply_to_note"),
    path("margin/<int:note_id>/resolve/", margin.resolve, name="resolve_note"),
    path("margin/<int:note_id>/remove/", margin.remove, name="remove_note"),
    path("part/<int:part_id>/links/", links.links, name="part_links"),
    path("links/<int:link_id>/revoke/", links.revoke, name="revoke_link"),
    path("invitations/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/accept/", invitations.accept, name="accept_invitation"),
    path("invitations/<int:invitation_id>/decline/", invitations.decline, name="decline_invitation"),
]
