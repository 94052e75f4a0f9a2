// Whatever scrolls sideways in the statement can be reached and scrolled by keyboard.
const candidates = ".prose pre, .prose table, .prose math[display=block]";

function mark(element: Element): void {
  if (element.scrollWidth > element.clientWidth) element.setAttribute("tabindex", "0");
  else element.removeAttribute("tabindex");
}

export function wireScrollers(): void {
  const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
  document.querySelectorAll(candidates).forEach((element) => watcher.observe(element));
}
