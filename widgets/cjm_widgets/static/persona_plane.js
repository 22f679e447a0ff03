// The people on a plane: those who tell alike lie near each other. Ticked here, they are grouped by hand.
import { keyed } from "./persona_dom.js";
import { GLYPHS } from "./persona_people.js";
import { inFrame, nearest, placeArrows, placePoints, whereIs } from "./persona_rules.js";
import { el } from "./shared.js";

const [WIDTH, HEIGHT] = [640, 380];
// Below so many people nobody is grouped by the procedure, and the plane is open from the start.
const FEW = 12;

/** The head of an arrow that ends at a point, as a path. */
function headOf(x, y, angle) {
  const corner = (turn) => `${x - 8 * Math.cos(angle + turn)} ${y - 8 * Math.sin(angle + turn)}`;
  return `M${x} ${y}L${corner(0.4)}L${corner(-0.4)}Z`;
}

export const withPlane = (Base) => class extends Base {
  buildPlane() {
    this.plane = el("div", { class: "pf-plane" });
    return [this.plane];
  }

  paintPlane() {
    const { plane, head } = this.server;
    this.plane.hidden = !plane;
    if (!plane) return;
    keyed(this.plane, [{
      key: "plane",
      sig: JSON.stringify(plane),
      make: () => this.planeNode(plane, head.n < FEW),
      update: () => this.paintPoints(),
    }]); // prettier-ignore
  }

  planeNode(plane, few) {
    const { points, at } = placePoints(plane.points, WIDTH, HEIGHT);
    this.points = points;
    this.dots = new Map();
    const [first, second] = plane.explained.map((share) => this.percent(share));
    const drawing = el("svg:svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "pf-drawing", role: "group", "aria-label": this.t("plane") });
    const [x0, y0] = at(0, 0);
    drawing.append(
      el("svg:line", { x1: 0, x2: WIDTH, y1: y0, y2: y0, class: "pf-axis" }),
      el("svg:line", { x1: x0, x2: x0, y1: 0, y2: HEIGHT, class: "pf-axis" }),
      ...placeArrows(plane.arrows, points, WIDTH, HEIGHT).map((arrow) => this.arrowNode(arrow, x0, y0)),
      ...points.map((point) => this.pointNode(point)),
    );
    this.frame = el("svg:rect", { class: "pf-frame", visibility: "hidden" });
    drawing.append(this.frame);
    drawing.addEventListener("pointerdown", (event) => this.onFrame(event, drawing));
    const notes = [this.t("plane_hint"), this.t("plane_axes", { first, second })];
    if (plane.arrows.length) notes.push(this.t("plane_arrows"));
    return el(
      "details",
      { class: "pf-fold", open: (this.ui.open.plane ?? few) ? true : null, ontoggle: (event) => (this.ui.open.plane = event.target.open) },
      el("summary", { "data-f": "plane" }, this.t("plane")),
      el("p", { class: "cjm-quiet" }, notes.join(" ")),
      drawing,
    );
  }

  arrowNode({ name, x, y, nameX, nameY }, x0, y0) {
    return el(
      "svg:g",
      { class: "pf-arrow" },
      el("svg:line", { x1: x0, y1: y0, x2: x, y2: y }),
      el("svg:path", { d: headOf(x, y, Math.atan2(y - y0, x - x0)) }),
      el("svg:text", { x: nameX, y: nameY, "text-anchor": "middle" }, name),
    );
  }

  pointNode(point) {
    const dot = el(
      "svg:g",
      { class: "pf-point", role: "checkbox", tabindex: "-1", dataset: { id: point.id }, onkeydown: (event) => this.onPointKey(event, point.id) },
      el("svg:circle", { cx: point.x, cy: point.y, r: 12, class: "pf-halo" }),
      el("svg:text", { x: point.x, y: point.y, class: "pf-dot", "text-anchor": "middle", "dominant-baseline": "central" }),
      el("svg:text", { x: point.nameX, y: point.nameY, "text-anchor": "start" }, point.id),
      point.lead ? el("svg:line", { class: "pf-lead", x1: point.x, y1: point.y, x2: point.left ? point.x - 13 : point.x + 13, y2: point.nameY - 4 }) : null,
    ); // prettier-ignore
    this.dots.set(point.id, dot);
    return dot;
  }

  paintPoints() {
    const stop = this.dots.has(this.ui.at) ? this.ui.at : this.points[0]?.id;
    for (const [id, dot] of this.dots) {
      const key = whereIs(this.now, id);
      const place = this.now.personas.findIndex((one) => one.key === key);
      const home = key === null ? this.t("nowhere") : this.titleOf(this.now.personas[place]);
      dot.children[1].textContent = key === null ? "○" : GLYPHS[place % GLYPHS.length];
      dot.setAttribute("aria-label", `${id}, ${home}`);
      dot.setAttribute("aria-checked", String(this.ui.ticked.has(id)));
      dot.setAttribute("tabindex", id === stop ? "0" : "-1");
    }
  }

  onPointKey(event, id) {
    if (event.key === " ") this.toggle(id);
    else if (event.key === "n") this.split(this.whom(id));
    else if (event.key.startsWith("Arrow")) {
      this.ui.at = nearest(this.points, id, event.key);
      this.paintPoints();
      this.dots.get(this.ui.at).focus();
    } else return;
    event.preventDefault();
  }

  /** A click ticks a person; a frame drawn around people ticks them. */
  onFrame(event, drawing) {
    if (event.button !== 0) return;
    event.preventDefault();
    const place = (now) => {
      const point = new DOMPoint(now.clientX, now.clientY).matrixTransform(drawing.getScreenCTM().inverse());
      return [point.x, point.y];
    };
    const from = place(event);
    const id = event.target.closest(".pf-point")?.dataset.id;
    let drawn = false;
    const move = (now) => {
      const [x, y] = place(now);
      drawn ||= Math.hypot(x - from[0], y - from[1]) > 6;
      if (!drawn) return;
      const box = { x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]), visibility: "visible" };
      for (const [name, value] of Object.entries(box)) this.frame.setAttribute(name, value);
    };
    const end = (now) => {
      for (const [kind, listener] of Object.entries(listeners)) globalThis.removeEventListener(kind, listener, true);
      this.frame.setAttribute("visibility", "hidden");
      if (now.type !== "pointerup") return;
      if (drawn) this.tick(inFrame(this.points, from, place(now)));
      else if (id) {
        this.ui.at = id;
        this.toggle(id);
        this.dots.get(id).focus();
      }
    };
    const listeners = { pointermove: move, pointerup: end, pointercancel: end };
    for (const [kind, listener] of Object.entries(listeners)) globalThis.addEventListener(kind, listener, true);
  }
};
