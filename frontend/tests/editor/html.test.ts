import "./page.ts";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Node } from "prosemirror-model";
import { parseHtml } from "../../editor/html/parse.ts";
import { serialise, serialisePart } from "../../editor/html/serialise.ts";
import { schema } from "../../editor/schema/index.ts";

// What lib/prose/sanitise.py lets through, made by tests/lib/prose/test_vectors.py.
const vectors = JSON.parse(readFileSync("../tests/lib/prose-vectors.json", "utf8")) as string[];

/** The same block, forgetting how it was spelt. */
const copied = (block: Node): Node => schema.nodeFromJSON(block.toJSON());

test("every text of the server comes back as it was", () => {
  assert.ok(vectors.length > 100);
  for (const html of vectors) assert.equal(serialisePart(parseHtml(html)), html);
});

test("an edited block says the same and stays as it is spelt", () => {
  const again = (html: string) => parseHtml(html).content.content.map((block) => serialise(copied(block))).join("\n");
  for (const html of vectors) {
    const spelt = again(html);
    assert.equal(again(spelt), spelt);
    // Elements that begin and end together may be nested either way, and two alike side by side are one.
    assert.deepEqual(meant(spelt), meant(html));
  }
});

const meant = (html: string): string => JSON.stringify(parseHtml(html).toJSON()).replace(/"number":\d+/g, "");

test("spaces stand where the server puts them, and what holds nothing is left out", () => {
  const block = (html: string) => serialise(copied(parseHtml(html).firstChild as Node)).replace(/ id="[^"]*"/, "");
  assert.equal(block("<p> a<em> b </em>c  d </p>"), "<p>a <em>b</em> c  d</p>");
  assert.equal(block("<p>a <br> b<br></p>"), "<p>a<br>b</p>");
  assert.equal(block("<p> \u200b </p>"), "");
  assert.equal(block("<p>a & b\u00a0c</p>"), "<p>a &amp; b&nbsp;c</p>");
  assert.equal(block("<p>~ ~ ~</p>"), "<hr>");
});

test("what a part may not hold is not there", () => {
  const html = serialisePart(parseHtml('<p onclick="x">a<a href="javascript:alert(1)">b</a><img src="https://x.org/a.png"><script>c</script></p>'));
  assert.match(html, /^<p id="b-[0-9a-z]{8}">ab<\/p>$/);
});
