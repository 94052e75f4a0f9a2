// The replay of an interview: any moment of it, with who typed what, what was said, and what ran.
import { api } from "./kit/api";
import { announce, byId } from "./kit/dom";
import { colourOf, meet } from "./room/people";
import type { RoomView } from "./room/types";
import { Code } from "./replay/code";
import { fetchMarks } from "./replay/happened";
import { EventList } from "./replay/events";
import { fetchLog } from "./replay/log";
import { Outputs } from "./replay/outputs";
import { Past } from "./replay/past";
import { Player } from "./replay/player";
import { Ruler } from "./replay/ruler";
import { TextTabs } from "./replay/tabs";
import { ControlBar } from "./replay/controls";
import { wireDialogs } from "./workspace/dialogs";
import { wireTabs, wireViews } from "./workspace/tabs";

const page = byId("workspace");
const base = `/api/interviews/${page.dataset["interview"]}`;

function failed(error: Error): never {
  byId("loading").textContent = `The replay could not be loaded. ${error.message} Reload this page to try again.`;
  throw error;
}

const view = await api.get<RoomView>(`${base}/room`).catch(failed);
const [log, marks] = await Promise.all([fetchLog(base), fetchMarks(base, view.problems.length > 1)]).catch(failed);
meet([view.me, ...view.people]);
const past = new Past(log);

const start = view.clock.started_at ? Date.parse(view.clock.started_at) : (log.updates[0]?.at ?? marks[0]?.at ?? 0);
// The starters stand there from the first moment on, whenever the room was first looked at.
for (const update of log.updates) {
  if (log.authors[update.author]) break;
  update.at = Math.min(update.at, start);
}
const ends = [past.at(past.length - 1), marks.at(-1)?.at ?? 0, view.clock.ended_at ? Date.parse(view.clock.ended_at) : 0];
const length = Math.max(0, Math.max(...ends) - start);
const moments = [...log.updates.map(({ at }) => at - start), ...marks.map(({ at }) => at - start)].filter((at) => at >= 0).sort((one, other) => one - other);

const colours = log.authors.map((author) => (author ? colourOf(author.id) : 0));
const code = new Code(byId("code"), (author) => colours[author] ?? 0);
const outputs = new Outputs(base, view.problems, marks, start);
const player = new Player(length, moments, show);
const ruler = new Ruler(length, moments, marks.map((mark) => ({ ...mark, at: mark.at - start })), (at) => player.seek(at));
const events = new EventList(marks, start, (at) => player.seek(at));
const tabs = new TextTabs(view.problems, (name) => past.has(name), () => show(player.time, player.playing));
const controls = new ControlBar(player, { textAt, marks: marks.map(({ at }) => at - start), edits: (time) => past.before(start + time), timeOf: (edit) => past.at(edit) - start });

function textAt(time: number): { name: string; text: string } {
  return { name: tabs.name, text: past.moment(tabs.name, past.before(start + time)).text };
}

function show(time: number, playing: boolean): void {
  const count = past.before(start + time);
  tabs.follow(past.latest(count));
  const author = past.authorOf(count - 1);
  const by = author === null ? null : log.authors[author];
  code.show(past.moment(tabs.name, count), by ? { colour: colours[author ?? 0] ?? 0, name: by.name } : null, tabs.follows);
  ruler.show(time);
  events.show(time);
  outputs.show(time);
  controls.show(time, playing);
}

function legend(): void {
  const people = log.authors.flatMap((author) => author ?? []);
  byId("legend").replaceChildren(
    ...people.map(({ id, name }) => {
      const item = document.createElement("li");
      item.style.setProperty("--person", `var(--person-${colourOf(id)})`);
      item.textContent = name;
      return item;
    }),
  );
}

legend();
wireTabs(() => undefined);
wireViews();
wireDialogs();
byId("loading").hidden = true;
const wanted = Number(new URL(location.href).searchParams.get("at"));
player.seek(Number.isFinite(wanted) ? wanted : 0);
performance.mark("replay-ready");
page.dataset["ready"] = "";
announce("The replay is ready.");
