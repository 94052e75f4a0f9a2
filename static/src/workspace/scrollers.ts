// Whatever scrolls sideways in the statement can be reached and scrolled by keyboard.
const candidates = ".prose pre, .prose table, .prose math[display=block]";

function mark(element: Element): void {
  if (element.scrollWidth > element.clientWidth) element.setAttribute("tabindex", "0");
  else element.removeAttribute("tabindex");
}

const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));

/** Marks what is on the page now, and again whenever its width changes; what was there before is let go. */
export function wireScrollers(): void {
  watcher.disconnect();
  document.querySelectorAll(candidates).forEach((element) => {
    mark(element); // the watcher speaks with the next frame only, and a key may come before it
    watcher.observe(element);
  });
}
