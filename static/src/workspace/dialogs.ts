// Native dialogs, opened by [data-open] and closed by [data-close]; the report form.
import { api } from "../kit/api";
import { announce, byId, icon } from "../kit/dom";
import { once } from "../kit/once";
import { notify } from "./notices";

function open(id: string): void {
  byId<HTMLDialogElement>(id).showModal();
}

export function wireDialogs(): void {
  document.querySelectorAll<HTMLElement>("[data-open]").forEach((button) => {
    button.addEventListener("click", () => open(button.dataset["open"] ?? ""));
  });
  document.querySelectorAll<HTMLElement>("[data-close]").forEach((button) => {
    button.addEventListener("click", () => button.closest("dialog")?.close());
  });
}

export function openShortcuts(): void {
  open("shortcuts");
}

/** `about` is the address of what the report is about; `execution` says which result is being looked at when the report is sent. */
export function wireReport(about: () => string, execution: () => string | null): void {
  const form = byId<HTMLFormElement>("report-form");
  const problem = byId("report-error");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const report = { about: fields.get("about"), text: String(fields.get("text")).trim(), execution_id: execution() };
    once(form, () => api.tell(`${about()}/reports`, report)).then((done) => done && sent(), failed);
  });

  function sent(): void {
    problem.hidden = true;
    form.reset();
    byId<HTMLDialogElement>("report").close();
    notify("report", { text: "Thank you. Your report has been sent.", tone: "calm" });
    announce("Report sent.");
  }

  function failed(error: Error): void {
    problem.hidden = false;
    problem.replaceChildren(icon("loud"), `The report was not sent. ${error.message} Your text is still here.`);
  }
}
