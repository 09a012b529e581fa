from inkstead.discovery.views import saved
from inkstead.discovery.views.lists import home, pen_name, stories, tag
from inkstead.discovery.views.searching import search, suggest

__all__ = ["home", "pen_name", "saved", "search", "stories", "suggest", "tag"]
