from __future__ import annotations

from django.urls import path

from inkstead.serial.views import announcements, dates, plan, queue

urlpatterns = [
    path("story/<int:story_id>/plan/", plan.plan, name="plan_story"),
    path("story/<int:story_id>/plan/slots/", plan.add_slots, name="plan_slots"),
    path("story/<int:story_id>/plan/slots/<int:slot_id>/remove/", plan.remove_slot, name="remove_slot"),
    path("story/<int:story_id>/plan/zone/", plan.plan_zone, name="plan_zone"),
    path("story/<int:story_id>/plan/early/", plan.early, name="plan_early"),
    path("story/<int:story_id>/plan/hiatus/", plan.hiatus, name="plan_hiatus"),
    path("story/<int:story_id>/plan/notes/", plan.standing, name="plan_standing"),
    path("story/<int:story_id>/plan/choose/", queue.choose, name="plan_choose"),
    path("story/<int:story_id>/plan/go-on/", queue.go_on, name="go_on_without"),
    path("story/<int:story_id>/plan/dates/", dates.dates, name="plan_dates"),
    path("part/<int:part_id>/queue/", queue.put_in, name="queue_part"),
    path("part/<int:part_id>/queue/out/", queue.take_out, name="unqueue_part"),
    path("part/<int:part_id>/queue/move/", queue.move, name="move_queued"),
    path("part/<int:part_id>/schedule/", dates.schedule, name="schedule_part"),
    path("story/<int:story_id>/announcements/", announcements.listed, name="story_announcements"),
    path("story/<int:story_id>/announcements/new/", announcements.new, name="new_announcement"),
    path("announcement/<int:announcement_id>/", announcements.edit, name="edit_announcement"),
    path("announcement/<int:announcement_id>/delete/", announcements.delete, name="delete_announcement"),
]
