// The drill by keyboard: 1 to 5 choose, Enter answers or goes on.
import "./zone";

const form = document.querySelector<HTMLFormElement>(".drill__form");
const next = document.querySelector<HTMLAnchorElement>("a[data-next]");

function choose(number: string): void {
  const choice = form?.querySelector<HTMLInputElement>(`input[name="choice"][value="${number}"]`);
  if (!choice) return;
  choice.checked = true;
  choice.focus();
}

function proceed(): boolean {
  if (form) {
    const said = form.querySelector<HTMLDetailsElement>("details");
    if (said && !said.open) {
      said.open = true;
      return true;
    }
    form.requestSubmit();
    return true;
  }
  next?.click();
  return next !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("input:not([type=radio]), textarea, select, [contenteditable]")) return;
  if (/^[1-5]$/.test(event.key)) choose(event.key);
  // Whoever stands on a link, a button or a summary means that one.
  else if (event.key === "Enter" && !target.closest("a, button, summary") && proceed()) event.preventDefault();
});

// A second press of the button while the page changes is no second answer to the next question.
form?.addEventListener("submit", (event) => {
  if (form.dataset["sent"]) event.preventDefault();
  form.dataset["sent"] = "yes";
});
addEventListener("pageshow", () => {
  if (form) delete form.dataset["sent"];
});
