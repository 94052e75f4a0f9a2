// Wordings of one's own: put one into a comment, or keep a comment for the next time.
import { api } from "../kit/api";
import { announce, byId } from "../kit/dom";
import { once } from "../kit/once";

interface Saved {
  id: string;
  criterion: string | null;
  text: string;
}

export function offerSaved(): void {
  const saved = JSON.parse(byId("saved-comments").textContent) as Saved[];
  const places = [...document.querySelectorAll<HTMLElement>(".saved")];

  function fill(place: HTMLElement): void {
    const fitting = saved.filter((each) => each.criterion === null || each.criterion === place.dataset["criterion"]);
    const select = place.querySelector("select")!;
    select.length = 1;
    for (const each of fitting) select.add(new Option(each.text.slice(0, 80), each.id));
    select.hidden = fitting.length === 0;
  }

  for (const place of places) {
    const criterion = place.dataset["criterion"] ?? "";
    const comment = byId<HTMLTextAreaElement>(`comment-${criterion}`);
    const select = place.querySelector("select")!;
    fill(place);
    select.addEventListener("change", () => {
      const chosen = saved.find((each) => each.id === select.value);
      select.value = "";
      if (!chosen) return;
      comment.value = comment.value ? `${comment.value.trimEnd()}\n${chosen.text}` : chosen.text;
      comment.dispatchEvent(new Event("input", { bubbles: true }));
      comment.focus();
    });
    place.querySelector("button")!.addEventListener("click", () => void once(place, () => keep(criterion, comment.value.trim())));
  }

  async function keep(criterion: string, text: string): Promise<void> {
    if (!text) return announce("There is no comment to save yet.");
    try {
      saved.push(await api.post<Saved>("/api/saved-comments", { criterion, text }));
      places.forEach(fill);
      announce("Comment saved.");
    } catch (error) {
      announce(error instanceof Error ? error.message : "The comment was not saved.");
    }
  }
}
