from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from inkstead.web.holes import filled, mark

register = template.Library()


class HoleNode(template.Node):
    def __init__(self, name: FilterExpression, argument: FilterExpression | None, default: NodeList) -> None:
        self.name, self.argument, self.nodelist = name, argument, default

    def render(self, context: Context) -> SafeString:
        """On a shared page a mark; on a page that is rendered for one request, the filling itself."""
        name = self.name.resolve(context)
        argument = "" if self.argument is None else str(self.argument.resolve(context))
        request = context.get("request")
        if request is None:
            return mark_safe(mark(name, argument, self.nodelist.render(context)))  # noqa: S308 - nodes escape
        if name == "messages":
            return render_to_string("components/messages.html", request=request)
        visitor = getattr(request, "visitor", None)
        text = filled(name, argument, visitor, {}) if visitor else None
        return self.nodelist.render(context) if text is None else mark_safe(text)  # noqa: S308 - fragments escape


@register.tag
def hole(parser: Parser, token: Token) -> HoleNode:
    """`{% hole "name" argument %}what a stranger sees{% endhole %}`: filled for each reader when the page is sent."""
    words = token.split_contents()[1:]
    if not 1 <= len(words) <= 2:
        raise template.TemplateSyntaxError("hole takes a name and at most one argument")
    default = parser.parse(("endhole",))
    parser.delete_first_token()
    expressions = [parser.compile_filter(word) for word in words]
    return HoleNode(expressions[0], expressions[1] if len(words) == 2 else None, default)
