// The list of files by keyboard, and the questions for making, renaming and removing one.
import { byId, icon } from "../kit/dom";
import { once } from "../kit/once";

const list = () => [...byId("tree").querySelectorAll<HTMLAnchorElement>("a[data-path]")];

/** Marks the file on show. */
export function showCurrent(path: string): void {
  for (const link of list()) {
    if (link.dataset["path"] === path) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("open-path").textContent = path;
}

export function wireTree(open: (path: string) => void): void {
  byId("tree").addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-path]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.dataset["path"] ?? "");
  });
  byId("tree").addEventListener("keydown", (event) => {
    const links = list();
    const at = links.findIndex((link) => link === document.activeElement);
    const to = { ArrowDown: links[at + 1], ArrowUp: links[at - 1], Home: links[0], End: links.at(-1) }[event.key];
    if (at < 0 || !to) return;
    event.preventDefault();
    to.focus();
  });
}

interface Question {
  id: "make" | "rename" | "remove";
  /** Does what was asked, or throws an Error that says why not. */
  act: (path: string) => Promise<void>;
}

export function wireQuestion({ id, act }: Question): void {
  const dialog = byId<HTMLDialogElement>(id);
  const form = byId<HTMLFormElement>(`${id}-form`);
  const problem = byId(`${id}-error`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    problem.hidden = true;
    once(form, () => act(String(new FormData(form).get("path") ?? "").trim())).then(
      (done) => done && dialog.close(),
      (error: Error) => {
        problem.hidden = false;
        problem.replaceChildren(icon("loud"), error.message);
      },
    );
  });
}
