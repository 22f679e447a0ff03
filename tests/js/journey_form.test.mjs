// The pieces of a journey map as data, and its curve, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { curvePath, heightOf, isHollow, keyed, valueAt } from "../../widgets/cjm_widgets/static/journey_curve.js";
import { frameText, unitName } from "../../widgets/cjm_widgets/static/journey_fields.js";
import {
  answers, applyOp, cardOf, inLayer, keyFor, offerCard, stagesOf,
} from "../../widgets/cjm_widgets/static/journey_notes.js"; // prettier-ignore

const MAP = { key: "all", group: "customer", n: 4, purpose: "" };
const row = (id, values) => ({ id, stage: "buy", lane: "pain", order: 0, text: id, marks: [], k: 2, n: 4, quotes: 3, added: false, flags: [], links: [], actors: [], layer: "as_is", ...values }); // prettier-ignore
const NOW = {
  map: MAP,
  cards: new Map([["a", row("a")], ["step:s", row("step:s", { lane: "step" })]]),
  removed: new Map(),
  stages: new Map([["use", { id: "use", order: 1, name: "Use" }], ["buy", { id: "buy", order: 0, name: "Buy" }]]),
  points: new Map([["buy", { as_is: 1, measured: 1, own: false, n: 3, to_be: null }]]),
  touchpoints: new Map([["phone", { key: "phone", setting: "offline" }]]),
  tray: [{ guid: "g", quote: "so dear", participant: "anna", code: "Cost" }],
}; // prettier-ignore
const does = (op, args, map = "all") => ({ op, args: { map, group: "customer", ...args } });
const after = (...steps) => steps.reduce(applyOp, NOW);
const t = (key, fields) => `${key} ${JSON.stringify(fields ?? {})}`;

test("steps are painted before they are answered, and leave what was as it was", () => {
  const add = does("add", { note: "b", stage: "use", lane: "solution", text: "Ring back", position: 1, links: ["a"] });
  const change = does("change", { note: "a", values: { text: "dear", stage: "use", position: 3, is_barrier: true, marks: ["wow"] } });
  const { cards, removed } = after(add, add, change, does("remove", { note: "b" }));
  const { text, stage, order, barrier, flags } = cards.get("a");
  assert.deepEqual([text, stage, order, barrier, flags], ["dear", "use", 3, true, ["wow"]]);
  assert.deepEqual([...removed.keys()], ["b"]);
  assert.deepEqual([...after(add, does("remove", { note: "b" }), does("restore", { note: "b" })).cards.keys()], ["a", "step:s", "b"]);
  assert.equal(NOW.cards.get("a").text, "a");
  assert.equal(after(does("remove", { note: "step:s" })).removed.size, 0);
}); // prettier-ignore

test("a quote that is put on the map leaves the tray and stands behind its entry", () => {
  const placed = after(does("add", { note: "q", stage: "buy", lane: "quote", text: "so dear", position: 0, evidence: ["g"] }));
  assert.deepEqual(placed.tray, []);
  assert.deepEqual([placed.cards.get("q").marks, placed.cards.get("q").quotes], [["own"], 1]);
  assert.deepEqual(after(does("unoffer", { coding: "g" })).tray, []);
});

test("a point that is set keeps its measured value, and goes back to it", () => {
  const set = does("point", { stage: "buy", mean: -1, layer: "as_is" });
  assert.deepEqual(after(set).points.get("buy"), { as_is: -1, measured: 1, own: true, n: 3, to_be: null });
  assert.deepEqual(after(set, does("point", { stage: "buy", mean: null, layer: "as_is" })).points, NOW.points);
  assert.equal(after(does("point", { stage: "buy", mean: 2, layer: "to_be" })).points.get("buy").own, false);
});

test("stages, contacts and the map take what is said of them", () => {
  assert.equal(after(does("touchpoint", { label: "phone", values: { setting: "online" } })).touchpoints.get("phone").setting, "online");
  assert.equal(after(does("stage", { stage: "use", values: { goal: "warmth" } })).stages.get("use").goal, "warmth");
  assert.equal(after(does("map", { values: { purpose: "to mend" } })).map.purpose, "to mend");
  assert.deepEqual(stagesOf(NOW.stages).map((stage) => stage.id), ["buy", "use"]);
}); // prettier-ignore

test("steps on another map, unknown ones and on what is gone change nothing", () => {
  for (const step of [does("remove", { note: "a" }, "P1"), does("change", { note: "none", values: {} }), does("point", { stage: "none", mean: 1, layer: "as_is" }), { op: "undo", args: {} }, does("constructor", {})]) {
    assert.equal(applyOp(NOW, step), NOW);
  }
}); // prettier-ignore

test("cards say what they rest on, what answers them, and their signs by name", () => {
  const pain = cardOf(row("a", { barrier: true, flow: "exit", flags: ["wait"], layer: "to_be" }), { solved: 2 }, t);
  assert.equal(pain.area, "pain.buy");
  assert.deepEqual(pain.marks, ["to_be", "barrier", "exit", "wait"]);
  assert.match(pain.chips[1].label, /n_solutions .*2/);
  assert.match(cardOf(row("a"), {}, t).chips[1].label, /no_solution/);
  const solution = row("s", { lane: "solution", k: 0, quotes: 0, added: true, marks: ["assumption", "own"], links: ["a"] });
  assert.deepEqual(cardOf(solution, { company: true }, t).marks, []);
  assert.deepEqual(cardOf(solution, { company: true }, t).chips.map((chip) => chip.act), ["details"]);
  assert.deepEqual([...answers([solution, row("a")])], [["a", 1]]);
  assert.equal(offerCard(NOW.tray[0], 0).id, "offer:g");
  assert.deepEqual([keyFor("step", "x"), keyFor("goal", "x")], ["step:x", "x"]);
  assert.deepEqual(["both", "as_is", "to_be"].map((layer) => inLayer(row("a"), layer)), [true, true, false]);
}); // prettier-ignore

test("the curve never overshoots, breaks where nothing is known, and leads from heights to values and back", () => {
  const path = curvePath([{ x: 0, y: 10 }, { x: 10, y: 0 }, { x: 20, y: 0 }, { x: 30, y: 20 }, null, { x: 40, y: 5 }, { x: 50, y: 9 }]);
  assert.equal(path.match(/M/g).length, 2);
  const heights = path.split(/[MC ]+/).slice(1).map(Number).filter((_number, n) => n % 2);
  assert.ok(Math.min(...heights) >= 0 && Math.max(...heights) <= 20, path);
  assert.equal(curvePath([{ x: 0, y: 1 }, null]), "");
  for (const value of [-2, -0.7, 0, 1.5, 2]) assert.equal(valueAt(heightOf(value)), value);
  assert.deepEqual([valueAt(-50), valueAt(900)], [2, -2]);
}); // prettier-ignore

test("keys move a point by half a step, Shift by a tenth, and Delete leads back", () => {
  assert.equal(keyed({ key: "ArrowUp" }, 1), 1.5);
  assert.equal(keyed({ key: "ArrowDown", shiftKey: true }, 1), 0.9);
  assert.equal(keyed({ key: "ArrowUp" }, 2), 2);
  assert.equal(keyed({ key: "ArrowUp" }, null), 0.5);
  assert.equal(keyed({ key: "Delete" }, 1), null);
  assert.equal(keyed({ key: "x" }, 1), undefined);
});

test("how long something takes is said in the language of the page", () => {
  const frame = { low: 2, high: 5, unit: "weeks", source: "" };
  assert.match(frameText("en", frame), /2.5 weeks/);
  assert.match(frameText("pl", frame), /tyg/);
  assert.match(frameText("ru", { ...frame, high: null }), /2 недели/);
  assert.equal(frameText("en", null), "");
  assert.equal(unitName("en", "days"), "days");
});

test("a mean of one or two people is hollow, what was set by hand or planned is not", () => {
  const row = { as_is: -1, to_be: 1, own: false, n: 2 };
  assert.deepEqual([isHollow(row, "as_is"), isHollow(row, "to_be"), isHollow({ ...row, own: true }, "as_is")], [true, false, false]);
  assert.deepEqual([isHollow({ ...row, n: 3 }, "as_is"), isHollow({ ...row, as_is: null }, "as_is")], [false, false]);
}); // prettier-ignore
