// On every page: the theme switch, "/" to reach the search field, times in the reader's zone, copying a link, and
// looking again where something is awaited.
import { api } from "./kit/api";
import { showLocalTimes, typeLocalTimes } from "./kit/times";

function chooseTheme(theme: string): void {
  document.documentElement.dataset["theme"] = theme;
  // The cookie only decides how the next page starts; this one already looks right.
  api.tell("/api/theme", { theme }).catch(() => undefined);
}

for (const chooser of document.querySelectorAll(".theme")) {
  chooser.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) chooseTheme(event.target.value);
  });
}

const search = document.getElementById("q");
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (!search || typing || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
});

const LOOK_AGAIN_MS = 1000;
if (document.querySelector("[data-look-again]")) setTimeout(() => location.reload(), LOOK_AGAIN_MS);

showLocalTimes();
typeLocalTimes();

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-select]")) {
  field.addEventListener("focus", () => field.select());
}
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.addEventListener("click", () => void copy(button));
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const field = document.getElementById(button.dataset["copy"] ?? "");
  const told = document.getElementById("copied");
  if (!(field instanceof HTMLInputElement) || !told) return;
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = told.textContent = "Copied";
  } catch {
    field.focus(); // without the permission: it is selected, and the keyboard copies it
    told.textContent = "The link is selected. Copy it with the keyboard.";
  }
}
