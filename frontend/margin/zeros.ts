/** How many zero bits a challenge asks for: its second field. */
export const bitsOf = (challenge: string): number => Number(challenge.split(".")[1]);

export function beginsWithZeros(hash: Uint8Array, bits: number): boolean {
  for (let at = 0; at < bits; at += 8) {
    const left = Math.min(8, bits - at);
    if ((hash[at >> 3] ?? 255) >> (8 - left)) return false;
  }
  return true;
}
