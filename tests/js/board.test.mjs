// Order, neighbours and places of the cards of a board, and the notes of an empathy map, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  areaBeside, between, byArea, cardBeside, dropIndex, insertionLine, meaning, moveTo, orderAt, scrollPull, stepOf,
} from "../../widgets/cjm_widgets/static/board_places.js"; // prettier-ignore
import { applyOp, cardOf, takeOver } from "../../widgets/cjm_widgets/static/empathy_notes.js";

const AREAS = [{ id: "a" }, { id: "b" }];
const card = (id, area, order) => ({ id, area, order });
const CARDS = [card("z", "a", 1), card("x", "a", 0), card("y", "a", 2), card("w", "b", 5), card("lost", "c", 0)];
const ids = (list) => list.map((one) => one.id);
const box = (left, top, width = 100, height = 40) => ({ left, top, right: left + width, bottom: top + height });

test("cards stand in their areas in order, and equal ones always in the same", () => {
  const lists = byArea(CARDS, AREAS);
  assert.deepEqual(ids(lists.get("a")), ["x", "z", "y"]);
  assert.deepEqual([...lists.keys()], ["a", "b"]);
  const equal = [card("q", "a", 1), card("p", "a", 1)];
  assert.deepEqual(ids(byArea(equal, AREAS).get("a")), ids(byArea(equal.reverse(), AREAS).get("a")));
});

test("a card put between two others stays between them, fifty times over", () => {
  let [low, high] = [0, 1];
  for (let n = 0; n < 50; n += 1) {
    const middle = between(low, high);
    assert.ok(low < middle && middle < high);
    if (n % 2) low = middle;
    else high = middle;
  }
  assert.ok(between(undefined, 3) < 3);
  assert.ok(between(3, null) > 3);
  assert.equal(between(), 0);
});

test("a place that a whole number had is not given again", () => {
  // The note at 3 was removed: what is put there must not meet it when it comes back.
  assert.notEqual(between(2, 4), 3);
  assert.notEqual(between(2, undefined), 3);
});

test("a move counts places without the card itself, and one to its own place is none", () => {
  const lists = byArea(CARDS, AREAS);
  for (const [id, index] of [["x", 0], ["z", 1], ["y", 2], ["y", 99]]) assert.equal(moveTo(lists, id, "a", index), null);
  for (let index = 0; index < 3; index += 1) {
    const move = moveTo(lists, "x", "a", index);
    if (!move) continue;
    const after = byArea(CARDS.map((one) => (one.id === "x" ? { ...one, ...move } : one)), AREAS);
    assert.equal(ids(after.get("a")).indexOf("x"), index);
  }
  assert.equal(moveTo(lists, "x", "b", 0).area, "b");
  assert.ok(moveTo(lists, "x", "b", 0).order < 5);
  assert.ok(orderAt(lists.get("b"), "x", 1) > 5);
  assert.equal(moveTo(lists, "x", "nowhere", 0), null);
}); // prettier-ignore

test("arrows lead to the card beside, in one column and in several", () => {
  const column = [box(0, 0), box(0, 50), box(0, 100)];
  assert.deepEqual(["up", "down", "left"].map((way) => cardBeside(column, 1, way)), [0, 2, -1]);
  const grid = [box(0, 0), box(110, 0), box(220, 0, 100, 80), box(0, 90), box(110, 90)];
  assert.deepEqual(["left", "right", "down", "up"].map((way) => cardBeside(grid, 1, way)), [0, 2, 4, -1]);
  assert.equal(cardBeside(grid, 2, "down"), 4);
}); // prettier-ignore

test("arrows lead to the area that the card looks at", () => {
  const areas = [
    { id: "hears", ...box(0, 0, 100, 200) },
    { id: "thinks", ...box(110, 0) },
    { id: "pains", ...box(110, 160) },
    { id: "does", ...box(0, 210, 300, 50) },
  ];
  assert.equal(areaBeside(areas, "hears", { x: 50, y: 10 }, "right"), "thinks");
  assert.equal(areaBeside(areas, "hears", { x: 50, y: 190 }, "right"), "pains");
  assert.equal(areaBeside(areas, "thinks", { x: 150, y: 20 }, "down"), "pains");
  assert.equal(areaBeside(areas, "pains", { x: 150, y: 180 }, "down"), "does");
  assert.equal(areaBeside(areas, "hears", { x: 50, y: 10 }, "left"), null);
});

test("what is dropped goes in where the pointer is", () => {
  const column = [box(0, 0), box(0, 50)];
  assert.deepEqual([-5, 19, 21, 69, 71, 500].map((y) => dropIndex(column, { x: 10, y })), [0, 0, 1, 1, 2, 2]);
  const grid = [box(0, 0), box(110, 0), box(0, 50)];
  assert.deepEqual([[10, 20], [80, 20], [130, 20], [205, 20], [10, 60], [90, 80], [300, 99]].map(([x, y]) => dropIndex(grid, { x, y })), [0, 1, 1, 2, 2, 3, 3]);
  assert.equal(dropIndex([], { x: 0, y: 0 }), 0);
}); // prettier-ignore

test("the line lies between cards, across a column and upright in a row", () => {
  const inside = box(0, 0, 100, 400);
  assert.deepEqual(insertionLine([box(0, 0), box(0, 50)], 1, inside, 2), { left: 0, top: 44, width: 100, height: 2 });
  const upright = insertionLine([box(0, 0), box(110, 0)], 1, inside, 2);
  assert.ok(upright.height === 40 && upright.left > 100 && upright.left < 110);
  assert.equal(insertionLine([], 0, inside).width, 100);
});

test("what is held at an edge pulls, the more the nearer", () => {
  const seen = { top: 0, bottom: 400 };
  assert.equal(scrollPull(seen, 200), 0);
  assert.ok(scrollPull(seen, 5) < scrollPull(seen, 30) && scrollPull(seen, 30) < 0);
  assert.equal(scrollPull(seen, 500), 1);
  assert.equal(scrollPull(seen, -500), -1);
});

test("keys mean the same in every layout, and foreign combinations mean nothing", () => {
  const key = (key, more = {}) => meaning({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  assert.deepEqual(key("ArrowLeft"), { act: "go", direction: "left" });
  assert.deepEqual(key("ArrowUp", { altKey: true }), { act: "move", direction: "up" });
  assert.deepEqual(key("т", { code: "KeyN" }), { act: "add" });
  assert.deepEqual(key("я", { code: "KeyZ", ctrlKey: true }), { act: "undo" });
  assert.deepEqual([key("F2").act, key("Enter").act, key("Delete").act, key("Home").act], ["edit", "edit", "remove", "top"]);
  assert.equal(key("End", { ctrlKey: true }).act, "last");
  for (const more of [{ ctrlKey: true }, { altKey: true }]) assert.equal(key("n", { code: "KeyN", ...more }), null);
  assert.equal(key("b", { code: "KeyB" }), null);
  assert.equal(stepOf({ code: "KeyZ", metaKey: true, shiftKey: true }), "redo");
  assert.equal(stepOf({ code: "KeyZ" }), null);
}); // prettier-ignore

const note = (id, values) => ({ id, area: "says", order: 0, text: id, marks: [], k: 2, n: 4, quotes: 3, added: false, fact: false, ...values }); // prettier-ignore
const MAP = { key: "all", group: "customer", n: 4 };
const START = { map: MAP, cards: new Map([["a", note("a")]]), removed: new Map() };
const does = (op, args, map = "all") => ({ op, args: { map, group: "customer", ...args } });
const STEPS = [
  does("add", { note: "b", quadrant: "feels", text: "new", position: 1 }),
  does("change", { note: "a", text: "other" }),
  does("move", { note: "a", quadrant: "thinks", position: 0.5 }),
  does("remove", { note: "b" }),
  does("restore", { note: "b" }),
  does("link", { note: "b", coding: "c" }),
];

test("steps are painted before they are answered, and leave what was as it was", () => {
  const after = STEPS.reduce(applyOp, START);
  assert.deepEqual([...after.cards.keys()], ["a", "b"]);
  const { text, area, marks } = after.cards.get("a");
  assert.deepEqual([text, area, marks], ["other", "thinks", ["inference"]]);
  assert.deepEqual(after.cards.get("b").marks, ["inference", "assumption", "own"]);
  assert.equal(after.removed.size, 0);
  assert.equal(START.cards.get("a").text, "a");
});

test("steps on another map, or on a note that is gone, change nothing", () => {
  assert.equal(applyOp(START, does("remove", { note: "a" }, "P1")), START);
  assert.equal(applyOp(START, does("change", { note: "none", text: "x" })), START);
  assert.equal(applyOp(START, { op: "undo", args: {} }), START);
});

test("a note sent twice is added once", () => {
  assert.equal([STEPS[0], STEPS[0]].reduce(applyOp, START).cards.size, 2);
});

test("cards say how many people they rest on, and offer evidence where there is none", () => {
  const t = (key, fields) => `${key} ${JSON.stringify(fields ?? {})}`;
  assert.match(cardOf(note("a"), t).chips[0].name, /chip_name.*quotes_of/);
  assert.match(cardOf(note("a", { quotes: 0, fact: true }), t).chips[0].name, /fact/);
  assert.match(cardOf(note("a", { k: 0, added: true }), t).chips[0].label, /link/);
  assert.deepEqual(cardOf(note("a", { k: 0 }), t).chips, []);
});

test("what is gone goes, what came comes", () => {
  const notes = takeOver(new Map([["a", 1], ["b", 2]]), { a: null, c: 3 });
  assert.deepEqual([...notes], [["b", 2], ["c", 3]]);
}); // prettier-ignore
