// Personal data of a study: who was found on the left, one of them with all places on the right, the key below.
import { connect, el, format, holdKeys, savedMark } from "./shared.js";
import { Detail } from "./pseudonym_detail.js";
import { KeyBox } from "./pseudonym_key.js";
import { decided, fate, filtered, placesByEntity, withNews } from "./pseudonym_state.js";

const SURENESS = ["sure", "likely", "possible"];
const STATES = ["open", "going", "staying"];
// What a view showed last, so that a view drawn anew shows the same.
const lastShown = new WeakMap();
let instances = 0;

class PseudonymReview {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.id = `cjm-pseudo-${++instances}`;
    this.words = model.get("words");
    this.known = null;
    this.rows = new Map(); // id of an entity -> {node, look}
    this.ui = lastShown.get(model) ?? { kind: "", sureness: "", state: "", query: "", chosen: "" };
    lastShown.set(model, this.ui);
    this.build();
    this.client = connect(model, {
      onState: (content) => this.onState(content),
      onDelta: (content) => this.onDelta(content),
      onReject: (id, message) => this.onReject(message),
      onStatus: (status) => this.onStatus(status),
      onAnswer: (id, content) => content?.said && this.say(content.said),
    });
  }

  destroy() {
    this.client.destroy();
  }

  t(key, fields = {}) {
    return format(this.words, key, fields);
  }

  // What comes from the kernel

  onState(content) {
    this.known = { ...content, entities: new Map(Object.entries(content.entities)), places: new Map(Object.entries(content.places)) };
    this.paint();
    this.root.dataset.ready = "true";
  }

  onDelta(content) {
    if (!this.known) return;
    this.known = { ...content, entities: withNews(this.known.entities, content.entities), places: withNews(this.known.places, content.places) };
    this.paint();
  }

  onStatus(status) {
    this.status = status;
    this.saved.show(kept(status, this.known?.key.state));
  }

  onReject(message) {
    this.fail(message);
    this.paint();
    return true;
  }

  op(name, args) {
    this.fail("");
    this.client.op(name, args);
    this.paint();
  }

  say(message) {
    this.said.textContent = message;
  }

  fail(message) {
    this.alert.textContent = message;
  }

  // The frame

  build() {
    this.search = el("input", {
      type: "search", "aria-label": this.t("search"), placeholder: this.t("search"), value: this.ui.query,
      oninput: () => this.show({ query: this.search.value }),
    }); // prettier-ignore
    this.kind = this.select("filter_kind", (value) => this.show({ kind: value }));
    const sureness = SURENESS.map((key) => [key, this.t(`sure_${key}`)]);
    const states = STATES.map((key) => [key, this.t(key)]);
    this.sureness = this.select("filter_sureness", (value) => this.show({ sureness: value }), sureness, this.ui.sureness);
    this.state = this.select("filter_state", (value) => this.show({ state: value }), states, this.ui.state);
    const tool = (key, action) => el("button", { type: "button", onclick: action }, this.t(key));
    this.undo = tool("undo", () => this.op("undo", {}));
    this.look = tool("look", () => this.lookAgain());
    this.saved = savedMark(this.words);
    this.meter = el("progress", { max: "1", value: "0" });
    this.progress = el("span", { "aria-live": "polite" });
    this.total = el("span", { class: "cjm-quiet" });
    this.said = el("p", { class: "pr-said", role: "status" });
    this.alert = el("p", { class: "pr-alert cjm-error", role: "alert" });
    this.list = el("ul", { class: "pr-list", role: "listbox", tabindex: "0", "aria-label": this.t("list"), onkeydown: (event) => this.onListKey(event) });
    this.empty = el("p", { class: "pr-empty" });
    this.all = tool("show_all", () => this.clear());
    this.detail = new Detail({ words: this.words, id: this.id, op: (name, args) => this.op(name, args) });
    this.key = new KeyBox({ words: this.words, id: this.id, ask: (...question) => this.client.ask(...question), onDone: () => this.list.focus() });
    this.report = el("pre", { class: "pr-report", tabindex: "0", hidden: true, "aria-label": this.t("done") });
    this.root.append(
      el("div", { class: "pr-bar" }, this.search, this.kind.label, this.sureness.label, this.state.label, this.undo, this.look, this.saved.node),
      el("div", { class: "pr-bar" }, this.meter, this.progress, this.total),
      this.said,
      this.alert,
      this.report,
      el("div", { class: "pr-columns" }, el("div", { class: "pr-left" }, this.list, this.empty, this.all, el("p", { class: "cjm-quiet" }, this.t("keys"))), this.detail.node),
      this.key.node,
    ); // prettier-ignore
    this.empty.textContent = this.t("looking");
    this.all.hidden = true;
  }

  select(key, action, options = [], value = "") {
    const select = el("select", { onchange: () => action(select.value) });
    fill(select, [["", this.t("all")], ...options], value);
    return { select, label: el("label", { class: "pr-choice" }, this.t(key), " ", select) };
  }

  show(change) {
    Object.assign(this.ui, change);
    this.paint();
  }

  clear() {
    this.show({ kind: "", sureness: "", state: "", query: "" });
    this.search.value = "";
    this.sureness.select.value = this.state.select.value = "";
    this.search.focus();
  }

  async lookAgain() {
    this.look.disabled = true;
    this.say(this.t("looking"));
    try {
      await this.client.ask("look", {});
      this.say("");
    } catch (error) {
      this.fail(error.message);
    }
    this.look.disabled = false;
  }

  // Keys in the list

  onListKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -1e9, End: 1e9, PageDown: 10, PageUp: -10 }[event.key];
    // By the place of the key: A is where A is also on a Russian keyboard.
    const action = { KeyA: "accepted", KeyR: "rejected" }[event.code];
    if (step) this.move(step);
    else if (action) this.decide(action);
    else if (event.code === "KeyZ") this.op("undo", {});
    else if (event.code === "KeyE" || event.key === "Enter") this.detail.own?.focus();
    else return;
    event.preventDefault();
  }

  move(step) {
    const at = this.shown.findIndex((one) => one.id === this.ui.chosen);
    const next = this.shown[Math.max(0, Math.min(this.shown.length - 1, at + step))];
    if (next) this.choose(next.id);
  }

  /** A decision, and on to the next one. */
  decide(status) {
    const at = this.shown.findIndex((one) => one.id === this.ui.chosen);
    if (at < 0) return;
    const next = this.shown[at + 1] ?? this.shown[at - 1];
    const id = this.ui.chosen;
    if (next) this.ui.chosen = next.id;
    this.op("decide", { ids: [id], status });
    this.reveal();
  }

  choose(id) {
    this.ui.chosen = id;
    this.paint();
    this.reveal();
  }

  reveal() {
    this.rows.get(this.ui.chosen)?.node.scrollIntoView({ block: "nearest" });
  }

  // Painting

  paint() {
    if (!this.known) return;
    const { entities, places } = decided(this.known, this.client?.pending ?? []);
    const kinds = [...new Set([...entities.values()].map((one) => one.kind))];
    if (this.ui.kind && !kinds.includes(this.ui.kind)) this.ui.kind = "";
    fill(this.kind.select, [["", this.t("all")], ...kinds.map((kind) => [kind, this.t(`kind_${kind}`)])], this.ui.kind);
    this.shown = filtered(entities, this.ui);
    if (!this.shown.some((one) => one.id === this.ui.chosen)) this.ui.chosen = this.shown[0]?.id ?? "";
    this.paintList();
    this.paintProgress(entities, places);
    const chosen = entities.get(this.ui.chosen);
    const others = chosen ? [...entities.values()].filter((one) => one.kind === chosen.kind && one.id !== chosen.id) : [];
    this.detail.paint(chosen, placesByEntity(places).get(this.ui.chosen) ?? [], others);
    this.key.paint({ ...this.known, going: [...places.values()].filter((place) => place.going).length });
    this.onStatus(this.status ?? "saved");
    this.undo.disabled = !this.known.undo && !this.client?.pending.length;
    this.report.hidden = !this.known.report;
    this.report.textContent = this.known.report;
  }

  paintProgress(entities, places) {
    const n = entities.size;
    const k = [...entities.values()].filter((one) => one.status !== "proposed").length;
    const going = [...places.values()].filter((place) => place.going).length;
    this.meter.max = Math.max(1, n);
    this.meter.value = k;
    const said = n ? this.t("progress", { k, n }) : "";
    if (this.progress.textContent !== said) this.progress.textContent = said;
    this.meter.setAttribute("aria-label", said || this.t("title"));
    this.total.textContent = n ? this.t("total", { n: going }) : "";
    this.empty.hidden = this.shown.length > 0;
    this.empty.textContent = n ? this.t("no_hits") : this.t("none");
    this.all.hidden = this.shown.length > 0 || n === 0;
    this.list.hidden = this.shown.length === 0;
  }

  paintList() {
    const wanted = this.shown.map((entity) => this.row(entity));
    const keep = new Set(wanted);
    for (const child of [...this.list.children]) if (!keep.has(child)) child.remove();
    let cursor = this.list.firstElementChild;
    for (const node of wanted) {
      if (cursor === node) cursor = cursor.nextElementSibling;
      else this.list.insertBefore(node, cursor);
    }
    const chosen = this.rows.get(this.ui.chosen)?.node;
    if (chosen?.isConnected) this.list.setAttribute("aria-activedescendant", chosen.id);
    else this.list.removeAttribute("aria-activedescendant");
  }

  row(entity) {
    const selected = entity.id === this.ui.chosen;
    const look = JSON.stringify([entity, selected]);
    const known = this.rows.get(entity.id);
    if (known?.look === look) return known.node;
    const node = known?.node ?? el("li", { role: "option", id: `${this.id}-${entity.id}`, onclick: () => this.choose(entity.id) });
    this.rows.set(entity.id, { node, look });
    node.setAttribute("aria-selected", String(selected));
    node.className = `pr-row pr-${fate(entity)}`;
    node.replaceChildren(
      el("span", { class: "pr-names" }, el("bdi", {}, entity.name), el("span", { class: "pr-arrow", "aria-hidden": "true" }, " → "), el("bdi", { class: "pr-new" }, entity.shown)),
      el("span", { class: "pr-state" }, this.t(`state_${fate(entity)}`)),
      el("span", { class: "cjm-quiet pr-what" }, `${this.t(`kind_${entity.kind}`)} · ${this.t("places", { n: entity.n })}`),
    );
    return node;
  }
}

/** What the mark of saving shows: without an open key, decisions last as long as the notebook. */
export function kept(status, key) {
  return status === "saved" && key !== "open" ? "held" : status;
}

function fill(select, options, value) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.replaceChildren(...options.map(([key, name]) => el("option", { value: key }, name)));
    select.dataset.options = wanted;
  }
  if (select.value !== value) select.value = value;
}

export default {
  render({ model, el: host }) {
    const root = el("div", { class: "cjm cjm-pseudo", lang: model.get("lang"), role: "region", "aria-label": format(model.get("words"), "title") });
    holdKeys(root);
    host.append(root);
    const form = new PseudonymReview(model, root);
    return () => form.destroy();
  },
};
