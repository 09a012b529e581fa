from __future__ import annotations

from django.urls import path

from inkstead.catalogues import converters  # noqa: F401 - registers `feed_form` and `number`
from inkstead.catalogues.views import addresses, feeds, opds, outside
from inkstead.web import converters as web_converters  # noqa: F401 - registers `word`

urlpatterns = [
    path("robots.txt", outside.robots, name="robots"),
    path("sitemap.xml", outside.sitemap_index, name="sitemap_index"),
    path("sitemap/<slug:kind>-<number:number>.xml.gz", outside.sitemap, name="sitemap"),
    path("feeds/site.<feed_form:form>", feeds.site, name="site_feed"),
    path("feeds/story/<number:story_id>.<feed_form:form>", feeds.story, name="story_feed"),
    path("feeds/by/<word:slug>.<feed_form:form>", feeds.writer, name="writer_feed"),
    path("feeds/tag/<word:slug>.<feed_form:form>", feeds.tag, name="tag_feed"),
    path("feeds/shelf/<number:shelf_id>.<feed_form:form>", feeds.shelf, name="shelf_feed"),
    path("feeds/search/<slug:secret>/", feeds.search, name="search_feed"),
    path("feeds/search/<slug:secret>.<feed_form:form>", feeds.search),
    path("feeds/follows/<slug:secret>.<feed_form:form>", feeds.follows, name="follows_feed"),
    path("opds/", opds.catalogue, name="opds"),
    path("opds", opds.catalogue),  # people type it so, and e-readers do not go where they are sent
    path("opds/search.xml", opds.search_description),
    path("opds/cover/<number:story_id>.jpg", opds.cover, name="opds_cover"),
    path("opds/with/<slug:secret>/", opds.catalogue, name="own_opds"),
    path("opds/with/<slug:secret>", opds.catalogue),
    path("opds/with/<slug:secret>/search.xml", opds.search_description),
    path("opds/with/<slug:secret>/<path:path>/", opds.catalogue_page),
    path("opds/with/<slug:secret>/<path:path>", opds.catalogue_page),
    path("opds/<path:path>/", opds.catalogue_page),
    path("opds/<path:path>", opds.catalogue_page),
    path("library/feeds/", addresses.addresses, name="reader_feeds"),
    path("library/feeds/<slug:kind>/address/", addresses.renew, name="renew_address"),
    path("library/feeds/<slug:kind>/take-back/", addresses.take_back, name="take_back_address"),
]
