const SHAPES: Record<string, string> = {
  italic: '<path d="M10 4h8M6 20h8M14.5 4l-5 16"/>',
  bold: '<path d="M7 4h6.5a4 4 0 0 1 0 8H7zM7 12h7.5a4 4 0 0 1 0 8H7z" stroke-width="2.4"/>',
  link: '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.600 1.600M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.600-1.600"/>',
  break: '<path d="M12 8.500 15.500 12 12 15.500 8.500 12ZM3 12h2.500M18.500 12H21" />',
  undo: '<path d="M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3"/>',
  redo: '<path d="m16 5 4 4-4 4M20 9H10a6 6 0 0 0 0 12h3"/>',
  find: '<circle cx="10.500" cy="10.500" r="6"/><path d="m15 15 6 6"/>',
  focus: '<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>',
  proof: '<path d="M3 15 7 5l4 10M4.500 11.500h5M12.500 17l3 3 6-8"/>',
  more: '<circle cx="5" cy="12" r="1.300"/><circle cx="12" cy="12" r="1.300"/><circle cx="19" cy="12" r="1.300"/>',
  marks: '<path d="M5 20 11 5l6 15M7 15h8M19 4v6M16 7h6"/>',
  down: '<path d="m6 9 6 6 6-6"/>',
};

/** Drawn in line with the text; it never speaks. */
export function icon(name: string): SVGElement {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ class: "icon", width: "18", height: "18", viewBox: "0 0 24 24", "aria-hidden": "true" })) {
    drawn.setAttribute(key, value);
  }
  drawn.innerHTML = SHAPES[name] ?? "";
  return drawn;
}
