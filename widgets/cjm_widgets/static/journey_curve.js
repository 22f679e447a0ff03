// The emotion curve over the columns of the board: its points are set by mouse, finger or keys. Where nothing is known
// the line breaks; what the codings give stays visible beside what a researcher set.
import { el } from "./shared.js";

export const TALL = 132;
const EDGE = 16;
const MOST = 2;
// Of a key, and of a key with Shift.
const STEP = 0.5;
const FINE = 0.1;
// Below so many people a mean is no finding: its point is hollow, as on the maps that are drawn.
const ENOUGH = 3;

/** The height of a value from above, in px, and the value at a height: -2 to 2 in tenths. */
export function heightOf(value) {
  return EDGE + ((MOST - value) / (2 * MOST)) * (TALL - 2 * EDGE);
}

export function valueAt(height) {
  return within(MOST - ((height - EDGE) / (TALL - 2 * EDGE)) * 2 * MOST);
}

function within(value) {
  return Math.max(-MOST, Math.min(MOST, Math.round(value * 10) / 10)) + 0;
}

/** Whether what was measured rests on too few people; what a researcher set or planned was not measured. */
export function isHollow(row, layer) {
  return layer === "as_is" && !row.own && typeof row.as_is === "number" && (row.n ?? 0) < ENOUGH;
}

/** What a key makes of a value: a number, null for "back to what was measured", undefined where it means nothing. */
export function keyed({ key, shiftKey }, value) {
  const step = shiftKey ? FINE : STEP;
  if (key === "ArrowUp" || key === "ArrowRight") return within((value ?? 0) + step);
  if (key === "ArrowDown" || key === "ArrowLeft") return within((value ?? 0) - step);
  if (key === "Home") return -MOST;
  if (key === "End") return MOST;
  return key === "Delete" || key === "Backspace" ? null : undefined;
}

/**
 * The path through points {x, y} in order, as the `d` of a path: cubic pieces that never overshoot (Fritsch and
 * Carlson 1980). null stands for a gap. A point alone gives nothing.
 */
export function curvePath(points) {
  const runs = [[]];
  for (const point of points) {
    if (point === null) runs.push([]);
    else runs.at(-1).push(point);
  }
  return runs.filter((run) => run.length > 1).map(runPath).join(" ");
} // prettier-ignore

function runPath(run) {
  const slopes = run.slice(1).map((point, n) => (point.y - run[n].y) / (point.x - run[n].x));
  const tangents = run.map((_point, n) => {
    const [before, after] = [slopes[n - 1] ?? slopes[n], slopes[n] ?? slopes[n - 1]];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  const show = (value) => String(Math.round(value * 100) / 100);
  return run.reduce((path, point, n) => {
    if (n === 0) return `M${show(point.x)} ${show(point.y)}`;
    const before = run[n - 1];
    const third = (point.x - before.x) / 3;
    const ends = [before.x + third, before.y + third * tangents[n - 1], point.x - third, point.y - third * tangents[n], point.x, point.y];
    return `${path}C${ends.map(show).join(" ")}`;
  }, "");
} // prettier-ignore

/** The strip; `set(stage, value, layer)` hears what a person does, null for "back to what was measured". */
export class Curve {
  constructor({ t, language, layers, set }) {
    this.t = t;
    this.layers = layers;
    this.set = set;
    const number = new Intl.NumberFormat(language, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
    // A minus, as on the maps that are drawn, and no hyphen.
    this.number = { format: (value) => number.format(value).replace("-", "\u2212") };
    this.lines = { as_is: this.line("as_is"), to_be: this.line("to_be") };
    this.zero = el("svg:path", { class: "jc-zero" });
    this.drawing = el("svg:svg", { class: "jc-lines", preserveAspectRatio: "none", "aria-hidden": "true" }, this.zero, this.lines.as_is, this.lines.to_be);
    this.points = new Map(); // layer and stage -> its slider
    this.marks = el("div", { class: "jc-marks" });
    this.node = el("div", { class: "jc", role: "group", "aria-label": t("curve"), style: { height: `${TALL + 18}px` } }, this.drawing, this.marks);
  } // prettier-ignore

  line(layer) {
    return el("svg:path", { class: "jc-line", "vector-effect": "non-scaling-stroke", dataset: { layer } });
  }

  /** The numbers at the left edge. */
  scale() {
    const label = (value) => el("span", { style: { top: `${heightOf(value)}px` } }, this.number.format(value));
    return el("div", { class: "jc-scale", "aria-hidden": "true", style: { height: `${TALL + 18}px` } }, ...[MOST, 0, -MOST].map(label));
  } // prettier-ignore

  /** Draws the curve anew; `layer` is "as_is", "to_be" or "both". */
  paint(stages, points, layer) {
    this.stages = stages;
    this.values = points;
    const looks = JSON.stringify([layer, stages.map(({ id, name }) => [id, name, points.get(id)])]);
    if (looks === this.looks) return;
    this.looks = looks;
    const planned = layer === "to_be" || stages.some(({ id }) => typeof points.get(id)?.to_be === "number");
    const shown = [...(layer === "to_be" ? [] : ["as_is"]), ...(planned && layer !== "as_is" ? ["to_be"] : [])];
    const wide = stages.length * 100;
    this.drawing.setAttribute("viewBox", `0 0 ${wide} ${TALL}`);
    this.drawing.style.height = `${TALL}px`;
    this.zero.setAttribute("d", `M0 ${heightOf(0)}H${wide}`);
    for (const name of ["as_is", "to_be"]) this.drawLine(name, shown.includes(name));
    const kept = new Set();
    const bits = [];
    stages.forEach((stage, n) => {
      const at = { left: `${((n + 0.5) / stages.length) * 100}%` };
      for (const name of shown) {
        // A planned point is begun in its own layer: there it has a place to be taken from.
        if (name === "to_be" && layer !== "to_be" && typeof points.get(stage.id)?.to_be !== "number") continue;
        kept.add(`${name} ${stage.id}`);
        this.place(this.slider(name, stage), name, stage, at, shown.length > 1);
      }
      bits.push(...this.remarks(stage, at, shown));
    });
    for (const [key, { node }] of this.points) {
      if (kept.has(key)) continue;
      node.remove();
      this.points.delete(key);
    }
    for (const old of this.marks.querySelectorAll(".jc-measured, .jc-n")) old.remove();
    this.marks.append(...bits);
  }

  drawLine(layer, isShown) {
    const spots = this.stages.map(({ id }, n) => {
      const value = this.held?.key === `${layer} ${id}` ? this.held.value : this.values.get(id)?.[layer];
      return typeof value === "number" ? { x: (n + 0.5) * 100, y: heightOf(value) } : null;
    });
    this.lines[layer].setAttribute("d", isShown ? curvePath(spots) : "");
  }

  remarks({ id }, at, shown) {
    const { n, own, measured } = this.values.get(id) ?? {};
    // Nobody has been through a planned point.
    const count = n && shown.includes("as_is") ? el("span", { class: "jc-n", style: at }, this.t("point_n", { n })) : "";
    if (!own || typeof measured !== "number" || !shown.includes("as_is")) return [count];
    const text = this.t("point_measured", { value: "", measured: this.number.format(measured) });
    return [count, el("span", { class: "jc-measured", title: text, style: { ...at, top: `${heightOf(measured)}px` } })];
  }

  slider(layer, stage) {
    const key = `${layer} ${stage.id}`;
    if (!this.points.has(key)) {
      const text = el("span", { class: "jc-value", "aria-hidden": "true" });
      const node = el("div", { class: "jc-point", role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": String(-MOST), "aria-valuemax": String(MOST), dataset: { layer, stage: stage.id } }, text);
      node.addEventListener("keydown", (event) => this.onKey(event, layer, stage.id));
      node.addEventListener("pointerdown", (event) => this.onDown(event, layer, stage.id));
      this.points.set(key, { node, text });
      this.marks.append(node);
    }
    return this.points.get(key);
  } // prettier-ignore

  place({ node, text }, layer, stage, at, several) {
    const row = this.values.get(stage.id) ?? {};
    const value = typeof row[layer] === "number" ? row[layer] : null;
    const label = value === null ? this.t("unknown") : this.number.format(value);
    const said = layer === "as_is" && row.own && typeof row.measured === "number" ? this.t("point_measured", { value: label, measured: this.number.format(row.measured) }) : label;
    node.setAttribute("aria-label", this.t("point_name", { stage: stage.name, layer: this.layers[layer] }));
    node.setAttribute("aria-valuenow", String(value ?? 0));
    node.setAttribute("aria-valuetext", said);
    node.title = several ? `${this.layers[layer]}: ${said}` : said;
    node.dataset.known = String(value !== null);
    node.dataset.own = String(layer === "to_be" || Boolean(row.own));
    node.dataset.few = String(isHollow(row, layer));
    Object.assign(node.style, at);
    if (this.held?.key !== `${layer} ${stage.id}`) node.style.top = `${heightOf(value ?? 0)}px`;
    text.textContent = value === null ? "" : label;
  } // prettier-ignore

  onKey(event, layer, stage) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const before = this.values.get(stage)?.[layer];
    const value = keyed(event, before);
    if (value === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (value !== before) this.set(stage, value, layer);
  }

  onDown(event, layer, stage) {
    if (event.button !== 0 || !event.isPrimary) return;
    const { node, text } = this.points.get(`${layer} ${stage}`);
    this.looks = "";
    const top = this.marks.getBoundingClientRect().top;
    const move = ({ clientY }) => {
      const value = valueAt(clientY - top);
      this.held = { key: `${layer} ${stage}`, value };
      node.style.top = `${heightOf(value)}px`;
      text.textContent = this.number.format(value);
      this.drawLine(layer, true);
    };
    const end = ({ type }) => {
      const value = this.held?.value;
      this.held = null;
      for (const [name, listener] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) node.removeEventListener(name, listener);
      if (type === "pointerup" && value !== undefined && value !== this.values.get(stage)?.[layer]) this.set(stage, value, layer);
      else this.paintAgain();
    };
    node.setPointerCapture(event.pointerId);
    for (const [name, listener] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) node.addEventListener(name, listener);
  } // prettier-ignore

  /** After a drag that changed nothing. */
  paintAgain() {
    for (const [key, point] of this.points) {
      const [layer, stage] = [key.slice(0, key.indexOf(" ")), key.slice(key.indexOf(" ") + 1)];
      point.node.style.top = `${heightOf(this.values.get(stage)?.[layer] ?? 0)}px`;
      this.drawLine(layer, true);
    }
  }
}
