"""Pages as reading sites and their programs write them; words and people are invented."""

# The lines are as long as those of the sites.
# ruff: noqa: E501
from __future__ import annotations

AO3_DOWNLOAD = """<!DOCTYPE html><html><head><title>The Lamp - ana - Lighthouses</title><style>p.message { }</style></head><body>
<div id="preface"><h2 class="toc-heading">Preface</h2><p class="message"><b>The Lamp</b><br/><b>Posted originally on the <a href="https://archiveofourown.org/">Archive of Our
Own</a> at <a href="https://archiveofourown.org/works/1">https://archiveofourown.org/works/1</a>.</b></p>
<div class="meta"><dl class="tags"><dt>Rating:</dt><dd><a href="x">Teen And Up Audiences</a></dd>
<dt>Archive Warning:</dt><dd><a href="x">Major Character Death</a></dd><dt>Fandom:</dt><dd><a href="x">Lighthouses</a></dd>
<dt>Relationship:</dt><dd><a href="x">Keeper/Sea</a></dd><dt>Character:</dt><dd><a href="x">The Keeper</a></dd>
<dt>Categories:</dt><dd><a href="x">Gen</a>, <a href="x">Other</a></dd>
<dt>Additional Tags:</dt><dd><a href="x">Storms</a>, <a href="x">Slow Burn</a></dd><dt>Language:</dt><dd>English</dd>
<dt>Stats:</dt><dd>Published: 2020-01-01 Completed: 2020-02-02 Words: 12 Chapters: 2/2</dd></dl>
<h1>The Lamp</h1><div class="byline">by <a rel="author" href="x">ana</a></div>
<p>Summary</p><blockquote class="userstuff"><p>A lamp is lit.</p></blockquote>
<p>Notes</p><blockquote class="userstuff"><p>For the sea.</p></blockquote>
<div class="endnote-link">See the end of the work for <a href="#endnotes">notes</a></div>
<ul><li>Inspired by <a href="x">Another lamp</a> by <a href="x">ben</a></li></ul></div></div>
<div id="chapters" class="userstuff">
<div class="meta group"><h2 class="heading">Chapter 1: Dusk</h2><p>Chapter Notes</p>
<blockquote class="userstuff"><p>It begins.</p></blockquote></div>
<div class="userstuff"><p>It was <em>dark</em>.</p><hr /><div align="center"><p>Notes</p></div><p>Said the sea.</p><p>(See how it burns.)</p><p>Notes</p><blockquote><p>A song.</p></blockquote></div>
<div id="endnotes1" class="meta"><p>Chapter End Notes</p><blockquote class="userstuff"><p>Thanks.</p></blockquote></div>
<div class="meta group"><h2 class="heading">Chapter 2: Dawn</h2></div>
<div class="userstuff"><p>The end.</p></div></div>
<div id="afterword"><h2 class="toc-heading">Afterword</h2><div class="meta"><div id="endnotes"><p>End Notes</p>
<blockquote class="userstuff"><p>Bye.</p></blockquote></div><dl><dt>Works inspired by this one</dt><dd>A wick by cleo</dd></dl></div>
<p class="message">Please <a href="x">drop by the Archive and comment</a> to let the creator know.</p></div></body></html>"""

AO3_SINGLE = """<!DOCTYPE html><html><body><div id="preface"><h2 class="toc-heading">Preface</h2>
<p class="message">Posted originally on the Archive of Our Own at <a href="x">http://archiveofourown.org/works/2</a>.</p>
<div class="meta"><dl class="tags"><dt>Rating:</dt><dd><a href="x">Explicit</a></dd></dl><h1>Wick</h1>
<div class="byline">by <a rel="author" href="x">ana</a></div><p>Summary</p><blockquote class="userstuff"><p>It burns.</p></blockquote>
</div></div><div id="chapters" class="userstuff">{heading}<div class="userstuff"><p>A wick.</p></div></div><div id="afterword">
<h2 class="toc-heading">Afterword</h2><p class="message">Please <a href="x">comment</a>.</p></div></body></html>"""

AO3_SAVED = """<!DOCTYPE html><html><head><title>The Lamp - Chapter 1 - ana - Lighthouses [Archive of Our Own]</title></head><body>
<div id="outer" class="wrapper"><ul class="navigation actions"><li>Hi</li></ul><div id="main"><div class="work">
<dl class="work meta group"><dt class="rating tags">Rating:</dt><dd class="rating tags"><ul><li><a class="tag" href="https://archiveofourown.org/works/1">Mature</a></li></ul></dd>
<dt class="warning tags">Archive Warning:</dt><dd class="warning tags"><ul><li><a class="tag">No Archive Warnings Apply</a></li></ul></dd>
<dt class="fandom tags">Fandom:</dt><dd class="fandom tags"><ul><li><a class="tag">Lighthouses</a></li></ul></dd>
<dt class="freeform tags">Additional Tags:</dt><dd class="freeform tags"><ul><li><a class="tag">Storms</a></li></ul></dd>
<dt class="language">Language:</dt><dd class="language">Deutsch</dd>
<dt class="stats">Stats:</dt><dd class="stats"><dl class="stats"><dt>Chapters:</dt><dd>1/3</dd></dl></dd></dl></div>
<div id="workskin"><div class="preface group"><h2 class="title heading">The Lamp</h2><h3 class="byline heading"><a rel="author">ana</a></h3>
<div class="summary module"><h3 class="heading">Summary:</h3><blockquote class="userstuff"><p>A lamp is lit.</p></blockquote></div></div>
<div id="chapters" role="article"><div class="chapter" id="chapter-1"><div class="chapter preface group">
<h3 class="title"><a href="x">Chapter 1</a>: Dusk</h3>
<div id="notes" class="notes module"><h3 class="heading">Notes:</h3><blockquote class="userstuff"><p>It begins.</p></blockquote>
<p class="jump">(See the end of the chapter for notes.)</p></div></div>
<div class="userstuff module" role="article"><h3 class="landmark heading" id="work">Chapter Text</h3><p>It was <em>dark</em>.</p></div>
<div class="chapter preface group"><div class="end notes module" id="chapter_1_endnotes"><h3 class="heading">Notes:</h3>
<blockquote class="userstuff"><p>Thanks.</p></blockquote></div></div></div></div></div>
<div id="feedback"><p>Kudos</p></div></div></div></body></html>"""

WATTPAD = """<!DOCTYPE html><html><head><title>Vows - Alana - Wattpad</title><link href="https://www.wattpad.com/1"></head><body>
<header><h1 class="h2">Alana</h1><span class="reads">15.6K</span><span class="votes">385</span><span class="comments">42</span></header>
<a href="https://www.wattpad.com/user/ana">ana</a>
<pre><p data-p-id="a1">It was <i>dark</i>.<span class="comment-marker"><span class="num-comment">12</span></span></p>
<p data-p-id="a2">&nbsp;</p><p data-p-id="a3" style="text-align:center">Then light.</p></pre><p>You may also like</p></body></html>"""

ROYAL_ROAD = """<!DOCTYPE html><html><head><title>Dusk - The Lamp | Royal Road</title>
<style>.cnZk2 { display: none; speak: never; }</style></head><body>
<div class="fic-header"><a href="/fiction/1/the-lamp"><h2>The Lamp</h2></a><a href="/profile/9">ana</a><h1>Chapter 1: Dusk</h1></div>
<div class="author-note-portlet"><div class="author-note"><p>Hello.</p></div></div>
<div class="chapter-inner chapter-content"><p class="cnAb1">It was <em>dark</em>.</p>
<p class="cnZk2">Stolen from Royal Road.</p><p>Then light.</p>
<div class="spoiler"><button>Spoiler</button><div class="spoiler-inner" style="display: none;"><p>It was the sea.</p></div></div></div>
<div class="author-note-portlet"><div class="author-note"><p>Thanks.</p></div></div></body></html>"""

SCRIBBLE_HUB = """<!DOCTYPE html><html><head><title>Dusk - The Lamp | Scribble Hub</title></head><body>
<div class="chp_byauthor"><a href="https://www.scribblehub.com/series/1/the-lamp/">The Lamp</a> by
<a href="https://www.scribblehub.com/profile/9/ana/">ana</a></div><div class="chapter-title">Chapter 1: Dusk</div>
<div id="chp_raw" class="chp_raw"><p>It was <em>dark</em>.</p><p>Then light.</p>
<div class="wi_authornotes"><div class="p-avatar-wrap">ana</div><div class="wi_authornotes_body"><p>Thanks.</p></div></div></div>
</body></html>"""
