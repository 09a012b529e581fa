from __future__ import annotations

from django.urls import path

from inkstead.writing.views import about, compare, covers, drafts, history, parts, states, stories, thrown_away

urlpatterns = [
    path("", stories.my_stories, name="write"),
    path("story/new/", stories.new_story, name="write_new_story"),
    path("story/<int:story_id>/", stories.story, name="write_story"),
    path("story/<int:story_id>/delete/", thrown_away.throw_story, name="delete_story"),
    path("story/<int:story_id>/about/", about.about, name="about_story"),
    path("story/<int:story_id>/cover/", covers.cover, name="story_cover"),
    path("story/<int:story_id>/mark/", about.mark, name="mark_story"),
    path("bin/", thrown_away.bin_page, name="bin"),
    path("bin/story/<int:story_id>/restore/", thrown_away.restore_story, name="restore_story"),
    path("bin/story/<int:story_id>/delete/", thrown_away.delete_story, name="delete_story_for_good"),
    path("bin/part/<int:part_id>/restore/", thrown_away.restore_part, name="restore_part"),
    path("bin/part/<int:part_id>/delete/", thrown_away.delete_part, name="delete_part_for_good"),
    path("undo/<str:word>/", thrown_away.undo, name="undo"),
    path("story/<int:story_id>/volume/<int:volume_id>/", stories.volume, name="write_volume"),
    path("story/<int:story_id>/part/new/", parts.new_part, name="write_new_part"),
    path("part/<int:part_id>/", parts.part, name="write_part"),
    path("story/<int:story_id>/part/draft/", drafts.new_draft, name="keep_new_part"),
    path("part/<int:part_id>/draft/", drafts.draft, name="keep_typed"),
    path("part/<int:part_id>/publish/", states.publish, name="publish_part"),
    path("part/<int:part_id>/withdraw/", states.withdraw, name="withdraw_part"),
    path("part/<int:part_id>/delete/", thrown_away.throw_part, name="delete_part"),
    path("part/<int:part_id>/move/", states.move, name="move_part"),
    path("part/<int:part_id>/history/", history.history, name="part_history"),
    path("part/<int:part_id>/history/<int:number>/", history.revision, name="part_revision"),
    path("part/<int:part_id>/compare/<int:number>/", compare.compare_aside, name="compare_aside"),
    path("part/<int:part_id>/history/<int:number>/name/", history.rename, name="name_revision"),
    path("part/<int:part_id>/history/<int:number>/text/", history.download_text, name="revision_text"),
    path("part/<int:part_id>/history/<int:number>/html/", history.download_html, name="revision_html"),
    path("part/<int:part_id>/history/differences/", compare.differences, name="differences"),
    path("part/<int:part_id>/history/<int:number>/restore/", history.restore, name="restore_revision"),
]
