/** The same form as in lib/prose/identity.py. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 8;
const WELL_FORMED = /^b-[0-9a-z]{8}$/;

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return "b-" + Array.from(bytes, (byte) => ALPHABET[byte & 31]).join("");
}

export const isId = (text: string | null | undefined): text is string => WELL_FORMED.test(text ?? "");
