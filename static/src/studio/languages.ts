// What an editor does for each kind of file, loaded when the first of its kind is opened.
import { autocompletion, completeFromList, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { python, pythonLanguage } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";
import { api } from "../kit/api";
import { numpySource } from "../workspace/completion";
import { functionsOf, optionsAt, placeOf, primitiveOf, type Option, type Schema } from "./yaml";

export type Kind = "markdown" | "yaml" | "python";

export function kindOf(path: string): Kind {
  if (path.endsWith(".md")) return "markdown";
  return path.endsWith(".yaml") ? "yaml" : "python";
}

let schemas: Promise<Record<string, Schema>> | null = null;

async function schemaOf(path: string): Promise<Schema | null> {
  schemas ??= api.get<Record<string, Schema>>("/api/studio/schemas");
  try {
    return (await schemas)[path.split("/").at(-1) ?? ""] ?? null;
  } catch {
    schemas = null; // without an answer there is no completion; the next time asks again
    return null;
  }
}

function asCompletion({ label, apply, about }: Option) {
  return { label, type: apply ? "property" : "constant", ...(apply ? { apply } : {}), ...(about ? { detail: about } : {}) };
}

function yamlSource(path: string, grader: () => Promise<string>) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(0, context.pos);
    const line = context.state.doc.lineAt(context.pos);
    const place = placeOf(before, context.state.sliceDoc(line.to + 1).split("\n"));
    if (!place || (!place.word && !context.explicit)) return null;
    const [schema, source] = await Promise.all([schemaOf(path), grader()]);
    if (!schema || context.aborted) return null;
    const options = optionsAt(schema, place, primitiveOf(before), functionsOf(source)).map(asCompletion);
    return { from: context.pos - place.word.length, options, validFor: /^[\w.\/-]*$/ };
  };
}

const pythonWords = completeFromList(["np"].map((label) => ({ label, type: "namespace", detail: "numpy" })));

async function markdown(): Promise<Extension> {
  const language = await import("@codemirror/lang-markdown");
  return language.markdown({ completeHTMLTags: false });
}

async function yaml(path: string, grader: () => Promise<string>): Promise<Extension> {
  const { yaml: language, yamlLanguage } = await import("@codemirror/lang-yaml");
  return [language(), yamlLanguage.data.of({ autocomplete: yamlSource(path, grader) })];
}

function plainPython(): Extension {
  return [python(), pythonLanguage.data.of({ autocomplete: numpySource }), pythonLanguage.data.of({ autocomplete: pythonWords })];
}

/** The language of a file, with completion; `grader` gives the text of grader.py. */
export async function languageOf(path: string, grader: () => Promise<string>): Promise<Extension> {
  const kind = kindOf(path);
  const language = kind === "markdown" ? await markdown() : kind === "yaml" ? await yaml(path, grader) : plainPython();
  return [language, autocompletion({ icons: false })];
}
