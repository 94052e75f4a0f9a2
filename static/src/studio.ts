// The desk of a draft: puts the parts together.
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { api } from "./kit/api";
import { announce, byId } from "./kit/dom";
import { chooseVersion } from "./workspace/conflict";
import { wireDialogs } from "./workspace/dialogs";
import { wireKeys } from "./workspace/keys";
import { lintPython } from "./workspace/lint";
import { notify } from "./workspace/notices";
import { showSaveState } from "./workspace/save-state";
import { showView, wireTabs, wireViews } from "./workspace/tabs";
import { Desk } from "./studio/editor";
import { Faults } from "./studio/faults";
import { showCurrent, wireQuestion, wireTree } from "./studio/files";
import { FileKeeper } from "./studio/keeper";
import { kindOf } from "./studio/languages";
import { Preview } from "./studio/preview";
import { addressOf, type Boot, type FileLine, type FileText } from "./studio/types";

const boot = JSON.parse(byId("boot").textContent ?? "") as Boot;
const address = `/api/studio/drafts/${boot.draft}`;
const keepers = new Map<string, FileKeeper>();
const none = new Set<string>();
// A rejected solution may be wrong on purpose.
const silent = new Set(["F821", "F841", "F401"]);
const advised = new WeakMap<Text, Promise<Diagnostic[]>>();
let files: FileLine[] = boot.files;
/** How often a file was asked for: only the one asked for last is shown, however late others arrive. */
let asked = 0;

const preview = new Preview();
const faults = new Faults(`${address}/faults`, { open: (path, line) => void open(path, line), changed: () => desk.look() });
const desk = new Desk(byId("editor"), boot.closed, {
  typed,
  grader: async () => {
    await take("grader.py").catch(() => undefined); // without it there are no names to offer
    return desk.text("grader.py");
  },
  remarks: async (path, view) => [...faults.underlines(path, view.state.doc), ...(await advice(path, view))],
});

/** What the linter says of Python; asked once of each text. */
function advice(path: string, view: EditorView): Promise<Diagnostic[]> {
  if (kindOf(path) !== "python") return Promise.resolve([]);
  const told = advised.get(view.state.doc) ?? lintPython(view, path.includes("solutions/rejected/") ? silent : none);
  advised.set(view.state.doc, told);
  return told;
}

function typed(path: string): void {
  keepers.get(path)?.edited();
  if (kindOf(path) === "markdown") preview.typed(desk.text(path));
}

function show(keeper: FileKeeper): void {
  if (!boot.closed && keeper.path === desk.path) showSaveState(keeper.state, keeper.detail, keeper);
}

function keep(file: FileText): FileKeeper {
  const keeper: FileKeeper = new FileKeeper(boot.draft, file, {
    text: () => desk.text(file.path),
    adopt: (text) => desk.adopt(file.path, text),
    resolve: (mine, theirs) => chooseVersion(file.path, mine, theirs),
    changed: () => show(keeper),
    saved: () => faults.lookSoon(),
  });
  keepers.set(file.path, keeper);
  if (!boot.closed) {
    void keeper.recover().then((recovered) => {
      if (recovered) notify("recovered", { text: `Text of ${file.path} that had not reached the server was recovered from this browser.`, tone: "calm" });
    });
  }
  return keeper;
}

async function take(path: string): Promise<void> {
  if (desk.has(path)) return;
  const file = boot.open?.path === path ? boot.open : await api.get<FileText>(addressOf(boot.draft, path));
  await desk.open(path, file.text);
  if (!keepers.has(path)) keep(file);
}

async function open(path: string, line: number | null = null, remembered = true): Promise<void> {
  const turn = (asked += 1);
  try {
    await take(path);
  } catch (error) {
    return notify("open", { text: `${path} cannot be opened. ${error instanceof Error ? error.message : ""}` });
  }
  if (turn !== asked) return;
  desk.show(path);
  showCurrent(path);
  showView("text");
  preview.offer(kindOf(path) === "markdown" ? desk.text(path) : null);
  const keeper = keepers.get(path);
  if (keeper) show(keeper);
  if (remembered) history.pushState(null, "", `?file=${encodeURIComponent(path)}`);
  if (line !== null) desk.goTo(line);
  else if (remembered) desk.view.focus();
}

async function saveNow(): Promise<boolean> {
  const all = await Promise.all([...keepers.values()].map((keeper) => keeper.settled()));
  const saved = all.every(Boolean);
  if (saved) announce("Saved.");
  return saved;
}

/** Before anything is done to a file: the page begins anew after it, with every file that is open. */
async function saveFirst(): Promise<void> {
  if (await saveNow()) return;
  const unsaved = [...keepers.values()].filter(({ clean }) => !clean).map(({ path }) => path);
  throw new Error(`What you typed in ${unsaved.join(", ") || "a file"} is not saved yet. Try again when it is.`);
}

/** The page begins anew with the files there are. */
function anew(path: string): void {
  location.assign(`/studio/${boot.draft}?file=${encodeURIComponent(path)}`);
}

async function make(path: string): Promise<void> {
  await saveFirst();
  await api.put(addressOf(boot.draft, path), { text: "", base_revision: 0 });
  anew(path);
}

function current(): FileKeeper {
  const keeper = keepers.get(desk.path ?? "");
  if (!keeper) throw new Error("No file is open.");
  return keeper;
}

async function rename(to: string): Promise<void> {
  await saveFirst();
  const { path, revision } = current();
  await api.post(`${address}/renames`, { path, to, base_revision: revision });
  keepers.delete(path);
  anew(to);
}

async function remove(): Promise<void> {
  await saveFirst();
  const { path, revision } = current();
  await api.remove(`${addressOf(boot.draft, path)}?base_revision=${revision}`);
  keepers.delete(path);
  anew("");
}

/** What others saved meanwhile: texts that are open follow, other files are said to be there. */
async function lookAround(): Promise<void> {
  let now: FileLine[];
  try {
    now = (await api.get<{ files: FileLine[] }>(address)).files;
    const changed = now.filter(({ path, revision }) => keepers.has(path) && keepers.get(path)?.revision !== revision);
    for (const { path } of changed) keepers.get(path)?.heard(await api.get<FileText>(addressOf(boot.draft, path)));
  } catch {
    return; // saving says when the server is out of reach
  }
  // The server answers somebody who is signed in, so whoever had been signed out is so again.
  for (const keeper of keepers.values()) if (keeper.state === "signed-out") keeper.retry();
  const names = (lines: FileLine[]) => lines.map(({ path }) => path).join("\n");
  if (names(now) !== names(files)) {
    const show = () => void saveFirst().then(() => anew(desk.path ?? ""), (error: Error) => notify("files", { text: error.message, actions: [action] }));
    const action = { label: "Show them", act: show };
    notify("files", { text: "Files were added or removed meanwhile.", tone: "calm", actions: [action] });
  }
  files = now;
  faults.lookSoon();
}

function askAbout(id: "rename" | "remove"): void {
  if (boot.closed || !desk.path) return;
  byId("remove-path").textContent = desk.path;
  byId<HTMLInputElement>("rename-path").value = desk.path;
  byId<HTMLDialogElement>(id).showModal();
}

function wireFileKeys(): void {
  byId("rename-open").addEventListener("click", () => askAbout("rename"));
  byId("remove-open").addEventListener("click", () => askAbout("remove"));
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const inTree = byId("tree").contains(document.activeElement);
    if (event.key === "F2") askAbout("rename");
    else if (event.key === "Delete" && inTree) askAbout("remove");
    else if (event.key === "s" && (event.ctrlKey || event.metaKey)) void saveNow();
    else return;
    event.preventDefault();
  });
}

wireTree((path) => void open(path));
wireTabs(() => undefined);
wireViews();
wireDialogs();
wireKeys(null);
if (!boot.closed) {
  wireFileKeys();
  wireQuestion({ id: "make", act: make });
  wireQuestion({ id: "rename", act: rename });
  wireQuestion({ id: "remove", act: remove });
  window.addEventListener("focus", () => void lookAround());
}
window.addEventListener("popstate", () => {
  const path = new URL(location.href).searchParams.get("file") ?? boot.open?.path;
  if (path) void open(path, null, false);
});
faults.lookSoon(0);
if (boot.open) void open(boot.open.path, null, false);
