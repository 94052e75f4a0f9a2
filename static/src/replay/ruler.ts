// The time line: how much was typed when, and a mark for each thing that happened. The slider on it is a native one.
import { byId } from "../kit/dom";
import { asTime } from "./format";
import type { Mark } from "./happened";

const bars = 240;
const namespace = "http://www.w3.org/2000/svg";

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

export class Ruler {
  private readonly slider = byId<HTMLInputElement>("slider");

  constructor(
    private readonly length: number,
    moments: number[],
    marks: Mark[],
    moved: (at: number) => void,
  ) {
    this.slider.max = String(Math.max(1, Math.round(length)));
    this.slider.addEventListener("input", () => moved(Number(this.slider.value)));
    byId("ruler").replaceChildren(...this.activity(moments), ...marks.map((mark) => this.mark(mark)));
    byId("length").textContent = asTime(length);
  }

  show(time: number): void {
    this.slider.value = String(Math.round(time));
    this.slider.setAttribute("aria-valuetext", `${asTime(time)} of ${asTime(this.length)}`);
    byId("ruler-here").style.left = `${this.share(time)}%`;
  }

  private share(time: number): number {
    return this.length > 0 ? (time / this.length) * 100 : 0;
  }

  private activity(moments: number[]): SVGElement[] {
    const counts = new Array<number>(bars).fill(0);
    for (const at of moments) {
      const bar = Math.min(bars - 1, Math.floor((at / Math.max(1, this.length)) * bars));
      counts[bar] = (counts[bar] ?? 0) + 1;
    }
    const most = Math.max(1, ...counts);
    return counts.flatMap((count, bar) => {
      if (count === 0) return [];
      const height = 3 + 17 * Math.sqrt(count / most);
      return [shape("rect", { class: "ruler__bar", x: `${(bar / bars) * 100}%`, y: 24 - height, width: `${80 / bars}%`, height })];
    });
  }

  private mark({ at, group }: Mark): SVGElement {
    return shape("rect", { class: "ruler__mark", "data-group": group, x: `${this.share(at)}%`, y: 26, width: 3, height: 8 });
  }
}
