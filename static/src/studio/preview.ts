// A Markdown file as its readers will see it, by the server's own renderer, while it is typed.
import { api } from "../kit/api";
import { byId, icon } from "../kit/dom";
import { wireScrollers } from "../workspace/scrollers";
import { showTab } from "../workspace/tabs";

const pause = 350;

export class Preview {
  private timer: number | undefined;
  private asking = false;
  private wanted: string | null = null;

  /** Offers the preview for a Markdown file, and nothing for others. */
  offer(text: string | null): void {
    const tab = byId("tab-preview");
    const appears = text !== null && tab.hidden;
    tab.hidden = text === null;
    if (text === null) return showTab("faults");
    if (appears) showTab("preview");
    this.wanted = text;
    void this.ask();
  }

  typed(text: string): void {
    this.wanted = text;
    this.timer ??= window.setTimeout(() => void this.ask(), pause);
  }

  private async ask(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.asking || this.wanted === null) return;
    this.asking = true;
    const text = this.wanted;
    this.wanted = null;
    try {
      const { html, fault } = await api.post<{ html: string; fault: string }>("/api/studio/previews", { text });
      this.show(html, fault);
    } catch (error) {
      this.show("", error instanceof Error ? error.message : String(error));
    } finally {
      this.asking = false;
      if (this.wanted !== null) void this.ask();
    }
  }

  private show(html: string, fault: string): void {
    const told = byId("preview-fault");
    told.hidden = !fault;
    told.replaceChildren(icon("loud"), fault);
    if (fault) return; // the last text that could be shown stays
    // The server has sanitised it, as on every page with a statement.
    byId("preview").innerHTML = html;
    wireScrollers();
  }
}
