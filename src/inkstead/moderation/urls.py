from __future__ import annotations

from django.urls import path

from inkstead.moderation.views import own, queue, reporting

urlpatterns = [
    path("report/<slug:kind>/<int:thing_id>/", reporting.report, name="report"),
    path("moderation/", queue.queue, name="moderation"),
    path("moderation/case/<int:case_id>/", queue.case, name="case"),
    path("moderation/case/<int:case_id>/claim/", queue.claim, name="claim_case"),
    path("moderation/decision/<int:decision_id>/", queue.decision, name="moderation_decision"),
    path("moderation/appeals/", queue.appeals, name="appeals"),
    path("moderation/appeal/<int:appeal_id>/", queue.appeal, name="appeal"),
    path("moderation/answers/", queue.answers, name="canned_answers"),
    path("moderation/answers/<int:answer_id>/", queue.answers, name="canned_answer"),
    path("moderation/log/", queue.log, name="moderation_log"),
    path("me/decisions/", own.decisions, name="my_decisions"),
    path("me/decisions/<int:decision_id>/", own.decision, name="my_decision"),
    path("about/transparency/", own.transparency, name="transparency"),
]
