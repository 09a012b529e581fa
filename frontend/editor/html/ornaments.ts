// The same rule as in lib/prose/ornaments.py; tests/lib/scene-break-vectors.json holds both to it.
const STRONG = "*＊∗⁎✱✲✳✴✵✶✷✸✹✺✻✼✽✾❀❁❂❃❄❅❆❇❈❉❊❋★☆•·●○◦◆◇❖※⁂⁕❦❧☙❡§~～∼#";
const WEAK = "\\-=_+:|";
const LONGEST = 80;
const SPELLINGS = new RegExp(
  `^(?:[${STRONG}${WEAK}\\s]*[${STRONG}][${STRONG}${WEAK}\\s]*` +
    "|([-=_+])(?:\\s*\\1){2,}" +
    "|[—―–](?:\\s?[—―–])*" +
    "|[-~*=\\s]*(?:o[O0]o(?:[O0]o)*|O[o0]O(?:[o0]O)*|0[oO]0(?:[oO]0)*|xXx(?:Xx)*|XxX(?:xX)*)[-~*=\\s]*" +
    "|<>(?:\\s?<>)*)$",
);

/** The line is nothing but an ornament between two scenes. */
export function isSceneBreak(line: string): boolean {
  const stripped = line.trim();
  return stripped !== "" && stripped.length <= LONGEST && SPELLINGS.test(stripped);
}
