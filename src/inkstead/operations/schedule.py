"""Everything that happens by the clock."""

from __future__ import annotations

from datetime import time, timedelta

from inkstead.accounts.jobs import forget_gone_names, forget_old_signups
from inkstead.api.jobs import prune_idempotency_keys
from inkstead.background.housekeeping import prune_jobs
from inkstead.background.schedule import Periodic
from inkstead.catalogues.jobs import mend_sitemaps
from inkstead.departures.jobs import let_go
from inkstead.discovery.jobs import mend_index, take_in_waiting
from inkstead.discussion.jobs import forget_old_guests
from inkstead.events.jobs import prune_facts
from inkstead.exchange.jobs import forget_old_archives, forget_old_arrivals, forget_old_private_books
from inkstead.moderation.jobs import forget_old_networks
from inkstead.notifications.jobs import count_news, forget_old_notices, make_due_letters, send_due_pushes
from inkstead.operations.jobs import prune_sessions
from inkstead.perspectives.jobs import read_unread_stories
from inkstead.rankings.jobs import count_who_came_back, forget_old_snapshots, make_rankings
from inkstead.readership.jobs import add_up_figures
from inkstead.reading.jobs import throw_away_counting_keys
from inkstead.recommendations.jobs import relate
from inkstead.serial.jobs import end_due_hiatuses, make_due_announcements, open_due_parts
from inkstead.stories.jobs import (
    empty_bin,
    forget_lost_covers,
    forget_unused_images,
    forget_unused_tags,
    publish_due_parts,
)
from inkstead.tagkeeping.jobs import mend_tags

SCHEDULE = [
    Periodic("publish due parts", publish_due_parts, every=timedelta(seconds=15)),
    Periodic("open due parts", open_due_parts, every=timedelta(seconds=15)),
    Periodic("make due announcements", make_due_announcements, every=timedelta(seconds=15)),
    Periodic("end due hiatuses", end_due_hiatuses, every=timedelta(minutes=1)),
    Periodic("add up figures", add_up_figures, every=timedelta(seconds=30)),
    Periodic("let go", let_go, every=timedelta(hours=1)),
    Periodic("make rankings", make_rankings, every=timedelta(minutes=15)),
    Periodic("count who came back", count_who_came_back, every=time(2, 30)),
    Periodic("relate stories", relate, every=time(2, 50)),
    Periodic("forget old rankings", forget_old_snapshots, every=time(3, 55)),
    Periodic("read unread stories", read_unread_stories, every=timedelta(minutes=5)),
    Periodic("make due letters", make_due_letters, every=timedelta(minutes=1)),
    Periodic("send due pushes", send_due_pushes, every=timedelta(seconds=30)),
    Periodic("count news", count_news, every=timedelta(seconds=30)),
    Periodic("forget old notices", forget_old_notices, every=time(3, 30)),
    Periodic("throw away counting keys", throw_away_counting_keys, every=timedelta(hours=1)),
    Periodic("prune sessions", prune_sessions, every=time(4, 0)),
    Periodic("prune jobs", prune_jobs, every=time(4, 10)),
    Periodic("prune facts", prune_facts, every=time(4, 20)),
    Periodic("prune idempotency keys", prune_idempotency_keys, every=timedelta(hours=1)),
    Periodic("forget old arrivals", forget_old_arrivals, every=timedelta(hours=1)),
    Periodic("forget old archives", forget_old_archives, every=time(4, 40)),
    Periodic("forget old private books", forget_old_private_books, every=timedelta(hours=1)),
    Periodic("forget old sign-ups", forget_old_signups, every=time(4, 30)),
    Periodic("forget gone names", forget_gone_names, every=time(4, 35)),
    Periodic("take new words in", take_in_waiting, every=timedelta(minutes=1)),
    Periodic("mend the search index", mend_index, every=time(3, 30)),
    Periodic("mend the sitemaps", mend_sitemaps, every=time(3, 10)),
    Periodic("mend what is above tags", mend_tags, every=time(3, 20)),
    Periodic("forget unused tags", forget_unused_tags, every=time(3, 45)),
    Periodic("forget lost covers", forget_lost_covers, every=time(3, 50)),
    Periodic("forget unused images", forget_unused_images, every=time(4, 15)),
    Periodic("forget old guests", forget_old_guests, every=time(4, 50)),
    Periodic("forget old networks", forget_old_networks, every=time(4, 55)),
    Periodic("empty the bin", empty_bin, every=time(3, 40)),
]
