import { Fragment, Slice, type Node } from "prosemirror-model";
import { isSceneBreak } from "../html/ornaments.ts";
import { schema } from "../schema/index.ts";
import { tidy } from "../html/characters.ts";

const { paragraph, scene_break, line_break } = schema.nodes;

/** Plain text: paragraphs are set apart by blank lines or, where there are none, by their line ends. */
export function sliceOfText(text: string): Slice {
  const lines = tidy(text).replace(/\r\n?/g, "\n").split("\n");
  const apart = lines.slice(1, -1).some((line) => !line.trim());
  const blocks: Node[] = [];
  let run: string[] = [];
  const finish = () => {
    if (run.length) blocks.push(paragraph.create(null, broken(run)));
    run = [];
  };
  for (const line of lines.map((each) => each.trim())) {
    if (line && !isSceneBreak(line)) run.push(line);
    if (!apart || !line || isSceneBreak(line)) finish();
    if (isSceneBreak(line)) blocks.push(scene_break.create());
  }
  finish();
  const open = (block: Node | undefined) => (block?.isTextblock ? 1 : 0);
  return new Slice(Fragment.from(blocks), open(blocks[0]), open(blocks.at(-1)));
}

const broken = (lines: readonly string[]): Node[] =>
  lines.flatMap((line, at) => [...(at ? [line_break.create()] : []), schema.text(line)]);
