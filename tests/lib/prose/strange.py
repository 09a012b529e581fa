"""Strange HTML for properties: pieces of markup in any order, closed or not."""

from hypothesis import strategies as st

NAMES = (
    "p", "div", "h1", "h2", "h5", "blockquote", "ul", "ol", "li", "pre", "em", "b", "i", "s", "u", "a", "span",
    "ruby", "rt", "rp", "code", "sub", "center", "table", "tr", "td", "th", "dl", "dt", "dd", "section", "article",
    "caption", "tbody", "font", "hr", "br", "img", "svg", "math", "style", "script", "title", "template", "q",
    "details", "select", "option", "form", "button", "x",
)  # fmt: skip
ATTRIBUTES = (
    "",
    ' class="align-center"',
    ' class="small-caps x"',
    ' style="text-align:right;font-style:italic"',
    ' style="font-weight:normal"',
    ' lang="fr" dir=rtl',
    ' href="https://example.org/?a=1&b=2"',
    ' href="http://["',
    ' href="javascript:alert(1)"',
    ' src="/files/a.png" alt="a &quot;b&quot;"',
    ' src="//example.org/a.png"',
    ' id="b-abcd1234"',
    " onclick=alert(1)",
    ' title="unclosed',
)
TEXT = (
    "a", " ", "\n", "  b ", "* * *", "&amp;", "&nbsp;", "&lt;p&gt;", "<", ">", "<!--", "-->", "<!x>", '"', "'", "\t",
    "\u202e", "&#x202e;", "&#13;", "&NewLine;", "·", "漢", "]]>", "<![CDATA[", "</", "<br><br>", "\xa0", "&",
)  # fmt: skip

start_tags = st.builds(
    lambda name, attribute: f"<{name}{attribute}>", st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES)
)
end_tags = st.sampled_from(NAMES).map(lambda name: f"</{name}>")
pieces = st.one_of(start_tags, end_tags, st.sampled_from(TEXT))
strange_html = st.lists(pieces, max_size=30).map("".join)
