import { say } from "../lib/dom.ts";

/** A picture can be dropped on the form, and is shown in the place of the cover before it is sent. */
export function coverDrop(form: HTMLElement): () => void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const face = document.querySelector<HTMLElement>("[data-cover]");
  const before = face?.innerHTML ?? "";
  const ends = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void) =>
    form.addEventListener(name, act, { signal: ends.signal });

  const preview = () => {
    const file = input.files?.[0];
    if (!face) return;
    if (!file?.type.startsWith("image/")) {
      face.innerHTML = before;
      return;
    }
    const reader = new FileReader(); // the policy for content allows data:, and no blob:
    reader.onload = () => {
      const image = new Image();
      image.className = "cover cover-image";
      image.alt = "The picture that you chose";
      image.onload = () => face.replaceChildren(image);
      image.onerror = () => (face.innerHTML = before); // our own server will say what is wrong with it
      image.src = reader.result as string;
    };
    reader.readAsDataURL(file);
    say(`${file.name} is chosen; it is used when you send it.`);
  };

  on("change", preview);
  on("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.toggleAttribute("data-over", true);
  });
  on("dragleave", () => form.removeAttribute("data-over"));
  on("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    form.removeAttribute("data-over");
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0] as File);
    input.files = one.files;
    preview();
  });
  return () => ends.abort();
}
