// Bundles scripts, style sheets and fonts into OUT with a hash in every name, and a manifest that web/assets.py reads.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const out = process.argv[2] ?? "../src/inkstead/web/static/build";
const entries = {
  main: "main.ts",
  "signed-in": "signed-in.ts",
  desk: "desk.ts",
  theme: "../src/inkstead/web/scripts/theme.js",
  // The editor is its own slice; it is bundled as soon as it is there.
  ...(existsSync("editor/main.ts") ? { editor: "editor/main.ts" } : {}),
};
const licences = {
  literata: "@fontsource/literata",
  "atkinson-hyperlegible-next": "@fontsource/atkinson-hyperlegible-next",
  opendyslexic: "@fontsource/opendyslexic",
  htmx: "htmx.org",
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
  build({ ...shared, entryPoints: entries, format: "esm" }),
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
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");

await mkdir(join(out, "licences"), { recursive: true });
for (const [name, packageName] of Object.entries(licences)) {
  await copyFile(join("node_modules", packageName, "LICENSE"), join(out, "licences", `${name}.txt`));
}

for (const name of await readdir(out)) {
  if (!/\.(css|js)$/.test(name)) continue;
  const bytes = await readFile(join(out, name));
  await writeFile(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  await writeFile(join(out, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
