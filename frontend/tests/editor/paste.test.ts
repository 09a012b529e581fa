import "./page.ts";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleanPasted } from "../../editor/paste/clean.ts";
import { sliceOfText } from "../../editor/paste/text.ts";

const sample = (name: string): string => readFileSync(`tests/editor/clipboard/${name}.html`, "utf8");

test("from Word: words, emphasis, lists and scene breaks; nothing of Word", () => {
  assert.equal(
    cleanPasted(sample("word")),
    '<h2>Chapter One</h2><p class="align-center">The <em>lamp</em> was <strong>out</strong>.</p>' +
      "<p>“Who put it out?” she said… He <u>knew</u>.</p><hr><p>In Porto it rained.</p>" +
      "<ul><li><p>oil</p></li><li><p>a wick</p></li></ul><hr><p>The end.</p>",
  );
});

test("from Google Docs: its bold is none, its spans are", () => {
  assert.equal(
    cleanPasted(sample("google-docs")),
    '<h2>Lamp Oil</h2><p>She said <em>nothing</em> at all. <strong>Not a word</strong>.</p>' +
      '<p class="align-center">H<sub>2</sub>O, <s>gone</s> and <a href="https://example.org/">there</a></p><hr><p>Next scene.</p>' +
      "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
  );
});

test("from Word: changes are taken as made, comments and what was deleted stay behind", () => {
  const tracked = "<p class=MsoNormal>It <del>rained</del><ins>snowed</ins> <span style='mso-comment-reference:A_1'>then</span>";
  const sign = "<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[A1]</a></span>.</p>";
  const comments = "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><p>Dull.</p></div></div>";
  assert.equal(cleanPasted(tracked + sign + comments), "<p>It snowed then.</p>");
  assert.equal(cleanPasted("<p>It <del>rained</del></p>"), "<p>It <s>rained</s></p>");
  assert.equal(cleanPasted("<a href='https://www.google.com/url?q=https://example.org/x&sa=D'>x</a>"), '<p><a href="https://example.org/x">x</a></p>');
});

test("from a page: divisions are paragraphs, tables are lines, programs and pictures stay behind", () => {
  assert.equal(
    cleanPasted("<div>One<div>Two</div>three<br><br>four<br>five</div><script>x</script><table><tr><td>a</td><td>b</td></tr></table><img src='https://x.org/y.png' alt='A cat'>"),
    "<p>One</p><p>Two</p><p>three</p><p>four<br>five</p><p>a</p><p>b</p><p>A cat</p>",
  );
  assert.equal(cleanPasted("<p>#</p><p>&nbsp;</p><p> * * * </p><pre>a\n  b</pre>"), "<hr><hr><pre>a\n  b</pre>");
  assert.equal(cleanPasted('<p id="b-12345678" onclick="x">a</p>'), '<p id="b-12345678">a</p>');
});

const kinds = (text: string) => sliceOfText(text).content.content.map((block) => (block.type.name === "scene_break" ? "*" : block.textContent));

test("plain text: blank lines set paragraphs apart, or line ends where there are none", () => {
  assert.deepEqual(kinds("One\nline\n\n* * *\n\nTwo"), ["One\nline", "*", "Two"]);
  assert.deepEqual(kinds("One\nTwo\n#\nThree"), ["One", "Two", "*", "Three"]);
  assert.deepEqual(kinds("just words"), ["just words"]);
});
