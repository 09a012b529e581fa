import { Plugin } from "prosemirror-state";
import { cleanPasted } from "./clean.ts";
import { sliceOfText } from "./text.ts";

const OWN = /<[^>]*\sdata-pm-slice=/;

export const pasting = new Plugin({
  props: {
    // What was copied here comes back as it was, ids and all.
    transformPastedHTML: (html) => (OWN.test(html) ? html : cleanPasted(html)),
    clipboardTextParser: (text) => sliceOfText(text),
  },
});
