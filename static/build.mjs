// Builds static/src into static/dist: names carry a hash of the content, manifest.json maps the plain name to it.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const dist = join(here, "dist");
const modules = [
  "app.ts",
  "debrief.ts",
  "bench.ts",
  "drill.ts",
  "lobby.ts",
  "operator.ts",
  "passkeys.ts",
  "problem.ts",
  "replay.ts",
  "review.ts",
  "room.ts",
  "studio.ts",
  "tour.ts",
  "verify.ts",
  "zone.ts",
];

const common = {
  bundle: true,
  minify: true,
  metafile: true,
  outdir: dist,
  entryNames: "[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  target: ["chrome123", "firefox128", "safari17.5"],
  logLevel: "warning",
};

// A chunk imports its siblings by hashed name, so whatever this build did not write may go.
async function removeStale(kept) {
  const found = await readdir(dist, { recursive: true, withFileTypes: true });
  const stale = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(stale.filter((path) => !kept.has(path)).map((path) => rm(path)));
}

async function copyHashed(name) {
  const bytes = await readFile(join(source, name));
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const hashed = name.replace(/(\.\w+)$/, `-${hash}$1`);
  await writeFile(join(dist, hashed), bytes);
  return [name, hashed];
}

function entries(metafile) {
  return Object.entries(metafile.outputs)
    .filter(([, output]) => output.entryPoint?.startsWith("static/src/"))
    .filter(([path]) => !path.includes("/chunks/"))
    .map(([path, output]) => {
      const extension = path.slice(path.lastIndexOf("."));
      const name = output.entryPoint.slice("static/src/".length).replace(/^css\//, "").replace(/\.\w+$/, extension);
      return [name, relative("static/dist", path)];
    });
}

async function build() {
  const root = { absWorkingDir: dirname(here) };
  const styles = [join(source, "css/app.css")];
  const results = await Promise.all([
    esbuild.build({ ...common, ...root, entryPoints: modules.map((name) => join(source, name)), format: "esm", splitting: true }),
    esbuild.build({ ...common, ...root, entryPoints: [join(source, "early.ts")], format: "iife" }),
    esbuild.build({ ...common, ...root, entryPoints: styles }),
  ]);
  const icon = await copyHashed("icon.svg");
  const manifest = Object.fromEntries([...results.flatMap((result) => entries(result.metafile)), icon]);
  const outputs = results.flatMap((result) => Object.keys(result.metafile.outputs)).map((path) => join(dirname(here), path));
  const manifestPath = join(dist, "manifest.json");
  await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
  await removeStale(new Set([...outputs, manifestPath, join(dist, icon[1])]));
  return [...outputs, join(dist, icon[1])];
}

// Beside each text its compressed forms: a server that knows of them sends those, and compresses nothing itself.
async function compress(outputs) {
  await Promise.all(
    outputs.map(async (path) => {
      const bytes = await readFile(path);
      await Promise.all([writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 })), writeFile(`${path}.br`, brotliCompressSync(bytes))]);
    }),
  );
  return outputs;
}

async function report(outputs) {
  for (const path of outputs.toSorted()) {
    const bytes = await readFile(path);
    const size = (gzipSync(bytes).length / 1000).toFixed(1);
    console.log(`${size.padStart(8)} kB gz  ${relative(dist, path)}`);
  }
}

await mkdir(dist, { recursive: true });
await report(await compress(await build()));
