// The codes of a study as a tree, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  above, applyOp, below, colourOf, fold, mayMove, placeBeside, retiredCodes, shorten, treeRows, visibleRows,
} from "../../widgets/cjm_widgets/static/codebook_tree.js";

function book(...extra) {
  const codes = [
    { key: "need", parent: null, colour: "#112233" },
    { key: "touchpoint", parent: null, position: 1 },
    { key: "touchpoint/phone", parent: "touchpoint", name: "Phone" },
    { key: "touchpoint/store", parent: "touchpoint", position: 1, name: "Store" },
    { key: "touchpoint/hotline", parent: "touchpoint/phone", own: true, name: "Infolinia żółta" },
    ...extra,
  ];
  const whole = (code) => ({
    kind: code.key.split("/")[0], name: code.key, definition: "", colour: "", position: 0, retired: false, own: false, ...code,
  }); // prettier-ignore
  return new Map(codes.map((code) => [code.key, whole(code)]));
}

const keysOf = (rows) => rows.map((row) => row.code.key);

test("rows stand in the order of the tree, with their level and place", () => {
  const rows = treeRows(book());
  assert.deepEqual(keysOf(rows), ["need", "touchpoint", "touchpoint/phone", "touchpoint/hotline", "touchpoint/store"]);
  const { level, place, size, leaf } = rows[2];
  assert.deepEqual([level, place, size, leaf], [2, 1, 2, false]);
  assert.equal(rows[3].leaf, true);
});

test("a retired code goes, but stays above a code in use", () => {
  const codes = book();
  codes.get("touchpoint/store").retired = true;
  codes.get("touchpoint/phone").retired = true;
  assert.deepEqual(keysOf(treeRows(codes)), ["need", "touchpoint", "touchpoint/phone", "touchpoint/hotline"]);
  assert.deepEqual(retiredCodes(codes).map((code) => code.key), ["touchpoint/store"]);
});

test("closed branches are hidden, and a search opens what it finds", () => {
  const codes = book();
  const rows = treeRows(codes);
  assert.deepEqual(keysOf(visibleRows(rows, codes, new Set(), "")), ["need", "touchpoint"]);
  const open = new Set(["touchpoint"]);
  assert.deepEqual(keysOf(visibleRows(rows, codes, open, "")).length, 4);
  const found = ["touchpoint", "touchpoint/phone", "touchpoint/hotline"];
  assert.deepEqual(keysOf(visibleRows(rows, codes, new Set(), "ZOLTA")), found);
  assert.deepEqual(visibleRows(rows, codes, new Set(), "nothing of it"), []);
});

test("letters are compared without accents in every script", () => {
  assert.equal(fold("Żółć Ёлка Ångström"), "zolc елка angstrom");
});

test("what is on its way is painted as if it were done", () => {
  const codes = book();
  const done = (op, args) => applyOp(codes, { op, args });
  assert.equal(done("change_code", { key: "need", name: "Wish" }).get("need").name, "Wish");
  assert.equal(done("change_code", { key: "need", name: "" }).get("need").name, "need");
  assert.equal(done("merge_codes", { keys: ["touchpoint/phone"], into: "need" }).get("touchpoint/phone").retired, true);
  const moved = done("move_code", { key: "touchpoint/store", parent: "touchpoint", position: 0 });
  assert.deepEqual(keysOf(treeRows(moved)).slice(2), ["touchpoint/store", "touchpoint/phone", "touchpoint/hotline"]);
  assert.equal(done("remove_code", { key: "touchpoint/hotline" }).has("touchpoint/hotline"), false);
  assert.equal(done("change_code", { key: "gone", name: "x" }), codes);
  assert.equal(codes.get("need").name, "need");
});

test("merging codes paints all of them as retired", () => {
  const codes = book();
  const merged = applyOp(codes, { op: "merge_codes", args: { keys: ["touchpoint/phone", "touchpoint/store"], into: "need" } });
  assert.deepEqual(["touchpoint/phone", "touchpoint/store"].map((key) => merged.get(key).retired), [true, true]);
});

test("a code may go where the kernel lets it go", () => {
  const codes = book();
  assert.equal(mayMove(codes, "touchpoint/hotline", "need"), true);
  assert.equal(mayMove(codes, "touchpoint/store", "need"), false);
  assert.equal(mayMove(codes, "touchpoint/phone", "touchpoint/hotline"), false);
  assert.equal(mayMove(codes, "touchpoint/store", "touchpoint/phone"), true);
});

test("places are counted without the code that is moved", () => {
  const codes = book({ key: "touchpoint/chat", parent: "touchpoint", position: 2 });
  assert.equal(placeBeside(codes, "touchpoint/phone", "touchpoint/store", true), 1);
  assert.equal(placeBeside(codes, "touchpoint/chat", "touchpoint/store", false), 1);
});

test("colours are inherited, and nothing else than a colour reaches the page", () => {
  const codes = book();
  codes.get("touchpoint").colour = "#445566";
  assert.equal(colourOf(codes, "touchpoint/hotline"), "#445566");
  codes.get("touchpoint/hotline").colour = "url(javascript:1)";
  assert.equal(colourOf(codes, "touchpoint/hotline"), "#777777");
});

test("a circle of codes ends the walk up and does not hang", () => {
  const codes = book();
  codes.get("touchpoint").parent = "touchpoint/hotline";
  assert.ok(above(codes, "touchpoint/hotline").length <= 3);
});

test("codes below, and short names", () => {
  assert.deepEqual(below(book(), "touchpoint").length, 3);
  assert.equal(shorten("😀".repeat(9), 4), "😀😀😀…");
});
