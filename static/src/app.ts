// On every page: the theme switch, and "/" to reach the search field.
import { api } from "./kit/api";

function chooseTheme(theme: string): void {
  document.documentElement.dataset["theme"] = theme;
  // The cookie only decides how the next page starts; this one already looks right.
  api.tell("/api/theme", { theme }).catch(() => undefined);
}

document.getElementById("theme")?.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement) chooseTheme(event.target.value);
});

const search = document.getElementById("q");
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (!search || typing || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
});
