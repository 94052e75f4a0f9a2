// A chunk of its own, fetched when someone switches vim keys on.
import { CodeMirror, vim } from "@replit/codemirror-vim";
import { undoing } from "./undoing";

const usual = { undo: CodeMirror.commands.undo, redo: CodeMirror.commands.redo };
for (const name of ["undo", "redo"] as const) {
  CodeMirror.commands[name] = (editor) => {
    const own = editor.cm6.state.facet(undoing);
    if (own) own[name]();
    else usual[name](editor);
  };
}

export { vim };
