// Asks once before what cannot be taken back.
import { byId } from "../kit/dom";

export function confirm(title: string, text: string, label: string, act: () => void): void {
  const dialog = byId<HTMLDialogElement>("confirm");
  const button = byId<HTMLButtonElement>("confirm-do");
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  button.textContent = label;
  button.onclick = () => {
    dialog.close();
    act();
  };
  dialog.showModal();
}
