import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";

const PART = '<article data-story="1"><div id="prose"><p id="b-1">One</p><p id="b-2">Two</p></div></article>';
const margin = (block: string) =>
  `<section id="margin" data-block="${block}" data-count="1">
  <form class="reactions-form" action="/margin/${block}/react/"><button name="kind" value="love">Love</button></form>
  <form class="margin-form" action="/margin/${block}/"><textarea name="body"></textarea><button>Send</button></form></section>`;

test("what was typed beside a paragraph stays there until it is sent", async () => {
  const { window } = new JSDOM(PART, { url: "http://x.example/part/1-a/" });
  const shown = new WeakMap<Element, boolean>();
  Object.assign(window.HTMLElement.prototype, {
    showPopover(this: Element) { shown.set(this, true); },
    hidePopover(this: Element) { shown.set(this, false); },
  });
  const matches = window.Element.prototype.matches;
  window.Element.prototype.matches = function (selector: string) {
    return selector === ":popover-open" ? shown.get(this) === true : matches.call(this, selector);
  };
  const { document, Element, HTMLElement, HTMLTextAreaElement, DOMParser, FormData, CustomEvent, localStorage } = window;
  const fetch = async (url: string) => ({ text: async () => margin(/b-\d/.exec(url)?.[0] ?? "") });
  const globals = { document, Element, HTMLElement, HTMLTextAreaElement, DOMParser, FormData, CustomEvent, localStorage };
  Object.assign(globalThis, globals, { fetch, location: window.location, scrollBy: () => undefined, innerWidth: 1280, innerHeight: 800 });

  const { openMargin } = await import("../../margin/main.ts");
  const find = <E extends Element>(selector: string): E => document.querySelector<E>(selector)!;
  const settled = () => new Promise((done) => setTimeout(done, 5));
  const open = async (block: string) => {
    openMargin(find("#prose"), "/margin/", find(`#${block}`), "");
    await settled();
  };
  const area = () => find<HTMLTextAreaElement>("#margin-sheet textarea");
  const send = async (form: string) => {
    find(form).dispatchEvent(new window.Event("submit", { bubbles: true, cancelable: true }));
    await settled();
  };

  await open("b-1");
  area().value = "Half a thought";
  area().dispatchEvent(new window.Event("input", { bubbles: true }));
  await open("b-2");
  assert.equal(area().value, "");
  await open("b-1");
  assert.equal(area().value, "Half a thought");
  await send("#margin-sheet .reactions-form");
  assert.equal(area().value, "Half a thought");
  await send("#margin-sheet .margin-form");
  assert.equal(area().value, "");
});
