import type { Format } from "./types.ts";

export interface Turned {
  text: string;
  format: Format;
  html: string;
}

/** Asks the server for the same text in another form: only one program should know how Markdown is read here. */
export async function turnText(form: HTMLFormElement, text: string, format: Format, before = ""): Promise<Turned> {
  const body = new FormData();
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  for (const [name, value] of Object.entries({ text, format, before, csrfmiddlewaretoken: token })) body.set(name, value);
  const answer = await fetch(form.dataset.turn ?? "", { method: "POST", body }).catch(() => null);
  if (!answer) throw new Error("The server cannot be reached just now. Nothing is lost; try again when you are online.");
  const told = (await answer.json().catch(() => null)) as (Turned & { error?: string }) | null;
  if (!answer.ok || !told) throw new Error(told?.error ?? "The server could not read this text. Nothing is lost.");
  return told;
}
