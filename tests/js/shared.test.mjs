// What all forms share, without a browser: offsets, phrases, colours, and what becomes of operations.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import {
  PATIENCE, codePointIndex, connect, contrastText, el, format, guid, safeColour,
} from "../../widgets/cjm_widgets/static/shared.js";

// ---- Offsets

const TEXTS = {
  empty: "",
  plain: "I waited.",
  polish: "Zażółć gęślą jaźń",
  russian: "Съешь ещё этих булок",
  emoji: "a😀b👍🏽c",
  family: "x👨‍👩‍👧‍👦y",
  combining: "e\u0301tude и\u0306",
  lines: "one\r\ntwo\u2028three",
  high: "a\ud83db",
  low: "a\ude00b",
  wrongOrder: "\ude00\ud83d",
  highBeforePair: "\ud83d😀",
  flags: "🇵🇱🇷🇺",
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`offsets are those of Python: ${name}`, () => {
    const points = Array.from(text); // by code points; a lone surrogate stays one
    const index = codePointIndex(text);
    assert.equal(index.length, points.length);
    let unit = 0;
    points.forEach((point, at) => {
      assert.equal(index.toUnits(at), unit);
      assert.equal(index.toPoints(unit), at);
      if (point.length === 2) assert.equal(index.toPoints(unit + 1), at, "inside a pair");
      unit += point.length;
    });
    assert.equal(index.toUnits(points.length), text.length);
    assert.equal(index.toPoints(text.length), points.length);
  });
}

test("offsets outside of a text are brought inside", () => {
  for (const text of ["abc", "a😀c"]) {
    const index = codePointIndex(text);
    assert.equal(index.toUnits(-1), 0);
    assert.equal(index.toUnits(99), text.length);
    assert.equal(index.toPoints(-1), 0);
    assert.equal(index.toPoints(99), 3);
    assert.equal(index.toUnits(NaN), 0);
    assert.equal(index.toPoints(undefined), 0);
  }
});

test("any slice by code points is the slice by units", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const alphabet = ["a", "ż", "и\u0306", "😀", "👩‍💻", "\r\n", "\ud83d", "\u0301", " "];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: random(30) }, () => alphabet[random(alphabet.length)]).join("");
    const points = Array.from(text);
    const index = codePointIndex(text);
    const start = random(points.length + 1);
    const end = start + random(points.length + 1 - start);
    assert.equal(text.slice(index.toUnits(start), index.toUnits(end)), points.slice(start, end).join(""));
  }
});

test("a million characters are looked up at once", () => {
  const index = codePointIndex("😀".repeat(500_000));
  const begin = performance.now();
  for (let at = 0; at < 10_000; at += 1) assert.equal(index.toPoints(index.toUnits(at * 50)), at * 50);
  assert.ok(performance.now() - begin < 500);
});

// ---- Phrases, names, colours

test("phrases are filled in, and counted ones agree with the number", () => {
  const words = {
    lang: "pl",
    hello: "Cześć, {name}! {name}: {missing}",
    turns: { one: "{n} wypowiedź", few: "{n} wypowiedzi", many: "{n} wypowiedzi (wiele)", other: "{n} wypowiedzi (ułamek)" },
  };
  assert.equal(format(words, "hello", { name: "{n}" }), "Cześć, {n}! {n}: {missing}");
  assert.equal(format(words, "turns", { n: 1 }), "1 wypowiedź");
  assert.equal(format(words, "turns", { n: 3 }), "3 wypowiedzi");
  assert.equal(format(words, "turns", { n: 12 }), "12 wypowiedzi (wiele)");
  assert.equal(format(words, "unknown"), "unknown");
  assert.equal(format({ lang: "en", a: "{n} of {m}" }, "a", { n: 12345, m: "12345" }), "12,345 of 12345");
  assert.equal(format({ lang: "ru", a: { one: "{n} код", few: "{n} кода", many: "{n} кодов" } }, "a", { n: 21 }), "21 код");
});

test("names are unlike, also where the page is not served securely", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const secure = globalThis.crypto;
  const names = [guid(), guid()];
  Object.defineProperty(globalThis, "crypto", {
    configurable: true, value: { getRandomValues: (bytes) => secure.getRandomValues(bytes) },
  });
  names.push(guid(), guid());
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: secure });
  assert.equal(new Set(names).size, 4);
  for (const name of names) assert.match(name, form);
});

test("only plain colours reach a style", () => {
  assert.equal(safeColour("#12aBf0", "x"), "#12aBf0");
  assert.equal(safeColour("#abc", "x"), "#abc");
  for (const value of ["red", "#12", "#1234567", "#12aBf0;", " #12aBf0", "url(x)", "", null, undefined, 5, ["#fff"]]) {
    assert.equal(safeColour(value, "x"), "x");
  }
});

test("text on any colour can be read", () => {
  const light = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (let number = 0; number < 0x1000000; number += 0x01357) {
    const colour = `#${number.toString(16).padStart(6, "0")}`;
    const [a, b] = [light(colour), light(contrastText(colour))].sort((x, y) => y - x);
    assert.ok((a + 0.05) / (b + 0.05) >= 4.5, colour);
  }
  assert.equal(contrastText("#fff"), "#000000");
  assert.equal(contrastText("nonsense"), "#000000");
});

// ---- Elements

/** As much of a document as `el` needs. */
class Element {
  constructor(tag, space) {
    Object.assign(this, { tagName: tag.toUpperCase(), space, attributes: {}, children: [], listeners: {}, dataset: {} });
    this.style = { setProperty: (name, value) => { this.attributes[`style.${name}`] = value; } };
  }

  setAttribute(name, value) { this.attributes[name] = String(value); }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  append(...children) { this.children.push(...children); }
}

globalThis.document = {
  createElement: (tag) => new Element(tag),
  createElementNS: (space, tag) => new Element(tag, space),
};

test("an element takes text, nodes, listeners and switches", () => {
  const click = () => {};
  const node = el("div", { class: "a", onclick: click, hidden: true, title: null, lang: undefined, disabled: false,
    style: { "--x": "1px" }, dataset: { id: "5" } }, "text", [el("b"), null, [false, undefined, 0]]);
  assert.deepEqual(node.attributes, { class: "a", hidden: "", "style.--x": "1px" });
  assert.equal(node.listeners.click, click);
  assert.equal(node.dataset.id, "5");
  assert.deepEqual(node.children.map((child) => child.tagName ?? child), ["text", "B", 0]);
  assert.equal(el("svg:path", { d: "M0 0" }).space, "http://www.w3.org/2000/svg");
});

test("no attribute can hold a script or lead anywhere", () => {
  assert.throws(() => el("img", { onerror: "window.hit = 1" }), TypeError);
  assert.throws(() => el("a", { href: "javascript:alert(1)" }), TypeError);
  assert.throws(() => el("a", { href: "https://elsewhere.example" }), TypeError);
  assert.throws(() => el("iframe", { srcdoc: "<script>" }), TypeError);
  assert.equal(el("a", { href: "#turn-5" }).attributes.href, "#turn-5");
});

// ---- Messages

class Model {
  constructor(key) {
    this.key = key;
    this.sent = [];
    this.listeners = new Set();
  }

  get(name) { return { study_key: this.key, words: { lang: "en", silent: "no answer" } }[name]; }
  on(_name, listener) { this.listeners.add(listener); }
  off(_name, listener) { this.listeners.delete(listener); }
  send(message) {
    if (this.dead) throw new Error("the comm is closed");
    this.sent.push(structuredClone(message));
  }

  hear(message) { for (const listener of [...this.listeners]) listener(message); }
  ops() { return this.sent.filter((message) => message.type === "op"); }
  last(type) { return this.sent.filter((message) => message.type === type).at(-1); }
  /** Answers the last question for content, as a kernel at a revision would. */
  answer(revision, content = {}) {
    const { id } = this.last("sync");
    this.hear({ type: "state", revision, content, sync: id });
  }
}

function view(model, more = {}) {
  const seen = [];
  const note = (name) => (...values) => { seen.push([name, ...values]); return more[name]; };
  const handlers = Object.fromEntries(["onState", "onDelta", "onReject", "onStatus", "onAnswer", "onMessage"]
    .map((name) => [name, note(name)]));
  const kernel = connect(model, handlers);
  return { kernel, seen, of: (name) => seen.filter(([known]) => known === name).map(([, ...values]) => values) };
}

let keys = 0;
let stored;
const open = [];

function show(model, more) {
  const shown = view(model, more);
  open.push(shown.kernel);
  return shown;
}

beforeEach(() => {
  for (const kernel of open.splice(0)) kernel.destroy();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setInterval", "setTimeout", "Date"], now: 1_000_000 });
  stored = new Map();
  globalThis.sessionStorage = {
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => stored.set(name, value),
    removeItem: (name) => stored.delete(name),
  };
  keys += 1;
});

const model = () => new Model(`key ${keys}`);
/** A page that was loaded anew: what it held in memory is gone, its storage is not. */
const reload = () => { globalThis[Symbol.for("cjm.ledgers")].clear(); };

test("a view asks for everything, and draws it", () => {
  const one = model();
  const shown = show(one);
  assert.equal(one.last("sync").revision, -1);
  one.answer(7, { a: 1 });
  assert.deepEqual(shown.of("onState"), [[{ a: 1 }, { revision: 7, pending: [] }]]);
  assert.equal(shown.kernel.revision, 7);
});

test("what happens before the content has come is not drawn", () => {
  const one = model();
  const shown = show(one);
  one.hear({ type: "delta", from: 3, revision: 4, ids: [], content: {} });
  assert.deepEqual(shown.of("onDelta"), []);
});

test("an operation is saving until it is acknowledged", () => {
  const one = model();
  const shown = show(one);
  one.answer(1);
  const id = shown.kernel.op("put", { x: 1 });
  assert.deepEqual(one.last("op"), { type: "op", id, op: "put", args: { x: 1 } });
  assert.equal(shown.kernel.status, "saving");
  assert.equal(shown.kernel.pending.length, 1);
  one.hear({ type: "delta", from: 1, revision: 2, ids: [id], content: { x: 1 } });
  assert.equal(shown.kernel.status, "saved");
  assert.deepEqual(shown.of("onStatus"), [["saved", 0], ["saving", 1], ["saved", 0]]);
  assert.deepEqual(shown.of("onDelta"), [[{ x: 1 }, { from: 1, revision: 2, ids: [id], pending: [] }]]);
  assert.equal(stored.size, 0);
});

test("a gap is asked for once, and an overlap is drawn", () => {
  const one = model();
  const shown = show(one);
  one.answer(5);
  one.hear({ type: "delta", from: 6, revision: 7, ids: [], content: { late: true } });
  one.hear({ type: "delta", from: 7, revision: 8, ids: [], content: { late: true } });
  assert.deepEqual(shown.of("onDelta"), []);
  assert.equal(one.sent.filter((message) => message.type === "sync").length, 2);
  assert.equal(one.last("sync").revision, 5);
  one.hear({ type: "delta", from: 5, revision: 8, ids: [], content: { all: true }, sync: one.last("sync").id });
  one.hear({ type: "delta", from: 4, revision: 9, ids: [], content: { more: true } });
  assert.deepEqual(shown.of("onDelta").map(([content]) => content), [{ all: true }, { more: true }]);
  assert.equal(shown.kernel.revision, 9);
});

test("content for another view is not drawn again, content sent on purpose is", () => {
  const one = model();
  const shown = show(one);
  one.answer(5);
  one.hear({ type: "state", revision: 5, content: {}, sync: "another" });
  assert.equal(shown.of("onState").length, 1);
  one.hear({ type: "state", revision: 5, content: { setting: 1 } });
  assert.equal(shown.of("onState").length, 2);
});

test("a study that was put back to an older state is drawn as it is", () => {
  const one = model();
  const shown = show(one);
  one.answer(50);
  one.hear({ type: "delta", from: 10, revision: 11, ids: [], content: {} });
  assert.equal(one.last("sync").revision, -1);
  one.answer(11, { old: true });
  assert.equal(shown.kernel.revision, 11);
});

test("what is refused goes back: by the view, or by drawing anew", () => {
  for (const own of [true, undefined]) {
    const one = new Model(`refused ${own} ${keys}`);
    const shown = show(one, { onReject: own });
    one.answer(1);
    const before = one.sent.length;
    const id = shown.kernel.op("put", { x: 1 });
    one.hear({ type: "reject", id, message: "no" });
    assert.deepEqual(shown.of("onReject"), [[id, "no", { id, op: "put", args: { x: 1 } }]]);
    assert.equal(shown.kernel.pending.length, 0);
    assert.equal(one.sent.length - before, own ? 1 : 2);
  }
});

test("the view that did something hears of the refusal, whichever hears first", () => {
  const one = model();
  const [first, second] = [show(one), show(one)];
  one.answer(1);
  const id = second.kernel.op("put", {});
  one.hear({ type: "reject", id, message: "no" });
  assert.equal(first.of("onReject").length, 0);
  assert.equal(second.of("onReject").length, 1);
});

test("a refused question for content is told", () => {
  const one = model();
  const shown = show(one);
  one.hear({ type: "reject", id: one.last("sync").id, message: "broken" });
  assert.equal(shown.of("onReject")[0][1], "broken");
  assert.equal(shown.of("onReject")[0][2], undefined);
});

test("questions are answered or refused, and what an operation gives back goes to its view", async () => {
  const one = model();
  const [shown, other] = [show(one), show(one)];
  one.answer(1);
  const asked = shown.kernel.ask("count", { of: "codes" });
  assert.equal(one.last("op").ask, true);
  one.hear({ type: "answer", id: one.last("op").id, content: { n: 3 } });
  assert.deepEqual(await asked, { n: 3 });
  const refused = shown.kernel.ask("count");
  one.hear({ type: "reject", id: one.last("op").id, message: "no" });
  await assert.rejects(refused, /no/);
  const id = shown.kernel.op("put");
  one.hear({ type: "answer", id, content: { guid: "x" } });
  assert.deepEqual(shown.of("onAnswer"), [[id, { guid: "x" }]]);
  assert.deepEqual(other.of("onAnswer"), []);
  const late = shown.kernel.ask("count");
  mock.timers.tick(61_000);
  await assert.rejects(late, /no answer/);
});

test("whoever asked waits on as long as the kernel says that it is at work", async () => {
  const one = model();
  const shown = show(one);
  one.answer(1);
  const steps = [];
  const asked = shown.kernel.ask("rewrite", {}, (...step) => steps.push(step));
  const { id } = one.last("op");
  for (let minute = 1; minute <= 3; minute += 1) {
    mock.timers.tick(50_000);
    one.hear({ type: "working", id, done: minute, total: 3 });
  }
  one.hear({ type: "answer", id, content: { n: 3 } });
  assert.deepEqual(await asked, { n: 3 });
  assert.deepEqual(steps, [[1, 3], [2, 3], [3, 3]]);
  one.hear({ type: "working", id, done: 3, total: 3 }); // too late to matter
  const late = shown.kernel.ask("rewrite", {});
  one.hear({ type: "working", id: one.last("op").id, done: 0, total: 0 });
  mock.timers.tick(61_000);
  await assert.rejects(late, /no answer/);
});

test("a kernel that is silent is asked again, ever more seldom, and what it lost is sent again", () => {
  const one = model();
  const shown = show(one);
  one.answer(1);
  const id = shown.kernel.op("put", { x: 1 });
  mock.timers.tick(PATIENCE - 1000);
  assert.equal(shown.kernel.status, "saving");
  mock.timers.tick(2000);
  assert.equal(shown.kernel.status, "unsaved");
  const before = one.sent.length;
  for (let second = 0; second < 120; second += 1) mock.timers.tick(1000);
  const asked = one.sent.length - before;
  assert.ok(asked >= 2 && asked <= 6, `${asked} questions in two minutes`);
  assert.equal(one.ops().length, 1);
  one.hear({ type: "delta", from: 1, revision: 1, ids: [], content: {}, sync: one.last("sync").id });
  assert.equal(one.ops().length, 2);
  assert.equal(one.last("op").id, id);
  assert.equal(shown.kernel.status, "saving");
  one.hear({ type: "delta", from: 1, revision: 2, ids: [id], content: {} });
  assert.equal(shown.kernel.status, "saved");
  assert.equal(one.last("sync").revision, -1, "drawn anew, since the first sending may have been heard");
});

test("nothing overtakes what is to be sent again", () => {
  const one = model();
  const shown = show(one);
  const early = shown.kernel.op("put", { n: 0 });
  assert.equal(one.ops().length, 0, "held until the content has come");
  one.answer(1);
  const lost = shown.kernel.op("put", { n: 1 });
  one.hear({ type: "delta", from: 1, revision: 2, ids: [early], content: {} });
  mock.timers.tick(6000);
  const { id: sync } = one.last("sync");
  const later = shown.kernel.op("put", { n: 2 });
  shown.kernel.op("undo");
  one.hear({ type: "delta", from: 2, revision: 2, ids: [], content: {}, sync });
  assert.deepEqual(one.ops().map(({ op, args }) => args.n ?? op), [0, 1, 1, 2, "undo"]);
  one.hear({ type: "delta", from: 2, revision: 4, ids: [lost, later], content: {} });
  assert.equal(shown.kernel.pending.length, 1);
});

test("a slow kernel that answers in the end gets nothing twice", () => {
  const one = model();
  const shown = show(one);
  one.answer(1);
  const id = shown.kernel.op("put", {});
  mock.timers.tick(10_000);
  const { id: sync } = one.last("sync");
  one.hear({ type: "delta", from: 1, revision: 2, ids: [id], content: {} });
  one.hear({ type: "delta", from: 2, revision: 2, ids: [], content: {}, sync });
  assert.equal(one.ops().length, 1);
  assert.equal(shown.kernel.status, "saved");
});

test("a kernel that never answered and has nothing to save is called silent", () => {
  const one = model();
  one.dead = true;
  const shown = show(one);
  mock.timers.tick(6000);
  assert.equal(shown.kernel.status, "silent");
});

test("a new form of the same study sends what the dead one could not, in its order, once", () => {
  const dead = model();
  const first = show(dead);
  dead.answer(1);
  dead.dead = true;
  const ids = [first.kernel.op("put", { n: 1 }), first.kernel.op("put", { n: 2 })];
  first.kernel.op("undo");
  first.kernel.destroy();
  const again = model();
  const second = show(again);
  assert.equal(again.ops().length, 0);
  again.answer(1);
  assert.deepEqual(again.ops().map((message) => message.id), ids);
  assert.deepEqual(second.of("onState")[0][1].pending.map(({ args }) => args), [{ n: 1 }, { n: 2 }]);
  again.hear({ type: "delta", from: 1, revision: 3, ids, content: {} });
  assert.equal(second.kernel.status, "saved");
  const third = show(model());
  third.kernel.destroy();
  assert.equal(again.ops().length, 2);
});

test("what was not saved survives a reload, and is another study's no business", () => {
  const one = model();
  const first = show(one);
  one.answer(1);
  const id = first.kernel.op("put", { n: 1 });
  first.kernel.op("redo");
  reload();
  const other = new Model(`another ${keys}`);
  show(other);
  other.answer(1);
  assert.equal(other.ops().length, 0);
  const again = model();
  show(again);
  again.answer(1);
  assert.deepEqual(again.ops(), [{ type: "op", id, op: "put", args: { n: 1 } }]);
});

test("a form beside it does not send what a live one is saving", () => {
  const one = model();
  const first = show(one);
  one.answer(1);
  first.kernel.op("put", {});
  const beside = model();
  show(beside);
  beside.answer(1);
  assert.equal(beside.ops().length, 0);
});

test("what the view that did it leaves behind is sent by another view", () => {
  const one = model();
  const [first, second] = [show(one), show(one)];
  one.answer(1);
  first.kernel.op("put", { n: 1 });
  first.kernel.destroy();
  assert.equal(second.kernel.status, "saving");
  mock.timers.tick(6000);
  one.hear({ type: "delta", from: 1, revision: 1, ids: [], content: {}, sync: one.last("sync").id });
  assert.equal(one.ops().length, 2);
});

test("a view says good-bye, and the others say that they are there", () => {
  const one = model();
  const [first, second] = [show(one), show(one)];
  one.answer(3);
  first.kernel.destroy();
  assert.equal(one.sent.at(-1).type, "bye");
  one.hear({ type: "who" });
  assert.equal(one.sent.at(-1).type, "sync");
  assert.equal(one.sent.at(-1).revision, second.kernel.revision);
});

test("a fault in drawing does not stop the messages", () => {
  const complain = mock.method(console, "error", () => {});
  const one = model();
  const kernel = connect(one, { onState: () => { throw new Error("drawing"); } });
  open.push(kernel);
  one.answer(4);
  assert.equal(kernel.revision, 4);
  assert.equal(complain.mock.callCount(), 1);
  complain.mock.restore();
});

test("no storage, a full one and a spoilt one are no trouble", () => {
  const one = model();
  globalThis.sessionStorage = {
    getItem: () => "{spoilt", setItem: () => { throw new Error("full"); }, removeItem: () => {},
  };
  const shown = show(one);
  shown.kernel.op("put", {});
  assert.equal(shown.kernel.pending.length, 1);
});

test("messages of another kind go to the form, odd ones nowhere", () => {
  const one = model();
  const shown = show(one);
  one.hear({ type: "show", turn: 5 });
  one.hear({ type: "constructor" });
  one.hear(null);
  one.hear("text");
  assert.deepEqual(shown.of("onMessage").map(([message]) => message.type), ["show", "constructor"]);
});
