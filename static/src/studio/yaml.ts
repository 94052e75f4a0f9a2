// What may stand where the cursor is in a YAML file, read from the file's JSON schema. Text in, options out: knows neither
// the editor nor the page. A place is found by indentation, as a person finds it, so a file that is broken elsewhere, or
// is just being written, has places too.
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  anyOf?: Schema[];
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  required?: string[];
  description?: string;
  title?: string;
  "x-params"?: Record<string, { name: string; about: string }[]>;
}

/** A key, or an item of a list. */
export type Step = string | 0;

export interface Place {
  path: Step[];
  /** The key whose value is being written; null where a key may begin. */
  key: string | null;
  /** Keys that stand beside it already. */
  taken: Set<string>;
  /** How much of the word is there. */
  word: string;
}

export interface Option {
  label: string;
  /** What is put in, where that is more than the label. */
  apply?: string;
  about: string;
}

interface Line {
  /** Column of the key, and of each dash before it. */
  column: number;
  dashes: number[];
  key: string | null;
}

const shape = /^( *)((?:- +)*)(?:("?)([\w.\/-]+)\3 *:(?= |$))?/;

function read(text: string): Line | null {
  if (/^\s*(#|$)/.test(text)) return null;
  const [, spaces = "", marks = "", , key = null] = shape.exec(text) ?? [];
  const dashes: number[] = [];
  for (let at = 0; at < marks.length; at += 1) if (marks[at] === "-") dashes.push(spaces.length + at);
  return { column: spaces.length + marks.length, dashes, key };
}

/** The steps from the top to a line's own key, by ever smaller indentation. */
function above(lines: string[], row: number, own: Line): Step[] {
  const steps: Step[] = own.dashes.map(() => 0 as const);
  let limit = own.dashes[0] ?? own.column;
  let within = own.dashes.length > 0;
  for (let at = row - 1; at >= 0; at -= 1) {
    const line = read(lines[at] ?? "");
    if (!line) continue;
    const first = line.dashes[0] ?? line.column;
    if (line.key !== null && (line.column < limit || (within && line.dashes.length === 0 && line.column === limit))) {
      steps.unshift(line.key);
      limit = line.column;
      within = false;
    }
    const crossed = line.dashes.filter((dash) => dash < limit);
    if (crossed.length > 0 && line.column <= limit) {
      steps.unshift(...crossed.map(() => 0 as const));
      limit = first;
      within = true;
    }
  }
  return steps;
}

/** Keys of the same mapping: on lines of the same column, before something less indented. */
function beside(lines: string[], row: number, own: Line): Set<string> {
  const found = new Set<string>();
  for (const step of [-1, 1]) {
    let line: Line | null = step === -1 ? own : null;
    for (let at = row + step; at >= 0 && at < lines.length; at += step) {
      if (step === -1 && line && line.column === own.column && line.dashes.length > 0) break;
      const next = read(lines[at] ?? "");
      if (!next) continue;
      const first = next.dashes[0] ?? next.column;
      if (next.column < own.column || (step === 1 && first < own.column)) break;
      if (next.column === own.column && next.key !== null) found.add(next.key);
      line = next;
    }
  }
  return found;
}

interface Flow {
  steps: Step[];
  key: string | null;
  taken: Set<string>;
  word: string;
  open: boolean;
}

/** The inside of `{…}` and `[…]` as far as it is written on one line. */
function flow(text: string): Flow {
  const stack: { kind: "{" | "["; key: string | null; taken: Set<string> }[] = [];
  let word = "";
  let quote = "";
  for (const sign of text) {
    const top = stack.at(-1);
    if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{" || sign === "[") stack.push({ kind: sign, key: null, taken: new Set() });
    else if (sign === "}" || sign === "]") stack.pop();
    else if (sign === ":" && top?.kind === "{") top.key = word.trim();
    else if (sign === "," && top) {
      if (top.key) top.taken.add(top.key);
      top.key = null;
    } else {
      word += sign;
      continue;
    }
    word = quote ? word : "";
  }
  const steps = stack.flatMap(({ kind, key }, at): Step[] => {
    if (kind === "[") return [0];
    return at < stack.length - 1 && key ? [key] : [];
  });
  const top = stack.at(-1);
  return { steps, key: top?.key ?? null, taken: top?.taken ?? new Set(), word: word.trimStart(), open: stack.length > 0 && !quote };
}

/** Where the end of `before` is, `after` being the lines below. Null inside of quotes, comments and block texts. */
export function placeOf(before: string, after: string[] = []): Place | null {
  const lines = before.split("\n");
  const row = lines.length - 1;
  const text = lines[row] ?? "";
  if (/(^|\s)#/.test(text)) return null;
  const own = read(text) ?? { column: text.length, dashes: [], key: null };
  const path = above(lines, row, own);
  const rest = text.slice(own.key === null ? own.column : text.indexOf(":", own.column) + 1);
  const inside = flow(rest);
  if (inside.open) {
    const key = own.key === null ? [] : [own.key];
    return { path: [...path, ...key, ...inside.steps], key: inside.key, taken: inside.taken, word: inside.word };
  }
  if (/["'{}[\]]/.test(rest)) return null;
  const taken = beside([...lines, ...after], row, own);
  if (own.key === null) return { path, key: null, taken, word: rest };
  return /^ /.test(rest) ? { path, key: own.key, taken, word: rest.trimStart() } : null;
}

function open(schema: Schema, root: Schema): Schema[] {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    const found = root.$defs?.[name];
    return found ? open(found, root) : [];
  }
  return schema.anyOf ? schema.anyOf.flatMap((each) => open(each, root)) : [schema];
}

function step(schema: Schema, by: Step): Schema[] {
  if (by === 0) return schema.items ? [schema.items] : [];
  const property = schema.properties?.[by];
  if (property) return [property];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

function at(root: Schema, path: Step[]): Schema[] {
  return path.reduce((here, by) => here.flatMap((each) => step(each, by)).flatMap((each) => open(each, root)), open(root, root));
}

function values(schema: Schema): Option[] {
  if (schema.enum) return schema.enum.map((value) => ({ label: String(value), about: "" }));
  if (schema.const !== undefined) return [{ label: String(schema.const), about: "" }];
  return schema.type === "boolean" ? ["true", "false"].map((label) => ({ label, about: "" })) : [];
}

function keys(schema: Schema, root: Schema): Option[] {
  const known = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    label: name,
    apply: `${name}: `,
    about: [schema.required?.includes(name) ? "required" : "", describe(property, root)].filter(Boolean).join(" · "),
  }));
  const named = open(schema.propertyNames ?? {}, root).flatMap(({ enum: names }) => names ?? []);
  return [...known, ...named.map((name) => ({ label: String(name), apply: `${String(name)}: `, about: "" }))];
}

function describe(schema: Schema, root: Schema): string {
  const options = open(schema, root).filter(({ type }) => type !== "null");
  if (options.some((each) => each.enum)) return "one of several words";
  return options[0]?.type === "array" ? "list" : options[0]?.type === "object" ? "mapping" : (options[0]?.type ?? "");
}

/** Whether the value at a place is a function of grader.py. */
function namesFunction(root: Schema, { path, key }: Place, primitive: string | null): boolean {
  if (path.at(-1) !== "params") return key === "probe";
  const offered = at(root, path.slice(0, -1)).flatMap((check) => check["x-params"]?.[primitive ?? ""] ?? []);
  return offered.some(({ name, about }) => name === key && about.includes("function"));
}

/** The functions and classes that a grader.py defines. */
export function functionsOf(source: string): string[] {
  return [...source.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name = ""]) => name);
}

/** What may stand at a place. `primitive` is that of the check around it, for its params. */
export function optionsAt(root: Schema, place: Place, primitive: string | null, functions: string[] = []): Option[] {
  const here = at(root, place.key === null ? place.path : [...place.path, place.key]);
  if (place.key !== null) {
    const named = namesFunction(root, place, primitive) ? functions.map((label) => ({ label, about: "grader.py" })) : [];
    return [...here.flatMap(values), ...named];
  }
  const fresh = ({ label }: Option) => !place.taken.has(label);
  if (place.path.at(-1) === "params" && primitive) {
    const offered = at(root, place.path.slice(0, -1)).flatMap((check) => check["x-params"]?.[primitive] ?? []);
    return offered.map(({ name, about }) => ({ label: name, apply: `${name}: `, about })).filter(fresh);
  }
  return [...here.flatMap(values), ...here.flatMap((each) => keys(each, root)).filter(fresh)];
}

/** The primitive of the check that the text ends in. */
export function primitiveOf(before: string): string | null {
  const check = before.slice(Math.max(before.lastIndexOf("\n  - id:"), before.lastIndexOf("{id:"), before.lastIndexOf("- id:"), 0));
  return /primitive: *(\w+)/.exec(check)?.[1] ?? /id: *(\w+)\//.exec(check)?.[1] ?? null;
}
