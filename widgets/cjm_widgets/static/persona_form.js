// The persona form: what the procedure found, and what is made of it. Here: the frame, and the messages with the kernel.
import { withDetails } from "./persona_details.js";
import { dialog } from "./persona_dom.js";
import { withHead } from "./persona_head.js";
import { withPeople } from "./persona_people.js";
import { withPlane } from "./persona_plane.js";
import { applyOp, newKey } from "./persona_rules.js";
import { withStatements } from "./persona_statements.js";
import { announcer, connect, el, format, holdKeys, savedMark } from "./shared.js";

// What a view showed last, so that a view drawn anew shows the same.
const lastShown = new WeakMap();
let instances = 0;

class Form extends withStatements(withDetails(withPlane(withPeople(withHead(class {}))))) {
  constructor(model, root) {
    super();
    this.root = root;
    this.id = `cjm-personas-${++instances}`;
    this.words = model.get("words");
    this.lang = model.get("lang");
    this.server = null; // as the kernel has it
    this.done = []; // operations that are saved, while the counts they change are being made
    this.sent = new Map(); // id of an operation of this view -> operation
    this.places = new Map(); // id of an operation -> what shows its failure where it was asked for
    this.ui = lastShown.get(model) ?? {
      selected: null, at: null, ticked: new Set(), open: {}, edit: null, panel: null, typed: {},
    }; // prettier-ignore
    lastShown.set(model, this.ui);
    this.build();
    this.client = connect(model, {
      onState: (content) => this.onState(content),
      onDelta: (content, { ids }) => this.onDelta(content, ids),
      onReject: (id, message) => this.onReject(id, message),
      onStatus: (status) => this.saved.show(status),
      onAnswer: (_id, content) => this.onAnswer(content),
      onMessage: (message) => this.onMessage(message),
    });
  }

  destroy() {
    this.client.destroy();
  }

  t(key, fields = {}) {
    return format(this.words, key, fields);
  }

  /** A counted phrase. */
  n(key, n) {
    return format(this.words, key, { n });
  }

  words_n(key, n, fields) {
    return format(this.words, key, { n, ...fields });
  }

  percent(share) {
    this.percents ??= new Intl.NumberFormat(this.lang, { style: "percent", maximumFractionDigits: 0 });
    return this.percents.format(share);
  }

  // What comes from the kernel

  onState(content) {
    this.server = { people: {}, sections: [], ...content, personas: new Map(Object.entries(content.personas ?? {})) };
    if (!content.work.busy) this.done = [];
    this.paint();
    this.root.dataset.ready = "true";
  }

  onDelta(content, ids) {
    if (!this.server) return;
    this.take(content);
    for (const id of ids) {
      const operation = this.sent.get(id);
      this.sent.delete(id);
      if (operation && this.server.work.busy) this.done.push(operation);
    }
    if (!this.server.work.busy) this.done = [];
    this.paint();
  }

  onMessage(message) {
    if (!this.server) return;
    if (message.type === "progress") this.progress(message.done, message.total);
    else if (message.type === "draft") {
      this.take(message.content);
      if (!this.server.work.busy) this.done = [];
      this.paint();
    }
  }

  take({ personas, ...parts }) {
    Object.assign(this.server, parts);
    for (const [key, row] of Object.entries(personas ?? {})) {
      if (row === null) this.server.personas.delete(key);
      else this.server.personas.set(key, row);
    }
  }

  onReject(id, message) {
    const place = this.places.get(id);
    this.places.delete(id);
    this.sent.delete(id);
    if (place) place(message);
    else this.fail(message);
    if (this.server) this.paint();
    return true;
  }

  onAnswer(content) {
    if (content?.said) this.say(content.said);
    if (content?.key) this.wanted = content.key;
  }

  // What goes to the kernel

  op(name, args, place = null) {
    this.fail("");
    this.say("");
    const whole = { group: this.server.choice.group, ...args };
    if (name === "undo" || name === "redo") delete whole.group;
    const id = this.client.op(name, whole);
    this.sent.set(id, { id, op: name, args: whole });
    if (place) this.places.set(id, place);
    if (name === "split") this.ui.selected = newKey(id);
    this.paint();
  }

  async ask(name, args) {
    this.fail("");
    try {
      return await this.client.ask(name, args);
    } catch (error) {
      this.fail(error.message);
      return null;
    }
  }

  /** Whether the personas can be changed now: not in a mere look, nor before there is something to start from. */
  editable() {
    const { choice, work } = this.server;
    return !choice.looking && (choice.settled || !(work.busy || work.stale || work.failed));
  }

  /** The personas with all that is on its way. */
  model() {
    const { coder, personas, order = [], unassigned = [] } = this.server;
    const start = { coder, personas: order.map((key) => personas.get(key)).filter(Boolean), unassigned };
    return [...this.done, ...(this.client?.pending ?? [])].reduce(applyOp, start);
  }

  // The frame

  build() {
    this.undo = this.button("undo", () => this.op("undo", {}));
    this.redo = this.button("redo", () => this.op("redo", {}));
    this.saved = savedMark(this.words);
    this.said = el("div", { class: "pf-said", role: "status" });
    this.alert = el("div", { class: "pf-alert cjm-error", role: "alert" });
    this.empty = el("p", { class: "cjm-quiet" }, this.t("loading"));
    this.spoken = announcer();
    this.bar = el("div", { class: "pf-bar" }, this.undo, this.redo, this.button("help", () => this.help()), this.saved.node);
    this.root.append(
      this.bar, ...this.buildHead(), this.said, this.alert, this.empty, ...this.buildPeople(), ...this.buildPlane(),
      ...this.buildDetails(), this.spoken.node,
    ); // prettier-ignore
    for (const part of [this.work, this.failed, this.stale, this.lookBar, this.people, this.plane, this.details]) part.hidden = true;
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  button(key, action, attrs = {}) {
    return el("button", { type: "button", onclick: action, ...attrs }, this.t(key));
  }

  link(key, action, attrs = {}) {
    return this.button(key, action, { class: "pf-link", ...attrs });
  }

  paint() {
    this.now = this.model();
    const keys = this.now.personas.map((one) => one.key);
    if (this.wanted && keys.includes(this.wanted)) {
      this.ui.selected = this.wanted;
      this.wanted = null;
    }
    if (!keys.includes(this.ui.selected)) this.ui.selected = (this.wanted && this.ui.selected) || keys[0] || null;
    this.paintHead();
    this.paintPeople();
    this.paintPlane();
    this.paintDetails();
    const { head, work } = this.server;
    this.empty.hidden = this.now.personas.length > 0 || work.busy || Boolean(work.failed);
    if (head && !head.n) this.empty.textContent = this.t("nothing");
    this.undo.disabled = !this.server.undo && !this.client?.pending.length;
    this.redo.disabled = !this.server.redo;
  }

  select(key) {
    this.ui.selected = key;
    this.ui.edit = this.ui.panel = null;
    this.paint();
  }

  /** The button of the persona that is open. */
  openTitle() {
    return this.columnList.querySelector('[aria-current="true"]');
  }

  onKey(event) {
    const inField = event.target.matches("input:not([type=checkbox]), textarea");
    if (!this.server || inField) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.code === "KeyZ" && !event.shiftKey) this.op("undo", {});
      else if (event.code === "KeyY" || event.code === "KeyZ") this.op("redo", {});
      else return;
    } else if (event.target.matches("select")) return;
    else if (event.key === "?") this.help();
    else if (event.key === "F2" && this.editable()) this.edit(`title:${this.ui.selected}`);
    else return;
    event.preventDefault();
  }

  help() {
    const rows = this.words.keys.flatMap(([keys, what]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, what)]);
    dialog(this.root, `${this.id}-dialog`, {
      title: this.t("help"), body: [el("dl", { class: "pf-keys" }, ...rows)], buttons: [[this.t("close"), null, true]],
    }); // prettier-ignore
  }

  say(message) {
    this.said.textContent = message;
  }

  fail(message) {
    this.alert.textContent = message;
  }
}

export default {
  render({ model, el: host }) {
    const label = format(model.get("words"), "title");
    const root = el("div", { class: "cjm cjm-personas", lang: model.get("lang"), role: "region", "aria-label": label });
    const release = holdKeys(root);
    host.append(root);
    const form = new Form(model, root);
    return () => {
      release();
      form.destroy();
    };
  },
};
