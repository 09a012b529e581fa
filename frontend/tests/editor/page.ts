// A page for what needs one. Import it first: ProseMirror looks at the browser when it is loaded.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><html><body></body></html>", { pretendToBeVisual: true });
for (const name of ["window", "document", "Node", "Element", "HTMLElement", "DOMParser", "MutationObserver", "getSelection"] as const) {
  Object.defineProperty(globalThis, name, { value: name === "window" ? window : (window as never)[name], configurable: true });
}
