// One CodeMirror editor: a language, comfort, accessibility. Knows nothing of saving or grading.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { entrySource, numpySource } from "./completion";
import type { Boot } from "./types";

/** Marks text that came from elsewhere: it is no typing of this person in this tab. */
const fromElsewhere = Annotation.define<boolean>();
const leaveWithin = 8000;

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.operatorKeyword], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: tags.number, class: "tok-number" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className), tags.definition(tags.propertyName), tags.meta], class: "tok-name" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.heading, tags.strong], class: "tok-strong" },
  { tag: tags.emphasis, class: "tok-emphasis" },
  { tag: [tags.link, tags.monospace], class: "tok-string" },
]);

function nonce(): Extension {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  return EditorView.cspNonce.of(meta?.content ?? "");
}

// CodeMirror gives two seconds between Escape and Tab, and none when Escape also closed a tooltip; some hands need more.
const patientEscape = EditorView.domEventObservers({
  keydown: (event, view) => {
    if (event.key === "Escape") setTimeout(() => view.setTabFocusMode(leaveWithin));
  },
});

export function reading(language: Extension = python()): Extension {
  return [
    nonce(),
    lineNumbers(),
    highlightSpecialChars(),
    drawSelection(),
    language,
    syntaxHighlighting(colours),
    search({ top: true }),
    EditorState.tabSize.of(4),
  ];
}

const ownHistory: Extension = [history(), keymap.of(historyKeymap)];

/** What whoever writes code expects, whatever the language. */
export function comforts(undo: Extension = ownHistory): Extension {
  return [
    undo,
    dropCursor(),
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    rectangularSelection(),
    crosshairCursor(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    patientEscape,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
  ];
}

function writing(entry: Boot["problem"]["entry"], undo: Extension): Extension {
  return [
    comforts(undo),
    pythonLanguage.data.of({ autocomplete: numpySource }),
    pythonLanguage.data.of({ autocomplete: entrySource(entry) }),
  ];
}

export function labelled(label: string): Extension {
  return EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "editor-help", tabindex: "0" });
}

/** Calls `typed` after each change that this person made. */
export function telling(typed: () => void): Extension {
  return EditorView.updateListener.of((update) => {
    const own = update.transactions.some((change) => change.docChanged && !change.annotation(fromElsewhere));
    if (own) typed();
  });
}

export interface Editor {
  view: EditorView;
  text: () => string;
  /** Puts text in as the smallest change, so cursor and undo history stay. */
  put: (text: string, typed: boolean) => void;
  goTo: (line: number) => void;
  set: (option: "vim" | "lint" | "complete" | "frozen", extension: Extension) => void;
}

export function smallestChange(before: string, after: string): { from: number; to: number; insert: string } {
  const limit = Math.min(before.length, after.length);
  let from = 0;
  while (from < limit && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < limit - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

interface Options {
  parent: HTMLElement;
  text: string;
  label: string;
  entry: Boot["problem"]["entry"];
  /** Called after each change this person made. Absent: the text can only be read. */
  typed?: () => void;
  /** A text that is written together brings its own ties to the others, and its own undo. */
  together?: { ties: Extension; undo: Extension };
}

export function createEditor({ parent, text, label, entry, typed, together }: Options): Editor {
  const options = { vim: new Compartment(), lint: new Compartment(), complete: new Compartment(), frozen: new Compartment() };
  const extensions: Extension[] = typed || together
    ? [Object.values(options).map((option) => option.of([])), writing(entry, together?.undo ?? ownHistory), together?.ties ?? []]
    : [EditorState.readOnly.of(true), keymap.of([...defaultKeymap, ...searchKeymap])];
  parent.replaceChildren();
  const view = new EditorView({ doc: text, parent, extensions: [...extensions, reading(), labelled(label), telling(() => typed?.())] });
  return {
    view,
    text: () => view.state.sliceDoc(),
    put: (wanted, asTyped) => put(view, wanted, asTyped),
    goTo: (line) => goTo(view, line),
    set: (option, extension) => view.dispatch({ effects: options[option].reconfigure(extension) }),
  };
}

/** Puts text in as the smallest change, so cursor and undo history stay. */
export function put(view: EditorView, wanted: string, asTyped: boolean): void {
  const now = view.state.sliceDoc();
  if (now === wanted) return;
  view.dispatch({ changes: smallestChange(now, wanted), annotations: asTyped ? [] : [fromElsewhere.of(true)] });
}

export function goTo(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: at.from, head: at.to }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
  view.focus();
}

/** Completion as one types, or only when asked for. */
export function completing(whileTyping: boolean): Extension {
  return autocompletion({ activateOnTyping: whileTyping, icons: false });
}
