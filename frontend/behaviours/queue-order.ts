/** Lines of the queue can be dragged to their place; dropped, they go the way that the arrow buttons go. */
export function queueOrder(section: HTMLElement): () => void {
  const list = section.querySelector<HTMLElement>("ol.desk-parts");
  if (!list) return () => {};
  const lines = () => [...list.children] as HTMLElement[];
  let held: HTMLElement | undefined;

  const take = (event: DragEvent) => {
    held = (event.target as HTMLElement).closest("li") ?? undefined;
    if (!held || !event.dataTransfer) return;
    held.classList.add("is-held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.id);
  };
  const over = (event: DragEvent) => {
    const line = (event.target as HTMLElement).closest("li");
    if (!held || !line || line.parentElement !== list) return;
    event.preventDefault();
    const { top, height } = line.getBoundingClientRect();
    if (line !== held) line.insertAdjacentElement(event.clientY < top + height / 2 ? "beforebegin" : "afterend", held);
  };
  const drop = (event: DragEvent) => {
    if (!held) return;
    event.preventDefault();
    const place = lines().indexOf(held) + 1;
    const form = held.querySelector<HTMLFormElement>("form[data-move]");
    held.classList.remove("is-held");
    if (form && String(place) !== held.dataset.place) {
      const to = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: String(place) });
      form.append(to);
      form.submit();
    }
    held = undefined;
  };
  const leave = () => {
    if (!held) return;
    held.classList.remove("is-held"); // dropped outside: back to where it was
    lines()
      .sort((one, other) => Number(one.dataset.place) - Number(other.dataset.place))
      .forEach((line) => list.append(line));
    held = undefined;
  };

  lines().forEach((line) => (line.draggable = true));
  const heard: [string, (event: DragEvent) => void][] = [
    ["dragstart", take],
    ["dragover", over],
    ["drop", drop],
    ["dragend", leave],
  ];
  for (const [name, act] of heard) list.addEventListener(name, act as EventListener);
  return () => heard.forEach(([name, act]) => list.removeEventListener(name, act as EventListener));
}
