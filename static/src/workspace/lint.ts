// Underlines from the server's linter. Advice only: when it cannot be had, there is none.
import { linter, type Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { api } from "../kit/api";
import type { FileName } from "./types";

interface Found {
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  code: string | null;
  message: string;
  severity: "error" | "warning";
}

// Own checks use what the solution defines, so an undefined name says nothing there.
const silentIn: Record<FileName, Set<string>> = { solution: new Set(), checks: new Set(["F821"]) };

/** A place in a text as line and column, both from 1. */
export function offset(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column - 1, 0), at.to);
}

function asDiagnostic(doc: Text, found: Found): Diagnostic {
  const from = offset(doc, found.line, found.column);
  const to = Math.max(from, offset(doc, found.end_line, found.end_column));
  const message = found.code ? `${found.message} (${found.code})` : found.message;
  return { from, to, message, severity: found.severity };
}

/** What the linter says of the text in view, without what it says in vain. */
export async function lintPython(view: EditorView, silent: Set<string>): Promise<Diagnostic[]> {
  const { doc } = view.state;
  if (!doc.toString().trim()) return [];
  try {
    const answer = await api.post<{ diagnostics: Found[] }>("/api/lint", { source: doc.toString() });
    const told = answer.diagnostics.filter(({ code }) => !silent.has(code ?? ""));
    return view.state.doc.eq(doc) ? told.map((found) => asDiagnostic(doc, found)) : [];
  } catch {
    return [];
  }
}

export function lintWith(file: FileName) {
  return linter((view) => lintPython(view, silentIn[file]), { delay: 600 });
}
