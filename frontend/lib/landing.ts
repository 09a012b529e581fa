import { say } from "./dom.ts";

const commentIds = (): Set<string> => new Set([...document.querySelectorAll(".comment")].map((comment) => comment.id));

/** After a form was answered in place, keyboard and screen reader stand where the answer is, not at the top of the page. */
export function landing(): void {
  let before = commentIds();
  let pressed: string | undefined;

  document.addEventListener("htmx:before:swap", () => {
    before = commentIds();
    pressed = document.activeElement?.closest("form[id]")?.id;
  });
  document.addEventListener("htmx:after:swap", () => {
    const said = [...commentIds()].find((id) => !before.has(id));
    if (said) {
      const comment = document.getElementById(said) as HTMLElement;
      comment.tabIndex = -1;
      comment.focus({ preventScroll: true });
      comment.scrollIntoView({ block: "center" });
      say("Your comment is there.");
    } else if (pressed) {
      const button = document.getElementById(pressed)?.querySelector<HTMLElement>("button");
      button?.focus({ preventScroll: true });
      if (button) say(button.innerText);
    }
  });
}
