// What all forms share: offsets, elements, and the messages between page and kernel.
// No sentence stands here: what the page says comes from the kernel, in the language of the interface.

// ---- Text ----------------------------------------------------------------------------------------------------------

/**
 * Offsets of a text: Python counts code points, the browser counts UTF-16 units.
 * A lone surrogate counts as one code point, as in Python. A unit inside a pair belongs to the code point it is part of.
 */
export function codePointIndex(text) {
  const units = text.length;
  let pairs = 0;
  for (let i = 0; i + 1 < units; i += 1) {
    if (isPair(text, i)) {
      pairs += 1;
      i += 1;
    }
  }
  const length = units - pairs;
  const within = (n, most) => Math.max(0, Math.min(most, Math.trunc(n) || 0));
  if (pairs === 0) {
    return { length, toUnits: (point) => within(point, length), toPoints: (unit) => within(unit, length) };
  }
  const starts = new Uint32Array(length + 1);
  for (let point = 0, unit = 0; point < length; point += 1) {
    starts[point] = unit;
    unit += isPair(text, unit) ? 2 : 1;
  }
  starts[length] = units;
  return {
    length,
    toUnits: (point) => starts[within(point, length)],
    toPoints: (unit) => {
      const wanted = within(unit, units);
      let low = 0;
      let high = length;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= wanted) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

function isPair(text, i) {
  return (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
}

/**
 * A phrase with its fields filled in. Of a counted phrase (plural forms by category) the form that fits `fields.n`.
 * Numbers are written as the language does; what must stay as it is comes as text.
 */
export function format(words, key, fields = {}) {
  let phrase = words[key] ?? key;
  const language = words.lang ?? "en";
  if (typeof phrase === "object") {
    phrase = phrase[new Intl.PluralRules(language).select(Number(fields.n))] ?? phrase.other ?? key;
  }
  const show = (value) => (typeof value === "number" ? number(language, value) : String(value));
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? show(fields[name]) : whole));
}

const numberFormats = new Map();

function number(language, value) {
  if (!numberFormats.has(language)) numberFormats.set(language, new Intl.NumberFormat(language));
  return numberFormats.get(language).format(value);
}

/** A name for something made on this page; also where the page is not served securely. */
export function guid() {
  if (globalThis.crypto.randomUUID) return globalThis.crypto.randomUUID();
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// ---- Colours -------------------------------------------------------------------------------------------------------

/** `value` where it is #RGB or #RRGGBB, else `fallback`: nothing else reaches a style. */
export function safeColour(value, fallback) {
  return typeof value === "string" && /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(value) ? value : fallback;
}

/** Black or white, whichever can be read better on a colour; the contrast is 4.58 to 1 or more. */
export function contrastText(colour) {
  const hex = safeColour(colour, "#ffffff").slice(1);
  const full = hex.length === 3 ? Array.from(hex, (digit) => digit + digit).join("") : hex;
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

// ---- Elements ------------------------------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. Text is only ever text: children are nodes or strings, and no attribute can hold a script.
 * `attrs`: on* functions are listeners, `style` and `dataset` are objects, true/false switch an attribute, null and
 * undefined leave it out. A tag "svg:path" is a drawing's.
 */
export function el(tag, attrs, ...children) {
  const drawing = tag.startsWith("svg:");
  const node = drawing ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(attrs ?? {})) setAttribute(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) {
    if (typeof value !== "function") throw new TypeError(`${name} is no function`);
    node.addEventListener(name.slice(2).toLowerCase(), value);
  } else if (name === "style") {
    for (const [property, setting] of Object.entries(value)) node.style.setProperty(property, setting);
  } else if (name === "dataset") {
    Object.assign(node.dataset, value);
  } else if (name === "value" && "value" in node && node.tagName !== "LI") {
    node.value = value;
  } else if (["srcdoc", "src", "href", "action", "formaction"].includes(name) && !/^(#|data:image\/)/.test(value)) {
    throw new TypeError(`${name} may lead nowhere`);
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

/** Keeps what is typed in a form from the notebook around it, where one letter can delete a cell. */
export function holdKeys(root) {
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  const hold = (event) => event.stopPropagation();
  const kinds = ["keydown", "keypress", "keyup"];
  for (const kind of kinds) root.addEventListener(kind, hold);
  return () => kinds.forEach((kind) => root.removeEventListener(kind, hold));
}

/** The mark that says whether everything is saved: `show(status, n)` with what `onStatus` gives. */
export function savedMark(words) {
  const text = el("span", { class: "cjm-saved-text" });
  const node = el("span", { class: "cjm-saved" }, text);
  const show = (status) => {
    node.dataset.status = status;
    // Screen readers read out that something is wrong, and not each save.
    node.setAttribute("aria-live", ["saved", "saving", "held"].includes(status) ? "off" : "polite");
    const said = format(words, status);
    if (text.textContent !== said) text.textContent = said;
  };
  show("saved");
  return { node, show };
}

/** A place from which screen readers read out what is put there. */
export function announcer() {
  const node = el("div", { class: "cjm-hidden", role: "status", "aria-live": "polite" });
  let odd = false;
  const say = (text) => {
    odd = !odd; // The same words said twice are read twice.
    node.textContent = odd ? text : `${text}\u00a0`;
  };
  return { node, say };
}

// ---- Messages ------------------------------------------------------------------------------------------------------

// Without an answer for so long, in ms, an operation counts as not saved.
export const PATIENCE = 4000;
const ASK_PATIENCE = 60000;

// A step back is not taken a second time: what it would undo is no longer the same.
const ONCE_ONLY = new Set(["undo", "redo"]);

/**
 * The operations of one study that no kernel has acknowledged. They belong to the page: they outlive a form that is
 * drawn again, a kernel that is restarted, and, in the storage of the tab, a reload.
 */
class Ledger {
  constructor(key) {
    this.place = `cjm:${key}`;
    this.entries = new Map(); // id -> {id, op, args, owner, number, at}
    this.views = new Map(); // id of a live view -> view
    this.number = 0;
    for (const entry of this.read()) {
      this.entries.set(entry.id, { ...entry, owner: null });
      this.number = Math.max(this.number, entry.number);
    }
  }

  read() {
    try {
      return JSON.parse(globalThis.sessionStorage.getItem(this.place) ?? "[]");
    } catch {
      return [];
    }
  }

  keep() {
    const kept = [...this.entries.values()].filter((entry) => !ONCE_ONLY.has(entry.op));
    try {
      if (kept.length === 0) globalThis.sessionStorage.removeItem(this.place);
      else globalThis.sessionStorage.setItem(this.place, JSON.stringify(kept));
    } catch {
      // No storage, or it is full: the page itself still holds them.
    }
  }

  add(entry) {
    this.number += 1;
    this.entries.set(entry.id, { ...entry, number: this.number, at: Date.now() }); // in its old place where it has one
    this.keep();
    this.tell();
  }

  settle(ids) {
    const settled = (ids ?? []).map((id) => this.entries.get(id)).filter(Boolean);
    if (settled.length === 0) return;
    for (const { id } of settled) this.entries.delete(id);
    this.keep();
    this.tell();
    // What was sent again may have been done the first time: then its acknowledgement brings no news to draw.
    const isAgain = (entry) => entry.again;
    if (settled.some(isAgain) && ![...this.entries.values()].some(isAgain)) {
      for (const view of this.views.values()) view.sync(-1);
    }
  }

  tell() {
    for (const view of this.views.values()) view.showStatus();
  }
}

function ledgerOf(key) {
  // One for the page, though every form brings its own copy of this module.
  const place = Symbol.for("cjm.ledgers");
  const ledgers = (globalThis[place] ??= new Map());
  if (!ledgers.has(key)) ledgers.set(key, new Ledger(key));
  return ledgers.get(key);
}

/**
 * Connects a view with the kernel, and asks for its content.
 *
 * Handlers, each optional:
 * - onState(content, {revision, pending}): draw everything; `pending` are operations to be shown as if they were done
 * - onDelta(content, {revision, from, ids, pending}): change what has changed; `ids` are acknowledged
 * - onReject(id, message, entry): an operation was refused. Returns true where the view has taken it back itself; else
 *   the view is drawn anew. Without `entry` it was none of this page's.
 * - onStatus(status, n): "saved" | "saving" | "unsaved" | "silent" (nothing to save, but no answer), and how many
 *   operations are not acknowledged
 * - onAnswer(id, content): what an operation gave back
 * - onMessage(content): what the form itself sends, of a type that is none of the protocol's
 *
 * Returns {op(name, args) -> id, ask(name, args, onWork(done, total)) -> Promise of content, sync(), revision, pending, status, destroy()}.
 */
export function connect(model, handlers) {
  return new View(model, handlers).handle();
}

class View {
  constructor(model, handlers) {
    this.model = model;
    this.handlers = handlers;
    this.id = guid();
    this.revision = -1;
    this.syncs = new Map(); // id -> number of each question for content that has no answer yet
    this.since = 0; // when the first of them was sent
    this.lastSync = 0;
    this.given = new Set(); // operations of others that were handed to the view to be shown
    this.asked = new Map();
    this.status = null;
    this.shown = -1;
    this.silences = 0;
    this.ledger = ledgerOf(model.get("study_key"));
    this.ledger.views.set(this.id, this);
    this.receive = (message) => this.take(message);
    model.on("msg:custom", this.receive);
    this.timer = setInterval(() => this.look(), 1000);
    this.sync();
  }

  handle() {
    const view = this;
    return {
      op: (name, args = {}) => view.operate(name, args),
      ask: (name, args = {}, onWork = undefined) => view.ask(name, args, onWork),
      sync: () => view.sync(-1),
      get revision() {
        return view.revision;
      },
      get pending() {
        return view.pending();
      },
      get status() {
        return view.status;
      },
      destroy: () => view.destroy(),
    };
  }

  // Sending

  send(message) {
    try {
      this.model.send(message);
    } catch {
      // The kernel is gone. What was to be saved stays pending.
    }
  }

  sync(revision = this.revision) {
    const id = guid();
    this.ledger.number += 1;
    this.lastSync = Date.now();
    if (this.syncs.size === 0) this.since = this.lastSync;
    this.syncs.set(id, this.ledger.number);
    this.send({ type: "sync", id, revision });
    this.showStatus();
  }

  operate(op, args) {
    // Nothing overtakes what is to be sent again: it waits until the kernel is heard.
    const held = this.revision < 0 || this.isSilent();
    const entry = { id: guid(), op, args, owner: this.id, held };
    this.ledger.add(entry);
    if (!held) this.send({ type: "op", id: entry.id, op, args });
    return entry.id;
  }

  ask(op, args, onWork) {
    const id = guid();
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject, onWork });
      this.wait(id);
      this.send({ type: "op", id, op, args, ask: true });
    });
  }

  /** Patience anew for a question. */
  wait(id) {
    const question = this.asked.get(id);
    clearTimeout(question.stop);
    question.stop = setTimeout(() => this.answered(id, () => question.reject(new Error(this.word("silent")))), ASK_PATIENCE);
  }

  answered(id, then) {
    const question = this.asked.get(id);
    if (!question) return false;
    clearTimeout(question.stop);
    this.asked.delete(id);
    then(question);
    return true;
  }

  /** Sends what was held, and again what was lost: sent before the sync now answered, and not acknowledged. */
  sendAgain(number) {
    for (const entry of [...this.ledger.entries.values()].sort((a, b) => a.number - b.number)) {
      const owner = this.ledger.views.get(entry.owner);
      if ((entry.number > number && !entry.held) || (owner && owner !== this && !owner.isSilent())) continue;
      if (ONCE_ONLY.has(entry.op) && !(entry.held && owner)) {
        this.ledger.settle([entry.id]);
        continue; // What came of it is in the content that has just come.
      }
      this.ledger.add({ ...entry, owner: this.id, held: false, again: !entry.held });
      this.send({ type: "op", id: entry.id, op: entry.op, args: entry.args });
    }
  }

  // Receiving

  take(message) {
    if (message === null || typeof message !== "object") return;
    const taker = { state: "takeState", delta: "takeDelta", reject: "takeReject", answer: "takeAnswer", working: "takeWorking", who: "sync" };
    if (Object.hasOwn(taker, message.type)) {
      this[taker[message.type]](message.type === "who" ? undefined : message);
    } else this.call("onMessage", message);
  }

  takeState(message) {
    const number = this.isAnswer(message);
    this.ledger.settle(message.ids);
    // Without the name of a question it was sent on purpose; else it is another view's, and news only if newer.
    if (number !== null || message.sync === undefined || message.revision > this.revision) {
      this.revision = message.revision;
      if (number !== null) this.sendAgain(number);
      this.call("onState", message.content, { revision: this.revision, pending: this.handOver() });
    }
    this.showStatus();
  }

  takeDelta(message) {
    const number = this.isAnswer(message);
    this.ledger.settle(message.ids);
    if (this.revision >= 0) {
      if (message.from > this.revision || message.revision < this.revision) {
        if (this.syncs.size === 0) this.sync(message.revision < this.revision ? -1 : this.revision);
      } else {
        const { from, revision, ids } = message;
        this.revision = revision;
        if (number !== null) this.sendAgain(number);
        this.call("onDelta", message.content, { from, revision, ids: ids ?? [], pending: this.handOver() });
      }
    }
    this.showStatus();
  }

  takeReject(message) {
    if (this.answered(message.id, (question) => question.reject(new Error(message.message)))) return;
    if (this.syncs.has(message.id)) {
      this.isAnswer({ sync: message.id });
      this.call("onReject", message.id, message.message);
      this.showStatus();
      return;
    }
    const entry = this.ledger.entries.get(message.id);
    if (!entry) return;
    this.ledger.settle([message.id]);
    // Every view of the page hears of it, though it may not be the one that the message reached first.
    const owner = this.ledger.views.get(entry.owner) ?? this;
    for (const view of this.ledger.views.values()) view.takeBack(entry, message.message, view === owner);
  }

  takeBack({ id, op, args }, message, isOwner) {
    const shown = this.given.delete(id);
    const done = isOwner && this.call("onReject", id, message, { id, op, args }) === true;
    if ((isOwner || shown) && !done) this.sync(-1);
  }

  takeAnswer(message) {
    if (!this.answered(message.id, (question) => question.resolve(message.content))) {
      if (this.ledger.entries.get(message.id)?.owner === this.id) this.call("onAnswer", message.id, message.content);
    }
  }

  /** The kernel is at work on a question: whoever asked waits on. */
  takeWorking(message) {
    const question = this.asked.get(message.id);
    if (!question) return;
    this.since = Date.now();
    this.wait(message.id);
    question.onWork?.(message.done, message.total);
  }

  /** The number of the question that a message answers; null where it answers none of this view's. */
  isAnswer(message) {
    const number = this.syncs.get(message.sync);
    if (number === undefined) return null;
    // Those asked before it will not be answered any more, or it makes no difference.
    for (const [id, other] of this.syncs) if (other <= number) this.syncs.delete(id);
    this.since = Date.now();
    this.silences = 0;
    return number;
  }

  call(name, ...values) {
    try {
      return this.handlers[name]?.(...values);
    } catch (error) {
      console.error(error);
      return undefined;
    }
  }

  // The mark

  pending() {
    return [...this.ledger.entries.values()].map(({ id, op, args }) => ({ id, op, args }));
  }

  handOver() {
    const pending = this.pending();
    this.given = new Set(pending.map((entry) => entry.id));
    return pending;
  }

  /** Whether this view has waited too long for an answer. */
  isSilent() {
    return this.isLate() || this.isOverdue((entry) => entry.owner === this.id);
  }

  isLate() {
    return this.syncs.size > 0 && this.since <= Date.now() - PATIENCE;
  }

  isOverdue(which) {
    const since = Date.now() - PATIENCE;
    return [...this.ledger.entries.values()].some((entry) => entry.at <= since && which(entry));
  }

  /** Once a second: a kernel that says nothing is asked again, ever more seldom, so that a busy one is not swamped. */
  look() {
    const late = this.isLate() || this.isOverdue(() => true);
    if (late && Date.now() - this.lastSync > PATIENCE * 2 ** Math.min(this.silences, 4)) {
      this.silences += 1;
      this.sync();
    }
    this.showStatus();
  }

  showStatus() {
    const n = this.ledger.entries.size;
    const late = this.isLate() || this.isOverdue(() => true);
    const status = n > 0 ? (late ? "unsaved" : "saving") : late ? "silent" : "saved";
    if (status === this.status && n === this.shown) return;
    this.status = status;
    this.shown = n;
    this.call("onStatus", status, n);
  }

  word(key) {
    return format(this.model.get("words") ?? {}, key);
  }

  destroy() {
    clearInterval(this.timer);
    this.model.off("msg:custom", this.receive);
    this.ledger.views.delete(this.id);
    for (const id of [...this.asked.keys()]) this.answered(id, () => {});
    this.send({ type: "bye" });
    this.ledger.tell();
  }
}
