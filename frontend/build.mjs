// Bundles scripts, style sheets and fonts into OUT with a hash in every name, and a manifest that web/assets.py reads.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const out = process.argv[2] ?? "../src/inkstead/web/static/build";
const entries = {
  main: "main.ts",
  "signed-in": "signed-in.ts",
  desk: "desk.ts",
  tellings: "tellings.ts",
  suggest: "suggest.ts",
  margin: "margin/main.ts",
  guest: "margin/guest.ts",
  proof: "margin/worker.ts",
  theme: "../src/inkstead/web/scripts/theme.js",
  // The editor is its own slice; it is bundled as soon as it is there.
  ...(existsSync("editor/main.ts") ? { editor: "editor/main.ts", proofreader: "editor/proof/worker.ts" } : {}),
};
const licences = {
  literata: "@fontsource/literata",
  "atkinson-hyperlegible-next": "@fontsource/atkinson-hyperlegible-next",
  opendyslexic: "@fontsource/opendyslexic",
  htmx: "htmx.org",
  harper: "harper.js",
};

const shared = {
  outdir: out,
  bundle: true,
  minify: true,
  target: ["es2022", "chrome120", "firefox121", "safari16.4"],
  entryNames: "[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  loader: { ".woff2": "file" },
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
};
const built = await Promise.all([
  // Not split: a first visit should not wait for one more file to save a signed-in one a kilobyte.
  // The proofreader asks for "fs" where it runs outside of a browser.
  build({ ...shared, entryPoints: entries, format: "esm", external: ["fs"] }),
  build({ ...shared, entryPoints: { main: "styles/main.css", shelf: "../src/inkstead/web/styles/shelf.css" } }),
]);

const manifest = {};
for (const { metafile } of built) {
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const file = path.slice(path.indexOf(basename(out)) + basename(out).length + 1);
    if (output.entryPoint) manifest[file.replace(/-[0-9A-Z]{8}(?=\.\w+$)/, "")] = file;
    if (/literata-latin-400-normal-[0-9A-Z]{8}\.woff2$/.test(file)) manifest["literata.woff2"] = file;
  }
}
// The proofreader's engine is sixteen megabytes: a file of its own, which nobody loads who does not ask for it.
if (entries.proofreader) {
  const engine = await readFile("node_modules/harper.js/dist/harper_wasm_slim_bg.wasm");
  const hash = createHash("sha256").update(engine).digest("hex").slice(0, 8).toUpperCase();
  manifest["proofreader.wasm"] = `proofreader-${hash}.wasm`;
  await writeFile(join(out, manifest["proofreader.wasm"]), engine);
}
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");

await mkdir(join(out, "licences"), { recursive: true });
for (const [name, packageName] of Object.entries(licences)) {
  await copyFile(join("node_modules", packageName, "LICENSE"), join(out, "licences", `${name}.txt`));
}

for (const name of await readdir(out)) {
  if (!/\.(css|js|wasm)$/.test(name)) continue;
  const bytes = await readFile(join(out, name));
  await writeFile(join(out, `${name}.gz`), gzipSync(bytes, { level: name.endsWith(".wasm") ? 6 : 9 }));
  await writeFile(join(out, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: name.endsWith(".wasm") ? 6 : 11 } }));
}
