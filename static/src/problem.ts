// The workspace of one attempt: puts the parts together.
import { api } from "./kit/api";
import { byId } from "./kit/dom";
import { Actions } from "./workspace/actions";
import { Aside, resolveConflicts } from "./workspace/conflict";
import { Console } from "./workspace/console";
import { wireDialogs, wireReport } from "./workspace/dialogs";
import { DraftKeeper } from "./workspace/draft";
import { createEditor, type Editor } from "./workspace/editor";
import { RunPanel } from "./workspace/examples";
import { changedSince, GradingPanel } from "./workspace/grading";
import { History } from "./workspace/history";
import { wireKeys } from "./workspace/keys";
import { notify, withdraw } from "./workspace/notices";
import { wirePanes } from "./workspace/panes";
import { showSaveState } from "./workspace/save-state";
import { setOf, wireSettings } from "./workspace/settings";
import { wireScrollers } from "./workspace/scrollers";
import { showTab, showView, wireTabs, wireViews } from "./workspace/tabs";
import { fileNames } from "./workspace/texts";
import type { Coach } from "./workspace/coach";
import type { Debrief } from "./workspace/debrief";
import type { Boot, Execution, FileName, Texts, Visible } from "./workspace/types";

const boot = JSON.parse(byId("boot").textContent ?? "") as Boot;
const { attempt, problem } = boot;
const aside = new Aside(attempt.id);

const labels: Record<FileName, string> = { solution: "Solution", checks: "Own checks" };
let draft: DraftKeeper | null = null;
let coach: Coach | null = null;

function editorFor(file: FileName): Editor {
  const typed = attempt.readonly ? {} : { typed: () => draft?.edited() };
  return createEditor({ parent: byId(`editor-${file}`), text: boot.draft[file], label: labels[file], entry: problem.entry, ...typed });
}

const editors: Record<FileName, Editor> = { solution: editorFor("solution"), checks: editorFor("checks") };

function put(texts: Texts, typed: boolean): void {
  fileNames.forEach((file) => editors[file].put(texts[file], typed));
}

function jumpTo(file: FileName) {
  return (line: number) => {
    showView("code");
    showTab(file);
    editors[file].goTo(line);
  };
}

async function resolve(conflicts: FileName[], mine: Texts, theirs: Texts): Promise<Texts | null> {
  const chosen = await resolveConflicts(conflicts, mine, theirs);
  if (!chosen) return null;
  aside.keep(mine, theirs);
  offerAside();
  return chosen;
}

async function compareAgain(): Promise<void> {
  const kept = aside.read();
  if (!kept) return;
  const differing = fileNames.filter((file) => kept.mine[file] !== kept.theirs[file]);
  const explain = "The two versions you chose between. Whatever you take goes into the editor, where undo still works.";
  const chosen = await resolveConflicts(differing, kept.mine, kept.theirs, { explain, theirs: "the server’s version", mine: "the version here" });
  if (chosen) put({ ...currentTexts(), ...Object.fromEntries(differing.map((file) => [file, chosen[file]])) }, true);
}

function offerAside(): void {
  if (!aside.read()) return;
  const discard = () => {
    aside.discard();
    withdraw("aside");
  };
  notify("aside", {
    text: "Both versions of the merged code are kept in this browser.",
    tone: "calm",
    actions: [
      { label: "Compare again", act: () => void compareAgain() },
      { label: "Throw them away", act: discard },
    ],
  });
}

function currentTexts(): Texts {
  return { solution: editors.solution.text(), checks: editors.checks.text() };
}

async function restore(id: string, name: string): Promise<void> {
  const execution = await api.get<Execution>(`/api/executions/${id}`);
  put(execution, true);
  notify("action", { text: `The code of ${name.toLowerCase()} is back in the editor. Undo returns to what was there.`, tone: "calm" });
}

function startDraft(): DraftKeeper {
  const keeper: DraftKeeper = new DraftKeeper(attempt.id, boot.draft, {
    texts: currentTexts,
    adopt: (texts) => put(texts, false),
    resolve,
    changed: (state, detail) => {
      showSaveState(state, detail, keeper);
      if (state === "saved") coach?.typed();
    },
  });
  showSaveState("saved", "", keeper);
  void keeper.recover().then((recovered) => {
    if (recovered) notify("recovered", { text: "Text that had not reached the server was recovered from this browser.", tone: "calm" });
  });
  return keeper;
}

function failed(error: unknown): void {
  notify("action", { text: error instanceof Error ? error.message : String(error) });
}

const history = new History({ page: (id) => `/attempts/${attempt.id}?execution=${id}`, list: `/api/attempts/${attempt.id}/executions` }, attempt.readonly, {
  open: (id) => void results.open(id, "asked").catch(failed),
  restore: (id, name) => void restore(id, name).catch(failed),
});
/** The change of requirements that is in force, and the visible examples after it; before one they stand in the page. */
let { change } = attempt;
let twisted: Visible[] | null = change === null ? null : problem.visible;
const coached = attempt.purpose === "practice" && !boot.visitor;
const run = new RunPanel({ solution: jumpTo("solution"), checks: jumpTo("checks") });
// While a clock runs, the coach says what comes next, and there is one voice.
const grading = new GradingPanel(jumpTo("solution"), (before) => {
  if (before !== change) return changedSince;
  return !coached || coach?.silent ? " It is solved: say what it costs, and stop." : "";
}, true);
const results = new Console({
  below: "/api",
  run,
  grading,
  history,
  examples: () => twisted,
  busy: (kind) => {
    actions?.busy(kind);
    if (!kind) void coach?.look();
  },
  graded: (submission) => {
    if (!coached) return; // what follows a submission takes an account
    graded = submission;
    byId("debrief-empty").hidden = false;
    void (graded ? showDebrief().catch(failed) : debrief?.then((shown) => shown.hide()));
  },
});
let actions: Actions | null = null;

// What a submission has to teach is loaded, and what it takes is tried, when somebody looks at it.
let graded: string | null = null;
let debrief: Promise<Debrief> | null = null;
async function showDebrief(): Promise<void> {
  if (!graded || byId("tab-debrief").getAttribute("aria-selected") !== "true") return;
  debrief ??= import("./workspace/debrief").then((module) => new module.Debrief(byId("debrief"), jumpTo("solution")));
  await (await debrief).show(graded);
  byId("debrief-empty").hidden = true;
}

/** The requirements have changed: statement, examples and checks as the server has them now. The code stays. */
async function changed(): Promise<void> {
  const page = new DOMParser().parseFromString(await api.html(`/attempts/${attempt.id}`), "text/html");
  const now = JSON.parse(page.getElementById("boot")?.textContent ?? "null") as Boot | null;
  const parts = page.getElementById("statement-parts");
  if (!now || !parts) return;
  byId("statement-parts").replaceChildren(...parts.childNodes);
  byId("panel-statement").scrollTop = 0;
  wireScrollers();
  change = now.attempt.change;
  twisted = now.problem.visible;
  run.turn(twisted);
  grading.advise();
}

function showFirst(): void {
  history.show(boot.executions);
  const wanted = new URL(location.href).searchParams.get("execution");
  const going = boot.executions.find(({ status }) => status === "queued" || status === "running");
  const first = wanted ?? going?.id;
  if (first) void results.open(first, "asked").catch(failed);
}

if (problem.given) {
  createEditor({ parent: byId("editor-given"), text: problem.given, label: "Given code, read-only", entry: problem.entry });
}
if (!attempt.readonly) {
  draft = startDraft();
  actions = new Actions(attempt.id, { draft, console: results, history });
  wireSettings(setOf(editors));
  offerAside();
}
wireTabs((tab) => {
  if (tab.id === "tab-debrief") void showDebrief().catch(failed);
  if (tab.id === "tab-solution" || tab.id === "tab-checks") requestAnimationFrame(() => editors[tab.id.slice(4) as FileName].view.requestMeasure());
});
wireViews();
wireScrollers();
wirePanes();
wireDialogs();
wireReport(() => `/api/attempts/${attempt.id}`, () => results.execution);
wireKeys(actions && ((kind) => void actions?.start(kind)));
showFirst();
if (coached) {
  // After the first paint: the page is of use without it.
  setTimeout(() => void import("./workspace/coach").then(({ Coach }) => (coach = new Coach(attempt.id, change, { twisted: () => void changed().catch(failed), looked: () => grading.advise() }))));
}
