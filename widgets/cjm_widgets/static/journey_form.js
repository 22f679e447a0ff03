// The form for journey maps: whose map, the board of stages by lanes with its curve, and what opens beside it.
import { el, format, guid, holdKeys } from "./shared.js";
import { GridBoard, cellOf } from "./board_grid.js";
import { icon } from "./board_card.js";
import { isolate } from "./empathy_drawer.js";
import { Curve } from "./journey_curve.js";
import { JourneyDrawer } from "./journey_drawer.js";
import { frameText } from "./journey_fields.js";
import { answers, applyOp, cardOf, codingOf, inLayer, isOffer, isStep, keyFor, offerCard, stagesOf } from "./journey_notes.js";
import { MapForm } from "./map_form.js";

const LAYERS = ["both", "as_is", "to_be"];

class JourneyForm extends MapForm {
  get signs() {
    return ["assumption", "own", "to_be"];
  }

  get parts() {
    return ["cards", "removed", "stages", "points", "touchpoints"];
  }

  makeDrawer() {
    return new JourneyDrawer(this);
  }

  makeBoard() {
    this.folded = new Set();
    this.made = new Map(); // id of a card -> {row, solved, card}
    this.signedNumber = new Intl.NumberFormat(this.words.lang, { signDisplay: "exceptZero" });
    this.curve = new Curve({
      t: this.t,
      language: this.words.lang,
      layers: this.words.layers,
      set: (stage, mean, layer) => this.step("point", { stage, mean, layer }),
    });
    return new GridBoard({
      t: this.t,
      on: {
        move: (note, place) => this.move(note, place),
        edit: (note, text) => this.step("change", { note, values: { text } }),
        add: (card) => this.add(card),
        remove: (note) => this.remove(note),
        undo: () => this.op("undo"),
        redo: () => this.op("redo"),
        chip: (note, index) => this.onChip(note, index),
        details: (note) => this.drawer.openDetails(note),
        fold: (lane, folded) => this.fold(lane, folded),
      },
    });
  }

  controls() {
    const { t, words } = this;
    const select = (key, names, value, set) => {
      const field = el("select", { onchange: () => set(field.value) }, ...names.map(([id, name]) => el("option", { value: id }, name)));
      field.value = value;
      return [el("label", { class: "em-choice" }, el("span", {}, t(key)), field), field];
    };
    const layers = LAYERS.map((layer) => [layer, words.layers[layer] ?? t("layer_both")]);
    const [models, modelField] = select("stage_model", [], "", (key) => this.step("map", { values: { stage_model: key } }));
    const [lanes] = select("show_lanes", Object.entries(words.preset_names), this.model.get("lanes"), (name) => this.setView("lanes", name));
    const [layer] = select("layer", layers, this.model.get("layer"), (name) => this.setView("layer", name));
    this.modelField = modelField;
    return [models, lanes, layer];
  } // prettier-ignore

  headings() {
    this.mapButton = this.button("about_map", () => this.toggle("map", () => this.drawer.openMap()));
    this.versionsButton = this.button("versions", () => this.toggle("versions", () => this.drawer.openVersions()));
    this.storyButton = this.button("new_story", () => this.toggle("story", () => this.drawer.openStory()));
    return [this.mapButton, this.versionsButton, this.storyButton];
  }

  toggle(kind, open) {
    if (this.drawer.kind === kind) this.drawer.close({ back: true });
    else open();
  }

  setView(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
    this.paint();
  }

  fold(lane, folded) {
    if (folded) this.folded.add(lane);
    else this.folded.delete(lane);
    this.paint();
    this.board.place.querySelector(`.bd-lane[data-lane="${CSS.escape(lane)}"] .bd-fold`)?.focus({ preventScroll: true });
  }

  // What comes from the kernel

  showFrame(content) {
    this.base.tray = content.tray;
    this.modelField.replaceChildren(...content.models.map(([key, name]) => el("option", { value: key }, name)));
  }

  takeDelta(content) {
    if (content.map) this.base.map = content.map;
    if (content.tray) this.base.tray = content.tray;
    if (content.actors) {
      this.content.actors = content.actors;
      this.fillActors();
    }
    // A kept version is on record now.
    if (this.drawer.kind === "versions") this.drawer.fillVersions();
  }

  writeAgain({ op, args }, message) {
    const text = op === "change" ? args.values.text : args.text;
    if (!text) return;
    if (op === "change" && this.base.cards.has(args.note)) this.board.edit(args.note, { text, error: message });
    else if (op === "add") this.board.write(cellOf(args.lane, args.stage), Infinity, { text, error: message });
  }

  onReject(message, entry) {
    // A panel shows what was refused until it is drawn anew.
    const redraw = { details: "openDetails", stage: "openStage", map: "openMap" }[this.drawer.kind];
    if (redraw && entry) this.drawer[redraw](this.drawer.note);
    return super.onReject(message, entry);
  }

  applyOp(now, operation) {
    return applyOp(now, operation);
  }

  // What a person does

  /** A cell -> its lane and stage. */
  placeOf(area) {
    const dot = area.indexOf(".");
    return { lane: area.slice(0, dot), stage: area.slice(dot + 1) };
  }

  move(note, { area, order }) {
    const { lane, stage } = this.placeOf(area);
    if (isOffer(note)) {
      const quote = this.base.tray.find((one) => one.guid === codingOf(note));
      if (quote) this.putQuote(quote, lane, stage, order);
    } else if (isStep(note) !== (lane === "step")) this.tell(this.t("no_further"));
    else {
      const row = this.now().cards.get(note);
      const values = { position: order };
      if (row.stage !== stage) values.stage = stage;
      if (row.lane !== lane) values.lane = lane;
      this.step("change", { note, values });
    }
  }

  add({ id, area, order, text }) {
    const { lane, stage } = this.placeOf(area);
    const planned = this.model.get("layer") === "to_be" ? { layer: "to_be" } : {};
    this.step("add", { note: keyFor(lane, id), stage, lane, text, position: order, ...planned });
    if (lane === "step") queueMicrotask(() => this.board.focus(keyFor(lane, id)));
  }

  /** A quote gets a place on the map, as an entry that rests on it. */
  putQuote(quote, lane, stage, order = this.lastIn(lane, stage)) {
    if (this.words.company_lanes.includes(lane)) {
      this.tell(this.t("no_further"));
      return;
    }
    const note = keyFor(lane, guid());
    this.drawer.close();
    this.step("add", { note, stage, lane, text: quote.quote, position: order, evidence: [quote.guid] });
    this.board.focus(note);
  }

  addSolution({ id, stage }) {
    this.drawer.close();
    const note = guid();
    const text = this.t("add_solution");
    this.step("add", { note, stage, lane: "solution", text, position: this.lastIn("solution", stage), links: [id] });
    if (!this.lanes().includes("solution")) this.drawer.openDetails(note);
    else {
      this.board.focus(note);
      this.board.edit(note, { anew: true });
    }
  }

  remove(note) {
    if (isOffer(note)) {
      this.step("unoffer", { coding: codingOf(note) });
      return;
    }
    super.remove(note);
  }

  restore(note, options) {
    // A step is not among the notes that can be brought back: taking the removal back does it.
    if (isStep(note)) this.op("undo");
    else super.restore(note, options);
  }

  onChip(note, index) {
    const card = this.made.get(note)?.card;
    const { act } = card?.chips[index] ?? {};
    if (act === "show") this.client.ask("show", { coding: codingOf(note) }).catch((error) => this.fail(error.message));
    else if (act === "details") this.drawer.openDetails(note);
    else this.toggleEvidence(note);
  }

  moveStage(id, step) {
    const order = stagesOf(this.now().stages);
    const at = order.findIndex((stage) => stage.id === id);
    const [near, far] = [order[at + step], order[at + 2 * step]];
    if (!near) {
      this.say(this.t("no_further"));
      return;
    }
    const position = far ? (near.position + far.position) / 2 : near.position + step;
    this.step("stage", { stage: id, values: { position } });
  }

  addStage(after) {
    const order = stagesOf(this.now().stages);
    const at = order.findIndex((stage) => stage.id === after);
    const [before, next] = [order[at], order[at + 1]];
    const position = next ? (before.position + next.position) / 2 : before.position + 1;
    const stage = guid();
    this.wanted = stage; // its panel opens when it is there
    this.step("add_stage", { stage, name: this.t("new_stage"), phase: before.phase, position });
  }

  removeStage(id) {
    const { name } = this.now().stages.get(id);
    this.drawer.close();
    this.step("remove_stage", { stage: id });
    this.tell(this.t("was_removed", { text: isolate(name) }), this.button("undo", () => this.op("undo")));
  }

  async addStory({ title, kind, stage_model }) {
    const key = (title.match(/[A-Za-z0-9]+/g) ?? []).join("-").toLowerCase().slice(0, 40) || "story";
    await this.ask("story", { map: `${key}-${guid().slice(0, 4)}`, title, kind, stage_model }).catch(() => {});
  }

  /** The place behind the last entry of a cell. */
  lastIn(lane, stage) {
    const orders = [...this.now().cards.values()].filter((row) => row.lane === lane && row.stage === stage).map((row) => row.order);
    return orders.length ? Math.max(...orders) + 1 : 0;
  } // prettier-ignore

  signed(value) {
    return this.signedNumber.format(value);
  }

  // Showing

  lanes() {
    return this.words.presets[this.model.get("lanes")];
  }

  paintBoard({ map, cards, stages, points, tray }) {
    const { t, words } = this;
    const layer = this.model.get("layer");
    const order = stagesOf(stages);
    this.title.textContent = map.title;
    const rests = map.n ? [t("rests_on", { basis: map.basis, n: map.n })] : [];
    this.facts.textContent = [words.kinds[map.kind], words.statuses[map.status], ...rests].join(" · ");
    this.resetButton.hidden = map.actor === "story";
    this.modelField.value = map.stage_model;
    const rows = this.lanes().flatMap((lane) => this.rowsOf(lane));
    this.board.setGrid(rows, order.map((stage) => ({ id: stage.id, title: stage.name, head: this.head(stage) })));
    this.curve.paint(order, points, layer);
    const shown = new Set(rows.filter((row) => !row.node && !row.folded).map((row) => row.id));
    const solved = answers(cards.values());
    const seen = [];
    let unseen = 0;
    for (const row of cards.values()) {
      if (!inLayer(row, layer)) continue;
      if (shown.has(row.lane)) seen.push(this.card(row, solved.get(row.id) ?? 0));
      else if (!this.folded.has(row.lane)) unseen += 1;
    }
    tray.forEach((quote, n) => seen.push(this.offerOf(quote, n)));
    this.board.paint(seen);
    this.tellFolded(cards, layer);
    this.tellUnseen(unseen);
    if (this.wanted && stages.has(this.wanted)) this.openWanted();
  } // prettier-ignore

  rowsOf(lane) {
    const title = this.words.lane_names[lane];
    const tone = { pain: "bad", success: "good" }[lane] ?? (this.words.company_lanes.includes(lane) ? "inner" : "");
    const row = { id: lane, title, tone, folded: this.folded.has(lane) };
    if (lane !== "emotion") return [row];
    const strip = { id: "curve", title: this.t("curve"), folded: this.folded.has("curve"), node: this.curve.node, beside: this.curve.scale() };
    return [strip, row];
  } // prettier-ignore

  /** The card of an entry or step, made anew only for what changed. */
  card(row, solved) {
    const known = this.made.get(row.id);
    if (known && known.row === row && known.solved === solved) return known.card;
    const card = cardOf(row, { solved, company: this.words.company_lanes.includes(row.lane) }, this.t);
    this.made.set(row.id, { row, solved, card });
    return card;
  }

  offerOf(quote, order) {
    const id = `offer:${quote.guid}`;
    const known = this.made.get(id);
    if (known?.row === quote) return known.card;
    const card = offerCard(quote, order);
    this.made.set(id, { row: quote, card });
    return card;
  }

  /** The head of a column: its name, how many told of it, how long it takes, and what for. */
  head(stage) {
    this.heads ??= new Map();
    const known = this.heads.get(stage.id);
    if (known?.stage === stage) return known.node;
    const { t } = this;
    const name = el("button", { type: "button", class: "jf-stage", "aria-haspopup": "dialog", onclick: () => this.drawer.openStage(stage.id) }, el("bdi", {}, stage.name), stage.own ? icon("own") : null);
    const facts = [stage.n ? t("share_short", { k: stage.k, n: stage.n }) : "", frameText(this.words.lang, stage.time_frame)].filter(Boolean);
    const node = el("div", { class: "jf-head", dataset: { phase: stage.phase, stage: stage.id } },
      el("span", { class: "jf-phase" }, stage.phase_name), name,
      facts.length ? el("span", { class: "cjm-quiet" }, facts.join(" · ")) : null,
      stage.goal ? el("p", { class: "jf-goal", dir: "auto" }, stage.goal) : null);
    this.heads.set(stage.id, { stage, node });
    return node;
  } // prettier-ignore

  headOf(id) {
    return this.heads?.get(id)?.node.querySelector("button");
  }

  tellFolded(cards, layer) {
    for (const node of this.board.place.querySelectorAll(".bd-folded")) {
      const n = [...cards.values()].filter((row) => row.lane === node.dataset.lane && inLayer(row, layer)).length;
      node.textContent = node.dataset.lane === "curve" ? "" : this.t("notes", { n });
    }
  }

  tellUnseen(n) {
    this.unseen ??= el("p", { class: "jf-unseen cjm-quiet" });
    if (!this.unseen.isConnected) this.board.node.after(this.unseen);
    const said = n ? this.t("unseen", { n }) : "";
    if (this.unseen.textContent !== said) this.unseen.textContent = said;
  }

  openWanted() {
    const stage = this.wanted;
    this.wanted = null;
    queueMicrotask(() => this.drawer.openStage(stage));
  }

  areaTitle() {
    return "";
  }
}

export default {
  render({ model, el: host }) {
    const root = el("div", { class: "cjm cjm-empathy cjm-journey", lang: model.get("lang"), role: "region", "aria-label": format(model.get("words"), "title") }); // prettier-ignore
    holdKeys(root);
    host.append(root);
    const form = new JourneyForm(model, root);
    root.form = form;
    return () => form.destroy();
  },
};
