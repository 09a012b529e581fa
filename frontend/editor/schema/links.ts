// The same rule as in lib/prose/addresses.py.
const LINK = /^(?:https?:\/\/[^\s/?#\\]|mailto:[^\s/?#]+@)[^\s]*$/i;
const LONGEST = 2000;

/** The address as a text may point to it, or "". */
export function tidyLink(address: string): string {
  if (address.length > LONGEST) return "";
  const tidy = address.trim().replace(/[\t\n\r\f]+/g, "").replace(/ /g, "%20");
  return LINK.test(tidy) ? tidy : "";
}
