"""Everything that happens by the clock."""

from datetime import time

from inkstead.background.housekeeping import prune_jobs
from inkstead.background.schedule import Periodic
from inkstead.events.jobs import prune_facts

SCHEDULE = [
    Periodic("prune jobs", prune_jobs, every=time(4, 10)),
    Periodic("prune facts", prune_facts, every=time(4, 20)),
]
