import { Desk } from "./desk.ts";
import { startSaving } from "./saving/index.ts";

function start(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-editor]");
  const area = form?.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  if (!form || !area) return;
  const place = document.createElement("div");
  place.className = "editor";
  area.before(place);
  const desk = new Desk(form, area, place);
  const doc = desk.wantsPlain ? null : desk.brought();
  if (doc) desk.open(doc);
  startSaving(desk);
}

start();
