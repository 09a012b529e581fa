// Runs before the first paint, so that nobody sees the wrong paper. Keep it tiny: it blocks.
(function (page) {
  page.dataset.scripted = "";
  // By then everything that takes a place of something plain has done so, or will not come.
  addEventListener("load", function () { page.dataset.scripted = "loaded"; });
  if ("person" in page.dataset) return;
  try {
    var kept = JSON.parse(localStorage.getItem("inkstead:reading") || "{}");
    for (var name in kept) if (/^(paper|font|size|leading|width|justify|hyphenate|paragraphs)$/.test(name)) page.dataset[name] = kept[name];
  } catch (unreadable) {}
})(document.documentElement);
