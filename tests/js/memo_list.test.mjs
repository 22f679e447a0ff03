// Which memos are shown, in which order, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { applyOp, filtered, ordered } from "../../widgets/cjm_widgets/static/memo_list.js";

const memo = (guid, values) => ({
  guid, on: "study", target: "", text: "", coder: "anna", at: "2026-01-01T00:00:00Z", title: "", quote: "",
  order: [0, 0, 0, 0], number: 0, ...values,
}); // prettier-ignore
const MEMOS = [
  memo("a", { text: "Zażółć", number: 0, order: [3, 1, 0, 0], on: "code" }),
  memo("b", { quote: "перезвонили", at: "2026-01-02T00:00:00Z", number: 1, order: [1, 0, 12, 4], on: "coding" }),
  memo("c", { coder: "berta", number: 2, order: [1, 0, 2, 9], on: "coding" }),
];
const guids = (memos) => memos.map((one) => one.guid);

test("filters hold together", () => {
  assert.deepEqual(guids(filtered(MEMOS, {})), ["a", "b", "c"]);
  assert.deepEqual(guids(filtered(MEMOS, { query: "zazolc" })), ["a"]);
  assert.deepEqual(guids(filtered(MEMOS, { query: "ПЕРЕЗВОН" })), ["b"]);
  assert.deepEqual(guids(filtered(MEMOS, { on: "coding", coder: "berta" })), ["c"]);
});

test("memos are sorted by time, then as they were written, or by place", () => {
  assert.deepEqual(guids(ordered(MEMOS, "newest")), ["b", "c", "a"]);
  assert.deepEqual(guids(ordered(MEMOS, "oldest")), ["a", "c", "b"]);
  assert.deepEqual(guids(ordered(MEMOS, "place")), ["c", "b", "a"]);
});

test("what is on its way is painted as if it were done, and twice is once", () => {
  const memos = new Map(MEMOS.map((one) => [one.guid, one]));
  const write = { op: "write_memo", args: { guid: "d", text: "new", on: "study", target: "" } };
  const written = [write, write].reduce((now, one) => applyOp(now, one, "anna"), memos);
  assert.equal(written.size, 4);
  assert.equal(guids(ordered([...written.values()], "newest"))[0], "d");
  assert.equal(applyOp(memos, { op: "change_memo", args: { guid: "a", text: "b" } }).get("a").text, "b");
  assert.equal(applyOp(memos, { op: "remove_memo", args: { guid: "a" } }).size, 2);
  assert.equal(memos.get("a").text, "Zażółć");
});
