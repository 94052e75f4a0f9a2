// Which criteria have an answer.
import { criteria, isAnswered } from "./card";

export function showProgress(): void {
  const count = document.getElementById("answered");
  const show = () => {
    const done = criteria().filter(isAnswered);
    if (count) count.textContent = String(done.length);
    for (const link of document.querySelectorAll<HTMLElement>(".review__bar [data-criterion]")) {
      link.dataset["done"] = done.includes(link.dataset["criterion"] ?? "") ? "yes" : "no";
    }
  };
  document.addEventListener("input", show);
  show();
}
