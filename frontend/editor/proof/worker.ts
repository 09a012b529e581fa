import { createBinaryModuleFromUrl, Dialect, LocalLinter, SuggestionKind, type Lint } from "harper.js";
import type { Asked, Problem, Told } from "./messages.ts";

// The proofreader in a thread of its own. It is loaded from our own address and sends nothing anywhere.
const here = self as unknown as { postMessage(told: Told): void; onmessage: ((event: MessageEvent<Asked>) => void) | null };
const DIALECTS: Record<string, Dialect> = { "en-gb": Dialect.British, "en-au": Dialect.Australian, "en-ca": Dialect.Canadian, "en-in": Dialect.Indian };
const ASTRAL = /[\ud800-\udbff]/;
let linter: LocalLinter | null = null;

here.onmessage = ({ data }) => {
  void (data.start ? start(data.start) : data.read ? read(data.read) : Promise.resolve()).catch((problem: Error) =>
    here.postMessage({ failed: problem.message }),
  );
};

async function start({ engine, dialect }: { engine: string; dialect: string }): Promise<void> {
  linter = new LocalLinter({ binary: createBinaryModuleFromUrl(engine, "slim"), dialect: DIALECTS[dialect.toLowerCase()] ?? Dialect.American });
  await linter.setup();
  // A story may swear.
  await linter.setLintConfig({ ...(await linter.getLintConfig()), AvoidCurses: false });
  here.postMessage({ ready: true });
}

async function read({ id, text }: { id: number; text: string }): Promise<void> {
  const lints = (await linter?.lint(text, { language: "plaintext" })) ?? [];
  const place = placesOf(text);
  const problems = lints.map((lint) => problemOf(lint, text, place));
  lints.forEach((lint) => lint.free());
  here.postMessage({ read: { id, problems } });
}

function problemOf(lint: Lint, text: string, place: (character: number) => number): Problem {
  const span = lint.span();
  const from = place(span.start);
  const to = place(span.end);
  const suggestions = lint.suggestions().map((suggestion) => {
    if (suggestion.kind() === SuggestionKind.Remove) return "";
    const more = suggestion.get_replacement_text();
    return suggestion.kind() === SuggestionKind.InsertAfter ? text.slice(from, to) + more : more;
  });
  return { from, to, kind: lint.lint_kind_pretty(), message: lint.message().replace(/`([^`]*)`/g, "“$1”"), suggestions };
}

/** The engine counts characters; a browser counts the halves of some of them. */
function placesOf(text: string): (character: number) => number {
  if (!ASTRAL.test(text)) return (character) => character;
  const places = [0];
  for (const character of text) places.push((places.at(-1) as number) + character.length);
  return (character) => places[character] ?? text.length;
}
