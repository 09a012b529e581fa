import { beginsWithZeros, bitsOf } from "./zeros.ts";

/** Looks for the counter with which the hash of "challenge:counter" begins with enough zero bits. */
onmessage = async ({ data: challenge }: MessageEvent<string>) => {
  if (!crypto.subtle) return postMessage(""); // a page without TLS
  const bits = bitsOf(challenge);
  const write = new TextEncoder();
  const AT_ONCE = 64;
  for (let first = 0; ; first += AT_ONCE) {
    const asked = Array.from({ length: AT_ONCE }, (_, at) => `${challenge}:${first + at}`);
    const hashes = await Promise.all(asked.map((text) => crypto.subtle.digest("SHA-256", write.encode(text))));
    const found = hashes.findIndex((hash) => beginsWithZeros(new Uint8Array(hash), bits));
    if (found >= 0) return postMessage(asked[found]);
  }
};
