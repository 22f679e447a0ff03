// The pure half of the coding pane, under `node --test`.

import assert from "node:assert/strict";
import test from "node:test";

import { Interview } from "../../widgets/cjm_widgets/static/span_interview.js";
import * as text from "../../widgets/cjm_widgets/static/span_text.js";

const quotes = (value) => text.words(value).map(([from, to]) => value.slice(from, to));

test("words are whole in every script, and so are emoji", () => {
  assert.deepEqual(quotes("I don't like-it, zażółć — ёлка e\u0301te\u0301!"), ["I", "don't", "like-it", "zażółć", "ёлка", "e\u0301te\u0301"]);
  assert.deepEqual(quotes("ok 👩‍👩‍👧‍👦 👍🏽."), ["ok", "👩‍👩‍👧‍👦", "👍🏽"]);
});

test("a span grows and shrinks by words at both ends, and never to nothing", () => {
  const value = "One, two three. Four";
  const list = text.words(value);
  const at = (start, end, ...how) => value.slice(...text.resized(list, start, end, ...how));
  assert.equal(at(5, 8, "end", true), "two three");
  assert.equal(at(5, 8, "start", true), "One, two");
  assert.equal(at(5, 14, "end", false), "two");
  assert.equal(at(5, 14, "start", false), "three");
  assert.equal(at(5, 8, "end", false), "two");
  assert.equal(at(5, 8, "start", false), "two");
  assert.equal(at(0, 3, "start", true), "One");
  assert.equal(at(16, 20, "end", true), "Four");
  assert.equal(at(6, 12, "end", true), "wo three"); // half a word is made whole first
});

test("white space and half signs never stay at the ends of a span", () => {
  assert.deepEqual(text.trimmed(" a😀 \r\n", 0, 7), [1, 4]);
  assert.deepEqual(text.trimmed("a😀b", 0, 2), [0, 3]);
  assert.deepEqual(text.trimmed("a😀b", 2, 4), [1, 4]);
});

test("pieces of a long text join to the text, end at white space, and cut no sign", () => {
  for (const value of ["", "short", "word ".repeat(2000), "ж".repeat(10001), "😀".repeat(4000), "👩‍👩‍👧 ".repeat(1500), `a${"e\u0301".repeat(4000)}`]) {
    const cuts = text.pieces(value);
    assert.equal(cuts.map(([from, to]) => value.slice(from, to)).join(""), value);
    assert.ok(cuts.every(([from, to]) => to - from <= 2600));
    assert.ok(cuts.every(([from]) => !/^[\udc00-\udfff\u0301\u200d]/.test(value.slice(from, from + 1))));
  }
  assert.ok(text.pieces("word ".repeat(2000)).slice(0, -1).every(([, to]) => to % 5 === 0));
});

test("overlapping spans lie in lanes of their own, and lanes are used again", () => {
  const spans = [[0, 10], [5, 8], [6, 12], [10, 14]].map(([start, end]) => ({ start, end }));
  assert.deepEqual(text.lanes(spans), [0, 1, 2, 0]);
});

test("what is to be seen first gets one of the upper lanes, and only where they do not suffice", () => {
  const spans = [[0, 10], [1, 10], [2, 10], [3, 9]].map(([start, end], n) => ({ start, end, own: n === 3 }));
  const isOwn = ({ own }) => own;
  assert.deepEqual(text.lanes(spans, 4, isOwn), [0, 1, 2, 3]);
  assert.deepEqual(text.lanes(spans, 3, isOwn), [1, 2, 3, 0]);
  assert.deepEqual(text.lanes([...spans, { start: 10, end: 12 }], 3, isOwn), [1, 2, 3, 0, 0]);
});

test("segments cover the whole piece and know their spans", () => {
  const spans = [[2, 6], [4, 9], [4, 9]].map(([start, end]) => ({ start, end }));
  const found = text.segments(0, 8, spans);
  assert.deepEqual(found.map(({ from, to }) => [from, to]), [[0, 2], [2, 4], [4, 6], [6, 8]]);
  assert.deepEqual(found.map((segment) => segment.spans), [[], [0], [0, 1, 2], [1, 2]]);
});

test("search knows no accents and finds the place in the text itself", () => {
  for (const [value, needle, found] of [
    ["Byłam WŚCIEKŁA, wściekła", "wsciekla", ["WŚCIEKŁA", "wściekła"]],
    ["Ёлка и елка", "елка", ["Ёлка", "елка"]],
    ["cafe\u0301 und Straße", "strasse", ["Straße"]],
    ["e\u0301te\u0301 here", "here", ["here"]],
    ["😀 İstanbul", "istanbul", ["İstanbul"]],
  ]) {
    const places = text.hits(text.folded(value), text.fold(needle));
    assert.deepEqual(places.map(([from, to]) => value.slice(from, to)), found);
  }
});

const CODES = [
  ["touchpoint", "Punkt styku", "Punkt styku"],
  ["touchpoint/phone", "Rozmowa telefoniczna", "Punkt styku: Rozmowa telefoniczna"],
  ["emotion/anger", "Złość", "Emocja: Złość"],
  ["goal", "Cel", "Cel"],
].map(([key, name, full]) => ({ key, name: text.fold(name), full: text.fold(full) }));

test("codes are found by name, by a word of it, and by key; those used last come first", () => {
  const keys = (typed, recent) => text.matchingCodes(CODES, typed, recent).map((code) => code.key);
  assert.deepEqual(keys("zlosc"), ["emotion/anger"]);
  assert.equal(keys("telefon")[0], "touchpoint/phone");
  assert.equal(keys("phone")[0], "touchpoint/phone");
  assert.equal(keys("styku roz")[0], "touchpoint/phone");
  assert.deepEqual(keys("nothing like it"), []);
  assert.deepEqual(keys("", ["goal", "gone"]), ["goal", "touchpoint", "touchpoint/phone", "emotion/anger"]);
});

test("suggestions are ordered as asked", () => {
  const codings = [[0, 900], [1, 520], [2, 100], [3, 480]].map(([turn, score]) => ({ turn, score, start: 0, end: 1, guid: String(turn), status: turn === 3 ? 1 : 0 }));
  const turns = (order) => text.inOrder(codings, order).map((coding) => coding.turn);
  assert.deepEqual(turns("text"), [0, 1, 2, 3]);
  assert.deepEqual(turns("score"), [0, 1, 2]);
  assert.deepEqual(turns("uncertainty"), [1, 0, 2]);
});

test("keys mean the same on Polish and Russian keyboards", () => {
  const key = (name, code = "", more = {}) => text.command({ key: name, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });
  assert.equal(key("a", "KeyA"), "accept");
  assert.equal(key("ф", "KeyA"), "accept");
  assert.equal(key("Ф", "KeyA", { shiftKey: true }), "accept");
  assert.equal(key("х", "BracketLeft"), "widenStart");
  assert.equal(key("Ъ", "BracketRight", { shiftKey: true }), "narrowEnd");
  assert.equal(key(".", "Slash"), "search");
  assert.equal(key(",", "Slash", { shiftKey: true }), "help");
  assert.equal(key("Ю", "Period", { shiftKey: true }), "nextInterview");
  assert.equal(key("я", "KeyZ", { ctrlKey: true }), "undo");
  assert.equal(key("н", "KeyY", { ctrlKey: true }), "redo");
  assert.equal(key("[", "Digit8", { ctrlKey: true, altKey: true }), "widenStart");
  assert.equal(key("ą", "KeyA", { ctrlKey: true, altKey: true }), null);
  assert.equal(key("c", "KeyC", { ctrlKey: true }), null);
  assert.equal(key("-", "Slash"), "lower"); // a German keyboard
  assert.equal(key("constructor"), null);
});

const interview = () =>
  new Interview(
    {
      id: "T", speakers: ["P"], turns: [[0, "participant", null, "a 😀 word here"], [0, "participant", null, "next"]], memos: [],
      codings: { names: ["goal", "machine", "rule:x"], rows: [["g", 0, 4, 8, 0, null, null, 1, 0, 700, 2, "why", ""]] },
    },
    "anna",
  );

test("a row becomes a coding whose words lie where code points say", () => {
  const doc = interview();
  const coding = doc.codings.get("g");
  assert.deepEqual([coding.code, coding.coder, coding.source], ["goal", "machine", "rule:x"]);
  assert.equal(doc.quote(coding), "word");
});

test("a step is shown before the kernel has answered, and doing it twice is doing it once", () => {
  const doc = interview();
  for (let n = 0; n < 2; n += 1) {
    doc.apply("add", { guid: "n", interview: "T", turn: 1, start: 0, end: 4, code: "need" });
    doc.apply("accept", { guids: ["g"] });
    doc.apply("change", { guid: "g", valence: 1, start: 2, end: 8 });
    doc.apply("memo", { guid: "m", on: "coding", target: "g", text: "so" });
  }
  const coding = doc.codings.get("g");
  assert.deepEqual([coding.status, coding.coder, coding.valence, doc.quote(coding)], [1, "anna", 1, "😀 word"]);
  assert.ok(doc.hasMemo("g"));
  assert.equal(doc.quote(doc.codings.get("n")), "next");
  assert.deepEqual(text.progressOf(doc.codings.values(), doc.participantTurns, false), [1, 1, 2, 2, 0]);
  assert.deepEqual(text.progressOf(doc.codings.values(), doc.participantTurns, true), [0, 0, 2, 2, 0]);
  doc.apply("remove", { guids: ["g", "gone"] });
  assert.deepEqual([...doc.codings.keys()], ["n"]);
});

test("a step in another interview touches nothing here", () => {
  const doc = interview();
  assert.deepEqual(doc.apply("add", { guid: "n", interview: "U", turn: 0, start: 0, end: 1, code: "need" }), []);
  assert.deepEqual(doc.apply("accept", { guids: ["elsewhere"] }), []);
});

test("time is written as people write it", () => {
  assert.deepEqual([text.clock(7.9), text.clock(247), text.clock(3847)], ["0:07", "4:07", "1:04:07"]);
});
