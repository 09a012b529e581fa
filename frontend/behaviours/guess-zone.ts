/** Tells once where this browser's clock hangs, when its person has not said so. The page comes back in that zone. */
export function guessZone(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const field = form.elements.namedItem("zone") as HTMLInputElement;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = "inkstead:zone-told";
  if (!zone || sessionStorage.getItem(asked)) return;
  sessionStorage.setItem(asked, "1"); // a zone that the server does not know must not be told for ever
  field.value = zone;
  form.submit();
}
