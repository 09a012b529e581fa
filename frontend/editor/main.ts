import { Desk } from "./desk.ts";
import { startSaving } from "./saving/index.ts";

const form = document.querySelector<HTMLFormElement>("form[data-editor]");
const area = form?.querySelector<HTMLTextAreaElement>("textarea[name=text]");
if (form && area) {
  const place = document.createElement("div");
  place.className = "editor";
  place.hidden = true;
  area.before(place);
  const desk = new Desk(form, area, place);
  document.documentElement.classList.add("is-writing");
  desk.start();
  form.classList.add("is-started");
  startSaving(desk);
  const arrive = () => setTimeout(() => desk.goTo(location.hash.slice(1)));
  // A browser that finds the place by itself takes the focus away once the page has loaded.
  if (document.readyState === "complete") arrive();
  else addEventListener("load", arrive, { once: true });
}
