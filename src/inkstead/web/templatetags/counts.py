from django import template

from inkstead.lib.counts import short_count

register = template.Library()
register.filter("short_count", short_count)
