from inkstead.discovery.views.lists import home, pen_name, stories, tag
from inkstead.discovery.views.searching import search, suggest

__all__ = ["home", "pen_name", "search", "stories", "suggest", "tag"]
