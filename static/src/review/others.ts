// Any piece of evidence can be referred to under any criterion: the ones of other criteria are listed when asked for.

function row(criterion: string, from: HTMLElement): HTMLLIElement {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = `evidence-${criterion}`;
  box.value = from.dataset["evidence"] ?? "";
  box.setAttribute("form", "scorecard");
  const at = document.createElement("span");
  at.className = "tabular";
  at.textContent = from.dataset["at"] ?? "";
  label.append(box, " ", at, ` ${from.dataset["claim"] ?? ""}`);
  item.append(label);
  return item;
}

export function offerOthers(): void {
  const every = [...document.querySelectorAll<HTMLElement>("[data-evidence]")];
  for (const box of document.querySelectorAll<HTMLDetailsElement>(".others")) {
    const criterion = box.dataset["criterion"] ?? "";
    const list = box.querySelector("ul")!;
    const there = () => new Set([...document.querySelectorAll<HTMLInputElement>(`input[name="evidence-${criterion}"]`)].map((each) => each.value));
    box.hidden = every.every((each) => there().has(each.dataset["evidence"] ?? ""));
    box.addEventListener("toggle", () => {
      if (!box.open) return;
      const known = there();
      list.append(...every.filter((each) => !known.has(each.dataset["evidence"] ?? "")).map((each) => row(criterion, each)));
    });
  }
}
