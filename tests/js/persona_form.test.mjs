// Personas as values, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  applyOp, barOf, bySection, columns, inFrame, mayMove, maySplit, meanStrength, nearest, placeArrows, placePoints, stillThere, whereIs,
} from "../../widgets/cjm_widgets/static/persona_rules.js";

const statement = (key, values = {}) => ({
  key, section: "goals", text: key, own: false, mine: false, reworded: false, assumption: false, linked: [], quotes: 2,
  inside: [2, 3], outside: [1, 4], interval: [0.2, 0.9], ...values,
}); // prettier-ignore

const persona = (key, ids, values = {}) => ({
  key, title: `Title ${key}`, own_title: false, role: "", accepted_by: "anna", share: [ids.length, 7], typical: ids[0],
  steady: "", members: ids.map((id) => ({ id, strength: 0.8, between: false })), statements: [statement("goal/a"), statement("goal/b")],
  hidden: [], contrasts: [], quotes: [], counter: null, path: [], attributes: [], ...values,
}); // prettier-ignore

const start = () => ({ coder: "anna", personas: [persona("P1", ["a", "b", "c"]), persona("P2", ["d", "e"])], unassigned: ["f"] });

const after = (op, args, model = start()) => applyOp(model, { id: "1", op, args });
const members = (model) => Object.fromEntries(columns(model).map(({ key, members }) => [key ?? "-", members.map((one) => one.id).join("")]));

test("people move between personas, out of all, and in again; other members make a persona a draft again", () => {
  const model = after("move", { people: ["a", "f"], to: "P2" });
  assert.deepEqual(members(model), { P1: "bc", P2: "deaf", "-": "" });
  assert.deepEqual(model.personas.map((one) => one.accepted_by), ["", ""]);
  assert.deepEqual(members(after("move", { people: ["b", "d"], to: null })), { P1: "ac", P2: "e", "-": "bdf" });
  const same = after("move", { people: ["d"], to: "P2" });
  assert.equal(same.personas[1].accepted_by, "anna");
  assert.deepEqual(members(after("move", { people: ["a"], to: "gone" })), members(start()));
});

test("personas are merged with what was written about them, and split", () => {
  const model = start();
  model.personas[1].statements.push(statement("g1", { mine: true }));
  const one = after("merge", { keys: ["P1", "P2"], into: "P1" }, model);
  assert.deepEqual(members(one), { P1: "abcde", "-": "f" });
  assert.deepEqual(one.personas[0].statements.map((other) => other.key), ["goal/a", "goal/b", "g1"]);
  const two = after("split", { key: "P1", people: ["b"], title: "Careful" });
  assert.deepEqual(members(two), { P1: "ac", P2: "de", "new:1": "b", "-": "f" });
  assert.equal(two.personas[2].title, "Careful");
  assert.deepEqual(members(after("split", { key: "P2", people: ["d", "e"] })), members(start()));
});

test("titles, roles and acceptance show at once", () => {
  assert.equal(after("rename", { key: "P1", title: "New" }).personas[0].own_title, true);
  assert.equal(after("rename", { key: "P1", title: "" }).personas[0].title, "Title P1");
  assert.equal(after("set_role", { key: "P2", role: "buys" }).personas[1].role, "buys");
  assert.equal(after("accept", { key: "P1", accepted: false }).personas[0].accepted_by, "");
  assert.equal(after("no_such", {}).personas.length, 2);
});

test("a statement of one's own is an assumption until words are linked, and is written once", () => {
  const args = { key: "P1", guid: "g", section: "needs", text: "Quiet" };
  const model = after("add_statement", args, after("add_statement", args));
  const own = model.personas[0].statements.at(-1);
  assert.deepEqual([model.personas[0].statements.length, own.assumption, own.mine], [3, true, true]);
  const linked = after("change_statement", { key: "P1", statement: "g", evidence: ["c1", "c2"] }, model);
  assert.deepEqual([linked.personas[0].statements[2].assumption, linked.personas[0].statements[2].quotes], [false, 2]);
  const gone = after("remove_statement", { key: "P1", statement: "g" }, linked).personas[0];
  assert.deepEqual([gone.statements.length, gone.hidden.length], [2, 0]);
});

test("a statement that was found is reworded, left out and brought back", () => {
  const model = after("change_statement", { key: "P1", statement: "goal/a", text: "Mine" });
  assert.equal(model.personas[0].statements[0].reworded, true);
  const without = after("remove_statement", { key: "P1", statement: "goal/a" });
  assert.deepEqual(without.personas[0].hidden, [{ key: "goal/a", section: "goals", text: "goal/a" }]);
  assert.equal(after("restore_statements", { key: "P1", statements: ["goal/a"] }, without).personas[0].hidden.length, 0);
  assert.equal(after("restore_statements", { key: "P1" }, without).personas[0].hidden.length, 0);
});

test("no persona is left without members, and a new one is made of one", () => {
  assert.equal(mayMove(start(), ["d", "e"], "P1"), "last_member");
  assert.equal(mayMove(start(), ["d"], null), "");
  assert.equal(mayMove(start(), ["d", "e"], "P2"), "");
  assert.deepEqual(maySplit(start(), ["a", "d"]), { why: "split_one", key: null });
  assert.equal(maySplit(start(), ["f"]).why, "split_one");
  assert.equal(maySplit(start(), ["d", "e"]).why, "split_all");
  assert.deepEqual(maySplit(start(), ["d"]), { why: "", key: "P2" });
  assert.equal(whereIs(start(), "f"), null);
  assert.deepEqual([...stillThere(start(), new Set(["a", "f", "zz"]))], ["a", "f"]);
});

test("sections come in their order, unknown ones at the end", () => {
  const rows = [statement("x", { section: "own" }), statement("y", { section: "needs" }), statement("z")];
  const sections = bySection(rows, [["goals", "Goals"], ["needs", "Needs"], ["pains", "Pains"]]);
  assert.deepEqual(sections.map((one) => one.name), ["Goals", "Needs", "own"]);
});

test("bars and means cope with nothing", () => {
  assert.deepEqual(barOf([1, 4], [0.1, 0.6]), { share: 25, low: 10, width: 50 });
  assert.deepEqual(barOf([0, 0], null), { share: 0, low: 0, width: 0 });
  assert.equal(meanStrength([{ strength: 0.5 }, { strength: 1 }, { strength: null }]), 0.75);
  assert.equal(meanStrength([{ strength: null }]), null);
});

test("points keep their distances, stay inside, and their names apart", () => {
  const given = [{ id: "left", x: -2, y: 0 }, { id: "right", x: 2, y: 0 }, { id: "top", x: 0, y: 1 }, { id: "twin", x: 0, y: 1 }];
  const { points } = placePoints(given, 640, 380);
  const [left, right, top, twin] = points;
  assert.ok(points.every(({ x, y }) => x >= 0 && x <= 640 && y >= 0 && y <= 380));
  assert.ok(Math.abs(right.x - left.x - 4 * (190 - top.y)) < 1e-6);
  assert.ok(Math.abs(twin.nameY - top.nameY) >= 12 || twin.left !== top.left);
  const crowd = Array.from({ length: 9 }, (_one, n) => ({ id: `person_${n}`, x: n === 8 ? 1 : n / 100, y: 0 }));
  const names = placePoints(crowd, 640, 380).points;
  for (const [n, one] of names.entries()) {
    assert.equal(one.lead, Math.abs(one.nameY - 4 - one.y) > 1);
    for (const other of names.slice(n + 1)) assert.ok(Math.abs(one.nameY - other.nameY) >= 12 || Math.abs(one.nameX - other.nameX) >= 56);
  }
  assert.deepEqual(placePoints([], 640, 380).points, []);
  assert.deepEqual(placePoints([{ id: "one", x: 0, y: 0 }], 640, 380).points[0].x, 320);
});

test("names of arrows cover neither people nor each other", () => {
  const people = placePoints([{ id: "top", x: 0, y: 1 }, { id: "right", x: 2, y: 0 }], 640, 380).points;
  const twins = Array.from({ length: 6 }, (_one, n) => ({ name: `code ${n}`, x: 1, y: 0.5 }));
  const arrows = placeArrows([...twins, { name: "other", x: -1, y: -1 }], people, 640, 380);
  assert.ok(arrows.length >= 3 && arrows.length < 7);
  assert.equal(arrows.at(-1).name, "other");
  assert.equal(new Set(arrows.map((arrow) => `${arrow.nameX} ${arrow.nameY}`)).size, arrows.length);
  assert.ok(arrows.every((arrow) => arrow.nameY > 0 && arrow.nameY < 380));
  assert.deepEqual(placeArrows([], people, 640, 380), []);
});

test("arrow keys lead to the nearest point, and a frame takes those inside", () => {
  const points = [{ id: "a", x: 0, y: 0 }, { id: "b", x: 10, y: 2 }, { id: "c", x: 30, y: 0 }, { id: "d", x: 1, y: 20 }];
  assert.equal(nearest(points, "a", "ArrowRight"), "b");
  assert.equal(nearest(points, "a", "ArrowDown"), "d");
  assert.equal(nearest(points, "a", "ArrowLeft"), "a");
  assert.deepEqual(inFrame(points, [12, 5], [-1, -1]), ["a", "b"]);
});
