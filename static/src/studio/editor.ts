// One editor for all files of a draft: each keeps its text, cursor and undo while another is on show.
import { linter, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Extension, StateEffect } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { preferences } from "../kit/preferences";
import { comforts, goTo, labelled, put, reading, telling } from "../workspace/editor";
import { languageOf } from "./languages";

/** Somebody found out more of a text that itself has not changed. */
const news = StateEffect.define<null>();
const isNews = ({ effects }: { effects: readonly StateEffect<unknown>[] }) => effects.some((effect) => effect.is(news));

export interface Hooks {
  typed: (path: string) => void;
  /** The text of grader.py, for the names in it. */
  grader: () => Promise<string>;
  /** What is to be underlined in the text of a file. */
  remarks: (path: string, view: EditorView) => Promise<Diagnostic[]>;
}

export class Desk {
  readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private shown: string | null = null;

  constructor(
    parent: HTMLElement,
    private readonly readonly: boolean,
    private readonly hooks: Hooks,
  ) {
    parent.replaceChildren();
    this.view = new EditorView({ parent, state: EditorState.create({ extensions: [reading([]), labelled("No file")] }) });
  }

  get path(): string | null {
    return this.shown;
  }

  /** Takes a file in; it is shown by `show`. */
  async open(path: string, text: string): Promise<void> {
    if (this.states.has(path)) return;
    const extensions = await this.extensions(path);
    if (!this.states.has(path)) this.states.set(path, EditorState.create({ doc: text, extensions })); // or it was asked for twice
  }

  has(path: string): boolean {
    return this.states.has(path);
  }

  show(path: string): void {
    if (this.shown) this.states.set(this.shown, this.view.state);
    const state = this.states.get(path);
    if (!state) return;
    this.shown = path;
    this.view.setState(state);
    this.look();
  }

  text(path: string): string {
    return (path === this.shown ? this.view.state : this.states.get(path))?.sliceDoc() ?? "";
  }

  /** Puts a text from elsewhere in; the cursor stays. */
  adopt(path: string, text: string): void {
    if (path === this.shown) return put(this.view, text, false);
    const state = this.states.get(path);
    if (state) this.states.set(path, state.update({ changes: { from: 0, to: state.doc.length, insert: text } }).state);
  }

  goTo(line: number): void {
    goTo(this.view, line);
  }

  /** What is to be underlined has changed. */
  look(): void {
    this.view.dispatch({ effects: news.of(null) });
  }

  private async extensions(path: string): Promise<Extension> {
    const language = await languageOf(path, this.hooks.grader);
    if (this.readonly) return [EditorState.readOnly.of(true), reading(language), labelled(`${path}, read only`)];
    const keys = preferences().vim ? (await import("../workspace/vim")).vim() : [];
    return [
      keys,
      comforts(),
      reading(language),
      path.endsWith(".md") ? EditorView.lineWrapping : [],
      labelled(path),
      telling(() => this.hooks.typed(path)),
      linter((view) => this.hooks.remarks(path, view), { delay: 500, needsRefresh: (update) => update.transactions.some(isNews) }),
    ];
  }
}
