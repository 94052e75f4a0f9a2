// Runs the unit tests of the front end, tests/static/**/*.test.js: bundled as the pages are, by node's own runner.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const found = await readdir(join(root, "tests/static"), { recursive: true });
const tests = found.filter((name) => name.endsWith(".test.js")).map((name) => join(root, "tests/static", name));
const folder = await mkdtemp(join(tmpdir(), "holdout-front-end-"));
const common = { bundle: true, format: "esm", platform: "node", sourcemap: "inline", logLevel: "warning" };

await esbuild.build({ ...common, absWorkingDir: root, entryPoints: tests, outdir: folder, outExtension: { ".js": ".mjs" } });
const built = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".mjs"));
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], { cwd: folder, stdio: "inherit" });
await rm(folder, { recursive: true });
process.exitCode = built.length > 0 ? (status ?? 1) : 1;
