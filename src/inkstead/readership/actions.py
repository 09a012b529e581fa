"""Keep the figures up to date; rebuild them."""

from inkstead.readership.adding import add_up, look_over
from inkstead.readership.following import follow_story, follow_up
from inkstead.readership.recounting import recount_figures
from inkstead.readership.sums import FigureDifference

__all__ = ["FigureDifference", "add_up", "follow_story", "follow_up", "look_over", "recount_figures"]
