// Comparing and combining versions of the two files. Pure functions.
import type { FileName, Texts } from "./types";

export const fileNames: FileName[] = ["solution", "checks"];
export const limitBytes = 256 * 1024;

export function same(one: Texts, other: Texts): boolean {
  return fileNames.every((name) => one[name] === other[name]);
}

export interface Combined {
  texts: Texts;
  /** Files that changed on both sides, each in its own way. */
  conflicts: FileName[];
}

/** Three-way, file by file; `base` is null when nobody knows what both started from. */
export function combine(base: Texts | null, mine: Texts, theirs: Texts): Combined {
  const texts: Texts = { ...mine };
  const conflicts: FileName[] = [];
  for (const name of fileNames) {
    if (mine[name] === theirs[name] || base?.[name] === theirs[name]) continue;
    if (base?.[name] === mine[name]) texts[name] = theirs[name];
    else conflicts.push(name);
  }
  return { texts, conflicts };
}

const labels: Record<FileName, string> = { solution: "Your solution", checks: "Your own checks" };

function bytes(text: string): number {
  // A character is at most three bytes per UTF-16 unit: short texts need no encoding to be known short.
  return text.length * 3 <= limitBytes ? text.length : new TextEncoder().encode(text).length;
}

/** Characters that no Python source and no database text can hold. */
export const unreadable = /[\u0000-\u0008\u000B\u000E-\u001F\u007F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Why the server could not keep these texts, or null. */
export function unsavable(texts: Texts): string | null {
  for (const name of fileNames) {
    const size = bytes(texts[name]);
    if (size > limitBytes) {
      const kib = Math.ceil(size / 1024);
      return `${labels[name]}: ${kib} KiB, and 256 KiB is the limit. Nothing was cut; shorten it and it will be saved.`;
    }
    const found = texts[name].search(unreadable);
    if (found >= 0) {
      const line = texts[name].slice(0, found).split("\n").length;
      return `${labels[name]}: line ${line} holds characters that are not text, as when a binary file is pasted. Nothing was cut; remove them and it will be saved.`;
    }
  }
  return null;
}
