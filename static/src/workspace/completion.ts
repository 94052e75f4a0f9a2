// Completion beyond what the Python language offers by itself (own definitions, keywords, built-ins).
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { numpyNames } from "./numpy-names";
import type { Boot } from "./types";

const modules = Object.fromEntries(
  Object.entries(numpyNames).map(([path, names]) => [path, names.map(asCompletion)]),
);

function asCompletion({ name, detail }: { name: string; detail: string | undefined }): Completion {
  return { label: name, type: detail ? "function" : "variable", ...(detail ? { detail } : {}) };
}

/** Names after `np.`, `np.linalg.` and `np.random.` (or `numpy.`). */
export function numpySource(context: CompletionContext): CompletionResult | null {
  const found = context.matchBefore(/\b(np|numpy)\.((linalg|random)\.)?\w*$/);
  if (!found) return null;
  const [, path = ""] = /\.(?:(linalg|random)\.)?\w*$/.exec(found.text) ?? [];
  const from = found.from + found.text.lastIndexOf(".") + 1;
  return { from, options: modules[path] ?? [], validFor: /^\w*$/ };
}

/** The entry point, its methods and all their parameters. */
export function entrySource(entry: Boot["problem"]["entry"]) {
  const parameters = new Set([entry, ...entry.methods].flatMap(({ args }) => args.map(({ name }) => name)));
  const options: Completion[] = [
    { label: entry.name, type: entry.kind, boost: 2, detail: "entry point" },
    ...entry.methods.map(({ name }) => ({ label: name, type: "method", boost: 1, detail: "method" })),
    ...[...parameters].map((label) => ({ label, type: "variable", boost: 1, detail: "parameter" })),
    { label: "np", type: "namespace", detail: "numpy" },
  ];
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/(?<![.\w])[A-Za-z_]\w*$/);
    if (!word && !context.explicit) return null;
    if (context.matchBefore(/\.\w*$/)) return null;
    return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ };
  };
}
